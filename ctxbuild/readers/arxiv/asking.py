"""Asking arXiv's services: slowly, patiently, and nothing twice on a day.

Manners by info.arxiv.org/help/api/tou.html: one connection, one request every
three seconds over all services together, nothing asked again within a day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote, urlencode

from ctxbuild.model import CtxbuildError, UsageError
from ctxbuild.net.client import Client, Options, Response
from ctxbuild.net.clock import Clock
from ctxbuild.net.errors import LateError, LostError, RefusedError
from ctxbuild.net.retries import BUSY, back_off, retry_after
from ctxbuild.net.urls import parse_url
from ctxbuild.readers.arxiv.days import today
from ctxbuild.readers.arxiv.xml_nodes import BrokenAnswerError
from ctxbuild.version import __version__

if TYPE_CHECKING:
    from ctxbuild.cache import Cache

T = TypeVar("T")
Told = Callable[[str, int, int], None]

SERVICES = {
    "api": "https://export.arxiv.org/api/query",
    "oai": "https://oaipmh.arxiv.org/oai",
    "rss": "https://rss.arxiv.org/rss",
}
_ELSEWHERE = {"api": "/api/query", "oai": "/oai", "rss": "/rss"}
_STAGE, _VERSION = "arxiv", "1"
_AGAIN = BUSY | {500}
_OK, _REFUSED = 200, 400
_LONGEST_PAUSE = 300.0
"""Seconds; a spell of refusals lasts for hours, and asking more often does not end it."""
_MOST_DOUBLINGS = 12
_MOST_BROKEN = 4
"""Tries for an answer that is damaged each time: it will stay so."""
_CONTACT = re.compile(r"[\x20-\x7e]{1,200}")


@dataclass(frozen=True, slots=True)
class Network:
    """How services are asked; times in seconds.

    ``patience`` is what all pauses of one request may take together. ``server``
    is another host that speaks the same protocols, such as a mirror.
    """

    contact: str = ""
    patience: float = 900.0
    refresh: bool = False
    server: str = ""
    pace: float = 3.0
    seconds: float = 120.0
    proxy: str = field(default="", repr=False)
    ca_file: str = ""
    clock: Clock = field(default_factory=Clock)


class Asking:
    """Asks for one page after another; close it after use."""

    def __init__(self, network: Network, cache: Cache, told: Told) -> None:
        """Prepare; nothing is connected yet.

        Raises:
            UsageError: contact or server are no such thing.
        """
        if network.contact and not _CONTACT.fullmatch(network.contact):
            raise UsageError("--contact is not plain text; give an address of yours, URL or mail")
        self._network, self._cache, self.told = network, cache, told
        self._places = _places(network.server)
        whom = f" ({network.contact})" if network.contact else ""
        options = Options(
            named=(network.server,) if network.server else (),
            agent=f"ctxbuild/{__version__}{whom}",
            seconds=network.seconds,
            most_bytes=64 << 20,
            retries=0,
            pace=network.pace,
            proxy=network.proxy,
            ca_file=network.ca_file,
            clock=network.clock,
        )
        self._client = Client(options)
        self.today = today(network.clock.wall())
        self.requests = 0

    def __enter__(self) -> Asking:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(
        self,
        service: str,
        parameters: Mapping[str, str],
        read: Callable[[bytes], T],
        *,
        below: str = "",
        again: bool = False,
    ) -> T:
        """Return what ``read`` makes of an answer, today's earlier one where there is one.

        Args:
            service: a key of :data:`SERVICES`.
            parameters: of the query, as text.
            read: of the body; its :class:`BrokenAnswerError` is a reason to ask again.
            below: a path below the service's own.
            again: ask even where there is an answer.

        Raises:
            CtxbuildError: it cannot be had; the message says what to do.
        """
        url = _address(self._places[service] + below, parameters)
        key = f"{url}\n{today(self._network.clock.wall())}".encode()
        if not (again or self._network.refresh):
            kept = self._cache.get_many(_STAGE, _VERSION, (key,))
            if key in kept:
                return read(kept[key])
        body, found = self._patiently(url, read)
        self._cache.put_many(_STAGE, _VERSION, {key: body})
        self._cache.flush()  # What was received outlives the process.
        return found

    def _patiently(self, url: str, read: Callable[[bytes], T]) -> tuple[bytes, T]:
        waited = 0.0
        tries = broken = 0
        while True:
            tries += 1
            asked = None
            try:
                response = self._once(url)
                if response.status in (_OK, _REFUSED):
                    return response.body, read(response.body)
                reason = f"answers with status {response.status}"
                asked = retry_after(
                    response.headers.get("retry-after", ""), self._network.clock.wall()
                )
                if response.status not in _AGAIN:
                    raise CtxbuildError(f"{_shown(url)}: {reason}; try later, or --snapshot FILE")
            except (LostError, LateError) as error:
                reason = error.reason
            except BrokenAnswerError as error:
                reason, broken = str(error), broken + 1
            usual = self._network.pace * back_off(url, min(tries, _MOST_DOUBLINGS) - 1)
            pause = max(min(usual, _LONGEST_PAUSE), asked or 0)
            if waited + pause > self._network.patience or broken >= _MOST_BROKEN:
                raise CtxbuildError(_given_up(url, reason, tries, waited, asked))
            waited += pause
            self.told(f"arxiv: {reason}, waiting {pause:.0f} s", tries, tries)
            self._network.clock.sleep(pause)

    def _once(self, url: str) -> Response:
        self.requests += 1
        return self._client.get(url)


def _given_up(url: str, reason: str, tries: int, waited: float, asked: float | None) -> str:
    wish = f", and asks for a pause of {asked:,.0f} s" if asked else ""
    return (
        f"{_shown(url)}: {reason}{wish}; gave up after {tries} {'try' if tries == 1 else 'tries'}"
        f" in {waited:,.0f} s. Try later:"
        " what was received today is kept; or wait longer with --patience SECONDS, or read a"
        " file with --snapshot FILE"
    )


def _places(server: str) -> dict[str, str]:
    if not server:
        return SERVICES
    try:
        origin = parse_url(server)
    except RefusedError as error:
        raise UsageError(f"--server {error}") from None
    return {name: f"{origin.scheme}://{origin.netloc}{path}" for name, path in _ELSEWHERE.items()}


def _address(place: str, parameters: Mapping[str, str]) -> str:
    query = urlencode(parameters, quote_via=quote, safe=":")
    return f"{place}?{query}" if query else place


def _shown(url: str) -> str:
    return url.partition("?")[0]
