"""One address → one answer, asked for with the validators of the last run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from ctxbuild.net.client import Client, Response
from ctxbuild.net.errors import LateError, LostError, NetError, RefusedError, TooLargeError
from ctxbuild.net.retries import retry_after
from ctxbuild.net.urls import parse_url
from ctxbuild.readers.crawl.addresses import Address, address
from ctxbuild.readers.crawl.journal import Answer, body_digest
from ctxbuild.readers.crawl.kinds import HTML, OTHER, foreign, kind_of, text_of
from ctxbuild.readers.crawl.look import look_at_markdown
from ctxbuild.readers.crawl.model import Options
from ctxbuild.readers.crawl.owners_word import allows_links

if TYPE_CHECKING:
    from ctxbuild.net.browser import Browser

ACCEPT_PAGE = "text/html, application/xhtml+xml;q=0.9, text/markdown;q=0.8, */*;q=0.1"
ACCEPT_MARKDOWN = "text/markdown, text/plain;q=0.5"
ACCEPT_ANY = "*/*"

_KEPT_HEADERS = (
    *("content-type", "content-language", "etag", "last-modified", "link", "x-robots-tag"),
)
_LONGEST_HEADER = 2000
_SAME_PAGE_HOPS = 5
_OK, _UNCHANGED = 200, 304
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PROBLEMS: tuple[tuple[type[NetError], str], ...] = (
    (RefusedError, "refused"),
    (TooLargeError, "large"),
    (LateError, "late"),
    (LostError, "lost"),
    (NetError, "failed"),
)


@dataclass(frozen=True, slots=True)
class Call:
    """An address to ask for; ``key`` names the answer in the journal.

    ``last`` is the answer of the last run; ``follow`` whether redirects lead
    anywhere, or only to other spellings of the same page.
    """

    key: str
    page: Address
    accept: str = ACCEPT_PAGE
    last: Answer | None = None
    follow: bool = False
    most_bytes: int = 0
    looked_at: bool = False
    """Whether links and the like are wanted."""


@dataclass(frozen=True, slots=True)
class Result:
    """An answer to keep; ``body`` is ``None`` where there is nothing new.

    ``pause`` is the time in seconds for which the server wants to be left alone,
    where that is longer than anybody waits.
    """

    answer: Answer
    body: bytes | None = None
    pause: float = 0.0


class Exchange:
    """Asks; safe to use from several threads."""

    def __init__(
        self,
        client: Client,
        options: Options,
        permits: Callable[[Address], bool],
        browser: Browser | None = None,
    ) -> None:
        """Ask through ``client``; ``permits`` says whether an address may be asked for.

        ``browser`` runs the scripts of pages that are empty without.
        """
        self._browser = browser
        self._client = client
        self._options = options
        self._permits = permits

    def ask(self, call: Call) -> Result:
        """Return what comes back for one address; nothing is raised for what goes wrong."""
        try:
            return self._asked(call)
        except NetError as error:
            return Result(_failure(call, error))

    def _asked(self, call: Call) -> Result:
        page = call.page
        for _ in range(_SAME_PAGE_HOPS):
            response = self._got(call, page)
            location = response.headers.get("location", "")
            if call.follow or response.status not in _REDIRECTS or not location:
                return self._judged(call, response)
            target = address(location, page.target)
            if target.identity != call.page.identity or target.url == page.url:
                return Result(Answer(page.url, response.status, location=target.url))
            if not self._permits(target):
                raise RefusedError("leads to an address that robots.txt disallows")
            page = target
        raise RefusedError("redirects in a circle")

    def _got(self, call: Call, page: Address) -> Response:
        headers = {"Accept": call.accept, **_conditions(call.last)}
        return self._client.get(
            page.url,
            headers=headers,
            most_bytes=call.most_bytes or self._options.most_bytes,
            follow=call.follow,
        )

    def _judged(self, call: Call, response: Response) -> Result:
        if response.status == _UNCHANGED:
            return Result(self._unchanged(call, response))
        answer = Answer(response.url, response.status, headers=_kept(response))
        if response.status != _OK:
            wait = retry_after(response.headers.get("retry-after", ""), self._options.clock.wall())
            too_long = answer.passing and (wait or 0) > self._options.longest_pause
            return Result(answer, pause=wait or 0 if too_long else 0.0)
        answer = replace(answer, digest=body_digest(response.body), size=len(response.body))
        answer = self.looked_at(call, answer, response.body)
        if self._browser and answer.look and answer.look.hollow:
            return self._rendered(call, answer, response.body, self._browser)
        return Result(answer, response.body)

    def _rendered(self, call: Call, answer: Answer, body: bytes, browser: Browser) -> Result:
        """Return a page as it is after its scripts have run.

        Its validators are those of the empty page, which says nothing of what scripts fetch.
        """
        try:
            made = browser.render(answer.url, body, answer.headers.get("content-type", ""))
        except NetError as error:
            return Result(replace(answer, rendered=error.reason), body)
        kept = {k: v for k, v in answer.headers.items() if k not in ("etag", "last-modified")}
        headers = {**kept, "content-type": "text/html; charset=utf-8"}
        digest = body_digest(made)
        full = replace(answer, headers=headers, digest=digest, size=len(made), rendered="yes")
        return Result(self.looked_at(call, full, made), made)

    def _unchanged(self, call: Call, response: Response) -> Answer:
        if not call.last:
            raise NetError("answers that nothing has changed to someone who knows nothing")
        return replace(call.last, url=response.url, stale="")

    def looked_at(self, call: Call, answer: Answer, body: bytes) -> Answer:
        """Return the answer with a look at its page, where that is wanted and it is one."""
        content_type = answer.headers.get("content-type", "")
        if not call.looked_at or foreign(body):
            return answer
        kind = kind_of(body, content_type)
        if kind == OTHER:
            return answer
        look = self._options.look if kind == HTML else look_at_markdown
        found = look(text_of(body, content_type)[0], answer.url)
        if not allows_links(answer.headers.get("x-robots-tag", "")):
            found = replace(found, follow=False)
        return replace(answer, look=found, look_version=self._options.look_version)


def _failure(call: Call, error: NetError) -> Answer:
    problem = next(name for kind, name in _PROBLEMS if isinstance(error, kind))
    return Answer(call.page.url, problem=problem, reason=error.reason)


def _kept(response: Response) -> dict[str, str]:
    headers = {
        name: response.headers[name][:_LONGEST_HEADER]
        for name in _KEPT_HEADERS
        if name in response.headers
    }
    if _is_later(headers.get("last-modified", ""), response.headers.get("date", "")):
        del headers["last-modified"]
    return headers


def _is_later(changed: str, now: str) -> bool:
    """Whether a page claims to be changed after it was sent: such a date proves nothing."""
    if not (changed and now) or len(changed) > 64 or len(now) > 64:
        return False
    try:
        return parsedate_to_datetime(changed) > parsedate_to_datetime(now)
    except (ValueError, TypeError, OverflowError):
        return False


def _conditions(last: Answer | None) -> dict[str, str]:
    """Return the headers that ask for a page only if it has changed (RFC 9110 §13)."""
    if not last or not last.good:
        return {}
    pairs = (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified"))
    found = {name: last.headers.get(kept, "") for name, kept in pairs}
    return {k: v for k, v in found.items() if v and v.isascii() and v.isprintable()}


def origin_of(url: str) -> str:
    """Return scheme, host and port of an address, as the beginning of others."""
    target = parse_url(url)
    return f"{target.scheme}://{target.netloc}"
