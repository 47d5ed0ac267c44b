"""Ctrl-C while foreign code calls back: an exception in there would be lost or become another."""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType


class Held:
    """Keeps an interrupt until the block ends, where it is raised as it would have been.

    ``came`` says that there was one, so that a callback can end its work early. Only
    the main thread gets interrupts; elsewhere nothing is done.
    """

    def __init__(self) -> None:
        self.came = False
        self._before: object = None

    def __enter__(self) -> Held:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.getsignal(signal.SIGINT)
            if callable(self._before):
                signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if callable(self._before):
            signal.signal(signal.SIGINT, self._before)
            if self.came:
                self._before(signal.SIGINT, None)

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self.came = True
