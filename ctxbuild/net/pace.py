"""Few requests at a time for each site's owner, and a pause between them.

Hosts of one owner share a pace, since ``a.example.org`` and ``b.example.org`` are
mostly one machine and one bill. The owner is the last two labels of a name: for
some suffixes that joins strangers, who are then asked more slowly than need be.
"""

from __future__ import annotations

import heapq
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from ctxbuild.net.clock import Clock

_LONGEST_PAUSE = 30.0
"""Seconds between two requests, however often a host says that it is busy."""
_FIRST_PAUSE = 0.1
"""Where pauses begin to grow from when there are none."""
_EASE = 0.1
"""What each good answer takes off a longer pause, as a share of the usual one."""


class _Host:
    __slots__ = ("closed_until", "due", "floor", "lock", "pause", "places")

    def __init__(self, places: int, pause: float) -> None:
        self.lock = threading.Lock()
        self.places = threading.Semaphore(places)
        self.due = [float("-inf")] * places
        """When each of the places may be used again; a heap."""
        self.closed_until = float("-inf")
        self.floor = pause
        self.pause = pause


class Pace:
    """Hands out turns; safe to use from several threads."""

    def __init__(self, clock: Clock, seconds: float, places: int = 1) -> None:
        """Let at most ``places`` requests to a host be under way at a time.

        Between the end of a request and the next one in its place there are
        ``seconds``, more after :meth:`slow_down` and :meth:`hindered`.
        """
        self._clock = clock
        self._seconds = seconds
        self._places = places
        self._hosts: dict[str, _Host] = {}

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait until ``host`` may be asked, and keep others from it meanwhile."""
        state = self._of(host)
        with state.places:
            with state.lock:
                due = heapq.heappop(state.due)
            try:
                while (wait := max(due, state.closed_until) - self._clock.monotonic()) > 0:
                    self._clock.sleep(wait)
                yield
            finally:
                with state.lock:
                    heapq.heappush(state.due, self._clock.monotonic() + state.pause)

    def postpone(self, host: str, seconds: float) -> None:
        """Let nobody ask ``host`` for the next ``seconds``."""
        state = self._of(host)
        with state.lock:
            state.closed_until = max(state.closed_until, self._clock.monotonic() + seconds)

    def slow_down(self, host: str, seconds: float) -> None:
        """Leave at least ``seconds`` between requests to ``host`` from now on, 30 at most."""
        state = self._of(host)
        with state.lock:
            state.floor = max(state.floor, min(seconds, _LONGEST_PAUSE))
            longer = max(state.pause, state.floor)
            # What is waited for already becomes longer too; a shift keeps the heap in order.
            state.due = [due + longer - state.pause for due in state.due]
            state.closed_until += longer - state.pause
            state.pause = longer

    def hindered(self, host: str) -> None:
        """Double the pauses of a host that says it is busy."""
        state = self._of(host)
        with state.lock:
            longer = max(state.pause * 2, min(_FIRST_PAUSE, state.floor or _FIRST_PAUSE))
            state.pause = max(state.floor, min(longer, _LONGEST_PAUSE))

    def eased(self, host: str) -> None:
        """Shorten the pauses of a host that answers well, step by step to the usual one."""
        state = self._of(host)
        if state.pause > state.floor:
            with state.lock:
                step = max(state.floor, _FIRST_PAUSE) * _EASE
                state.pause = max(state.floor, state.pause - step)

    def pause(self, host: str) -> float:
        """Return the seconds now left between requests to ``host``."""
        return self._of(host).pause

    def _of(self, host: str) -> _Host:
        return self._hosts.setdefault(_owner(host), _Host(self._places, self._seconds))


def _owner(host: str) -> str:
    labels = host.split(".")
    is_name = ":" not in host and not labels[-1].isdigit()
    return ".".join(labels[-2:]) if is_name else host
