"""Whole sites on loopback that misbehave on purpose, and remember what was asked of them when.

A site is a function from a request to an answer. Faults are drawn from the address and
the number of times it was asked for, so that every run of a test meets the same ones.
"""

from __future__ import annotations

import contextlib
import socket
import socketserver
import struct
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from ctxbuild.net.clock import Clock


@dataclass(frozen=True)
class Asked:
    """A request: its path, its headers in lower case, and how often that path was asked for."""

    path: str
    headers: Mapping[str, str]
    times: int


@dataclass(frozen=True)
class Reply:
    """An answer; ``slow`` seconds pass before it, ``fault`` names what goes wrong."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    slow: float = 0.0
    fault: str = ""


@dataclass
class Visit:
    """What the server saw of one request; times by the monotonic clock."""

    path: str
    began: float
    ended: float = 0.0
    status: int = 0
    agent: str = ""


Site = Callable[[Asked], Reply]


def page(title: str, *links: str, text: str = "", head: str = "") -> Reply:
    """Return a page of HTML with links, each of which is an address."""
    anchors = "\n".join(f'<li><a href="{link}">to {link}</a></li>' for link in links)
    body = f"""<!DOCTYPE html><html lang="en"><head><title>{title}</title>{head}</head>
<body><main><h1>{title}</h1><p>{text or f"What is said of {title}."}</p>
<ul>{anchors}</ul></main></body></html>"""
    return Reply(body.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


def pages(tree: Mapping[str, Reply | Callable[[Asked], Reply]]) -> Site:
    """Return a site of fixed pages; anything else is a 404."""

    def answer(asked: Asked) -> Reply:
        found = tree.get(asked.path, MISSING)
        return found(asked) if callable(found) else found

    return answer


MISSING = Reply(b"<title>Nothing here</title>", 404, {"Content-Type": "text/html"})


def moved(place: str, status: int = 302) -> Reply:
    return Reply(status=status, headers={"Location": place})


def fast_clock(factor: float) -> Clock:
    """Return a clock on which everything takes ``factor`` times as long as it does."""
    return Clock(
        monotonic=lambda: time.monotonic() * factor,
        wall=lambda: time.time() * factor,
        sleep=lambda seconds: time.sleep(seconds / factor),
    )


class FaultyServer:
    """Serves a site until it is closed."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.visits: list[Visit] = []
        self.under_way = 0
        self.most_at_once = 0
        self._times: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._server.block_on_close = False
        arguments = {"poll_interval": 0.02}
        threading.Thread(target=self._server.serve_forever, kwargs=arguments, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def close(self) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()

    def forget(self) -> None:
        """Forget what was asked, but not how often: faults go on as they would."""
        with self._lock:
            self.visits = []
            self.most_at_once = 0

    def paths(self, status: int = 0) -> list[str]:
        """Return the paths asked for, in order; only those answered with a status, if given."""
        with self._lock:
            return [visit.path for visit in self.visits if status in (0, visit.status)]

    def pauses(self) -> list[float]:
        """Return the seconds between the end of each answer and the next request."""
        with self._lock:
            ordered = sorted(self.visits, key=lambda visit: visit.began)
        return [after.began - before.ended for before, after in pairwise(ordered)]

    def _handler(self) -> type[socketserver.BaseRequestHandler]:
        server = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                with contextlib.suppress(OSError, ValueError):
                    server._serve(self.request)

        return Handler

    def _serve(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection.makefile("rb") as stream:
            while line := stream.readline():
                headers = dict(_fields(iter(lambda: stream.readline().decode("latin-1"), "\r\n")))
                path = line.decode("latin-1").split(" ")[1]
                if not self._answer(connection, path, headers):
                    return

    def _answer(self, connection: socket.socket, path: str, headers: dict[str, str]) -> bool:
        """Answer one request; return whether the connection can be used again."""
        visit = Visit(path, time.monotonic(), agent=headers.get("user-agent", ""))
        with self._lock:
            self._times[path] += 1
            asked = Asked(path, headers, self._times[path])
            self.visits.append(visit)
            self.under_way += 1
            self.most_at_once = max(self.most_at_once, self.under_way)
        try:
            reply = self.site(asked)
            visit.status = 0 if reply.fault else reply.status
            self._stopping.wait(reply.slow)
        finally:
            # The client may have the last byte, and ask again, before we are told that it left.
            with self._lock:
                self.under_way -= 1
                visit.ended = time.monotonic()
        return FAULTS[reply.fault](self, connection, reply)

    def wait(self, seconds: float) -> None:
        """Wait, though not beyond the end of the server."""
        self._stopping.wait(seconds)


def _fields(lines: Iterator[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        name, _, value = line.partition(":")
        yield name.strip().lower(), value.strip()


def _head(reply: Reply, **more: str) -> bytes:
    fields = {"Content-Type": "text/html", **reply.headers, **more}
    lines = [f"HTTP/1.1 {reply.status} Words", *(f"{name}: {v}" for name, v in fields.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def _well(server: FaultyServer, connection: socket.socket, reply: Reply) -> bool:
    length = {} if reply.status in (204, 304) else {"Content-Length": str(len(reply.body))}
    connection.sendall(_head(reply, **length) + reply.body)
    return True


def _reset(server: FaultyServer, connection: socket.socket, reply: Reply) -> bool:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.shutdown(socket.SHUT_RD)
    socket.close(connection.detach())
    return False


def _reset_inside(server: FaultyServer, connection: socket.socket, reply: Reply) -> bool:
    length = str(len(reply.body))
    connection.sendall(
        _head(reply, **{"Content-Length": length}) + reply.body[: len(reply.body) // 2]
    )
    return _reset(server, connection, reply)


def _short(server: FaultyServer, connection: socket.socket, reply: Reply) -> bool:
    longer = str(len(reply.body) + 1000)
    connection.sendall(_head(reply, **{"Content-Length": longer}) + reply.body)
    return False


def _long(server: FaultyServer, connection: socket.socket, reply: Reply) -> bool:
    shorter = str(len(reply.body) // 2)
    connection.sendall(_head(reply, **{"Content-Length": shorter}) + reply.body)
    return False


def _garbled_chunks(server: FaultyServer, connection: socket.socket, reply: Reply) -> bool:
    head = _head(reply, **{"Transfer-Encoding": "chunked"})
    connection.sendall(head + b"ff\r\n" + reply.body[:40] + b"\r\nnot-a-size\r\n\x00\x01")
    return False


def _no_http(server: FaultyServer, connection: socket.socket, reply: Reply) -> bool:
    connection.sendall(b"\x15\x03\x01 this is no answer\r\n\r\n")
    return False


def _drip(server: FaultyServer, connection: socket.socket, reply: Reply) -> bool:
    """Send a byte now and then, for ever: every single read is in time."""
    connection.sendall(_head(reply, **{"Content-Length": "100000"}))
    while not server._stopping.is_set():
        connection.sendall(b"x")
        server.wait(0.05)
    return False


def _drip_headers(server: FaultyServer, connection: socket.socket, reply: Reply) -> bool:
    connection.sendall(b"HTTP/1.1 200 Words\r\n")
    while not server._stopping.is_set():
        connection.sendall(b"X-More: x\r\n")
        server.wait(0.05)
    return False


def _silence(server: FaultyServer, connection: socket.socket, reply: Reply) -> bool:
    server.wait(60)
    return False


FAULTS: dict[str, Callable[[FaultyServer, socket.socket, Reply], bool]] = {
    "": _well,
    "reset": _reset,
    "reset inside": _reset_inside,
    "short": _short,
    "long": _long,
    "garbled chunks": _garbled_chunks,
    "no http": _no_http,
    "drip": _drip,
    "drip headers": _drip_headers,
    "silence": _silence,
}


def thousand_pages(
    count: int = 1000, share: float = 0.05, slow: float = 0.02, busy_for: int = 1
) -> Site:
    """Return a site of ``count`` pages where a share of the answers is a fault of some kind.

    Each page leads to three others, so that all can be reached; an address fails at
    most twice in a row. ``slow`` is in seconds, ``busy_for`` is what 429 asks for.
    """
    faults = [
        Reply(status=500),
        Reply(status=503),
        Reply(status=429, headers={"Retry-After": str(busy_for)}),
        Reply(fault="reset"),
        Reply(b"x" * 200, fault="reset inside"),
        Reply(b"x" * 200, fault="short"),
    ]

    def answer(asked: Asked) -> Reply:
        if asked.path == "/robots.txt":
            return Reply(
                b"User-agent: *\nDisallow: /private/\n", headers={"Content-Type": "text/plain"}
            )
        number = _number(asked.path)
        if number is None or number >= count:
            return MISSING
        drawn = zlib.crc32(f"{asked.path} {asked.times}".encode())
        if asked.times <= 2 and drawn % 10_000 < share * 10_000:
            return faults[drawn // 10_000 % len(faults)]
        links = [f"/page-{n % count}.html" for n in (2 * number + 1, 2 * number + 2, number + 7)]
        reply = page(f"Page {number}", *links, "/private/x.html", f"/missing-{number % 5}.html")
        late = slow if drawn // 7 % 20 == 0 else 0.0
        return Reply(reply.body, headers=reply.headers, slow=late)

    return answer


def _number(path: str) -> int | None:
    if path == "/":
        return 0
    digits = path.removeprefix("/page-").removesuffix(".html")
    return int(digits) if digits.isdecimal() and path == f"/page-{digits}.html" else None
