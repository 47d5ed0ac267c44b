"""What every command tells people, where it writes results, and which cache it uses."""

from __future__ import annotations

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
    from ctxbuild.jobs.output import write_file

    if target == "-":
        click.echo(text.encode(), nl=False)
    else:
        write_file(Path(target), (text.encode(),))


def user_cache(*, disabled: bool) -> Cache:
    """Return the user's cache, or one that remembers nothing; what is wrong with it is said."""
    from ctxbuild.cache import Cache

    return Cache.disabled() if disabled else Cache.open(warn=warn)
