"""HTTP/2, where the package for it is installed: a server on loopback that speaks nothing else."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from pathlib import Path

import pytest
from loopback import Hands

from ctxbuild.net.client import Client, Options
from ctxbuild.net.errors import LostError, TooLargeError

h2_connection = pytest.importorskip("h2.connection")
h2_config = pytest.importorskip("h2.config")
h2_events = pytest.importorskip("h2.events")

CERTIFICATE = str(Path(__file__).parent / "certificate.pem")


class Server:
    """Answers each path with its own name; ``/big`` without end, ``/reset`` with a reset."""

    def __init__(self):
        self.paths = []
        self.connections = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(CERTIFICATE)
        self._context.set_alpn_protocols(["h2"])
        threading.Thread(target=self._accept, daemon=True).start()

    def url(self, path):
        return f"https://localhost:{self._socket.getsockname()[1]}{path}"

    def close(self):
        self._socket.close()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                self.connections += 1
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, plain):
        with contextlib.suppress(OSError, ssl.SSLError):
            connection = self._context.wrap_socket(plain, server_side=True)
            speaker = h2_connection.H2Connection(h2_config.H2Configuration(client_side=False))
            speaker.initiate_connection()
            connection.sendall(speaker.data_to_send())
            while data := connection.recv(65_536):
                for event in speaker.receive_data(data):
                    if isinstance(event, h2_events.RequestReceived):
                        self._answer(speaker, event)
                connection.sendall(speaker.data_to_send())

    def _answer(self, speaker, event):
        path = dict(event.headers)[b":path"].decode()
        self.paths.append(path)
        if path == "/reset":
            speaker.reset_stream(event.stream_id)
            return
        body = b"x" * 60_000 if path == "/big" else path.encode()
        speaker.send_headers(event.stream_id, [(":status", "200"), ("content-type", "text/html")])
        while body:
            piece, body = body[:16_000], body[16_000:]
            speaker.send_data(event.stream_id, piece, end_stream=not body)


@pytest.fixture
def server():
    running = Server()
    yield running
    running.close()


@pytest.fixture
def client(server):
    options = Options(
        named=(server.url("/"),), ca_file=CERTIFICATE, clock=Hands().clock(), retries=1
    )
    with Client(options) as made:
        yield made


def test_pages_come_over_one_connection(server, client):
    assert [client.get(server.url(f"/{n}")).body for n in range(5)] == [
        b"/0",
        b"/1",
        b"/2",
        b"/3",
        b"/4",
    ]
    assert server.connections == 1


def test_limits_hold(server, client):
    with pytest.raises(TooLargeError):
        client.get(server.url("/big"), most_bytes=20_000)
    assert client.get(server.url("/a")).body == b"/a"


def test_a_stream_that_is_reset_is_tried_again(server, client):
    with pytest.raises(LostError):
        client.get(server.url("/reset"))
    assert server.paths == ["/reset"] * 2
