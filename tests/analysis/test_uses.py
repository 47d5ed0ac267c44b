"""Uses in documents, examples and doc comments say which names matter."""

import pytest
from corpora import corpus, document
from growth import large, linear

from ctxbuild.analysis.entries import Entries
from ctxbuild.analysis.surface import find_surface
from ctxbuild.analysis.symbols import Evidence, sections, worths
from ctxbuild.analysis.uses import count_uses, document_weight, shown_code
from ctxbuild.languages.outline import outline


def shown(path, text, **changes):
    doc = document(path, text, **changes)
    return shown_code(text.encode(), doc).decode()


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.md", "run tell\n\n```python\nshow(it)\n```\n\ntell\n"),
        ("a.md", "tell `show(it)` tell\n"),
        ("a.md", "~~~~\n```\nshow(it)\n~~~~\ntell\n"),
        ("a.md", "::: show(it)\n"),
        ("a.rst", "tell::\n\n    show(it)\n\ntell\n"),
        ("a.rst", ".. autofunction:: show(it)\n"),
        ("a.rst", "tell :func:`show(it)` tell\n"),
        ("a.adoc", "tell\n\n----\nshow(it)\n----\n\ntell\n"),
        ("a.py", "tell = 1\n\n\ndef f():\n    '''Tell.\n\n    >>> show(it)\n    1\n    '''\n"),
        ("a.rs", "/// Tell.\n/// ```\n/// show(it);\n/// ```\nfn tell() {}\n"),
        ("a.js", "/**\n * Tell.\n * ```js\n * show(it)\n * ```\n */\nfunction tell() {}\n"),
    ],
)
def test_what_is_shown_is_code_and_not_prose(path, text):
    found = shown(path, text)
    assert "show(it)" in found
    assert "tell" not in found.lower()


def test_an_example_is_code_from_top_to_bottom():
    assert shown("examples/a.py", "import p\np.run()\n", role="example") == "import p\np.run()\n"


def test_newcomers_pages_count_more_than_others_and_the_past_less():
    weights = [
        document_weight(document(path, "text", role=role))
        for path, role in (
            ("README.md", "readme"),
            ("docs/quickstart.md", "docs"),
            ("docs/internals.md", "docs"),
            ("CHANGELOG.md", "docs"),
        )
    ]
    assert weights == sorted(weights, reverse=True)
    assert len(set(weights)) == 4
    assert document_weight(document("tests/t.py", "text", role="test")) == 0


WANTED = frozenset({b"get", b"Session", b"close"})


def test_names_are_counted_by_documents_and_members_by_what_they_are_called_on():
    uses = count_uses([(2.0, b"p.get(1)\nSession().close()\nother()"), (1.0, b"get = 1")], WANTED)
    assert uses.names == {b"get": 3.0, b"Session": 2.0, b"close": 2.0}
    assert uses.members == {b"get": 2.0, b"close": 2.0}
    assert uses.pairs[b"get"] == {b"p": 2.0}
    assert uses.pairs[b"close"] == {b"session": 2.0}


def test_more_of_the_same_in_one_document_counts_less_than_in_another():
    many = count_uses([(1.0, b"get " * 50)], WANTED).names[b"get"]
    spread = count_uses([(1.0, b"get ")] * 5, WANTED).names[b"get"]
    assert 1 < many < spread


@linear
@pytest.mark.parametrize(
    "unit", [b"a.", b"a(", b"a(b", b"a::", b"x", b"`", b"a->", b"    ", b"```\n"]
)
def test_counting_takes_linear_time(unit):
    data = large(unit) + b"\nget"
    for path in ("a.md", "a.rst", "a.rs"):
        count_uses([(1.0, shown_code(data, document(path, "")))], WANTED)
    count_uses([(1.0, data)], WANTED)


# What symbols are worth


def worth(files, package="p"):
    """Return what every symbol is worth by its qualified name."""
    documents = corpus(files).documents
    code = [i for i, d in enumerate(documents) if d.kind == "code"]
    outlines = {i: outline(documents[i].content.data(), documents[i].language) for i in code}
    names = frozenset(s.name.encode() for found in outlines.values() for s in found.symbols)
    texts = [(2.0, shown_code(d.content.data(), d)) for d in documents if d.kind == "prose"]
    evidence = Evidence(
        find_surface(documents, outlines, {}, Entries()),
        count_uses(texts, names),
        {},
        [1 / len(documents)] * len(documents),
        frozenset({package.encode()}),
        {},
    )
    found = worths(documents, outlines, evidence)
    assert sum(map(sum, found.values())) == pytest.approx(1)
    return {
        symbol.qualified_name: value
        for index, own in found.items()
        for symbol, value in zip(outlines[index].symbols, own, strict=True)
    }


API = (
    "def get():\n    return 1\n\n\ndef put():\n    return 1\n\n\n"
    "class Session:\n    def __init__(self):\n        self.a = 1\n\n"
    "    def close(self):\n        return 1\n\n    def rare(self):\n        return 1\n\n"
    "    def __repr__(self):\n        return ''\n\n    def _own(self):\n        return 1\n"
)


def test_what_documents_use_is_worth_more():
    found = worth({"p/__init__.py": API, "README.md": "```\np.get()\n```\n"})
    assert found["get"] > 2 * found["put"]


def test_a_member_of_something_else_is_no_use_of_a_function():
    other = worth({"p/__init__.py": API, "README.md": "```\nthing.get()\n```\n"})
    assert other["get"] == pytest.approx(other["put"])


def test_methods_that_are_called_and_the_constructor_come_before_the_others():
    found = worth({"p/__init__.py": API, "a.md": "```\nwith Session() as s:\n    s.close()\n```\n"})
    assert found["Session"] > found["Session.__init__"] > found["Session.rare"]
    assert found["Session.close"] > 2 * found["Session.rare"]
    assert found["Session.rare"] > found["Session.__repr__"]
    assert found["Session.rare"] > found["Session._own"]


def test_overloads_are_worth_ever_less():
    text = (
        "public class A {\n  public int run() { return 1; }\n"
        "  public int run(int a) { return 1; }\n}\n"
    )
    documents = corpus({"A.java": text}).documents
    found = outline(text.encode(), "java")
    evidence = Evidence({0: (1.0,) * 3}, count_uses([], ()), {}, [1.0], frozenset(), {})
    _, first, second = worths(documents, {0: found}, evidence)[0]
    assert first > second > 0


def test_deprecated_symbols_are_worth_little():
    text = "def a():\n    return 1\n\n\ndef b():\n    return 1\n"
    documents = corpus({"p.py": text}).documents
    evidence = Evidence(
        {0: (1.0, 1.0)}, count_uses([], ()), {}, [1.0], frozenset(), {0: frozenset({1})}
    )
    first, second = worths(documents, {0: outline(text.encode(), "python")}, evidence)[0]
    assert first > 4 * second


def test_a_repository_without_code_has_no_worths():
    assert worths((), {}, Evidence({}, count_uses([], ()), {}, [], frozenset(), {})) == {}


def test_sections_that_teach_come_before_those_on_licence_and_money():
    found = outline(
        b"# P\n\nx\n\n## Donate\n\nx\n\n## License\n\nx\n\n## Quick start\n\nx\n", "markdown"
    )
    share = dict(zip((s.name for s in found.symbols), sections(found)[0], strict=True))
    assert share["P"] > share["Quick start"] > 2 * share["Donate"] > share["License"]
