"""Parts of a split bundle keep the budget, fill it, and together show one selection."""

import random
import re

import pytest
from corpora import corpus, document
from hypothesis import given, settings
from hypothesis import strategies as st

from ctxbuild.formats.bundle import FORMATS, parse_bundle, pieces
from ctxbuild.formats.preamble import QUOTED, part_label
from ctxbuild.languages.outline import outline
from ctxbuild.languages.views import render_view
from ctxbuild.model import Corpus, CtxbuildError, Detail, Ranking, Source
from ctxbuild.packing.candidates import Request
from ctxbuild.packing.cuts import view_of
from ctxbuild.packing.split import plan_split
from ctxbuild.tokens import counter, encoding_named


def ranked(source):
    """Rank documents equally, symbols too, with real outlines."""
    found = [outline(doc.content.data(), doc.language) for doc in source.documents]
    outlines = {index: each for index, each in enumerate(found) if each.symbols}
    shares = {i: (1 / len(o.symbols),) * len(o.symbols) for i, o in outlines.items()}
    return Ranking((1 / len(found),) * len(found), shares), outlines


def split(source, budget, count, layout="md", encoding="o200k_base", relevance=ranked):
    row = encoding_named(encoding)
    tokens = counter(row.base).count_batch([doc.text() for doc in source.documents])
    return plan_split(
        source, tokens, Request(row, budget, FORMATS[layout].layout), count, relevance
    )


def texts(made):
    return ["".join(pieces(plan)) for plan in made.parts()]


def python_module(seed, functions=6, most=25):
    rng = random.Random(seed)
    parts = [f'"""Module {seed}."""\n\nimport os\n']
    for number in range(functions):
        body = "".join(
            f"    value_{i} = compute({rng.randrange(1000)}, mode='{rng.random()}')\n"
            for i in range(rng.randrange(3, most))
        )
        parts.append(f'\n\ndef function_{seed}_{number}(a, b):\n    """Do it."""\n{body}')
    return "".join(parts)


@pytest.fixture(scope="module")
def modules():
    files = {f"pkg/part{seed % 3}/mod{seed}.py": python_module(seed) for seed in range(30)}
    files["README.md"] = "# Sample\n\n" + "Some words about it.\n" * 40
    files["data/table.txt"] = "".join(f"{i} row\n" for i in range(500))
    files["tests/test_long.py"] = python_module(99, 60)
    return corpus(files)


def shown_of(made):
    """Return what the parts show of each document, joined."""
    found = {}
    for text in texts(made):
        for file in parse_bundle(text):
            found[file.path] = found.get(file.path, "") + file.text
    return found


def chosen_by(made):
    """Return what the selection shows of each document."""
    return {
        doc.id: doc.text()
        if item.detail == Detail.FULL
        else render_view(doc.text(), doc.language, item.shown)
        for doc, item in zip(made.selection.corpus.documents, made.selection.items, strict=True)
        if item.detail > Detail.NAME
    }


@pytest.mark.parametrize("layout", list(FORMATS))
@pytest.mark.parametrize(("budget", "count"), [(1500, 4), (2500, 5), (4000, 3), (9000, 2)])
def test_every_part_is_counted_exactly_and_all_but_the_last_are_filled(
    modules, layout, budget, count
):
    made = split(modules, budget, count, layout)
    assert len(made) == count
    for plan, text in zip(made.parts(), texts(made), strict=True):
        assert counter("o200k_base").count(text) == plan.tokens <= budget
        assert f"Size: {plan.tokens} tokens" in text
    assert min(made.tokens[:-1]) >= 0.97 * budget
    assert made.tokens[-1] >= 0.9 * budget


@pytest.mark.parametrize("layout", list(FORMATS))
@pytest.mark.parametrize(("budget", "count"), [(1200, 7), (3000, 4), (20000, None)])
def test_the_parts_together_show_what_the_selection_chose(modules, layout, budget, count):
    made = split(modules, budget, count, layout)
    assert shown_of(made) == chosen_by(made)


def test_with_auto_everything_is_shown(modules):
    made = split(modules, 5000, None)
    assert made.everything
    assert shown_of(made) == {doc.id: doc.text() for doc in modules.documents}
    assert min(made.tokens[:-1]) >= 0.97 * 5000


def test_fewer_parts_are_made_when_everything_fits(modules):
    made = split(modules, 30000, 9)
    assert made.everything
    assert len(made) == len(split(modules, 30000, None)) < 9


