"""From a counted corpus to files, stdout, clipboard, and what a person is told."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ctxbuild.cli.console import user_cache

if TYPE_CHECKING:
    from ctxbuild.cache import Cache
    from ctxbuild.jobs.bundle import BundleOptions, Counted
    from ctxbuild.model import Corpus, Progress


def make_bundle(
    count: Callable[[Cache, Progress], Counted], options: BundleOptions, flags: dict[str, Any]
) -> None:
    """Read and count by ``count``, decide what to show, and deliver it as the flags ask.

    Raises:
        UsageError: outputs that cannot be written; nothing was read then.
        CtxbuildError: reading, planning or writing failed, or there was nothing to read.
    """
    from ctxbuild.cli.parts import asked_parts, check_split, deliver_parts
    from ctxbuild.cli.progress import ProgressBar
    from ctxbuild.jobs.bundle import plan_counted
    from ctxbuild.jobs.split import plan_parts

    _check_outputs(flags)
    if flags["split"] is not None and not flags["dry_run"]:
        check_split(flags, options.budget)
    cache = user_cache(disabled=flags["no_cache"])
    with cache, ProgressBar(quiet=flags["quiet"]) as progress:
        counted = count(cache, progress)
        _check_not_empty(counted.corpus, flags)
        if flags["dry_run"]:
            _list(counted.corpus, counted.tokens, flags)
            return
        if flags["split"] is None:
            plan = plan_counted(counted, options, cache, progress)
        else:
            split = plan_parts(counted, options, asked_parts(flags), cache, progress)
    if flags["split"] is None:
        _deliver(plan, options, flags)
    else:
        deliver_parts(split, options, flags)


def _check_not_empty(corpus: Corpus, flags: dict[str, Any]) -> None:
    """Refuse a source of which nothing can be read: an empty bundle would look like success."""
    from ctxbuild.cli.summary import skipped_lines
    from ctxbuild.model import CtxbuildError

    if corpus.documents:
        return
    if not flags["quiet"]:
        notes = (f"Note: {note}" for note in corpus.notes)
        for line in (*skipped_lines(corpus, everything=flags["verbose"]), *notes):
            click.echo(line, err=True)
    names = ", ".join(source.name for source in corpus.sources)
    raise CtxbuildError(f"{names}: no file was read; see --include, --exclude and the ignore files")


def _list(corpus: Any, tokens: tuple[int, ...], flags: dict[str, Any]) -> None:
    from ctxbuild.cli.summary import print_listing, skipped_lines

    print_listing(corpus, tokens)
    if not flags["quiet"]:
        for line in skipped_lines(corpus, everything=flags["verbose"]):
            click.echo(line, err=True)


def _deliver(plan: Any, options: Any, flags: dict[str, Any]) -> None:
    """Write the bundle where it was asked for and say where that is."""
    from ctxbuild.cli.summary import note_lines, print_reasons, print_summary, skipped_lines
    from ctxbuild.jobs.bundle import (
        bundle_name,
        default_output,
        encoded,
        write_bundle,
        write_manifest,
    )
    from ctxbuild.jobs.picture import write_map

    target = flags["output"]
    where = []
    if flags["copy"]:
        from ctxbuild.cli.clipboard import copy

        where.append(f"Copied with {copy(b''.join(encoded(plan)))}.")
    elif target is None and sys.stdout.isatty():
        target = str(default_output(bundle_name(plan.corpus), plan.format))
    if target == "-" or (target is None and not flags["copy"]):
        sys.stdout.buffer.writelines(encoded(plan))
        sys.stdout.buffer.flush()
    elif target is not None:
        write_bundle(plan, Path(target))
        where.append(f"Written to {target}")
    if flags["manifest"]:
        write_manifest(plan, options, flags["manifest"])
        where.append(f"Manifest in {flags['manifest']}")
    if flags["map"]:
        write_map(plan, flags["map"])
        where.append(f"Map in {flags['map']}")
    if flags["why"]:
        print_reasons(plan)
    if not flags["quiet"]:
        # In a pipe the figures stand in the bundle; what was skipped and other notes are news.
        if where or sys.stderr.isatty() or flags["verbose"]:
            print_summary(plan, "; ".join(where) or "Written to stdout", verbose=flags["verbose"])
        else:
            for line in (*skipped_lines(plan.corpus, everything=False), *note_lines(plan)):
                click.echo(line, err=True)


def _check_outputs(flags: dict[str, Any]) -> None:
    """Refuse outputs that cannot be written before any work is done."""
    from ctxbuild.jobs.output import check_writable
    from ctxbuild.jobs.picture import check_map

    if flags["map"]:
        check_map(flags["map"])
    for target in (flags["output"], flags["manifest"], flags["map"]):
        if target and str(target) != "-":
            check_writable(Path(target))
