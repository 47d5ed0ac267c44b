"""``ctxbuild cache``: show, check or clear the store."""

from __future__ import annotations

import click

from ctxbuild.cli.console import warn


@click.group("cache")
def command() -> None:
    """Show, check or clear the cache.

    It holds token counts, outlines and redactions by content, and what was
    read of sites on the web, in CTXBUILD_CACHE_DIR or the user's cache
    directory, and can go at any time.
    """


@command.command("info")
def info() -> None:
    """Say where the cache is and what it holds."""
    from ctxbuild.cache import Cache
    from ctxbuild.cache.journals import journals, size_of

    with Cache.open(warn=warn) as cache:
        found = cache.info()
        sites = journals(cache.directory) if cache.directory else []
    click.echo(f"{found.path}: {found.entries} entries, {found.size:,} bytes")
    for stage, entries, size in found.stages:
        click.echo(f"  {stage:<20} {entries:>8} {size:>12,} bytes")
    if sites:
        click.echo(
            f"  {'sites on the web':<20} {len(sites):>8} {sum(map(size_of, sites)):>12,} bytes"
        )


@command.command("verify")
def verify() -> int:
    """Check every value; damaged ones are removed and computed again when needed."""
    from ctxbuild.cache import Cache

    with Cache.open(warn=warn) as cache:
        bad = cache.verify()
    click.echo(f"{bad} damaged entries removed" if bad else "all entries are sound")
    return 1 if bad else 0


@command.command("clear")
def clear() -> None:
    """Remove everything."""
    from ctxbuild.cache import Cache
    from ctxbuild.cache.journals import journals, remove

    with Cache.open(warn=warn) as cache:
        freed = cache.clear()
        freed += sum(map(remove, journals(cache.directory))) if cache.directory else 0
    click.echo(f"freed {freed:,} bytes")
