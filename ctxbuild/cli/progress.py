"""A progress bar on the terminal for work that takes longer than a moment."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

# Work that is done before this many seconds needs no bar, nor the import of one.
_PATIENCE = 0.7
_PAUSE = 10.0
"""Seconds between lines where there is no terminal."""

_LONG = ("arxiv", "crawl", "lines")
"""Stages of which a line is written now and then where there is no terminal."""

_WORDS = {
    "arxiv": "Asking arXiv",
    "crawl": "Fetching pages",
    "lines": "Reading lines",
    "read": "Reading files",
    "pages": "Converting pages",
    "imports": "Following imports",
    "outlines": "Outlining code",
}


class ProgressBar:
    """Shows stages on stderr; does nothing where stderr is no terminal or ``quiet``."""

    def __init__(self, *, quiet: bool) -> None:
        self._on = not quiet and sys.stderr.isatty()
        self._quiet = quiet
        self._start = self._said = time.monotonic()
        self._bar: Progress | None = None
        self._stage = ""
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` files have passed a stage.

        What stands behind a colon in ``stage`` tells more of it. A crawl takes long, so
        where stderr is no terminal, it is reported in a line now and then.
        """
        stage, _, more = stage.partition(": ")
        if stage in _LONG and not self._on:
            self._say(stage, done, total, more)
            return
        if not self._on or time.monotonic() - self._start < _PATIENCE:
            return
        if self._bar is None:
            self._bar = self._started()
        if stage != self._stage or self._task is None:
            if self._task is not None:
                self._bar.remove_task(self._task)
            self._stage = stage
            self._task = self._bar.add_task(_WORDS.get(stage, stage), total=total)
        words = _WORDS.get(stage, stage) + (f" ({more})" if more else "")
        self._bar.update(self._task, completed=done, total=total, description=words)

    def _say(self, stage: str, done: int, total: int, more: str) -> None:
        now = time.monotonic()
        if not self._quiet and now - self._said >= _PAUSE:
            self._said = now
            behind = f" of {total:,} ({more})" if more else ""
            click.echo(f"{_WORDS[stage]}: {done:,}{behind}", err=True)

    def _started(self) -> Progress:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        bar.start()
        return bar
