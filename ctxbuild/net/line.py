"""One line to one origin: requests over a connection that is kept while it serves."""

from __future__ import annotations

import functools
import importlib.util
import ssl
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import httpcore2

from ctxbuild.model import UsageError
from ctxbuild.net.addresses import Guard
from ctxbuild.net.body import read_body, too_large
from ctxbuild.net.clock import Deadline
from ctxbuild.net.errors import LostError, NetError
from ctxbuild.net.urls import Target, parse_url
from ctxbuild.net.wire import Wire, late

_IDLE_SECONDS = 15.0
"""How long a connection is kept without use; servers commonly close after 5 to 75."""
_LONGEST_LENGTH = 18


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back for one request; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy that the user named."""

    target: Target
    login: tuple[str, str] | None

    def __repr__(self) -> str:
        """Leave the login out of tracebacks and logs."""
        return f"Proxy({self.target.shown!r})"


def parse_proxy(text: str) -> Proxy:
    """Return the proxy that ``text`` names; here a user name and password are in place.

    Raises:
        UsageError: it is not an http(s) address.
    """
    try:
        parts = urlsplit(text)
        target = parse_url(parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl())
    except (ValueError, NetError):
        raise UsageError("the proxy is no http:// or https:// address; correct it") from None
    if parts.username is None:
        return Proxy(target, None)
    return Proxy(target, (unquote(parts.username), unquote(parts.password or "")))


class Line:
    """Serves one thread at a time; to be closed when it failed."""

    def __init__(
        self, guard: Guard, trust: Callable[[], ssl.SSLContext], target: Target, proxy: Proxy | None
    ) -> None:
        """Prepare a line to ``target``'s origin; nothing is connected yet."""
        secure = target.scheme == "https" or (proxy and proxy.target.scheme == "https")
        context = trust() if secure else None
        self._wire = Wire(guard)
        self._pool = _pool(self._wire, context, proxy)

    def ask(
        self,
        target: Target,
        headers: Mapping[str, str],
        most_bytes: int,
        deadline: Deadline,
        body: bytes | None = None,
    ) -> Reply:
        """Send a GET, or a POST where there is a body, and read the whole answer.

        Raises:
            NetError: one of its kinds, without a place; the line is then of no more use.
        """
        self._wire.deadline = deadline
        try:
            return self._asked(target, headers, most_bytes, body)
        except httpcore2.TimeoutException:
            raise late() from None
        except tuple(kind for kind, _ in _FAILURES) as error:
            raise _explained(error) from None

    def _asked(
        self, target: Target, headers: Mapping[str, str], most_bytes: int, sent: bytes | None
    ) -> Reply:
        url = httpcore2.URL(
            scheme=target.scheme,
            host=target.host,
            port=target.port,
            target=target.path,
        )
        fields = [("Host", target.netloc), *headers.items()]
        if sent is not None:
            fields.append(("Content-Length", str(len(sent))))
        method = "GET" if sent is None else "POST"
        request = httpcore2.Request(method, url, headers=fields, content=sent)
        response = self._pool.handle_request(request)
        try:
            received = _joined_headers(response.headers)
            length = received.get("content-length", "")[:_LONGEST_LENGTH]
            if length.isdecimal() and int(length) > most_bytes:
                raise too_large(most_bytes)
            encoding = received.get("content-encoding", "")
            body = read_body(_until(response, self._wire), encoding, most_bytes)
        finally:
            response.close()
        return Reply(response.status, received, body)

    def close(self) -> None:
        """Close the connection."""
        with suppress(OSError, RuntimeError):
            self._pool.close()


def _pool(
    wire: Wire, context: ssl.SSLContext | None, proxy: Proxy | None
) -> httpcore2.ConnectionPool:
    if proxy is None:
        return httpcore2.ConnectionPool(
            context,
            max_connections=1,
            keepalive_expiry=_IDLE_SECONDS,
            http2=_speaks_http2(),
            network_backend=wire,
        )
    secure = proxy.target.scheme == "https"
    return httpcore2.HTTPProxy(
        proxy.target.url,
        proxy_auth=proxy.login,
        ssl_context=context,
        proxy_ssl_context=context if secure else None,
        max_connections=1,
        keepalive_expiry=_IDLE_SECONDS,
        network_backend=wire,
    )


@functools.cache
def _speaks_http2() -> bool:
    """Whether HTTP/2 can be offered to servers: it needs a package of its own."""
    return importlib.util.find_spec("h2") is not None


def _until(response: httpcore2.Response, wire: Wire) -> Iterable[bytes]:
    """Yield the body; also what is already here stops at the deadline."""
    for chunk in response.iter_stream():
        wire.left()
        yield chunk


def _joined_headers(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Return headers by lower-case name, several of one name joined (RFC 9110 §5.3)."""
    headers: dict[str, str] = {}
    for name_bytes, value_bytes in raw:
        name, value = name_bytes.decode("ascii", "replace").lower(), _text(value_bytes)
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


_FAILURES: tuple[tuple[type[Exception], NetError], ...] = (
    (httpcore2.ProxyError, NetError("the proxy refuses; check its address and login")),
    (httpcore2.ConnectError, NetError("nothing answers there; check address and network")),
    (httpcore2.LocalProtocolError, NetError("cannot be asked for; check the address")),
    (httpcore2.RemoteProtocolError, LostError("the answer ended early; try again later")),
    (httpcore2.NetworkError, LostError("the connection broke; try again later")),
    (httpcore2.ConnectionNotAvailable, LostError("the connection broke; try again later")),
    (httpcore2.UnsupportedProtocol, NetError("only http and https are spoken")),
    (OSError, LostError("the connection broke; try again later")),
)


def _explained(error: Exception) -> NetError:
    cause = error.__cause__ or error.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return NetError(
            f"its certificate cannot be verified ({cause.verify_message});"
            " name the authority's file if you trust it"
        )
    if isinstance(cause, ssl.SSLError):
        return NetError("no secure connection can be made; check whether it speaks https")
    if isinstance(cause, ConnectionResetError | BrokenPipeError):
        return LostError("the connection broke; try again later")
    found = next(failure for kind, failure in _FAILURES if isinstance(error, kind))
    return type(found)(found.reason)
