"""``--split``: several files instead of one, and what a person is told about them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from ctxbuild.cli.options import AUTO
from ctxbuild.cli.summary import print_reasons, print_summary
from ctxbuild.formats.wording import plural
from ctxbuild.jobs.bundle import BundleOptions, bundle_name, default_output
from ctxbuild.jobs.picture import write_map
from ctxbuild.jobs.split import check_parts, write_parts, write_split_manifest
from ctxbuild.model import UsageError
from ctxbuild.packing.split import Split

# So many parts are named one by one.
_MOST_NAMED = 12


def check_split(flags: dict[str, Any], budget: int | None) -> None:
    """Refuse a split that cannot be written, before any work is done.

    Raises:
        UsageError: it has no budget or no name for its files.
    """
    check_parts(budget, asked_parts(flags))
    if flags["copy"]:
        raise UsageError("--split makes several texts, --copy takes one; name files with -o NAME")
    if flags["output"] == "-" or (flags["output"] is None and not sys.stdout.isatty()):
        raise UsageError("--split writes several files; name them with -o NAME, as in -o ctx.md")


def asked_parts(flags: dict[str, Any]) -> int | None:
    """Return the number of parts asked for, ``None`` for as many as it takes."""
    return None if flags["split"] == AUTO else int(flags["split"])


def deliver_parts(split: Split, options: BundleOptions, flags: dict[str, Any]) -> None:
    """Write the parts, their manifest and their picture, and say where they are."""
    plan, parts = split.whole, asked_parts(flags)
    target = flags["output"] or default_output(bundle_name(plan.corpus), plan.format)
    written = write_parts(split, Path(target))
    where = [f"Written to {_names(written.paths)}"]
    if flags["manifest"]:
        write_split_manifest(split, written.paths, options, parts, flags["manifest"])
        where.append(f"Manifest in {flags['manifest']}")
    if flags["map"]:
        write_map(plan, flags["map"])
        where.append(f"Map in {flags['map']}")
    if flags["why"]:
        print_reasons(plan)
    for path in written.stale:
        click.echo(f"ctxbuild: {path} is of an earlier split; remove it if unused", err=True)
    if not flags["quiet"]:
        _print_parts(split, parts, written.paths)
        print_summary(plan, "; ".join(where), verbose=flags["verbose"])


def _print_parts(split: Split, parts: int | None, paths: Sequence[Path]) -> None:
    if parts is not None and len(split) < parts:
        why = "everything fits" if split.everything else "no more fits"
        click.echo(f"{plural(len(split), 'part')} instead of {parts}: {why}.", err=True)
    for number, (path, tokens) in enumerate(zip(paths, split.tokens, strict=True), 1):
        if number > _MOST_NAMED:
            break
        click.echo(f"Part {number}: {tokens:,} tokens in {path}", err=True)


def _names(paths: Sequence[Path]) -> str:
    return str(paths[0]) if len(paths) == 1 else f"{paths[0]} … {paths[-1]}"
