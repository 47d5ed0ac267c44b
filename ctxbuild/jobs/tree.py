"""A directory of files that ctxbuild made: written whole, renewed with care."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from ctxbuild.formats.llms_txt import MARK
from ctxbuild.jobs.output import beside, write_files
from ctxbuild.model import CtxbuildError, UsageError

_LIST = re.compile(r"llms(?:-[a-z0-9_-]+)?\.txt")
_MARK_WITHIN = 64_000
"""Bytes; the mark stands before the first section."""

Content = str | Callable[[], Iterable[bytes]]
"""The text of a file, or what gives its bytes piece by piece, the same each time."""

INDEX_NAME = "ctxbuild-docs.json"
"""The record that says which files of a directory are ours."""


def check_tree(target: Path) -> None:
    """Refuse early a directory that a tree cannot be written to.

    Raises:
        UsageError: it holds files and was not made by us.
        CtxbuildError: it is no directory, or cannot be made.
    """
    if target.exists() and not target.is_dir():
        raise CtxbuildError(f"{target}: is not a directory; name another with -o")
    if target.is_dir():
        if any(target.iterdir()) and not (target / INDEX_NAME).is_file():
            raise UsageError(
                f"{target}: holds files that ctxbuild did not write; give an empty directory"
            )
    elif not target.parent.is_dir():
        raise CtxbuildError(f"{target}: there is no directory {target.parent}; create it first")
    writable = target if target.is_dir() else target.parent
    if not os.access(writable, os.W_OK):
        raise CtxbuildError(f"{writable}: the directory is not writable; choose another with -o")


def write_tree(
    target: Path,
    names: Sequence[str],
    files: Iterable[tuple[str, Content]],
    index: str,
    *,
    beside: bool = False,
    record: str = INDEX_NAME,
) -> int:
    """Write files below a directory, all or none, and the index that names them.

    A new directory appears with everything in it. In one that we made before, files
    that are the same stay untouched, and those that are gone are removed.

    Args:
        target: the directory.
        names: of the files, relative, safe on every file system.
        files: names with contents, in any order.
        index: the text of the index; empty where none is kept.
        beside: write among files of others, of which none is written over.
        record: what the index is called.

    Returns:
        How many files were written, the index not counted.

    Raises:
        CtxbuildError: writing failed; nothing was changed.
    """
    if not beside:
        check_tree(target)
    try:
        if not target.is_dir() or not any(target.iterdir()):
            return _new_tree(target, files, index, record)
        return _renewed(target, names, files, index, record, beside=beside)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CtxbuildError(f"{target}: cannot be written: {reason}; nothing was changed") from None


def _new_tree(target: Path, files: Iterable[tuple[str, Content]], index: str, record: str) -> int:
    final = Path(os.path.realpath(target))
    temporary = beside(final)
    count = 0
    try:
        temporary.mkdir()
        for name, content in files:
            path = temporary / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as stream:
                stream.writelines(_pieces(content))
            count += 1
        if index:
            (temporary / record).write_bytes(index.encode())
        if final.is_dir():
            final.rmdir()
        temporary.rename(final)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return count


def _renewed(
    target: Path,
    names: Sequence[str],
    files: Iterable[tuple[str, Content]],
    index: str,
    record: str,
    *,
    beside: bool,
) -> int:
    """Bring a tree that we wrote up to date."""
    before = _listed(target / record) if (target / record).is_file() else {}
    root = Path(os.path.realpath(target))
    changed: list[tuple[Path, Iterable[bytes]]] = []
    for name, content in files:
        path = target / name
        if path.is_file() and not path.is_symlink() and _holds(path, _pieces(content)):
            continue
        if os.path.lexists(path) and not _is_ours(path, before.get(name), beside=beside):
            raise CtxbuildError(
                f"{path}: exists and was not written by ctxbuild; move it away, "
                "or name another directory with -o"
            )
        _make_parent(path)
        if not Path(os.path.realpath(path)).is_relative_to(root):
            raise CtxbuildError(f"{path}: a link in the directory leads outside; remove it")
        changed.append((path, _pieces(content)))
    indexed = [(target / record, (index.encode(),))] if index else []
    write_files([*changed, *indexed])
    for name in sorted(set(before) - set(names)):
        if _is_ours(target / name, before[name], beside=beside):
            _remove(target / name, root)
    return len(changed)


def _pieces(content: Content) -> Iterable[bytes]:
    return (content.encode(),) if isinstance(content, str) else content()


def _holds(path: Path, pieces: Iterable[bytes]) -> bool:
    """Whether a file has just these bytes."""
    with path.open("rb") as stream:
        return all(stream.read(len(piece)) == piece for piece in pieces) and not stream.read(1)


def _make_parent(path: Path) -> None:
    """Make the directory of a file.

    Raises:
        CtxbuildError: a file stands in the way.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise CtxbuildError(
            f"{path.parent}: is a file where a directory is needed; name another with -o"
        ) from None


def _is_ours(path: Path, digest: str | None, *, beside: bool) -> bool:
    """Whether a file is one that we wrote: it says so, or is what the record says that we wrote.

    A directory of our own holds nothing else, so there its name in the record is enough.
    """
    if not beside and digest is not None:
        return True
    if not path.is_file() or path.is_symlink():
        return False
    data = path.read_bytes()
    if _LIST.fullmatch(path.name) and MARK.encode() in data[:_MARK_WITHIN]:
        return True
    return bool(digest) and blake2b(data, digest_size=20).hexdigest() == digest


def _listed(index: Path) -> dict[str, str]:
    """Return the files that an index names below its directory, with digests if it has them."""
    try:
        record = json.loads(index.read_bytes())
        entries = record["files"] if "files" in record else record["pages"]
        found = {entry["path"]: entry.get("digest", "") for entry in entries}
        by_content = "files" in record
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}
    return {
        name: digest if by_content and isinstance(digest, str) else ""
        for name, digest in found.items()
        if isinstance(name, str)
        and (name.endswith((".md", ".json")) or _LIST.fullmatch(name.rpartition("/")[2]))
        and not {"", ".", ".."} & set(name.split("/"))
        and "\\" not in name
        and "\0" not in name
    }


def _remove(path: Path, root: Path) -> None:
    """Remove a file of ours, and directories that it leaves empty."""
    if not Path(os.path.realpath(path.parent)).is_relative_to(root):
        return
    path.unlink(missing_ok=True)
    for directory in path.parents:
        if Path(os.path.realpath(directory)) == root:
            return
        with suppress(OSError):
            directory.rmdir()
