"""The question that a bundle is to answer: given in words or in a file."""

from __future__ import annotations

import sys
from pathlib import Path

from ctxbuild.model import UsageError

_MOST_BYTES = 1 << 20


def question(text: str | None, file: str | None, issue: str | None = None) -> str:
    """Return the question asked, empty where none is.

    Args:
        text: the question itself.
        file: where it stands; ``-`` is stdin.
        issue: the address of an issue on a forge, a file, or an issue's text.

    Raises:
        UsageError: more than one is given, or the file cannot be read, is larger
            than 1 MiB, or holds no text.
        CtxbuildError: the issue cannot be had.
    """
    given = {"--query": text, "--query-file": file, "--issue": issue}
    flags = [flag for flag, value in given.items() if value is not None]
    if len(flags) > 1:
        raise UsageError(f"{flags[0]} and {flags[1]} exclude each other; give one of them")
    if issue is not None:
        return _issue(issue)
    if text is not None and not text.strip():
        raise UsageError("--query: there is no text in it; write a question, or leave it out")
    if file is None:
        return (text or "").strip()
    data = _read(file)
    if len(data) > _MOST_BYTES:
        raise UsageError(f"--query-file {file}: larger than 1 MiB; give the part that matters")
    found = data.decode("utf-8", "replace").strip()
    if not found:
        raise UsageError(f"--query-file {file}: there is no text in it; write a question")
    return found


def _issue(text: str) -> str:
    from ctxbuild.net.client import Client, Options
    from ctxbuild.readers.issue import addressed, read_issue

    with Client(Options(named=addressed(text), pace=0)) as client:
        return read_issue(text, client).strip()


def _read(file: str) -> bytes:
    try:
        if file == "-":
            return sys.stdin.buffer.read(_MOST_BYTES + 1)
        with Path(file).open("rb") as stream:
            return stream.read(_MOST_BYTES + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(f"--query-file {file}: cannot be read: {reason}") from None
