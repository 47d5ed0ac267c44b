"""What pages say is remembered by title and text, and nothing else is asked for."""

from ctxbuild.analysis.descriptions import Described
from ctxbuild.analysis.telling_sentences import spoken
from ctxbuild.cache import Cache
from ctxbuild.jobs.counting import TextTokens
from ctxbuild.jobs.known_sentences import KnownSentences
from ctxbuild.tokens import counter

PAGES = [
    Described("Alpha", "# Alpha\n\nAlpha is a tool that moves parcels between warehouses.\n"),
    Described("Beta", "# Beta\n\nBeta explains how invoices are matched with payments.\n"),
]


def test_sentences_are_the_same_when_remembered(tmp_path, monkeypatch):
    with Cache.open(tmp_path) as cache:
        known = KnownSentences(cache, PAGES)
        first = [known.spoken(page.title, page.text) for page in PAGES]
        known.keep()
    assert first == [spoken(page.title, page.text) for page in PAGES]

    monkeypatch.setattr("ctxbuild.jobs.known_sentences.spoken", None)
    with Cache.open(tmp_path) as cache:
        known = KnownSentences(cache, PAGES)
        assert [known.spoken(page.title, page.text) for page in PAGES] == first


def test_a_damaged_value_is_computed_again(tmp_path, monkeypatch):
    with Cache.open(tmp_path) as cache:
        known = KnownSentences(cache, PAGES)
        first = known.spoken(PAGES[0].title, PAGES[0].text)
        monkeypatch.setattr(known, "_fresh", dict.fromkeys(known._fresh, b"\xc1"))
        known.keep()
        assert KnownSentences(cache, PAGES).spoken(PAGES[0].title, PAGES[0].text) == first


def test_tokens_of_texts_are_counted_once(tmp_path, monkeypatch):
    texts = ["one line\n", "another line\n", "one line\n", ""]
    wanted = [counter("o200k_base").count(text) for text in texts]
    with Cache.open(tmp_path) as cache:
        assert TextTokens(cache, "o200k_base").count_batch(texts) == wanted

    monkeypatch.setattr("ctxbuild.jobs.counting.counter", lambda _name: None)
    with Cache.open(tmp_path) as cache:
        assert TextTokens(cache, "o200k_base").count_batch(texts) == wanted
