"""Bounds for addresses without end, one rule at a time."""

from __future__ import annotations

import pytest

from ctxbuild.readers.crawl.addresses import address
from ctxbuild.readers.crawl.traps import (
    MOST_ALIKE,
    MOST_IN_A_ROW,
    MOST_VARIANTS,
    Bounds,
    form_of,
    repeats,
)


def at(path):
    return address(f"https://x.example{path}")


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/a/b.html", "/a/b.html"),
        ("/2026/11/21/x-1", "/#/#/#/x-#"),
        ("/a?b=1&a=2", "/a?a&b"),
        ("/s/0123456789abcdef/x", "/s/@/x"),
        ("/s/3f2504e0-4f89-11d3-9a0c-0305e82c3301", "/s/@"),
        ("/v1.2/a", "/v#.#/a"),
    ],
)
def test_addresses_that_differ_in_numbers_have_one_form(path, form):
    assert form_of(at(path)) == form


@pytest.mark.parametrize(
    ("path", "circles"),
    [
        ("/a/a/a/", True),
        ("/x/a/b/a/b/a/b", True),
        ("/a/b/c/a/b/c", False),
        ("/a/a/b/b", False),
        ("/" + "/".join(map(str, range(40))), True),
        ("/", False),
    ],
)
def test_paths_that_go_in_circles(path, circles):
    assert repeats(path) is circles


def test_a_row_of_pages_that_read_alike_ends():
    bounds = Bounds()
    assert not bounds.refusal(at("/p/1"), MOST_ALIKE, MOST_ALIKE - 1)
    assert "read alike" in bounds.refusal(at("/p/2"), MOST_ALIKE, MOST_ALIKE)
    assert bounds.refusal(at("/p/3"), 0, 0)
    assert not bounds.refusal(at("/q/3"), 0, 0)
    assert bounds.notes() == [
        "/p/#: 2 addresses of this form were not followed; each leads to one more, and the last"
        f" {MOST_ALIKE} read alike"
    ]


def test_a_row_of_different_pages_is_longer():
    bounds = Bounds()
    assert not bounds.refusal(at("/p/1"), MOST_IN_A_ROW - 1, 0)
    assert bounds.refusal(at("/p/2"), MOST_IN_A_ROW, 0)


def test_pages_without_numbers_are_never_in_a_row():
    assert not Bounds().refusal(at("/guide"), 10_000, 10_000)


def test_queries_that_read_alike_are_fewer_than_others():
    alike, different = Bounds(), Bounds()
    for number in range(MOST_VARIANTS):
        page = at(f"/list?n={number}&k{number}=1")
        assert not alike.refusal(page, 0, 0)
        assert not different.refusal(page, 0, 0)
        alike.saw(page, False, (1,))
        different.saw(page, False, (number,))
    assert "queries" in alike.refusal(at("/list?z=1"), 0, 0)
    assert not different.refusal(at("/list?z=1"), 0, 0)
    assert not alike.refusal(at("/other?z=1"), 0, 0)


def test_copies_close_a_form_when_they_are_most_of_it():
    bounds = Bounds()
    for number in range(60):
        bounds.saw(at(f"/good/{number}"), number % 3 == 0, (number,))
        bounds.saw(at(f"/bad/{number}"), number % 3 != 0, (number,))
    assert not bounds.refusal(at("/good/99"), 0, 0)
    assert "copies" in bounds.refusal(at("/bad/99"), 0, 0)
