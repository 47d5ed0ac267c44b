"""The text of an issue or change request: given in words, in a file, or by its address.

An address is read through the public JSON interface of its forge, so that
what people wrote comes in and the page around it stays out. What a page would
hide, HTML comments outside of code, is left out.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from ctxbuild.model import CtxbuildError, UsageError
from ctxbuild.net.client import Client, Response
from ctxbuild.net.urls import parse_url
from ctxbuild.readers.printable import printable
from ctxbuild.readers.visible import visible

_MOST_BYTES = 1 << 20
_MOST_ANSWER_BYTES = 8 << 20
_MOST_COMMENTS = 20
_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://\S+")
_GITHUB_API = "api.github.com"
_OK = 200
_BUSY = 429
_UNAUTHORISED = 401
_NOT_SHOWN = (_UNAUTHORISED, 403, 404, 410)

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class _Forge:
    """How one kind of forge addresses its issues: a pattern, then templates over its groups."""

    hosts: tuple[str, ...]
    """Where it runs; none means anywhere but on the hosts that another row has."""
    path: re.Pattern[str]
    base: str
    """Of the JSON interface; a path stands for one on the host itself."""
    thing: str
    comments: str
    body: str
    """The field that holds the text."""


# What the forges allow in names; a dot or two alone would lead elsewhere.
_NAME = r"(?!(?:\.\.?|-)/)[A-Za-z0-9_.-]+"
_PROJECT = rf"/(?P<owner>{_NAME})/(?P<name>{_NAME})"
_END = r"(?P<number>[0-9]{1,12})(?:/.*)?"
_FORGES = (
    _Forge(
        ("github.com", "www.github.com"),
        re.compile(rf"{_PROJECT}/(?:issues|pull)/{_END}"),
        f"https://{_GITHUB_API}",
        "/repos/{owner}/{name}/issues/{number}",
        "/comments?per_page=20",
        "body",
    ),
    _Forge(
        (),
        re.compile(
            rf"/(?P<project>{_NAME}(?:/{_NAME})+)/-/(?P<kind>issues|merge_requests|work_items)/{_END}"
        ),
        "/api/v4",
        "/projects/{project}/{kind}/{number}",
        # One page also holds the forge's own remarks, which are left out afterwards.
        "/notes?sort=asc&order_by=created_at&per_page=100",
        "description",
    ),
    _Forge(
        (),
        re.compile(rf"{_PROJECT}/(?:issues|pulls)/{_END}"),
        "/api/v1",
        "/repos/{owner}/{name}/issues/{number}",
        "/comments?limit=20",
        "body",
    ),
)
_KINDS = {"work_items": "issues"}
"""GitLab's newer addresses of the same things."""


@dataclass(frozen=True, slots=True)
class _Issue:
    """Where an issue stands and where it is read."""

    url: str
    base: str
    thing: str
    forge: _Forge


def addressed(text: str) -> tuple[str, ...]:
    """Return the address that ``text`` is, for ``Options.named``; nothing where it is prose."""
    match = _URL.fullmatch(text.strip())
    return (match[0],) if match and match[1].lower() in ("http", "https") else ()


def read_issue(
    text_or_url: str,
    client: Client,
    *,
    token: str | None = None,
    bases: Mapping[str, str] | None = None,
) -> str:
    """Return the title, the text and the first 20 comments, with blank lines between them.

    Prose is returned as it is, an existing file's text is read.

    Args:
        text_or_url: prose, a path, or the address of an issue, pull request or
            merge request on GitHub, GitLab, Forgejo or Gitea.
        client: fetches; a private forge must be among its ``named`` addresses.
        token: goes to GitHub's own interface and nowhere else; by default what
            ``GITHUB_TOKEN`` holds.
        bases: host → address of its JSON interface, where that is not the usual one.

    Raises:
        UsageError: the address is no issue's, or the file cannot be read, is
            larger than 1 MiB or holds no text.
        CtxbuildError: the forge cannot be reached, or does not show the issue.
    """
    text = text_or_url.strip()
    url = _URL.fullmatch(text)
    if url:
        return _fetched(_issue(text, url[1].lower(), bases or {}), client, token)
    found = _file_text(text)
    if not (found or text):
        raise UsageError("--issue: there is no text in it; give an address, a file or the text")
    return text_or_url if found is None else found


def _issue(text: str, scheme: str, bases: Mapping[str, str]) -> _Issue:
    if scheme not in ("http", "https"):
        raise UsageError(f"{printable(text)}: only http and https are read; save it as a file")
    target = parse_url(text)
    path = target.path.partition("?")[0]
    for forge in _FORGES:
        match = forge.path.fullmatch(path)
        foreign = target.host not in forge.hosts if forge.hosts else target.host in _FORGES[0].hosts
        if not match or foreign:
            continue
        groups = {**match.groupdict()}
        groups["kind"] = _KINDS.get(groups.get("kind", ""), groups.get("kind", ""))
        groups["project"] = quote(groups.get("project", ""), safe="")
        base = bases.get(target.host) or forge.base
        if base.startswith("/"):
            base = f"{target.scheme}://{target.netloc}{base}"
        return _Issue(target.shown, base, forge.thing.format(**groups), forge)
    raise UsageError(
        f"{target.shown}: not the address of an issue; save the page and give it with --query-file"
    )


