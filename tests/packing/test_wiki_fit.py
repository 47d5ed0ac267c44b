"""Pages within a budget: nothing is lost, nothing is said twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.packing.wiki.blocks import Code, Draft, Items, Row, Section, paragraph, said
from ctxbuild.packing.wiki.fit import fitted
from ctxbuild.packing.wiki.spans import spanned


def words(draft):
    """Return all words of a page in order."""
    for section in draft.sections:
        for block in section.blocks:
            rows = block.rows if isinstance(block, Items) else ()
            yield from (word for row in rows for cell in row.cells for word in cell)
            if not rows:
                yield from (word for each in block.sentences for word in each.words)


def size(draft):
    """Return what a page takes: ten, and its words."""
    return (
        10
        + sum(5 + sum(1 for _ in section.blocks) for section in draft.sections)
        + sum(len(word.text if isinstance(word, Code) else word) for word in words(draft))
    )


def block(texts):
    if len(texts) == 1:
        return paragraph(said(texts[0]))
    return Items(tuple(Row(((text,),)) for text in texts))


texts = st.lists(
    st.lists(st.lists(st.text("ab", min_size=1, max_size=40), min_size=1, max_size=12), max_size=4),
    max_size=6,
)


@given(texts, st.integers(30, 400))
def test_parts_hold_everything_in_order_within_the_budget(sections, budget):
    draft = Draft(
        "a", "A", "Guide", "", tuple(Section(("T",), tuple(map(block, s))) for s in sections)
    )
    parts = fitted(draft, budget, size)
    assert all(size(part) <= budget for part in parts)
    wanted = list(words(draft))
    shown = [word for part in parts for word in words(part)]
    left_out = sum(part.left_out for part in parts)
    assert len(wanted) - len(shown) == left_out
    assert [word for word in wanted if word in set(shown)] == shown or left_out
    assert len({part.slug for part in parts}) == len(parts)


def test_further_parts_stand_below_the_first():
    rows = tuple(Row(((f"row {n}",),)) for n in range(100))
    parts = fitted(Draft("a", "A", "Guide", "", (Section((), (Items(rows),)),)), 200, size)
    assert [part.slug for part in parts[:2]] == ["a", "a--2"]
    assert parts[0].parent == ""
    assert parts[1].parent == "a"
    assert {part.parts for part in parts} == {len(parts)}


def files(*paths):
    return tuple(
        Section((Code(path),), (paragraph(said("x" * 60)),), 3, (path, "file", ""))
        for path in paths
    )


def spans(draft, fits=lambda _text: True):
    return [(part.span, part.summary) for part in spanned(fitted(draft, 250, size), fits)]


def test_files_of_several_pages_stand_by_path_and_give_them_their_titles():
    sections = files("a/pond/ice.py", "a/b.py", "a/__init__.py", "a/duck/x.py", "a/duck/y.py")
    sections += files("a/pond/mud.py")
    draft = Draft("a", "A", "Guide", "All of it", sections)
    assert spans(draft) == [
        ("b … duck/x", "All of it"),
        ("duck/y … pond", "Continues A: duck/y, pond"),
    ]


def test_rows_of_several_pages_give_their_ends():
    rows = tuple(Row(((Code(f"name{n:02}"), " function"),)) for n in range(30))
    draft = Draft("a", "A", "Guide", "All", (Section(("Names",), (Items(rows),)),))
    found = spans(draft)
    assert found[0][0].startswith("name00 … name")
    assert found[-1][0].endswith("… name29")


def test_what_is_too_long_for_a_title_is_numbered():
    draft = Draft("a", "A", "Guide", "All", files("a.py", "b.py", "c.py", "d.py", "e.py"))
    assert set(spans(draft, lambda _text: False)) == {("", "All")}
