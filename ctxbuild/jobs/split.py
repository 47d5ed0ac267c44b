"""A bundle in several parts, each within the budget, each a file of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ctxbuild.cache import Cache
from ctxbuild.formats.manifest import split_manifest
from ctxbuild.jobs.bundle import BundleOptions, Counted, encoded, planned
from ctxbuild.jobs.output import write_file, write_files
from ctxbuild.markers import OWN_OUTPUT_MARKERS
from ctxbuild.model import Corpus, Progress, UsageError
from ctxbuild.packing.candidates import Relevance, Request
from ctxbuild.packing.split import MOST_PARTS, Split, plan_split


@dataclass(frozen=True, slots=True)
class WrittenParts:
    """The files that were written, in order, and parts of earlier runs that lie beside them."""

    paths: tuple[Path, ...]
    stale: tuple[Path, ...]


def plan_parts(
    counted: Counted,
    options: BundleOptions,
    parts: int | None,
    cache: Cache,
    progress: Progress,
) -> Split:
    """Decide what the parts of a bundle show of a corpus that has been read and counted.

    Args:
        counted: what was read.
        options: what is asked of each part; the budget is that of one part.
        parts: how many at most; ``None`` for as many as everything takes.
        cache: remembers outlines.
        progress: is told how far the work is.

    Raises:
        UsageError: there is no budget, or the number of parts is out of range.
        CtxbuildError: the budget is too small for a part.

    """
    check_parts(options.budget, parts)

    def planner(
        corpus: Corpus, tokens: Sequence[int], request: Request, relevance: Relevance
    ) -> Split:
        return plan_split(corpus, tokens, request, parts, relevance)

    return planned(counted, options, cache, progress, planner)


def check_parts(budget: int | None, parts: int | None) -> None:
    """Refuse a split that cannot be made, before any work is done.

    Raises:
        UsageError: there is no budget, or the number of parts is out of range.
    """
    if budget is None:
        raise UsageError("a split needs a budget: the most tokens of one part, as in --budget 32k")
    if parts is not None and not 1 <= parts <= MOST_PARTS:
        raise UsageError(f"{parts} parts cannot be made; give a number from 1 to {MOST_PARTS}")


def part_paths(path: Path, total: int) -> list[Path]:
    """Return ``NAME-01-of-12.md`` and so on for ``NAME.md``."""
    width = len(str(total))
    return [
        path.with_name(f"{path.stem}-{number:0{width}}-of-{total}{path.suffix}")
        for number in range(1, total + 1)
    ]


def write_parts(split: Split, path: Path) -> WrittenParts:
    """Write all parts, or none.

    Args:
        split: what the parts show.
        path: of which the names of the parts are made, see :func:`part_paths`.

    Raises:
        CtxbuildError: writing failed, or a file changed since it was read.

    """
    paths = part_paths(path, len(split))
    write_files((each, encoded(plan)) for each, plan in zip(paths, split.parts(), strict=True))
    return WrittenParts(tuple(paths), tuple(_stale(path, paths)))


def write_split_manifest(
    split: Split, paths: Sequence[Path], options: BundleOptions, parts: int | None, path: Path
) -> None:
    """Write one manifest for all parts.

    Raises:
        CtxbuildError: writing failed.
    """
    recorded = {**options.recorded(), "split": "auto" if parts is None else parts}
    names = [each.name for each in paths]
    write_file(path, [split_manifest(split, names, recorded).encode()])


def _stale(path: Path, written: Sequence[Path]) -> list[Path]:
    """Return the parts of the same name that belong to another split."""
    pattern = re.compile(rf"{re.escape(path.stem)}-\d+-of-\d+{re.escape(path.suffix)}")
    names = {each.name for each in written}
    beside = sorted(path.parent.iterdir())
    candidates = [p for p in beside if pattern.fullmatch(p.name) and p.name not in names]
    return [each for each in candidates if _is_own(each)]


def _is_own(path: Path) -> bool:
    """Whether a file begins as our outputs do."""
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(max(map(len, OWN_OUTPUT_MARKERS))).startswith(OWN_OUTPUT_MARKERS)
