"""Outputs checked against what they were made of. What there is to check, options say."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ctxbuild.model import CtxbuildError, UsageError
from ctxbuild.readers.site.page_text import foreign, page_text
from ctxbuild.verify.twins.comparing import compare
from ctxbuild.verify.twins.fidelity_report import THRESHOLDS, FidelityReport, Pair
from ctxbuild.verify.twins.markdown import read_twin
from ctxbuild.verify.twins.page import read_page

MOST_BYTES = 200_000_000
"""Of one file."""

_PAGES = (".html", ".htm", ".xhtml")
_TWINS = (".md", ".markdown")
_INDEX = re.compile(r"(?:^|(?<=/))(?:index|readme)$", re.I)


@dataclass(frozen=True, slots=True)
class TwinOptions:
    """What is asked of a comparison of twins with pages.

    ``content`` is a CSS selector for the content of pages, found if empty;
    ``thresholds`` replace those of their names; ``shown`` differences are written.
    """

    paths: tuple[Path, ...]
    against: Path
    content: str = ""
    thresholds: Mapping[str, float] = field(default_factory=dict)
    shown: int = 20


def check_twins(options: TwinOptions) -> FidelityReport:
    """Compare a twin with its page, or each twin in a tree with that of the same name.

    Raises:
        UsageError: paths do not go together, or the selector selects nothing.
        CtxbuildError: a file that was named cannot be read.
    """
    unread: list[str] = []
    pairs = []
    for twin, page, named in _paired(options, unread):
        try:
            text, html = _text(twin), _page(page)
        except CtxbuildError as error:
            if len(options.paths) == 1 and not options.against.is_dir():
                raise
            unread.append(str(error))
            continue
        try:
            reading = read_page(html, options.content)
        except UsageError as error:
            if not options.against.is_dir():
                raise
            unread.append(f"{named}: {error}")
            continue
        pairs.append(Pair(named, page.as_posix(), compare(named, read_twin(text), reading)))
    return FidelityReport(pairs, unread, {**THRESHOLDS, **options.thresholds}, options.shown)


def threshold(text: str) -> dict[str, float]:
    """Return what ``95`` or ``code=99`` asks for.

    Raises:
        UsageError: it is neither.
    """
    name, equals, number = text.rpartition("=")
    try:
        percent = float(number)
    except ValueError:
        percent = -1.0
    names = [n for n in THRESHOLDS if not equals or n == name or n.split()[0] == name]
    if not names or not 0 <= percent <= 100:
        known = ", ".join(THRESHOLDS)
        raise UsageError(f"--threshold {text}: give a percentage or NAME=PERCENT; names: {known}")
    return dict.fromkeys(names, percent)


def _paired(options: TwinOptions, unread: list[str]) -> Iterator[tuple[Path, Path, str]]:
    """Yield each twin, its page and the twin's name in reports."""
    against = options.against
    if against.is_dir():
        pages = {_key(path, against): path for path in _files(against, _PAGES)}
        for root in options.paths:
            if not root.is_dir():
                raise UsageError(f"{root}: {against} is a directory; name a tree of twins with it")
            yield from _paired_in(root, pages, unread)
    elif len(options.paths) > 1 or options.paths[0].is_dir():
        raise UsageError(f"{against} is one page; name one twin to compare with it")
    else:
        yield options.paths[0], against, options.paths[0].as_posix()


def _paired_in(
    root: Path, pages: Mapping[str, Path], unread: list[str]
) -> Iterator[tuple[Path, Path, str]]:
    twins = list(_files(root, _TWINS))
    if not twins:
        raise UsageError(f"{root}: there is no Markdown file in it")
    for twin in twins:
        page = pages.get(_key(twin, root))
        if page is None:
            unread.append(f"{twin.as_posix()}: there is no page of that name")
        else:
            yield twin, page, twin.as_posix()


def _key(path: Path, root: Path) -> str:
    """Return what a page and its twin have in common: ``a/b`` of ``a/b/index.html``, ``a/b.md``."""
    name = path.relative_to(root).as_posix()
    while (shorter := _without(name, (*_PAGES, *_TWINS))) != name:
        name = shorter
    return _INDEX.sub("", name).rstrip("/").casefold()


def _without(name: str, endings: Sequence[str]) -> str:
    lower = name.lower()
    return next((name[: -len(end)] for end in endings if lower.endswith(end)), name)


def _files(root: Path, endings: tuple[str, ...]) -> Iterator[Path]:
    """Yield the files below a directory with one of some endings, in order; links are left out."""
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            path = Path(folder, name)
            if name.lower().endswith(endings) and not path.is_symlink():
                yield path


def _text(path: Path) -> str:
    data = _bytes(path)
    if foreign(data):
        raise CtxbuildError(f"{path}: not Markdown: {foreign(data)}")
    return page_text(data)


def _page(path: Path) -> str:
    data = _bytes(path)
    if foreign(data):
        raise CtxbuildError(f"{path}: not a page of HTML: {foreign(data)}")
    return page_text(data)


def _bytes(path: Path) -> bytes:
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            raise CtxbuildError(f"{path}: not a file; name a Markdown file and its page")
        if state.st_size > MOST_BYTES:
            raise CtxbuildError(f"{path}: has more than {MOST_BYTES // 1_000_000} MB; check a part")
        return path.read_bytes()
    except OSError as error:
        raise CtxbuildError(f"{path}: {error.strerror or error}") from error