def test_one_part_is_a_split_too(modules):
    made = split(modules, 3000, 1)
    assert len(made) == 1
    assert 0.95 * 3000 <= made.tokens[0] <= 3000


def test_ranking_is_asked_for_once(modules):
    asked = []

    def relevance(source):
        asked.append(source)
        return ranked(source)

    split(modules, 2000, 3, relevance=relevance)
    assert len(asked) == 1


@pytest.mark.parametrize("layout", list(FORMATS))
def test_every_part_stands_on_its_own(modules, layout):
    made = split(modules, 3000, 3, layout)
    labels = [part_label(text) for text in texts(made)]
    assert [(label.number, label.total) for label in labels] == [(1, 3), (2, 3), (3, 3)]
    assert len({label.key for label in labels}) == 1
    for number, text in enumerate(texts(made), 1):
        assert f"sample: context bundle, part {number} of 3" in text
        assert "sample at revision files:0" in text
        assert QUOTED in text
        assert "which are left out" in text


def test_the_map_of_a_part_says_where_other_files_stand():
    modules = corpus({f"pkg/mod{seed}.py": python_module(seed) for seed in range(12)})
    made = split(modules, 6000, 3)
    for number, plan in enumerate(made.parts(), 1):
        text = "".join(pieces(plan))
        listed = text.split("```")[1]
        own = {file.path for file in parse_bundle(text)}
        for path, (first, last) in plan.part.documents.items():
            name = modules.documents[path].id.rpartition("/")[2]
            line = next(line for line in listed.split("\n") if line.startswith(f"- {name} "))
            assert (modules.documents[path].id in own) == (first <= number <= last)
            if first <= number <= last:
                assert "part" not in line.removeprefix(f"- {name}")
            elif first == last:
                assert line.endswith(f", part {first}")
            else:
                assert line.endswith(f", parts {first}-{last}")


def test_where_files_cannot_be_named_directories_are():
    files = {f"d{n}/f{i}.txt": f"word {i} " * 30 + "\n" for n in range(6) for i in range(40)}
    made = split(corpus(files), 4000, None)
    first = texts(made)[0].split("```")[1]
    assert "f39.txt" not in first
    assert re.search(r"^d5/ 40 files, \d+ tokens, parts? \d+", first, re.MULTILINE)
    assert "./ 240 files" in first


def test_what_is_only_named_is_named_in_one_part():
    locks = [document(f"l{n}.lock", "x\n", ceiling=Detail.NAME, reduced="lock") for n in range(9)]
    code = [document(f"c{n}.py", python_module(n)) for n in range(4)]
    source = Corpus((Source("repo", "s", "r", "s"),), tuple(code + locks))
    written = texts(split(source, 3000, None))
    assert len(written) > 1
    for lock in locks:
        assert sum(f"- {lock.id} " in text for text in written) == 1


def test_code_is_cut_between_definitions_where_that_fills_the_part():
    source = corpus({"long.py": python_module(1, 260, most=5)})
    made = split(source, 9000, None)
    assert len(made) >= 3
    for text in texts(made)[1:]:
        (file,) = parse_bundle(text)
        assert file.text.startswith("def function_1_")


def test_headings_of_cut_files_say_lines_and_parts():
    source = corpus({"long.py": python_module(1, 60)})
    written = texts(split(source, 6000, None))
    headings = [re.search(r"^## long.py \((.*)\)$", text, re.MULTILINE)[1] for text in written]
    total = source.documents[0].lines
    assert re.fullmatch(rf"full, lines 1-\d+ of {total}; continues in part 2", headings[0])
    assert headings[1].startswith("full, lines ")
    assert "; continued from part 1" in headings[1]
    ends = [tuple(map(int, re.search(r"lines (\d+)-(\d+) of", each).groups())) for each in headings]
    assert [first for first, _ in ends[1:]] == [last + 1 for _, last in ends[:-1]]
    assert ends[-1][1] == total


def test_a_piece_that_begins_in_a_class_says_in_which():
    methods = "".join(f"    def method_{n}(self):\n        return {n} * 2\n\n" for n in range(300))
    source = corpus({"c.py": f"class Long:\n{methods}"})
    written = texts(split(source, 2500, None))
    assert re.search(r"; continued from part 1 in Long\)$", written[1], re.MULTILINE)
    assert shown_of(split(source, 2500, None)) == {"c.py": source.documents[0].text()}


