"""What every command tells people, where it writes results, and which cache it uses."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ctxbuild.cache import Cache


def warn(message: str) -> None:
    """Say on stderr what did not go as it should."""
    click.echo(f"ctxbuild: {message}", err=True)


def write_text(text: str, target: str) -> None:
    """Write a result to a file, or to stdout where the target is ``-``.

    Raises:
        CtxbuildError: the file cannot be written.
    """
    write_pieces((text.encode(),), target)


def write_pieces(pieces: Iterable[bytes], target: str) -> None:
    """Write a result that comes piece by piece, as :func:`write_text` does.

    Raises:
        CtxbuildError: the file cannot be written.
    """
    from ctxbuild.jobs.output import write_file

    if target != "-":
        write_file(Path(target), pieces)
        return
    for piece in pieces:
        click.echo(piece, nl=False)


def user_cache(*, disabled: bool) -> Cache:
    """Return the user's cache, or one that remembers nothing; what is wrong with it is said."""
    from ctxbuild.cache import Cache

    return Cache.disabled() if disabled else Cache.open(warn=warn)
