"""Issues: from words, a file, or a forge on loopback."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loopback import Hands, Loopback, answer, last_words

from ctxbuild.model import CtxbuildError, UsageError
from ctxbuild.net.client import Client, Options
from ctxbuild.readers.issue import addressed, read_issue
from ctxbuild.readers.visible import visible

CERTIFICATE = str(Path(__file__).parent.parent / "net" / "certificate.pem")
TOKEN = "t0p" + "s3cret"
NOWHERE = Client()
"""For what must not ask anybody."""


def shows(thing: object, status: int = 200, **headers: str) -> bytes:
    return answer(json.dumps(thing).encode(), status, content_type="application/json", **headers)


@pytest.fixture
def forge(monkeypatch):
    """Start a forge with these routes; what is asked of it is in its ``requests``."""
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    sites: list[Loopback] = []

    def start(routes, certificate=""):
        sites.append(Loopback(routes, certificate))
        return sites[-1]

    yield start
    for site in sites:
        site.close()


def fetch(url: str, site: Loopback, *others: str, host: str = "github.com", **arguments) -> str:
    """Read an issue where ``site`` stands for the interface of ``host``."""
    options = Options(named=(site.url(), *others), clock=Hands().clock())
    with Client(options) as client:
        return read_issue(url, client, bases={host: site.url().rstrip("/")}, **arguments)


GITHUB = {
    "/repos/o/n/issues/12": shows({"title": "It breaks", "body": "Always.\r\n<!-- hi -->\r\nYes."}),
    "/repos/o/n/issues/12/comments?per_page=20": shows([{"body": "Same"}, {"body": "Fixed?"}]),
}
WHOLE = "It breaks\n\nAlways.\nYes.\n\nSame\n\nFixed?"


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/o/n/issues/12",
        "HTTPS://GitHub.com/o/n/issues/12",
        "http://www.github.com/o/n/issues/12",
        "https://github.com/o/n/pull/12",
        "https://github.com/o/n/pull/12/files?w=1#diff-0",
        "  https://github.com/o/n/issues/12#issuecomment-7\n",
    ],
)
def test_an_issue_of_github_is_title_text_and_comments(forge, url):
    site = forge(GITHUB)
    base = site.url().rstrip("/")
    with Client(Options(named=(base,), clock=Hands().clock())) as client:
        bases = {"github.com": base, "www.github.com": base}
        assert read_issue(url, client, bases=bases) == WHOLE


def test_an_issue_of_gitlab_is_read_on_its_own_host(forge):
    notes = [
        {"body": "changed the title", "system": True},
        {"body": "Me too", "system": False},
        {"body": "And me"},
    ]
    thing = "/api/v4/projects/group%2Fsub%2Fname/issues/3"
    site = forge(
        {
            thing: shows({"title": "Slow", "description": "Very."}),
            f"{thing}/notes?sort=asc&order_by=created_at&per_page=100": shows(notes),
        }
    )
    for kind in ("issues", "work_items"):
        url = site.url(f"/group/sub/name/-/{kind}/3")
        with Client(Options(named=addressed(url), clock=Hands().clock())) as client:
            assert read_issue(url, client) == "Slow\n\nVery.\n\nMe too\n\nAnd me"


def test_a_merge_request_of_gitlab_is_read_as_one(forge):
    site = forge({"/projects/o%2Fn/merge_requests/3": shows({"title": "Faster"})})
    url = "https://gitlab.com/o/n/-/merge_requests/3/diffs"
    assert fetch(url, site, host="gitlab.com") == "Faster"


@pytest.mark.parametrize("kind", ["issues", "pulls"])
def test_an_issue_of_gitea_is_read_on_its_own_host(forge, kind):
    thing = "/api/v1/repos/o/n/issues/3"
    site = forge(
        {
            thing: shows({"title": "Odd", "body": None}),
            f"{thing}/comments?limit=20": shows([{"body": str(n)} for n in range(30)]),
        }
    )
    url = site.url(f"/o/n/{kind}/3")
    with Client(Options(named=addressed(url), clock=Hands().clock())) as client:
        text = read_issue(url, client)
    assert text.split("\n\n") == ["Odd", *map(str, range(20))]


def test_comments_that_are_not_shown_are_done_without(forge):
    site = forge({**GITHUB, "/repos/o/n/issues/12/comments?per_page=20": shows({}, 401)})
    assert fetch("https://github.com/o/n/issues/12", site) == "It breaks\n\nAlways.\nYes."


# Who gets the token


def test_the_token_goes_to_no_other_host_than_githubs_own(forge, monkeypatch):
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    site = forge(GITHUB)
    fetch("https://github.com/o/n/issues/12", site)
    fetch("https://github.com/o/n/issues/12", site, token=TOKEN)
    assert len(site.requests) == 4
    assert not [asked for asked in site.requests if "Authorization" in asked.headers]


def test_the_token_goes_to_githubs_own_interface(forge, monkeypatch):
    site = forge({**GITHUB, "/repos/o/n/issues/13": shows({}, 401)}, CERTIFICATE)
    base = f"https://api.github.com:{site.port}"
    options = Options(
        named=(base,), ca_file=CERTIFICATE, resolve=lambda h, p: ["127.0.0.1"], pace=0
    )
    monkeypatch.setattr("ctxbuild.readers.issue._GITHUB_API", f"api.github.com:{site.port}")
    monkeypatch.setenv("GITHUB_TOKEN", f" {TOKEN}\n")
    with Client(options) as client:
        url, bases = "https://github.com/o/n/issues/12", {"github.com": base}
        assert read_issue(url, client, bases=bases) == WHOLE
        assert read_issue(url, client, bases=bases, token="") == WHOLE
        with pytest.raises(CtxbuildError, match="GITHUB_TOKEN is not accepted"):
            read_issue("https://github.com/o/n/issues/13", client, bases=bases)
    sent = [asked.headers.get("Authorization") for asked in site.requests]
    assert sent == [f"Bearer {TOKEN}"] * 2 + [None] * 2 + [f"Bearer {TOKEN}"]


@pytest.mark.parametrize("token", [f"{TOKEN}\r\nX-Evil: 1", f"{TOKEN}é", f"{TOKEN} x"])
def test_a_token_with_other_characters_is_not_sent_and_not_shown(token):
    with pytest.raises(UsageError, match="GITHUB_TOKEN") as failure:
        read_issue("https://github.com/o/n/issues/12", NOWHERE, token=token)
    assert TOKEN not in str(failure.value)


# What is no issue


@pytest.mark.parametrize(
    "url",
    [
        "https://docs.example.org/guide",
        "https://github.com/o/n",
        "https://github.com/o/n/issues",
        "https://github.com/o/n/issues/new",
        "https://github.com/o/n/issues/12x",
        "https://github.com/o/n/pulls/12",
        "https://github.com/o/n/-/issues/3",
        "https://github.com/o//issues/3",
        "https://github.com.evil.test/o/n/pull/12",
        "https://gitlab.com/-/issues/3",
        "https://codeberg.org/o/n/issues/9999999999999",
    ],
)
def test_another_page_is_refused_with_the_remedy(url):
    with pytest.raises(UsageError, match="save the page and give it with --query-file"):
        read_issue(url, NOWHERE)


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "FILE:///etc/passwd", "ftp://a.test/x", "ssh://git@a.test/o/n"],
)
def test_another_scheme_is_refused(url):
    with pytest.raises(UsageError, match="only http and https"):
        read_issue(url, NOWHERE)


def test_a_login_in_the_address_is_refused_and_not_shown():
    with pytest.raises(CtxbuildError, match="user name or password") as failure:
        read_issue(f"https://me:{TOKEN}@github.com/o/n/issues/1", NOWHERE)
    assert TOKEN not in str(failure.value)


def test_a_forge_inside_is_refused_unless_it_was_named():
    url = "http://127.0.0.1/o/n/issues/3"
    with pytest.raises(CtxbuildError, match="this machine"):
        read_issue(url, NOWHERE)


def test_dots_in_names_do_not_lead_elsewhere(forge):
    site = forge({})
    for path in ("/../n/issues/3", "/o/../issues/3", "/%2e%2E/n/issues/3", "/./n/issues/3"):
        with pytest.raises(UsageError, match="not the address of an issue"):
            fetch(f"https://github.com{path}", site)
    assert site.requests == []


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (shows({"message": "Not Found"}, 404), "needs a login"),
        (shows({}, 410), "needs a login"),
        (shows({}, 403, x_ratelimit_remaining="0"), "set GITHUB_TOKEN or try again later"),
        (shows({}, 429, retry_after="9999"), "set GITHUB_TOKEN or try again later"),
        (shows({}, 500), "status 500"),
        (shows([]), "otherwise than expected"),
        (shows({"title": "", "body": "<!-- x -->"}), "no text in it"),
        (shows({"title": 3, "body": ["x"]}), "no text in it"),
        (answer(b"{", content_type="application/json"), "otherwise than expected"),
        (answer(b"[" * 100_000, content_type="application/json"), "otherwise than expected"),
        (answer(b"\xff\xfe\x00", content_type="application/json"), "otherwise than expected"),
        (answer(b"<html>", content_type="text/html"), "give another address"),
        (last_words(answer(b"{", content_length="9")), "try again later"),
        (answer(b"x", content_length="99999999"), "larger than"),
    ],
)
def test_a_forge_that_does_not_answer_well_is_one_line(forge, reply, reason):
    site = forge({"/repos/o/n/issues/12": reply})
    with pytest.raises(CtxbuildError, match=reason) as failure:
        fetch("https://github.com/o/n/issues/12", site)
    assert "/o/n/issues/12: " in str(failure.value)
    assert str(failure.value).isprintable()


def test_what_a_forge_sends_is_bounded_and_valid(forge):
    body = "\ud800 line\n" * 500_000
    site = forge({"/repos/o/n/issues/12": shows({"title": "Long", "body": body[: 6 << 20]})})
    text = fetch("https://github.com/o/n/issues/12", site)
    assert len(text.encode()) <= 1 << 20
    assert text.startswith("Long\n\n? line\n")
    assert text.endswith("line")


# Words and files


@pytest.mark.parametrize(
    "text",
    [
        "It breaks",
        "crash",
        "see https://github.com/o/n/issues/12",
        "https://a.test/x fails",
        "a\0b",
        "x" * 300,
        "a/" * 5000,
        "\ud800",
        "tests\nand more",
        "TypeError: at file:///x.js:1",
    ],
)
def test_words_are_returned_as_they_are(text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "crash").mkdir()
    assert read_issue(text, NOWHERE) == text


@given(st.text(min_size=1).filter(lambda text: text.strip() and "://" not in text))
def test_any_words_ask_nobody(text):
    if not os.path.lexists(text.strip().replace("\0", "")):
        assert read_issue(text, NOWHERE) == text


def test_a_file_is_read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "issue.md").write_bytes(b"It\xff breaks\n")
    assert read_issue("issue.md", NOWHERE) == "It\ufffd breaks"
    assert read_issue(str(tmp_path / "issue.md"), NOWHERE) == "It\ufffd breaks"


def test_a_file_too_large_or_empty_is_refused(tmp_path):
    path = tmp_path / "issue.md"
    for content, reason in (
        (b"x" * (1 << 20), ""),
        (b"x" * ((1 << 20) + 1), "1 MiB"),
        (b" \n", "no"),
    ):
        path.write_bytes(content)
        if not reason:
            assert len(read_issue(str(path), NOWHERE)) == 1 << 20
            continue
        with pytest.raises(UsageError, match=reason):
            read_issue(str(path), NOWHERE)


def test_a_pipe_is_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert read_issue(str(tmp_path / "pipe"), NOWHERE) == str(tmp_path / "pipe")


@pytest.mark.parametrize("text", ["", "  \n"])
def test_nothing_is_no_issue(text):
    with pytest.raises(UsageError, match="no text in it"):
        read_issue(text, NOWHERE)


def test_only_an_address_is_one():
    assert addressed(" https://a.test/x\n") == ("https://a.test/x",)
    for text in ("see https://a.test/x", "file:///x", "crash", "", "https://a.test/x fails"):
        assert addressed(text) == ()


# What a page does not show


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("a <!-- x --> b", "a  b"),
        ("<!-- x\n\ny -->\nz", "z"),
        ("<!-- x --> <!-- y -->z", "z"),
        ("t\n<!-- never\n\nmore", "t"),
        ("use `<!--` here\n\nnext -->", "use `<!--` here\n\nnext -->"),
        ("a <!-- b\nc -->d", "a \nd"),
        ("```\n<!-- code -->\n```\n<!-- gone -->\nz", "```\n<!-- code -->\n```\nz"),
        ("~~~\n```\n<!-- code -->\n~~~\n<!-- gone -->z", "~~~\n```\n<!-- code -->\n~~~\nz"),
        ("```a```\n<!-- gone -->", "```a```"),
        ("<!-- ``` -->\n<!-- gone -->\nz", "z"),
        ("one\r\ntwo", "one\ntwo"),
    ],
)
def test_comments_go_and_code_stays(markdown, text):
    assert visible(markdown) == text


@given(st.text(alphabet="ab` \n~", max_size=60))
def test_a_text_without_comments_stays(text):
    assert visible(text) == text.strip()


@given(st.lists(st.sampled_from(["<!--", "-->", "a", "\n", " ", "```", "b"]), max_size=30))
def test_nothing_is_added(parts):
    shown, whole = visible("".join(parts)), iter("".join(parts))
    assert all(character in whole for character in shown)
