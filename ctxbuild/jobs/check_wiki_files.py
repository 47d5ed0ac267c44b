"""The files of a wiki, read without trust: names that the record gives lie in its directory."""

from __future__ import annotations

import json
import stat
from collections.abc import Container, Iterable
from dataclasses import dataclass
from pathlib import Path

from ctxbuild.formats.wiki_reading import ReadRecord, read_record
from ctxbuild.formats.wiki_record import RECORD_NAME
from ctxbuild.jobs.site import RECORD_NAME as SITE_RECORD
from ctxbuild.jobs.site import is_plain
from ctxbuild.markers import OWN_OUTPUT_MARKERS
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
    site_digests: dict[str, str]
    """What the site's record says of its files."""
    strays: tuple[str, ...]
    """Pages and files of a site that we once wrote and no record names, such as copies."""


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
    digests = _site_digests(directory / SITE)
    site = _texts(directory / SITE, digests)
    strays = (*_strays(directory, names), *(_strays(directory, digests, f"{SITE}/")))
    return WikiFiles(directory, record, _texts(directory, names), site, digests, strays)


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


def _site_digests(directory: Path) -> dict[str, str]:
    """Return the files that the record of a site names, with their digests."""
    try:
        listed = json.loads(_bytes(directory / SITE_RECORD))["files"]
        return {name: str(digest) for name, digest in listed.items() if is_plain(name)}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _strays(directory: Path, names: Container[str], below: str = "") -> list[str]:
    """Return files that begin as ours do and that no record names."""
    try:
        found = sorted((directory / below).iterdir())
    except OSError:
        return []
    pages = [path for path in found if path.suffix in {".md", ".html"} and path.name not in names]
    return [f"{below}{path.name}" for path in pages if _is_ours(path)]


def _is_ours(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(64).startswith(OWN_OUTPUT_MARKERS)
    except OSError:
        return False
