"""Parsing reads in chunks: the tree is that of the whole text, and no text is kept."""

import gc
import threading
import tracemalloc

from ctxbuild.languages.grammars import load
from ctxbuild.languages.parsing import parse


def program(lines: int) -> bytes:
    rows = (
        f"def swim_{n}(pond, *ducks):\n    return pond.of('ü{n}', ducks)\n" for n in range(lines)
    )
    return "".join(rows).encode()


def test_the_tree_of_chunks_is_that_of_the_whole_and_nodes_have_their_text():
    loaded = load("python")
    assert loaded is not None
    text = program(4000)
    tree = parse(loaded[0], text)
    assert tree is not None
    assert str(tree.root_node) == str(loaded[0].parse(text).root_node)
    parse(loaded[0], b"x = 1\n" * 20)
    assert tree.root_node.text == text
    for node in tree.root_node.children[:: len(tree.root_node.children) // 50]:
        assert node.text == text[node.start_byte : node.end_byte]


def test_texts_are_not_kept():
    loaded = load("python")
    assert loaded is not None
    text = program(3000)
    parse(loaded[0], text)
    tracemalloc.start()
    try:
        for number in range(10):
            parse(loaded[0], text + b"# %d" % number)
        gc.collect()
        assert tracemalloc.get_traced_memory()[0] < len(text)
    finally:
        tracemalloc.stop()


def test_threads_do_not_share_what_they_read():
    texts = [program(500 + n) for n in range(4)]
    found: dict[int, str] = {}

    def run(n: int) -> None:
        from tree_sitter import Parser

        loaded = load("python")
        assert loaded is not None
        tree = parse(Parser(loaded[0].language), texts[n])
        assert tree is not None
        found[n] = str(tree.root_node)

    threads = [threading.Thread(target=run, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    loaded = load("python")
    assert loaded is not None
    assert found == {n: str(loaded[0].parse(text).root_node) for n, text in enumerate(texts)}