def _login(base: str, given: str | None) -> dict[str, str]:
    """Return the header with the token, for GitHub's own interface alone."""
    if urlsplit(base)[:2] != ("https", _GITHUB_API):
        return {}
    token = (os.environ.get("GITHUB_TOKEN", "") if given is None else given).strip()
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise UsageError("GITHUB_TOKEN: holds characters that no token has; set it anew")
    return {"Authorization": f"Bearer {token}"} if token else {}


def _fetched(issue: _Issue, client: Client, token: str | None) -> str:
    headers = _login(issue.base, token)
    whole = _asked(client, issue, "", headers)
    if whole.status == _UNAUTHORISED and headers:
        raise CtxbuildError(f"{issue.url}: GITHUB_TOKEN is not accepted; renew or unset it")
    thing = _parsed(whole, issue)
    if not isinstance(thing, dict):
        raise _unexpected(issue)
    answer = _asked(client, issue, issue.forge.comments, headers)
    # Some forges show comments only to those who are logged in; the issue is worth having alone.
    comments = _parsed(answer, issue) if answer.status == _OK else []
    parts = [_words(thing, "title"), _words(thing, issue.forge.body), *_comments(comments)]
    text = "\n\n".join(part for part in map(visible, parts) if part)
    if not text:
        raise CtxbuildError(f"{issue.url}: there is no text in it; give the text itself")
    return _bounded(text)


def _asked(client: Client, issue: _Issue, part: str, headers: Mapping[str, str]) -> Response:
    url = issue.base + issue.thing + part
    accept = ("application/json",)
    try:
        return client.get(url, accept=accept, headers=headers, most_bytes=_MOST_ANSWER_BYTES)
    except CtxbuildError as error:
        # What the user gave is the address of the page, not that of the forge's interface.
        reason = str(error).removeprefix(url).removeprefix(issue.base + issue.thing)
        raise type(error)(f"{issue.url}: {reason.lstrip(': ')}") from None


def _parsed(response: Response, issue: _Issue) -> object:
    if response.status != _OK:
        raise CtxbuildError(f"{issue.url}: {_complaint(response)}")
    try:
        return json.loads(response.body)
    except (ValueError, RecursionError):
        raise _unexpected(issue) from None


def _unexpected(issue: _Issue) -> CtxbuildError:
    return CtxbuildError(
        f"{issue.url}: its forge answers otherwise than expected;"
        " save the page and give it with --query-file"
    )


def _complaint(response: Response) -> str:
    spent = response.headers.get("x-ratelimit-remaining") == "0"
    if response.status == _BUSY or (response.status in _NOT_SHOWN and spent):
        return "the forge wants no more requests for now; set GITHUB_TOKEN or try again later"
    if response.status in _NOT_SHOWN:
        return "does not exist, or needs a login; check the address, or save its text to a file"
    return f"the forge answers with status {response.status}; try again later"


def _words(thing: Json, key: str) -> str:
    value = thing.get(key)
    return value if isinstance(value, str) else ""


def _comments(found: object) -> Iterator[str]:
    """Yield what people commented, in order, without the forge's own remarks."""
    things = found if isinstance(found, list) else []
    by_people = [each for each in things if isinstance(each, dict) and not each.get("system")]
    yield from (_words(each, "body") for each in by_people[:_MOST_COMMENTS])


def _bounded(text: str) -> str:
    """Return ``text`` as valid Unicode, at most 1 MiB of it, cut at the end of a line."""
    data = text.encode("utf-8", "replace")
    if len(data) > _MOST_BYTES:
        data = data[:_MOST_BYTES].rpartition(b"\n")[0] or data[:_MOST_BYTES]
    return data.decode("utf-8", "ignore")


def _file_text(text: str) -> str | None:
    """Return the text of the regular file that ``text`` is the path of, if it is one's."""
    try:
        path = Path(text)
        if not text or "\n" in text or not path.is_file():
            return None
    except (OSError, ValueError):  # longer than a path can be, or a NUL in it
        return None
    try:
        with path.open("rb") as stream:
            return _file_contents(stream.read(_MOST_BYTES + 1), text)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(f"--issue {printable(text)}: cannot be read: {reason}") from None


def _file_contents(data: bytes, path: str) -> str:
    if len(data) > _MOST_BYTES:
        raise UsageError(
            f"--issue {printable(path)}: larger than 1 MiB; give the part that matters"
        )
    found = data.decode("utf-8", "replace").strip()
    if not found:
        raise UsageError(f"--issue {printable(path)}: there is no text in it; write the issue")
    return found
