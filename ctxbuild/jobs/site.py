"""Writing a wiki as a site: a directory of our own, or one file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from ctxbuild.cache import Cache
from ctxbuild.formats.site.files import DATA, single_file, site_files
from ctxbuild.formats.wiki_record import file_digest
from ctxbuild.jobs.counting import TextTokens
from ctxbuild.jobs.output import check_writable, write_file, write_files
from ctxbuild.model import CtxbuildError, UsageError
from ctxbuild.model.wikis import Wiki

RECORD_NAME = "site.json"
"""Says which files of a directory are ours, so that those of pages that are no more go."""
_MADE = "site 2"


def write_site(
    wiki: Wiki,
    target: Path,
    *,
    encoding: str = "o200k_base",
    in_one_file: bool = False,
    cache: Cache | None = None,
) -> int:
    """Write a wiki as a site, all files or none; those that are the same stay untouched.

    Args:
        wiki: what is shown.
        target: the directory, which is empty, not there yet or was written by us; with
            ``in_one_file`` the file.
        encoding: in which tokens are counted that pages say.
        in_one_file: write one file that holds all pages.
        cache: remembers what is made of pages.

    Returns:
        How many files were written, the record not counted.

    Raises:
        UsageError: the directory holds files of others.
        CtxbuildError: it cannot be written.
    """
    cache = cache or Cache.disabled()
    count = TextTokens(cache, encoding).count
    if in_one_file:
        check_writable(target)
        write_file(target, [single_file(wiki, count, cache)])
        return 1
    before = _ours(target)
    digests: dict[str, str] = {}
    changed: list[str] = []

    def files() -> Iterator[tuple[Path, Sequence[bytes]]]:
        """Yield what is written one by one: a site may be larger than memory should be."""
        for name, data in site_files(wiki, count, cache):
            digests[name] = file_digest(data.decode())
            if not _is(target / name, data):
                changed.append(name)
                yield target / name, [data]
        yield target / RECORD_NAME, [_record(digests)]

    _make_directories(target)
    write_files(files())
    _remove(target, [name for name in before if name not in digests])
    return len(changed)


def _record(digests: Mapping[str, str]) -> bytes:
    return json.dumps({"ctxbuild": _MADE, "files": dict(sorted(digests.items()))}).encode() + b"\n"


def _ours(target: Path) -> list[str]:
    """Return the files of a directory that its record says are ours.

    Raises:
        UsageError: it holds files and no record of ours.
        CtxbuildError: it is no directory, or cannot be read.
    """
    try:
        if not any(target.iterdir()):
            return []
        found = json.loads((target / RECORD_NAME).read_bytes())
        if found["ctxbuild"] in {_MADE, "site 1"}:
            return [name for name in found["files"] if is_plain(name)]
    except FileNotFoundError:
        if not target.exists():
            return []
    except OSError as error:
        raise CtxbuildError(f"{target}: cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise UsageError(f"{target}: holds files that ctxbuild did not write; give an empty directory")


def is_plain(name: object) -> bool:
    """Whether a name from a record is one that we could have written."""
    if not isinstance(name, str) or "\0" in name or "\\" in name:
        return False
    directory, _, file = name.rpartition("/")
    return directory in {"", DATA} and file not in {"", ".", ".."}


def _is(path: Path, data: bytes) -> bool:
    """Whether a file, not a link to one, holds just this."""
    try:
        return not path.is_symlink() and path.read_bytes() == data
    except OSError:
        return False


def _make_directories(target: Path) -> None:
    try:
        (target / DATA).mkdir(parents=True, exist_ok=True)
        leads_out = (target / DATA).is_symlink()
    except OSError as error:
        raise CtxbuildError(f"{target}: cannot be made: {error.strerror}") from None
    if leads_out:
        raise CtxbuildError(f"{target / DATA}: is a link; remove it")


def _remove(target: Path, names: Sequence[str]) -> None:
    for name in names:
        with suppress(OSError):
            (target / name).unlink()
