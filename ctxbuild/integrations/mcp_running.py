"""The MCP server beside the reading of its sources: it answers at once, and both end together.

Sources are read in the main thread, which alone gets Ctrl-C and whose system calls it
interrupts; the server has a thread of its own. That one is a daemon, for nothing
can wake it while it reads from a client that keeps still.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from typing import Any, Protocol

from mcp.server import MCPServer

from ctxbuild.integrations.mcp_server import server
from ctxbuild.jobs.served.learning import learning
from ctxbuild.jobs.served.library import Library

_FAREWELL = 1.0
"""Seconds in which answers on their way, above all of what has failed, still go out."""


class Transport(Protocol):
    """How clients are spoken to."""

    def run(self) -> None:
        """Serve until clients are gone, or until :meth:`stop`."""
        ...

    def stop(self) -> None:
        """Ask it to end, from another thread; it may not."""
        ...


class StdioTransport:
    """One client, over standard input and output; ends with the input."""

    def __init__(self, made: MCPServer[Any]) -> None:
        """Take the server."""
        self._made = made

    def run(self) -> None:
        """Serve until the client closes its end."""
        self._made.run("stdio")

    def stop(self) -> None:
        """Do nothing: what reads the input cannot be woken."""


def transport(library: Library, address: tuple[str, int] | None, token: str) -> Transport:
    """Return what serves a library: over stdio, or over HTTP where there is an address.

    Raises:
        UsageError: who may reach the address needs a token, or the token is short.
        CtxbuildError: the address cannot be had.
    """
    made = server(library)
    if address is None:
        return StdioTransport(made)
    from ctxbuild.integrations.mcp_http import HttpTransport

    return HttpTransport(made, *address, token)


def run(spoken: Transport, library: Library, read: Callable[[], None]) -> None:
    """Serve while sources are read, then until the transport ends.

    Args:
        spoken: how clients are spoken to.
        library: what is served.
        read: reads the sources of the library; interrupted when the transport ends first.

    Raises:
        CtxbuildError: a source could not be read; those who wait for it have been told.
        KeyboardInterrupt: from outside, not when the transport ended.

    """
    beside = _Beside(spoken)
    _hear_the_end(beside)
    beside.start()
    try:
        read()
        beside.uninterrupted()
        with learning(library):
            beside.wait()
    except KeyboardInterrupt:
        if not beside.ended:
            raise
    finally:
        spoken.stop()
        beside.wait(_FAREWELL)
    beside.settle()


class _Beside:
    """A transport in a thread, which interrupts the main thread when it ends."""

    def __init__(self, spoken: Transport) -> None:
        self.ended = False
        self._interrupts = True
        self._failure: BaseException | None = None
        self._spoken = spoken
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Serve from now on."""
        self._thread.start()

    def _run(self) -> None:
        try:
            self._spoken.run()
        except BaseException as failure:  # noqa: BLE001 - goes on in the main thread
            self._failure = failure
        with self._lock:
            self.ended = True
            if self._interrupts:
                _interrupt_main()

    def uninterrupted(self) -> None:
        """Leave the main thread alone from now on."""
        with self._lock:
            self._interrupts = False

    def wait(self, seconds: float | None = None) -> None:
        """Wait until the transport has ended."""
        self._thread.join(seconds)

    def settle(self) -> None:
        """Raise what ended the transport, if that was a failure."""
        if self._failure is not None:
            raise self._failure


def _hear_the_end(beside: _Beside) -> None:
    """Have the end of the transport heard where Ctrl-C is not, as in a shell's background."""

    def interrupted(*_: object) -> None:
        if beside.ended:
            raise KeyboardInterrupt

    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, interrupted)


def _interrupt_main() -> None:
    """Send the main thread what Ctrl-C sends, which also ends the system call it is in."""
    main = threading.main_thread().ident
    if main is not None and hasattr(signal, "pthread_kill"):
        signal.pthread_kill(main, signal.SIGINT)
    else:
        signal.raise_signal(signal.SIGINT)
