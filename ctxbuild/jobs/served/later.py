"""A wiki that is made when somebody first needs it, or before that while nobody asks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from ctxbuild.jobs.served.pages import Wiki, WikiPage
from ctxbuild.model import Progress


class LaterWiki:
    """The wiki that a function makes, once; whoever needs it earlier waits for it."""

    def __init__(self, make: Callable[[Progress], Wiki]) -> None:
        """Take what makes it and is told how to say how far it is."""
        self._make = make
        self._made: Wiki | None = None
        self._lock = threading.Lock()

    def made(self, progress: Progress = lambda *_: None) -> Wiki:
        """Return the wiki; ``progress`` may raise to give up, and then the next one makes it.

        Raises:
            CtxbuildError: it cannot be made.
        """
        with self._lock:
            if self._made is None:
                self._made = self._make(progress)
            return self._made

    @property
    def pages(self) -> Sequence[WikiPage]:
        """The contents in reading order."""
        return self.made().pages

    def text(self, slug: str) -> str:
        """Return the Markdown of a page."""
        return self.made().text(slug)
