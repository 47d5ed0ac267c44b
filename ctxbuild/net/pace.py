"""One request at a time for each host, and a pause between them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from ctxbuild.net.clock import Clock


class _Host:
    __slots__ = ("due", "lock")

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.due = float("-inf")


class Pace:
    """Hands out turns; safe to use from several threads."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        """Leave ``seconds`` between the end of a request and the next to the same host."""
        self._clock = clock
        self._seconds = seconds
        self._hosts: dict[str, _Host] = {}

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait until ``host`` may be asked, and keep others from it meanwhile."""
        state = self._hosts.setdefault(host, _Host())
        with state.lock:
            while (wait := state.due - self._clock.monotonic()) > 0:
                self._clock.sleep(wait)
            try:
                yield
            finally:
                state.due = max(state.due, self._clock.monotonic() + self._seconds)

    def postpone(self, host: str, seconds: float) -> None:
        """Let nobody ask ``host`` for the next ``seconds``."""
        state = self._hosts.setdefault(host, _Host())
        state.due = max(state.due, self._clock.monotonic() + seconds)
