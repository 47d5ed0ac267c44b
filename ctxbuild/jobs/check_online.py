"""Links asked for on the web, politely: one request at a time, and robots.txt obeyed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote, urldefrag, urljoin

from ctxbuild.formats.wording import plural
from ctxbuild.model import CtxbuildError
from ctxbuild.net.client import Client, Options, Response
from ctxbuild.net.errors import NetError
from ctxbuild.net.urls import parse_url
from ctxbuild.readers.crawl.robots import Robots, robots_of
from ctxbuild.readers.site.page_text import foreign, page_text
from ctxbuild.verify.findings import Finding
from ctxbuild.verify.llms.anchors import anchors
from ctxbuild.verify.llms.listing import Listing
from ctxbuild.version import __version__

_OK, _FAILURE, _SERVER = 200, 400, 500
# A page for people behind a login, or a server that takes us for a robot: not a dead link.
_NOT_FOR_US = frozenset({401, 403, 405, 407, 429, 451})


@dataclass(frozen=True, slots=True)
class OnlineOptions:
    """How the web is asked: see :class:`ctxbuild.net.client.Options`; ``most`` addresses."""

    contact: str = ""
    delay: float = 0.5
    most: int = 1000
    proxy: str = field(default="", repr=False)
    ca_file: str = ""

    def client(self, *named: str) -> Client:
        """Return a client; what the user named may be on this machine or network."""
        agent = f"ctxbuild/{__version__}" + (f" (+{self.contact})" if self.contact else "")
        options = Options(
            named=named, agent=agent, pace=self.delay, proxy=self.proxy, ca_file=self.ca_file
        )
        return Client(options)


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a list stands: the address of its site if it is known, and its own name."""

    base: str
    path: str

    @property
    def address(self) -> str:
        """What relative links begin with; empty where the list is a file."""
        return self.path if self.path.startswith(("http://", "https://")) else self.base


def fetched(url: str, options: OnlineOptions) -> str:
    """Return the text of a list on the web.

    Raises:
        CtxbuildError: it cannot be had.
    """
    with options.client(url) as client:
        response = client.get(url)
    if response.status != _OK:
        raise CtxbuildError(f"{url}: the answer is {response.status}; give the address of the list")
    return response.body.decode("utf-8", "replace")


def asked_findings(
    listing: Listing, asked: Asked, options: OnlineOptions
) -> tuple[list[Finding], list[str]]:
    """Return what asking for all links of a list shows, and what was not asked."""
    named = [asked.address] if asked.address else []
    with options.client(*named) as client:
        asking = _Asking(client, listing, asked.address)
        findings = list(asking.findings(options.most))
    return findings, asking.unread


class _Asking:
    def __init__(self, client: Client, listing: Listing, address: str) -> None:
        self._client, self._listing, self._address = client, listing, address
        self._robots: dict[str, Robots] = {}
        self._answers: dict[str, Response | str | None] = {}
        self.unread: list[str] = []

    def findings(self, most: int) -> Iterator[Finding]:
        """Yield what is wrong with links, in order; each address is asked for once."""
        refused = 0
        left = 0
        for link in self._listing.found.links():
            url, anchor = urldefrag(urljoin(self._address, link.url))
            if not url.startswith(("http://", "https://")):
                continue
            if url not in self._answers:
                if len(self._answers) >= most:
                    left += 1
                    continue
                self._answers[url] = self._answer(url)
            answer = self._answers[url]
            refused += answer is None
            if answer is not None and (found := _judged(answer, url, unquote(anchor))):
                yield self._listing.finding(link.line, *found)
        for count, why in ((refused, "robots.txt forbids it"), (left, f"more than {most}")):
            if count:
                self.unread.append(f"{plural(count, 'link')} not asked for: {why}")

    def _answer(self, url: str) -> Response | str | None:
        """Return an answer, why there is none, or ``None`` where robots.txt forbids to ask."""
        try:
            target = parse_url(url)
            root = f"{target.scheme}://{target.netloc}"
            if root not in self._robots:
                self._robots[root] = self._rules(root)
            if not self._robots[root].allows(target.path):
                return None
            return self._client.get(url)
        except NetError as error:
            return str(error)

    def _rules(self, root: str) -> Robots:
        try:
            response = self._client.get(f"{root}/robots.txt", most_bytes=1 << 20)
        except NetError:
            return Robots()
        # A server whose robots.txt fails is shown as failing by its pages.
        if response.status >= _SERVER:
            return Robots()
        return robots_of(response.status, response.body, "ctxbuild")


def _judged(answer: Response | str, url: str, anchor: str) -> tuple[str, str] | None:
    """Return the rule and the message for an answer, if anything is wrong with it."""
    if isinstance(answer, str):
        return "TARGET-007", answer
    if answer.status in _NOT_FOR_US or answer.status >= _SERVER:
        return "TARGET-007", f"{url}: the answer is {answer.status}"
    if answer.status >= _FAILURE:
        return "TARGET-001", f"{url}: the answer is {answer.status}"
    if anchor and not foreign(answer.body) and anchor not in anchors(page_text(answer.body)):
        return "TARGET-002", f"{url} has no #{anchor}"
    if answer.redirects and urldefrag(answer.url)[0] != url:
        return "TARGET-008", f"{url} leads to {answer.url}"
    return None
