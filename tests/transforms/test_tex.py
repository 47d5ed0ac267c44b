"""TeX accents become Unicode; maths and other commands stay."""

import pytest
from growth import large, linear
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.transforms.tex import accents


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"Schr\"odinger", "Schrödinger"),
        (r"Schr{\"o}dinger", "Schrödinger"),
        (r"Gr\"{u}n", "Grün"),
        (r"Erd\H{o}s and Erd{\H o}s", "Erdős and Erdős"),
        (r"\v{C}ech {\v C}ech \v Cech", "Čech Čech Čech"),
        (r"{\L}ojasiewicz \O rsted Stra\ss e", "Łojasiewicz Ørsted Straße"),
        (r"f\'{\i}sica \'{e}t\'e {\'e}", "física été é"),
        (r"Fran\c{c}ois", "François"),
        (
            r"\alpha \over \beta \cdot \circ \lambda \bar x",
            r"\alpha \over \beta \cdot \circ \lambda \bar x",
        ),
        (r"5\% of \emph{ducks}", r"5\% of \emph{ducks}"),
        ("no backslash", "no backslash"),
    ],
)
def test_accents_become_letters_and_commands_stay(tex, text):
    assert accents(tex) == text


@given(st.text("\\\"'`^~{}iouH c$", max_size=60))
def test_any_text_can_be_read(text):
    assert isinstance(accents(text), str)


@linear
@pytest.mark.parametrize("piece", ["\\", "{\\", "\\'", "{\\'{", "\\v ", "{\\H "])
def test_time_grows_no_faster_than_the_text(piece):
    assert accents(large(piece))
