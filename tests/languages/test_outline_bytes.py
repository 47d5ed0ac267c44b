"""Outlines survive the cache."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outlines import read_outline

from ctxbuild.languages.serialise import decode_outline, encode_outline
from ctxbuild.model import Outline


@pytest.mark.parametrize("name", ["shapes.py", "shapes.cpp", "shapes.h"])
def test_an_outline_comes_back_as_it_was(name: str) -> None:
    found = read_outline(name)[2]
    assert decode_outline(encode_outline(found)) == found


def test_an_empty_outline_comes_back() -> None:
    found = Outline("text", has_errors=True)
    assert decode_outline(encode_outline(found)) == found


@given(st.binary(max_size=40))
def test_bytes_that_are_no_outline_are_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError):
        decode_outline(data)
