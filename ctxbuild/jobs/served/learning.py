"""What a library learns of the past while it waits for questions."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from ctxbuild.jobs.served.library import Library

_COMMITS = 8
"""Looked at between two questions: a question waits for so many at most."""
_PAUSE = 0.01
"""Seconds between two looks, in which a question gets its turn."""


@contextmanager
def learning(library: Library) -> Iterator[None]:
    """Learn the past of a library's sources in another thread until the block ends."""
    ended = threading.Event()
    thread = threading.Thread(target=_learn, args=(library, ended), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _learn(library: Library, ended: threading.Event) -> None:
    first = 0
    while not ended.wait(_PAUSE) and library.learn(first, _COMMITS):
        first += _COMMITS
