"""Blobs out of a repository's object store, many at once or one at a time.

``git cat-file`` does the reading. For many, the ids go in through a temporary
file, so that git and we never wait for each other. A damaged object costs
that object alone.
"""

from __future__ import annotations

import errno
import os
import subprocess
import tempfile
import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, TypeVar

from ctxbuild.readers.git import Repository, run_git, settings, start_git

_RESTARTS = 100
"""A damaged object ends git's process; after so many of them the rest is given up."""

_PROMISOR_KEYS = r"^(extensions\.partialclone|remote\..*\.promisor)$"

Answer = TypeVar("Answer")


class _DiedError(Exception):
    """The process ended in the middle of an answer."""


def absent_objects(repository: Repository, commit: str) -> frozenset[str]:
    """Return the objects of a commit that a partial clone has not fetched.

    They must not be asked for: before version 2.45, git runs a fetch for each
    and dies when that is forbidden.
    """
    if not settings(repository, _PROMISOR_KEYS):
        return frozenset()
    walk = ["rev-list", "--objects", "--no-walk", "--missing=print", commit]
    lines = run_git(walk, repository.directory).split(b"\n")
    return frozenset(line[1:].decode("ascii") for line in lines if line.startswith(b"?"))


def blob_sizes(repository: Repository, object_ids: Sequence[str]) -> dict[str, int]:
    """Return the size in bytes of each blob; those that are missing or damaged are left out."""
    answers = _ask(repository, "--batch-check", object_ids, _size)
    return {object_id: size for object_id, size in answers if size is not None}


def stream_blobs(
    repository: Repository, object_ids: Sequence[str]
) -> Iterator[tuple[str, bytes | None]]:
    """Yield each blob in the order asked for; ``None`` where it is missing or damaged."""
    return _ask(repository, "--batch", object_ids, _content)


class BlobReader:
    """Reads single blobs through one process that stays; safe to share between threads."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, name: str) -> bytes:
        """Return a blob by its id, or by ``COMMIT:PATH``.

        Raises:
            FileNotFoundError: there is none, or it is damaged.
        """
        if "\n" in name:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)
        with self._lock:
            process = self._process or self._start()
            assert process.stdin is not None
            assert process.stdout is not None
            try:
                process.stdin.write(name.encode("utf-8", "surrogateescape") + b"\n")
                process.stdin.flush()
                data = _content(process.stdout)
            except (_DiedError, BrokenPipeError):
                _end(process)
                self._process = data = None
        if data is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)
        return data

    def _start(self) -> subprocess.Popen[bytes]:
        command = ["cat-file", "--batch"]
        process = start_git(command, self._repository.directory, stdin=subprocess.PIPE)
        weakref.finalize(self, _end, process)
        self._process = process
        return process


def _ask(
    repository: Repository,
    mode: str,
    object_ids: Sequence[str],
    take: Callable[[IO[bytes]], Answer | None],
) -> Iterator[tuple[str, Answer | None]]:
    """Yield what ``take`` makes of git's answer to each id, over as many processes as it needs."""
    done = 0
    for _ in range(_RESTARTS if object_ids else 0):
        for answer in _one_process(repository, mode, object_ids[done:], take):
            yield object_ids[done], answer
            done += 1
        if done == len(object_ids):
            return
    for object_id in object_ids[done:]:
        yield object_id, None


def _one_process(
    repository: Repository,
    mode: str,
    object_ids: Sequence[str],
    take: Callable[[IO[bytes]], Answer | None],
) -> Iterator[Answer | None]:
    """Yield answers until the first one on which git dies, for which ``None`` stands."""
    with _cat_file(repository, mode, object_ids) as output:
        for _ in object_ids:
            try:
                answer = take(output)
            except _DiedError:
                yield None
                return
            yield answer


@contextmanager
def _cat_file(repository: Repository, mode: str, object_ids: Sequence[str]) -> Iterator[IO[bytes]]:
    with tempfile.TemporaryFile() as questions:
        questions.write("".join(f"{object_id}\n" for object_id in object_ids).encode("ascii"))
        questions.seek(0)
        process = start_git(["cat-file", mode, "--buffer"], repository.directory, stdin=questions)
        assert process.stdout is not None
        try:
            yield process.stdout
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except BrokenPipeError:
                continue
    process.terminate()
    process.wait()


def _header(output: IO[bytes]) -> tuple[bool, int] | None:
    """Take ``ID TYPE SIZE``, as whether it is a blob and its size, or ``ID missing``.

    Raises:
        _DiedError: the output ended.
    """
    line = output.readline()
    if not line.endswith(b"\n"):
        raise _DiedError
    kind, _, size = line[:-1].rpartition(b" ")
    return (kind.endswith(b" blob"), int(size)) if size.isdigit() else None


def _size(output: IO[bytes]) -> int | None:
    """Take one answer of ``--batch-check``: the size of a blob.

    Raises:
        _DiedError: the output ended.
    """
    header = _header(output)
    return header[1] if header is not None and header[0] else None


def _content(output: IO[bytes]) -> bytes | None:
    """Take one answer of ``--batch``: the content of a blob.

    Raises:
        _DiedError: the output ended before the content did.
    """
    header = _header(output)
    if header is None:
        return None
    is_blob, size = header
    data = output.read(size)
    if len(data) != size or output.read(1) != b"\n":
        raise _DiedError
    return data if is_blob else None
