"""The files of a wiki, read without trust: names that the record gives lie in its directory."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ctxbuild.formats.wiki_reading import ReadRecord, read_record
from ctxbuild.formats.wiki_record import RECORD_NAME
from ctxbuild.jobs.site import RECORD_NAME as SITE_RECORD
from ctxbuild.jobs.site import is_plain
from ctxbuild.model import CtxbuildError

_MOST_BYTES = 500_000_000
"""Of one file."""
SITE = "site"


@dataclass(frozen=True, slots=True)
class WikiFiles:
    """A wiki's directory, its record, and the texts of the files that are there."""

    directory: Path
    record: ReadRecord
    texts: dict[str, str]
    site: dict[str, str]
    """Texts of the site beside the pages; empty where there is none."""


def read_wiki(directory: Path) -> WikiFiles:
    """Return a wiki.

    Raises:
        CtxbuildError: its record is missing, cannot be read or says nothing usable.
    """
    path = directory / RECORD_NAME
    try:
        record = read_record(_bytes(path))
    except OSError as error:
        raise CtxbuildError(f"{path}: cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise CtxbuildError(f"{path}: {error}; run ctxbuild wiki again") from None
    names = {*record.files, *(page.name for page in record.pages)}
    return WikiFiles(directory, record, _texts(directory, names), _site(directory / SITE))


def _texts(directory: Path, names: Iterable[str]) -> dict[str, str]:
    found = {}
    for name in sorted(names):
        try:
            found[name] = _bytes(directory / name).decode("utf-8", "replace")
        except (OSError, ValueError):
            continue
    return found


def _bytes(path: Path) -> bytes:
    """Return the bytes of a regular file that is no link.

    Raises:
        OSError: there is none.
        ValueError: it is none, or too large.
    """
    state = path.lstat()
    if not stat.S_ISREG(state.st_mode) or state.st_size > _MOST_BYTES:
        raise ValueError("is no file, or is too large")
    return path.read_bytes()


def _site(directory: Path) -> dict[str, str]:
    """Return the files of the site that its record names and that are there."""
    try:
        listed = json.loads(_bytes(directory / SITE_RECORD))["files"]
        return _texts(directory, {name for name in listed if is_plain(name)})
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}
