"""The clock that limits, pace and retries go by; tests put in one that does not wait."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clock:
    """Seconds that only grow, seconds since 1970 (UTC), and a way to wait."""

    monotonic: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment on a clock after which nothing more is waited for."""

    clock: Clock
    moment: float

    def left(self) -> float:
        """Return the seconds until then, negative when it has passed."""
        return self.moment - self.clock.monotonic()
