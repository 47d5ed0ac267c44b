"""Documents that are mostly the same."""

from __future__ import annotations

import pytest
from corpora import document
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.analysis.near_copies import near_copies, sketch, without_copies
from ctxbuild.languages.outline import outline
from ctxbuild.model import WHOLE_DOCUMENT, Ranking


def text(topic: str, lines: int = 60) -> str:
    return "".join(f"    {topic}_{n} = compute_{topic}({n * n})\n" for n in range(lines))


KNOWN = "import wheel\n\n\nclass Car:\n    def go(self):\n        return wheel.turn(self)\n"
ADDED = "\n    def stop(self):\n        return wheel.brake(self)\n\n\ndef honk(horn):\n    pass\n"


def copies_of(*texts: str) -> dict[tuple[int, int], float]:
    data = [each.encode() for each in texts]
    return dict(near_copies({n: sketch(each) for n, each in enumerate(data)}, data.__getitem__))


def test_a_copy_that_was_changed_a_little_is_found():
    changed = text("wheel").replace("wheel_7 = compute_wheel(49)", "wheel_7 = 50")
    ((pair, share),) = copies_of(text("door"), text("wheel"), changed).items()
    assert pair == (1, 2)
    assert 0.9 < share < 1.0


def test_half_a_copy_is_none():
    assert copies_of(text("wheel"), text("wheel", 30) + text("door", 30)) == {}


def test_a_common_licence_makes_no_copies():
    licence = "".join(f"# Line {n} of a licence that is everywhere.\n" for n in "1234")
    assert copies_of(*(licence + text(topic) for topic in ("wheel", "door", "horn"))) == {}


def test_trailing_blanks_and_short_texts_do_not_count():
    blanks = text("wheel").replace("\n", "  \n")
    assert copies_of(text("wheel"), blanks) == {(0, 1): 1.0}
    assert copies_of("tiny = 1\n", "tiny = 1\n") == {}


def test_of_many_alike_each_is_compared_with_some():
    many = [text("wheel") + f"last = {n}\n" for n in range(300)]
    found = copies_of(*many)
    assert {index for pair in found for index in pair} == set(range(300))
    assert len(found) <= 300 * 8


@given(st.lists(st.sampled_from(["wheel", "door", "horn"]), max_size=8))
def test_copies_are_those_of_the_same_text(topics):
    found = copies_of(*map(text, topics))
    same = {(a, b) for b in range(len(topics)) for a in range(b) if topics[a] == topics[b]}
    assert set(found) == same


TEXTS = (text("wheel"), text("wheel") + text("door", 6), text("wheel") + text("horn", 4))
DOCUMENTS = [document(f"{name}.py", own) for name, own in zip("abc", TEXTS, strict=True)]


def ranked(*worths: float, **fields) -> Ranking:
    return Ranking(worths, why=lambda document, symbol: (), **fields)


def spread(ranking: Ranking, copies: dict[tuple[int, int], float]) -> Ranking:
    outlines = {n: outline(each.text().encode(), "python") for n, each in enumerate(DOCUMENTS)}
    return without_copies(ranking, DOCUMENTS, outlines, copies)


def test_of_copies_only_the_best_keeps_its_worth():
    found = spread(ranked(0.2, 0.5, 0.3), {(0, 1): 0.9, (1, 2): 0.95})
    assert found.documents == pytest.approx((0.03, 0.5, 0.045))
    (told,) = found.why(2, WHOLE_DOCUMENT) if found.why else ()
    assert str(told) == "a copy of b.py: 95 per cent"


def test_what_is_only_like_a_copy_keeps_its_worth():
    found = spread(ranked(0.5, 0.3, 0.2), {(0, 1): 0.8, (1, 2): 0.8})
    assert found.documents[::2] == (0.5, 0.2)
    assert found.documents[1] < 0.06


def test_what_was_asked_for_by_name_keeps_its_worth():
    asked = ranked(0.2, 0.5, 0.3, asked_for=frozenset({0, 2}))
    found = spread(asked, {(0, 1): 0.9, (0, 2): 0.9, (1, 2): 0.9})
    assert found.documents[::2] == (0.2, 0.3)
    assert found.documents[1] < 0.1


def test_no_copies_change_nothing():
    ranking = ranked(0.5, 0.3, 0.2)
    assert spread(ranking, {}) is ranking


@given(st.data())
def test_no_unit_of_a_copy_gains_or_vanishes(data):
    shares = st.floats(0.0, 1.0)
    copy = document("copy.py", KNOWN + ADDED)
    found = outline(copy.text().encode(), "python")
    symbols = tuple(data.draw(shares) for _ in found.symbols)
    regions = tuple(
        data.draw(shares) * (symbols[each.parent] if each.parent >= 0 else 0.0)
        for each in found.regions
    )
    before = ranked(0.9, 0.5, symbols={1: symbols}, regions={1: regions})
    pair = [document("first.py", KNOWN), copy]
    after = without_copies(before, pair, {1: found}, {(0, 1): 0.9})
    assert 0.0749 <= after.documents[1] <= 0.5001
    for old, new in ((symbols, after.symbols[1]), (regions, after.regions[1])):
        for left, right in zip(old, new, strict=True):
            gained = right * after.documents[1]
            assert 0.0749 * left - 1e-9 <= gained <= 0.5001 * left + 1e-9
