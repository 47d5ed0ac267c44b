"""A web server on loopback that answers as written, well or badly, and a clock that never waits."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import ssl
import struct
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ctxbuild.net.clock import Clock


@dataclass(frozen=True)
class Asked:
    path: str
    headers: Mapping[str, str]
    body: bytes = b""


Behaviour = Callable[[socket.socket, Asked], None]
Answer = bytes | list[bytes] | Behaviour
"""Bytes to send; one after another on each request, the last for ever; or code that sends."""


def answer(body: bytes = b"", status: int = 200, **headers: str) -> bytes:
    """Return a whole HTTP answer; ``_`` in the names of headers stands for ``-``."""
    fields = {"Content-Length": str(len(body))}
    fields |= {name.replace("_", "-").title(): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status} Words", *(f"{k}: {v}" for k, v in fields.items() if v)]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def redirect(location: str, status: int = 302) -> bytes:
    return answer(status=status, location=location)


def reset(connection: socket.socket, asked: Asked) -> None:
    """Break the connection off with a TCP reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    socket.close(connection.detach())


def last_words(data: bytes) -> Behaviour:
    """Return a behaviour that sends ``data`` and hangs up."""

    def send(connection: socket.socket, asked: Asked) -> None:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_RDWR)

    return send


@dataclass
class Loopback:
    """Serves paths until it is closed; remembers what it was asked."""

    routes: dict[str, Answer]
    certificate: str = ""
    requests: list[Asked] = field(default_factory=list)
    connections: int = 0

    def __post_init__(self) -> None:
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self.stopping = threading.Event()
        arguments = {"poll_interval": 0.01}
        threading.Thread(target=self._server.serve_forever, kwargs=arguments, daemon=True).start()

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http{'s' if self.certificate else ''}://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [asked.path for asked in self.requests]

    def close(self) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[socketserver.BaseRequestHandler]:
        site = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                # A client that hangs up is no failure of the server's.
                with (
                    contextlib.suppress(OSError, ValueError),
                    site._secured(self.request) as connection,
                ):
                    site._serve(connection)

        return Handler

    def _secured(self, connection: socket.socket) -> socket.socket:
        if not self.certificate:
            return connection
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate)
        return context.wrap_socket(connection, server_side=True)

    def _serve(self, connection: socket.socket) -> None:
        self.connections += 1
        with connection.makefile("rb") as stream:
            while line := stream.readline():
                fields = iter(lambda: stream.readline().decode("latin-1").rstrip(), "")
                pairs = [field.split(": ", 1) for field in fields]
                headers = dict(pairs)
                body = stream.read(int(headers.get("Content-Length", 0)))
                asked = Asked(line.decode("latin-1").split(" ")[1], headers, body)
                self.requests.append(asked)
                self._send(connection, asked)

    def _send(self, connection: socket.socket, asked: Asked) -> None:
        found = self.routes.get(asked.path, answer(b"no such page", 404))
        if callable(found):
            found(connection, asked)
            return
        if isinstance(found, list):
            found = found.pop(0) if len(found) > 1 else found[0]
        if callable(found):
            found(connection, asked)
        else:
            connection.sendall(found)


@dataclass
class Hands:
    """The hands of a clock: sleeping moves them on at once."""

    seconds: float = 1000.0
    since_1970: float = 1_800_000_000.0
    slept: list[float] = field(default_factory=list)

    def clock(self) -> Clock:
        start = self.seconds
        return Clock(
            monotonic=lambda: self.seconds,
            wall=lambda: self.since_1970 + self.seconds - start,
            sleep=self.sleep,
        )

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds
