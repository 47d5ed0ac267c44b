"""What a near-copy adds, unit by unit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.analysis.novelty import known_lines, novelty
from ctxbuild.languages.outline import outline
from ctxbuild.model import Outline, Symbol

KNOWN = """import wheel


class Car:
    def go(self):
        return wheel.turn(self)
"""


def new_parts(text: str, known: str = KNOWN) -> dict[str, float]:
    data = text.encode()
    found = outline(data, "python")
    new = novelty(data, known_lines(known.encode()), found)
    names = [symbol.qualified_name for symbol in found.symbols]
    return dict(zip(names, new.symbols, strict=True)) | {"": new.rest}


def test_a_text_has_nothing_that_is_new_to_itself():
    assert set(new_parts(KNOWN).values()) == {0.0}


def test_an_added_method_is_new_and_its_class_is_not():
    found = new_parts(KNOWN + "\n    def stop(self):\n        return wheel.brake(self)\n")
    assert found["Car.stop"] == 1.0
    assert found["Car"] == found["Car.go"] == found[""] == 0.0


def test_a_function_with_one_changed_line_is_new_in_part():
    found = new_parts(KNOWN.replace("wheel.turn(self)", "wheel.turn(self, 2)"))
    assert 0.3 < found["Car.go"] < 0.8
    assert found["Car"] == 0.0


def test_what_moved_is_not_new_and_blanks_at_ends_do_not_count():
    top, rest = KNOWN.split("\n\n\n")
    assert set(new_parts(rest.replace("\n", " \r\n") + "\n" + top).values()) == {0.0}


def test_without_an_outline_there_is_a_rest():
    found = novelty(b"one\ntwo\n", known_lines(b"one\n"), None)
    assert (found.symbols, found.regions) == ((), ())
    assert found.rest == pytest.approx(4 / 9)


SPANS = st.tuples(st.integers(0, 12), st.integers(0, 12))


@given(st.binary(max_size=60), st.binary(max_size=60), st.lists(SPANS, max_size=6))
def test_parts_are_parts_whatever_the_outline(text, known, spans):
    symbols = tuple(
        Symbol("s", "s", "function", "", "", (a, b), 0, 0, (a, a), None, number - 1)
        for number, (a, b) in enumerate(spans)
    )
    found = novelty(text, known_lines(known), Outline("python", symbols))
    assert all(0.0 <= part <= 1.0 for part in (found.rest, *found.symbols))
