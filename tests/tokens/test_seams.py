"""Counts add up at seams, whatever the text: held to a recount of the whole."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctxbuild.tokens import counter
from ctxbuild.tokens.seams import Part, count_joined, is_seam

ALPHABET = st.sampled_from(list("aB1 \t\n\r/'*)(`#-_.…é中\u00a0\u3000😀\f"))
TEXTS = st.text(ALPHABET, max_size=30) | st.text(max_size=20)
ENCODINGS = ["o200k_base", "cl100k_base"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@settings(max_examples=400, deadline=None)
@given(parts=st.lists(TEXTS, max_size=6))
def test_joined_count_equals_a_recount_for_any_parts(encoding, parts):
    count = counter(encoding).count
    texts = [text.encode("utf-8", "replace").decode() for text in parts]
    joined = count_joined([Part(text, count(text)) for text in texts], count)
    assert joined == count("".join(texts))


@pytest.mark.parametrize("encoding", ENCODINGS)
@settings(max_examples=400, deadline=None)
@given(left=TEXTS, right=TEXTS)
def test_counts_add_up_at_every_seam(encoding, left, right):
    count = counter(encoding).count
    left = (left + "x\n").encode("utf-8", "replace").decode()
    right = right.encode("utf-8", "replace").decode()
    if is_seam(left, right):
        assert count(left) + count(right) == count(left + right)


def test_a_newline_before_a_slash_is_not_a_seam():
    count = counter("o200k_base").count
    assert not is_seam(")\n", "//")
    assert count(")\n") + count("//") != count(")\n//")


def test_long_texts_without_a_seam_are_counted_whole():
    count = counter("o200k_base").count
    parts = [" x" * 5000, "/y" * 5000, "\n\n", "\n z"]
    assert count_joined([Part(p, count(p)) for p in parts], count) == count("".join(parts))
