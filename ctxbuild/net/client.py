"""Fetching: the one door through which every byte of the network comes in.

A request obeys the address guard on every hop, one deadline from the first
byte to the last, limits on size as sent and as unpacked, and each host's pace.
Cookies, ``.netrc`` and the environment's proxies are never used.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ctxbuild.net.addresses import Guard, Resolver, system_resolver
from ctxbuild.net.body import ACCEPT_ENCODING
from ctxbuild.net.clock import Clock, Deadline
from ctxbuild.net.errors import LostError, NetError, RefusedError
from ctxbuild.net.pace import Pace
from ctxbuild.net.retries import BUSY, TOO_MUCH, back_off, retry_after
from ctxbuild.net.urls import Origin, Target, joined, parse_url
from ctxbuild.version import __version__

if TYPE_CHECKING:
    import ssl

    from ctxbuild.net.line import Line, Reply

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_IDLE_LINES = 16
_OK = 200


@dataclass(frozen=True, slots=True)
class Options:
    """How a client behaves; times in seconds.

    ``named`` holds the addresses that the user typed: consent for their host
    and port (see :class:`~ctxbuild.net.addresses.Guard`). ``seconds`` limits
    all exchanges of one :meth:`Client.get` or :meth:`Client.post` together, pauses not counted;
    ``longest_pause`` is the longest wait that a busy server may ask for;
    ``places`` requests to one host may be under way at a time, with ``pace``
    between them; answers with a status in ``again`` are asked for again.
    ``proxy`` and ``ca_file`` come from the user alone; with a proxy, it is the
    proxy that resolves hosts and must guard addresses.
    """

    named: tuple[str, ...] = ()
    agent: str = f"ctxbuild/{__version__}"
    seconds: float = 60.0
    most_bytes: int = 8 << 20
    redirects: int = 10
    retries: int = 3
    pace: float = 0.5
    places: int = 1
    again: Collection[int] = BUSY
    longest_pause: float = 60.0
    proxy: str = field(default="", repr=False)
    ca_file: str = ""
    clock: Clock = field(default_factory=Clock)
    resolve: Resolver = system_resolver


@dataclass(frozen=True, slots=True)
class Response:
    """A complete answer.

    ``url`` is where it was found in the end, ``redirects`` the addresses that
    led there, in order. Header names are in lower case.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    redirects: tuple[str, ...] = ()


@dataclass(slots=True)
class _Trip:
    """One ``get`` under way: where it is, how it came there, what it may still cost."""

    target: Target
    headers: dict[str, str]
    extra: dict[str, str]
    most_bytes: int
    seconds: float
    body: bytes | None = None
    trail: list[Target] = field(default_factory=list)


