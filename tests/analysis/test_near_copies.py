"""Documents that are mostly the same."""

from __future__ import annotations

import pytest
from corpora import document
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.analysis.near_copies import near_copies, sketch, without_copies
from ctxbuild.model import Ranking


def text(topic: str, lines: int = 60) -> str:
    return "".join(f"    {topic}_{n} = compute_{topic}({n * n})\n" for n in range(lines))


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


def ranked(*worths: float) -> Ranking:
    return Ranking(worths, why=lambda document, symbol: ())


DOCUMENTS = [document(f"{name}.py", "") for name in "abc"]


def test_only_the_best_of_copies_keeps_its_worth():
    found = without_copies(ranked(0.2, 0.5, 0.3), DOCUMENTS, {(0, 1): 0.9, (1, 2): 0.95})
    assert found.documents == pytest.approx((0.03, 0.5, 0.045))
    (told,) = found.why(2, -1) if found.why else ()
    assert str(told) == "a copy of b.py, per cent 95"


def test_what_is_only_like_a_copy_keeps_its_worth():
    found = without_copies(ranked(0.5, 0.3, 0.2), DOCUMENTS, {(0, 1): 0.8, (1, 2): 0.8})
    assert found.documents == pytest.approx((0.5, 0.045, 0.2))


def test_no_copies_change_nothing():
    ranking = ranked(0.5, 0.3, 0.2)
    assert without_copies(ranking, DOCUMENTS, {}) is ranking
