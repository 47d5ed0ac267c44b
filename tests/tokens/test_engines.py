"""Counts of the fast engine equal those of tiktoken, the reference."""

import math
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctxbuild.model import CtxbuildError, UsageError
from ctxbuild.tokens import ENCODINGS, counter
from ctxbuild.tokens.vocabulary import bundled_encoding

SAMPLES = [
    "",
    "Hello, world!",
    "def f(x):\n\treturn x  # done\r\n",
    "<|endoftext|> is text <|endofprompt|>",
    "naïve café — “quotes” … 你好，世界 안녕하세요 🙂‍↔️",
    "  \n\n   leading and trailing   \n",
    "https://example.org/a/b?c=d&e=%20",
    "0123456789 1_000_000 3.14e-10",
]
# Golden counts, so that a change of engine or oracle cannot pass unseen.
GOLDEN = {
    "o200k_base": [0, 4, 10, 16, 20, 6, 12, 17],
    "cl100k_base": [0, 4, 10, 15, 26, 6, 12, 17],
}


@pytest.mark.parametrize("name", ["o200k_base", "cl100k_base"])
def test_counts_equal_the_reference(name):
    reference = bundled_encoding(name)
    expected = [len(reference.encode_ordinary(sample)) for sample in SAMPLES]
    assert counter(name).count_batch(SAMPLES) == expected == GOLDEN[name]


# Above U+323AF the engine and tiktoken class unassigned CJK differently.
@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(max_codepoint=0x2FFFF, exclude_categories=["Cs"])))
def test_any_text_counts_as_the_reference_does(text):
    assert counter("o200k_base").count(text) == len(
        bundled_encoding("o200k_base").encode_ordinary(text)
    )


@pytest.mark.parametrize("name", [n for n, row in ENCODINGS.items() if not row.exact])
def test_estimates_round_up_and_say_so(name):
    text = "the quick brown fox " * 7
    row = ENCODINGS[name]
    assert counter(name).count(text) == math.ceil(counter(row.base).count(text) * row.factor)
    assert not counter(name).exact
    assert "estimate" in row.note


def test_a_megabyte_of_one_character_is_counted():
    assert counter("o200k_base").count(" " * 1_000_000) > 0
    assert counter("o200k_base").count("a" * 1_000_000) > 0


def test_unknown_encoding_is_a_usage_error_that_lists_the_known():
    with pytest.raises(UsageError, match="o200k_base"):
        counter("gpt-9")


def test_without_toktok_tiktoken_counts(monkeypatch):
    monkeypatch.setitem(sys.modules, "toktok", None)
    counter.cache_clear()
    assert counter("o200k_base").count("Hello, world!" + " " * 250_000) > 4
    counter.cache_clear()


def test_an_encoding_without_engine_or_vocabulary_names_the_remedy(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "tiktoken", None)
    with pytest.raises(CtxbuildError, match=r"pip install 'ctxbuild\[tiktoken\]'"):
        counter("p50k_base").count("x")
