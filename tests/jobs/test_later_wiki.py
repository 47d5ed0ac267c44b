"""Serving begins before wikis are made; whoever needs one earlier waits for it."""

from __future__ import annotations

import threading

import pytest
from repositories import repository
from wikis import FILES, page, wiki

from ctxbuild.cache import Cache
from ctxbuild.jobs.served.later import LaterWiki
from ctxbuild.jobs.served.learning import learning
from ctxbuild.jobs.served.opening import opened
from ctxbuild.jobs.web import WebOptions


class Pages:
    """A wiki of one page."""

    pages = ()

    def text(self, slug):
        return f"about {slug}"


class GivenUpError(Exception):
    """Nobody waits any more."""


def give_up(*_):
    raise GivenUpError


def test_it_is_made_once_however_many_ask():
    calls, gate = [], threading.Event()

    def make(_progress):
        calls.append(1)
        gate.wait(10)
        return Pages()

    later, texts = LaterWiki(make), []
    threads = [threading.Thread(target=lambda: texts.append(later.text("duck"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    gate.set()
    for thread in threads:
        thread.join()
    assert (len(calls), texts) == (1, ["about duck"] * 4)


def test_one_that_was_given_up_is_made_by_the_next():
    def make(progress):
        progress("pages", 0, 1)
        return Pages()

    later = LaterWiki(make)
    with pytest.raises(GivenUpError):
        later.made(give_up)
    assert later.text("duck") == "about duck"


@pytest.fixture
def ducks(tmp_path):
    return repository(tmp_path / "ducks", FILES)


def test_opening_makes_no_wiki_and_the_pages_are_those_of_the_wiki(ducks):
    stages = set()
    with Cache.disabled() as cache:
        library = opened([str(ducks)], {}, WebOptions(), cache, lambda stage, *_: stages.add(stage))
        assert "pages" not in stages
        library.prepare(lambda stage, *_: stages.add(stage))
        assert "pages" in stages
        assert library.page_text("ducks", "architecture") == page(wiki(ducks), "architecture")


def test_what_was_prepared_is_what_is_answered_without(ducks):
    with Cache.disabled() as cache:
        first, second = (
            opened([str(ducks)], {}, WebOptions(), cache, lambda *_: None) for _ in range(2)
        )
        with learning(first):
            first.prepare(lambda *_: None)
            assert first.get_bundle("ducks") == second.get_bundle("ducks")
            assert first.search("pond") == second.search("pond")
            assert first.get_bundle("ducks") is first.get_bundle("ducks")
