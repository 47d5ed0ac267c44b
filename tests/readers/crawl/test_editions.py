"""Several versions and languages of one site: one of each is read."""

from __future__ import annotations

import pytest

from ctxbuild.readers.crawl.addresses import address
from ctxbuild.readers.crawl.editions import Editions, best_version
from ctxbuild.readers.crawl.scope import scope

ROOT = "https://x.example/docs/"


def read(*waves, language="en"):
    """Return what is left of addresses below the root, given wave by wave as words."""
    editions = Editions(scope([address(ROOT)]), language)
    left = []
    for wave in waves:
        pages = [address(ROOT + path) for path in wave.split()]
        editions.saw(pages)
        left += [page.url.removeprefix(ROOT) for page in pages if not editions.refusal(page)]
    return left


@pytest.mark.parametrize(
    ("waves", "left"),
    [
        (["1.0/intro 2.0/intro 2.0/use 1.0/old"], "2.0/intro 2.0/use"),
        (["intro use 1.0/intro 1.0/use next/intro"], "intro use"),
        (["stable/ latest/ 1.9/ 2.1/"], "stable/"),
        (["latest/a 1.9/a 1.10/a"], "1.10/a"),
        (["v1/a v2/a v3-beta/a"], "v2/a v3-beta/a"),
        (["en/a de/a pt-br/a"], "en/a"),
        (["en/stable/a en/latest/a de/stable/a"], "en/stable/a"),
        (["a de/a de/b b c de/c"], "a b c"),
        (["1.0/", "1.0/a 2.0/a", "1.0/b 2.0/b"], "1.0/ 2.0/a 2.0/b"),
    ],
)
def test_the_best_edition_is_read(waves, left):
    assert read(*waves) == left.split()


@pytest.mark.parametrize(
    "paths",
    [
        "1.1/ 1.2/ 1.3/",
        "2.0/intro",
        "intro dev/intro dev/setup",
        "dev/intro main/intro",
        "id/a",
        "python3.11/a python3.12/b",
        "a/1.0/b c/2.0/d",
        "1.0.html 2.0.html stable.html",
    ],
)
def test_what_only_looks_like_editions_is_read(paths):
    assert read(paths) == paths.split()


def test_the_language_of_the_start_is_read():
    assert read("en/a de/a", language="de-AT") == ["de/a"]
    assert read("de/a fr/a", language="ja") == ["de/a"]


@pytest.mark.parametrize(
    ("names", "best"),
    [
        ("1.9 1.10 1.2", "1.10"),
        ("1.0 2.0rc1 2.0b2", "1.0"),
        ("2.0rc1 latest", "2.0rc1"),
        ("main latest", "latest"),
        ("dev nightly main", "main"),
        ("v1.2.x v1.3.x", "v1.3.x"),
    ],
)
def test_versions_have_an_order(names, best):
    assert best_version(names.split()) == best
    assert best_version(names.split()[::-1]) == best
