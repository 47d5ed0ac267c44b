"""Writing results: never half a file, never over what a failure would leave."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from ctxbuild.model import CtxbuildError


def check_writable(path: Path) -> None:
    """Refuse early an output that cannot be written.

    Raises:
        CtxbuildError: its directory does not exist or cannot be written to,
            or the path is a directory itself.
    """
    if path.is_dir():
        raise CtxbuildError(f"{path}: is a directory; name a file to write to")
    if path.exists() and not path.is_file():
        return
    if not path.parent.is_dir():
        raise CtxbuildError(f"{path}: there is no directory {path.parent}; create it first")
    if not os.access(path.parent, os.W_OK):
        raise CtxbuildError(f"{path}: the directory is not writable; choose another with -o")


def write_file(path: Path, chunks: Iterable[bytes]) -> None:
    """Write chunks to a file so that it is complete or untouched.

    A device or pipe is written to directly; a link is followed.

    Raises:
        CtxbuildError: writing failed; the message names path and reason.
    """
    try:
        with _target(path) as stream:
            stream.writelines(chunks)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CtxbuildError(f"{path}: cannot be written: {reason}; nothing was changed") from None


def write_files(files: Iterable[tuple[Path, Iterable[bytes]]]) -> None:
    """Write several files so that all are complete or none is touched.

    They are written beside their targets first; should a rename fail, those
    before it are undone. Links are followed, as with :func:`write_file`.

    Raises:
        CtxbuildError: writing failed; the message names path and reason.
    """
    written: list[tuple[Path, Path]] = []
    path = Path()
    try:
        for path, chunks in files:
            final = Path(os.path.realpath(path))
            temporary = beside(final)
            written.append((temporary, final))
            with temporary.open("xb") as stream:
                if final.exists():
                    temporary.chmod(stat.S_IMODE(final.stat().st_mode))
                stream.writelines(chunks)
        _exchange(written)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CtxbuildError(f"{path}: cannot be written: {reason}; nothing was changed") from None
    finally:
        for temporary, _ in written:
            temporary.unlink(missing_ok=True)


def _exchange(files: Sequence[tuple[Path, Path]]) -> None:
    """Put every new file in the place of the old one; what was there before returns on failure."""
    done: list[tuple[Path, Path | None]] = []
    try:
        for temporary, final in files:
            old = beside(final) if final.exists() else None
            done.append((final, old))
            if old is not None:
                final.rename(old)
            temporary.rename(final)
    except BaseException:
        for final, old in reversed(done):
            if old is None:
                final.unlink(missing_ok=True)
            elif old.exists():
                old.replace(final)
        raise
    for _, old in done:
        if old is not None:
            old.unlink()


def beside(final: Path) -> Path:
    """Return a name for a temporary file or directory that a rename can turn into ``final``."""
    return final.with_name(f".{final.name[:200]}.{secrets.token_hex(4)}.tmp")


@contextlib.contextmanager
def _target(path: Path) -> Iterator[BinaryIO]:
    if path.exists() and not path.is_file():
        with path.open("wb") as stream:
            yield stream
        return
    final = Path(os.path.realpath(path))
    temporary = beside(final)
    try:
        with temporary.open("xb") as stream:
            if final.exists():
                temporary.chmod(stat.S_IMODE(final.stat().st_mode))
            yield stream
        temporary.replace(final)
    finally:
        temporary.unlink(missing_ok=True)
