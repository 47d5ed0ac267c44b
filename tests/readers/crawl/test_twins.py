"""Where a site's own Markdown of a page may lie, and when it is taken for it."""

from __future__ import annotations

import pytest

from ctxbuild.readers.crawl.addresses import address
from ctxbuild.readers.crawl.twins import agrees, counterparts, guesses, named_twin

WORDS = "the quick brown fox jumps over some lazy dog while nobody looks at either of them"


def at(path):
    return address(f"https://x.example{path}")


@pytest.mark.parametrize(
    ("markdown", "page"),
    [
        ("/a.md", "/a"),
        ("/a.md", "/a/"),
        ("/a.md", "/a.html"),
        ("/a.html.md", "/a.html"),
        ("/a/index.md", "/a/"),
        ("/a/index.html.md", "/a/"),
        ("/index.md", "/"),
        ("/a/README.md", "/a"),
    ],
)
def test_a_markdown_file_is_the_twin_of_a_page(markdown, page):
    assert at(page).identity in counterparts(at(markdown))


@pytest.mark.parametrize("page", ["/a", "/a/", "/a.html", "/a/index.html", "/"])
def test_guesses_lead_back_to_their_page(page):
    found = guesses(at(page))
    assert found
    assert all(at(page).identity in counterparts(each) for each in found)


def test_a_page_with_a_query_has_no_guesses():
    assert guesses(at("/a?b=1")) == []


@pytest.mark.parametrize(
    ("by_page", "header", "found"),
    [
        ("https://x.example/a.md", "", "https://x.example/a.md"),
        ("", '</a.md>; rel="alternate"; type="text/markdown"', "https://x.example/a.md"),
        (
            "",
            '</a.css>; rel=preload, </b.md>; type="text/markdown"; rel=alternate',
            "https://x.example/b.md",
        ),
        ("https://y.example/a.md", "", ""),
        ("file:///etc/passwd", "", ""),
        ("", "<>>,<;,", ""),
    ],
)
def test_a_page_names_its_twin_on_its_own_host_alone(by_page, header, found):
    twin = named_twin(at("/a"), by_page, header)
    assert (twin.url if twin else "") == found


@pytest.mark.parametrize(
    ("body", "content_type", "agreed"),
    [
        (f"# Title\n\n{WORDS}", "text/markdown", True),
        (f"# Title\n\n{WORDS}", "application/octet-stream", True),
        (f"# Title\n\n[{WORDS}](https://elsewhere.example/some/where)", "text/plain", True),
        (f"<!DOCTYPE html><p>{WORDS}", "text/markdown", False),
        (f"<p>{WORDS}", "text/html", False),
        (
            "# Title\n\n" + "entirely other words on quite another subject " * 3,
            "text/markdown",
            False,
        ),
        ("# Title\n\nquick", "text/markdown", False),
        (
            f"import A from 'a'\nexport const b = 1\n<Card/>\n<Tabs>\n\n{WORDS}",
            "text/markdown",
            False,
        ),
        ("%PDF-1.7", "text/markdown", False),
    ],
)
def test_a_twin_says_what_its_page_says(body, content_type, agreed):
    assert agrees(body.encode(), content_type, f"<h1>Title</h1><p>{WORDS}</p>") is agreed
