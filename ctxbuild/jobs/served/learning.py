"""What a library does while it waits for questions: it makes wikis and learns of the past."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from ctxbuild.jobs.served.library import Library
from ctxbuild.model import CtxbuildError

_COMMITS = 8
"""Looked at between two questions: a question waits for so many at most."""
_PAUSE = 0.01
"""Seconds between two looks, in which a question gets its turn."""


@contextmanager
def learning(library: Library) -> Iterator[None]:
    """Prepare answers of a library in another thread until the block ends."""
    ended = threading.Event()
    thread = threading.Thread(target=_learn, args=(library, ended), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


class _EndedError(Exception):
    """The block ended before everything was made."""


def _learn(library: Library, ended: threading.Event) -> None:
    def progress(*_: object) -> None:
        if ended.wait(0):
            raise _EndedError

    # What cannot be made is told to whoever asks for it.
    with suppress(_EndedError, CtxbuildError):
        library.prepare(progress)
    first = 0
    while not ended.wait(_PAUSE) and library.learn(first, _COMMITS):
        first += _COMMITS
