"""Tokens of texts, remembered."""

from __future__ import annotations

from ctxbuild.cache import Cache
from ctxbuild.jobs.counting import TextTokens
from ctxbuild.tokens import counter


def test_a_text_is_counted_once(tmp_path, monkeypatch):
    texts = ["", "one two", "schön\n", "日本"]
    with Cache.open(tmp_path) as cache:
        tokens = TextTokens(cache, "o200k_base")
        expected = [counter("o200k_base").count(text) for text in texts]
        assert [tokens.count(text) for text in texts] == expected
        monkeypatch.setattr(tokens, "_counter", None)
        assert [tokens.count(text) for text in texts] == expected
        assert TextTokens(Cache.disabled(), "cl100k_base").count("one two") == 2
