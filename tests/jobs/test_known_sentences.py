"""What pages say is remembered by text, and nothing else is asked for."""

from ctxbuild.analysis.telling_sentences import offered
from ctxbuild.cache import Cache
from ctxbuild.jobs.counting import TextTokens
from ctxbuild.jobs.known_sentences import KnownSentences, read_ahead
from ctxbuild.tokens import counter

TEXTS = [
    "# Alpha\n\nAlpha is a tool that moves parcels between warehouses.\n",
    "# Beta\n\nBeta explains how [invoices](a.md) are matched with payments.\n",
]


def test_sentences_are_the_same_when_remembered(tmp_path, monkeypatch):
    with Cache.open(tmp_path) as cache:
        known = KnownSentences(cache, TEXTS)
        first = [known.offered(text) for text in TEXTS]
        known.keep()
    assert first == [offered(text) for text in TEXTS]

    monkeypatch.setattr("ctxbuild.jobs.known_sentences.offered", None)
    with Cache.open(tmp_path) as cache:
        known = KnownSentences(cache, TEXTS)
        assert [known.offered(text) for text in TEXTS] == first


def test_sentences_read_ahead_are_found_when_links_are_set(tmp_path, monkeypatch):
    with Cache.open(tmp_path) as cache:
        read_ahead(TEXTS, cache)
        moved = [text.replace("a.md", "https://example.org/b.md#c") for text in TEXTS]
        wanted = [offered(text) for text in moved]
        monkeypatch.setattr("ctxbuild.jobs.known_sentences.offered", None)
        known = KnownSentences(cache, moved)
        assert [known.offered(text) for text in moved] == wanted


def test_a_damaged_value_is_computed_again(tmp_path, monkeypatch):
    with Cache.open(tmp_path) as cache:
        known = KnownSentences(cache, TEXTS)
        first = known.offered(TEXTS[0])
        monkeypatch.setattr(known, "_fresh", dict.fromkeys(known._fresh, b"\xc1"))
        known.keep()
        assert KnownSentences(cache, TEXTS).offered(TEXTS[0]) == first


def test_tokens_of_texts_are_counted_once(tmp_path, monkeypatch):
    texts = ["one line\n", "another line\n", "one line\n", ""]
    wanted = [counter("o200k_base").count(text) for text in texts]
    with Cache.open(tmp_path) as cache:
        assert TextTokens(cache, "o200k_base").count_batch(texts) == wanted

    monkeypatch.setattr("ctxbuild.jobs.counting.counter", lambda _name: None)
    with Cache.open(tmp_path) as cache:
        assert TextTokens(cache, "o200k_base").count_batch(texts) == wanted