class Client:
    """Gets pages and files; safe to use from several threads. Close it after use."""

    def __init__(self, options: Options | None = None) -> None:
        """Prepare; nothing is loaded or connected before the first request.

        Raises:
            RefusedError: an address in ``named`` is no http(s) address.
        """
        self._options = options or Options()
        self._guard = Guard(self._options.named, self._options.resolve)
        self.pace = Pace(self._options.clock, self._options.pace, self._options.places)
        self._idle: list[tuple[Origin, Line]] = []
        self._lock = threading.Lock()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections that are kept for later."""
        with self._lock:
            lines = self._idle[:]
            self._idle.clear()
        for _, line in lines:
            line.close()

    def get(
        self,
        url: str,
        *,
        accept: Sequence[str] = (),
        headers: Mapping[str, str] | None = None,
        most_bytes: int | None = None,
        follow: bool = True,
    ) -> Response:
        """Return the answer for ``url``, whatever its status, after redirects.

        Args:
            url: an http(s) address without login.
            accept: media types in order of preference, such as ``text/html``
                or ``text/*``; an answer 200 of another type is an error.
            headers: more request headers; they go to this origin alone and
                are dropped where a redirect leads elsewhere.
            most_bytes: limit on the body as sent and as unpacked.
            follow: whether redirects are followed; otherwise they are an answer.

        Raises:
            RefusedError: the address, or where it leads, is against the rules.
            TooLargeError: the answer is larger than the limit.
            LateError: it was not complete in time.
            LostError: the connection broke at every try.
            NetError: it cannot be had for another reason.
        """
        target, usual = parse_url(url), self._options
        trip = _Trip(
            target,
            _request_headers(usual.agent, accept),
            _checked(headers or {}, target),
            usual.most_bytes if most_bytes is None else most_bytes,
            usual.seconds,
        )
        try:
            while (reply := self._patiently(trip)) and follow and (place := _location(reply)):
                self._follow(trip, place)
            _check_type(reply, accept)
        except NetError as error:
            raise error.at(_way(trip)) from None
        trail = tuple(each.url for each in trip.trail)
        return Response(trip.target.url, reply.status, reply.headers, reply.body, trail)

    def post(
        self, url: str, body: bytes, media_type: str, *, headers: Mapping[str, str] | None = None
    ) -> Response:
        """Send a body and return the answer, whatever its status; no redirect is followed.

        What is sent must bear to be sent twice: it is sent again where
        :meth:`get` would ask again.

        Args:
            url: an http(s) address without login.
            body: what is sent.
            media_type: of the body, such as ``application/json``.
            headers: more request headers.

        Raises:
            NetError: one of its kinds, as for :meth:`get`.

        """
        target, usual = parse_url(url), self._options
        extra = {"Content-Type": media_type, **_checked(headers or {}, target)}
        agreed = _request_headers(usual.agent, ())
        trip = _Trip(target, agreed, extra, usual.most_bytes, usual.seconds, body)
        try:
            reply = self._patiently(trip)
        except NetError as error:
            raise error.at(target.shown) from None
        return Response(target.url, reply.status, reply.headers, reply.body)

    def _follow(self, trip: _Trip, location: str) -> None:
        try:
            following = joined(trip.target, location)
        except RefusedError as error:
            raise error.after(_way(trip)) from None
        trip.trail.append(trip.target)
        if len(trip.trail) > self._options.redirects:
            raise NetError(f"more than {self._options.redirects} redirects; give the page itself")
        if following in trip.trail:
            raise NetError("redirects in a circle; give the address of the page itself")
        if (trip.target.scheme, following.scheme) == ("https", "http"):
            raise RefusedError("redirects from https to http; give the address of the page itself")
        if following.origin != trip.target.origin:
            trip.extra = {}  # a token for one host is none of another's business
        trip.target = following

    def _patiently(self, trip: _Trip) -> Reply:
        """Ask, and ask again where that may help."""
        for attempt in range(self._options.retries):
            pause = back_off(trip.target.url, attempt)
            try:
                reply = self._exchange(trip)
            except LostError:
                self.pace.postpone(trip.target.host, pause)
                continue
            if reply.status not in self._options.again:
                self.pace.eased(trip.target.host)
                return reply
            if reply.status in TOO_MUCH:
                self.pace.hindered(trip.target.host)
            asked = retry_after(reply.headers.get("retry-after", ""), self._options.clock.wall())
            if (asked or 0) > self._options.longest_pause:
                return reply
            self.pace.postpone(trip.target.host, max(pause, asked or 0))
        return self._exchange(trip)

    def _exchange(self, trip: _Trip) -> Reply:
        """Ask once, within what is left of the time."""
        self._guard.check_port(trip.target)
        clock = self._options.clock
        with self.pace.turn(trip.target.host):
            begun = clock.monotonic()
            try:
                return self._over_a_line(trip, Deadline(clock, begun + trip.seconds))
            finally:
                trip.seconds -= clock.monotonic() - begun

    def _over_a_line(self, trip: _Trip, deadline: Deadline) -> Reply:
        line = self._line(trip.target)
        headers = {**trip.headers, **trip.extra}
        try:
            reply = line.ask(trip.target, headers, trip.most_bytes, deadline, trip.body)
        except BaseException:
            line.close()
            raise
        self._keep(trip.target.origin, line)
        return reply

    def _line(self, target: Target) -> Line:
        from ctxbuild.net.line import Line, parse_proxy

        kept = self._kept(target.origin)
        if kept:
            return kept
        if not self._options.proxy:
            return Line(self._guard, self._trust, target, None)
        self._guard.check_unresolved(target)
        proxy = parse_proxy(self._options.proxy)
        # The user named the proxy; it is the only host that is looked up here.
        guard = Guard((proxy.target.url,), self._options.resolve)
        return Line(guard, self._trust, target, proxy)

    def _kept(self, origin: Origin) -> Line | None:
        """Return the connection to ``origin`` that was used last, for one to use alone."""
        with self._lock:
            for number in range(len(self._idle) - 1, -1, -1):
                if self._idle[number][0] == origin:
                    return self._idle.pop(number)[1]
        return None

    def _keep(self, origin: Origin, line: Line) -> None:
        with self._lock:
            self._idle.append((origin, line))
            surplus = self._idle[:-_MOST_IDLE_LINES]
            del self._idle[:-_MOST_IDLE_LINES]
        for _, unwanted in surplus:
            unwanted.close()

    def _trust(self) -> ssl.SSLContext:
        return _shared_trust(self._options.ca_file)


@functools.lru_cache(maxsize=4)
def _shared_trust(ca_file: str) -> ssl.SSLContext:
    """Return one context for all lines: reading the system's authorities takes 10 to 30 ms."""
    from ctxbuild.net.trust import trust

    return trust(ca_file)


def _request_headers(agent: str, accept: Sequence[str]) -> dict[str, str]:
    return {
        "User-Agent": agent,
        "Accept": _preferences(accept),
        "Accept-Encoding": ACCEPT_ENCODING,
    }


def _checked(headers: Mapping[str, str], target: Target) -> dict[str, str]:
    """Return headers that cannot smuggle in another; their values may be secret."""
    for name, value in headers.items():
        if not (f"{name}{value}".isascii() and f"{name}{value}".isprintable()):
            raise RefusedError(f"its header {name!a} is not plain ASCII; correct it", target.shown)
    return dict(headers)


def _preferences(accept: Sequence[str]) -> str:
    """Return an ``Accept`` header: the first is wanted most (RFC 9110 §12.5.1)."""
    weights = ["", *(f";q=0.{tenths}" for tenths in range(9, 0, -1))]
    last = len(weights) - 1
    return ", ".join(f"{kind}{weights[min(n, last)]}" for n, kind in enumerate(accept)) or "*/*"


def _location(reply: Reply) -> str:
    return reply.headers.get("location", "") if reply.status in _REDIRECTS else ""


def _check_type(reply: Reply, accept: Sequence[str]) -> None:
    found = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    wanted = [kind.removesuffix("*") for kind in accept]
    if reply.status != _OK or not accept or not found:
        return
    if not any(found == kind or (kind.endswith("/") and found.startswith(kind)) for kind in wanted):
        raise NetError(f"is {found[:60]!a}, not {' or '.join(accept)}; give another address")


def _way(trip: _Trip) -> str:
    """Name what was asked for, and where it led when that is elsewhere."""
    if not trip.trail:
        return trip.target.shown
    return f"{trip.trail[0].shown}, which leads to {trip.target.shown}"
