"""The question that a bundle is to answer: given in words or in a file."""

from __future__ import annotations

import sys
from pathlib import Path

from ctxbuild.model import UsageError

_MOST_BYTES = 1 << 20


def question(text: str | None, file: str | None) -> str:
    """Return the question asked, empty where none is.

    Args:
        text: the question itself.
        file: where it stands; ``-`` is stdin.

    Raises:
        UsageError: both are given, or the file cannot be read, is larger than
            1 MiB, or holds no text.
    """
    if file is None:
        return (text or "").strip()
    if text is not None:
        raise UsageError("--query and --query-file exclude each other; give one of them")
    data = _read(file)
    if len(data) > _MOST_BYTES:
        raise UsageError(f"--query-file {file}: larger than 1 MiB; give the part that matters")
    found = data.decode("utf-8", "replace").strip()
    if not found:
        raise UsageError(f"--query-file {file}: there is no text in it; write a question")
    return found


def _read(file: str) -> bytes:
    try:
        if file == "-":
            return sys.stdin.buffer.read(_MOST_BYTES + 1)
        with Path(file).open("rb") as stream:
            return stream.read(_MOST_BYTES + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(f"--query-file {file}: cannot be read: {reason}") from None