def test_a_line_longer_than_a_part_is_cut_inside_after_a_blank():
    text = " ".join(f"word{n}" for n in range(3000))
    made = split(corpus({"one.txt": text}), 2000, None)
    assert shown_of(made) == {"one.txt": text}
    pieces_of_it = [next(parse_bundle(each)).text for each in texts(made)]
    assert len(pieces_of_it) > 3
    assert all(piece.endswith(" ") for piece in pieces_of_it[:-1])
    assert "inside a line" in texts(made)[0]
    assert min(made.tokens[:-1]) >= 0.97 * 2000


def test_estimated_encodings_keep_their_own_budget(modules):
    made = split(modules, 6000, 3, encoding="claude")
    for plan, text in zip(made.parts(), texts(made), strict=True):
        assert counter("claude").count(text) == plan.tokens <= 6000
    assert min(made.tokens[:-1]) >= 0.97 * 6000


def test_an_empty_file_without_room_goes_to_the_next_part():
    files = {f"empty-number-{n}.txt": "" for n in range(30)}
    made = split(corpus(files), 500, None)
    assert len(made) > 2
    assert shown_of(made) == files


def test_an_empty_corpus_is_one_part():
    made = split(corpus({}), 1000, 3)
    assert len(made) == 1
    assert "Files: none." in texts(made)[0]


@pytest.mark.parametrize("budget", [1, 60, 110])
def test_a_budget_too_small_for_a_part_is_refused_with_what_it_takes(modules, budget):
    with pytest.raises(CtxbuildError, match=r"too small for a part.* takes \d+"):
        split(modules, budget, 3)


def test_a_path_too_long_for_a_part_is_named():
    long = "/".join(f"directory-number-{n}" for n in range(60)) + "/a.txt"
    with pytest.raises(CtxbuildError, match="at least"):
        split(corpus({long: "some words\n" * 300}), 400, None)


SMALL = corpus({f"p{n % 2}/m{n}.py": python_module(n, 4, most=9) for n in range(14)})


@settings(max_examples=25, deadline=None)
@given(st.integers(500, 4000), st.integers(1, 8), st.sampled_from(list(FORMATS)))
def test_no_part_is_ever_over_and_the_union_is_the_selection(budget, count, layout):
    made = split(SMALL, budget, count, layout)
    assert len(made) <= count
    for plan, text in zip(made.parts(), texts(made), strict=True):
        assert counter("o200k_base").count(text) == plan.tokens <= budget
    assert shown_of(made) == chosen_by(made)
    # At a few hundred tokens a part, one more step of the selection can take two parts.
    assert len(made) == count or made.everything or budget < 1500


CONTENT = st.text(st.sampled_from("ab `<]>&\n\n\n\r\t/#é\"'x(界\u0301"), min_size=200, max_size=900)
PATHS = st.text(st.sampled_from('ab/ .`"<&\n(é#\udcff'), min_size=1, max_size=8).filter(
    lambda p: not p.startswith("/") and "//" not in p and not p.endswith("/")
)


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(PATHS, CONTENT, min_size=1, max_size=4),
    st.integers(320, 900),
    st.sampled_from(list(FORMATS)),
)
def test_hostile_names_and_contents_come_back_whole_and_counted(files, budget, layout):
    made = split(corpus(files), budget, None, layout)
    assert shown_of(made) == files
    for plan, text in zip(made.parts(), texts(made), strict=True):
        assert counter("o200k_base").count(text) == plan.tokens <= budget


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(["a = 1", "", "  b", "# c", "\t", "d\r"]), min_size=1, max_size=30),
    st.sets(st.integers(1, 30)),
    st.sampled_from(["python", "text"]),
)
def test_rows_of_a_view_are_its_lines_and_placeholders(lines, shown, language):
    doc = document("a.py", "\n".join(lines), language=language)
    numbers = sorted(number for number in shown if number <= doc.lines)
    view = view_of(doc, Detail.ELIDED, tuple((n, n) for n in numbers), None)
    assert len(view.rows) == len(view.starts) - 1
    assert [row[0] for row in view.rows[1:]] == [row[1] + 1 for row in view.rows[:-1]]
    assert not view.rows or (view.rows[0][0], view.rows[-1][1]) == (1, doc.lines)
    for row, start, stop in zip(view.rows, view.starts, view.starts[1:], strict=False):
        text = view.text[start:stop].rstrip("\n")
        assert text == lines[row[0] - 1] or f"({row[0]}" in text
