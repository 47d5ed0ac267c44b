"""What git itself changes when it checks a file out, so that it counts as no change.

Line ends become CRLF where settings or attributes say so, and the pointer of a
large file becomes its content. Both can be told from bytes and ids; the filters
that a repository names are never run.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection

from ctxbuild.readers.git import Repository, run_git, settings

_CONVERTING = frozenset({"true", "input"})
_CONVERTS = frozenset({b"auto", b"set", b"lf", b"crlf", b"input", b"true"})
_POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize {}\n"
_POINTER_SIZE = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\noid sha256:[0-9a-f]{64}\nsize ([0-9]{1,18})\n"
)
LONGEST_POINTER = 1024
"""Bytes; the specification's limit."""


def git_blob_id(data: bytes, object_format: str) -> str:
    """Return the id that git gives a blob: SHA-1 or SHA-256 of ``blob SIZE``, NUL and the bytes."""
    found = hashlib.new(object_format, b"blob %d\0" % len(data), usedforsecurity=False)
    found.update(data)
    return found.hexdigest()


def holds_pointer_to(data: bytes, blob_id: str, object_format: str) -> bool:
    """Say whether a blob is the Git LFS pointer to ``data``."""
    pointer = _POINTER.format(hashlib.sha256(data).hexdigest(), len(data))
    return git_blob_id(pointer.encode("ascii"), object_format) == blob_id


def size_behind(blob: bytes) -> int:
    """Return the size in bytes of what a blob stands for: of itself where it is no pointer."""
    pointer = _POINTER_SIZE.fullmatch(blob)
    return int(pointer[1]) if pointer else len(blob)


def with_plain_ends(data: bytes) -> bytes:
    """Return ``data`` with LF for CRLF, as git stores text that it converts."""
    return data.replace(b"\r\n", b"\n")


def converted(repository: Repository, paths: Collection[bytes]) -> frozenset[bytes]:
    """Return those of the paths whose line ends git converts by a setting or an attribute."""
    if not paths:
        return frozenset()
    if settings(repository, r"^core\.autocrlf$").get("core.autocrlf") in _CONVERTING:
        return frozenset(paths)
    asked = ["check-attr", "-z", "--stdin", "text", "eol"]
    listed = b"".join(path + b"\0" for path in sorted(paths))
    answers = run_git(asked, repository.directory, listed).split(b"\0")
    rows = zip(answers[0::3], answers[2::3], strict=False)
    return frozenset(path for path, value in rows if value in _CONVERTS)
