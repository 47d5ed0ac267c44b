"""Connections below HTTP: to vetted addresses only, and no longer than the deadline.

The guard stands where the connection is made, so that no answer of a name
server can change between the check and the use of it.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from ipaddress import ip_address
from typing import Any

import httpcore2

from ctxbuild.net.addresses import Guard
from ctxbuild.net.clock import Deadline
from ctxbuild.net.errors import LateError, NetError, RefusedError

_PATIENCE = 10.0
"""Seconds given to one address of several before the next is tried."""


class Wire(httpcore2.NetworkBackend):
    """Makes connections, and holds the deadline that all of their reads and writes obey."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self.deadline: Deadline | None = None
        """Set before every request."""

    def left(self) -> float:
        """Return the seconds until the deadline.

        Raises:
            LateError: it has passed.
        """
        seconds = self.deadline.left() if self.deadline else 0.0
        if seconds <= 0:
            raise late()
        return seconds

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the deadline holds instead
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first vetted address that answers."""
        addresses = self._guard.vetted(host, port, self.left())
        last = len(addresses) - 1
        for number, address in enumerate(addresses):
            patience = self.left() if number == last else min(_PATIENCE, self.left())
            try:
                stream = httpcore2.SyncBackend().connect_tcp(
                    address, port, patience, local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if number == last:
                    raise
            else:
                return _TimedStream(_checked(stream, address), self)
        raise NetError("no such host, or no network; check the address")


def late() -> LateError:
    """Return the error for a deadline that passed."""
    return LateError("did not answer completely in time; try again later")


def _checked(stream: httpcore2.NetworkStream, address: str) -> httpcore2.NetworkStream:
    """Return ``stream`` if its other end has the address that was asked for."""
    peer = stream.get_extra_info("server_addr")[0]
    if ip_address(peer) != ip_address(address):
        stream.close()
        raise RefusedError("the connection came out at another address")
    return stream


class _TimedStream(httpcore2.NetworkStream):
    """A stream whose every step ends at the deadline of the request it serves."""

    def __init__(self, stream: httpcore2.NetworkStream, wire: Wire) -> None:
        self._stream = stream
        self._wire = wire

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._stream.read(max_bytes, self._wire.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, self._wire.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore2.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._wire.left())
        return _TimedStream(stream, self._wire)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
