"""What git's raw diffs say: which paths differ between two trees, by object id.

Raw diffs compare trees by the ids in them. No blob is opened, so no filter,
text conversion or diff program of the repository can have a say; the format is
``:MODE MODE ID ID STATUS``, NUL, path, NUL (git-diff(1), "Raw output format").
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from ctxbuild.readers.git import Repository, start_git

RAW_OPTIONS = (
    "-r",
    "-z",
    "--raw",
    "--no-abbrev",
    "--no-renames",
    "--no-ext-diff",
    "--no-textconv",
    "--ignore-submodules=none",
)
"""Asks for every path with full ids, whatever the configuration says about diffs."""

NO_FILE = b"000000"
REGULAR = b"100644"
"""Modes in raw diffs: nothing there, and a plain file."""

_CHUNK_BYTES = 1 << 16
_LONGEST_TOKEN = 1 << 16
"""Beyond the longest path of any system and any message worth reading, in bytes."""


@dataclass(frozen=True, slots=True)
class RawChange:
    """One path that differs; modes are git's in octal, ``000000`` where there is no file.

    ``status`` is ``A``, ``D``, ``M``, ``T`` (another kind of file) or ``U`` (unmerged).
    """

    path: bytes
    old_mode: bytes
    new_mode: bytes
    old_id: str
    new_id: str
    status: str


def raw_change(facts: bytes, path: bytes) -> RawChange | None:
    """Return what ``:MODE MODE ID ID STATUS`` says of a path, ``None`` where it is cut off."""
    fields = facts.lstrip(b"\n:").split(b" ")
    if len(fields) != 5 or not path:
        return None
    old_mode, new_mode, old_id, new_id, status = fields
    ids = old_id.decode("ascii"), new_id.decode("ascii")
    return RawChange(path, old_mode, new_mode, *ids, status[:1].decode("ascii"))


def raw_changes(output: bytes) -> Iterator[RawChange]:
    """Yield what one raw diff with ``-z`` lists."""
    tokens = output.split(b"\0")
    for facts, path in zip(tokens[0::2], tokens[1::2], strict=False):
        change = raw_change(facts, path)
        if change is not None:
            yield change


def below(repository: Repository) -> tuple[str, ...]:
    """Return the arguments that reduce a diff to the repository's directory, paths as seen there.

    They go last on the command line.
    """
    return ("--relative", "--", ".") if repository.prefix else ("--no-relative", "--")


class Answers:
    """What a git process prints; ``output`` may be read in part."""

    def __init__(self, output: IO[bytes], wait: Callable[[], int]) -> None:
        self.output = output
        self._wait = wait

    def are_whole(self) -> bool:
        """Say, after reading, whether git had nothing more to say and nothing to complain of."""
        self.output.close()
        return self._wait() == 0


@contextmanager
def answers_to(
    repository: Repository, arguments: Sequence[str], questions: Sequence[str]
) -> Iterator[Answers]:
    """Run git with one question a line as its input; it is ended with the block.

    The questions go through a file, so that git and we never wait for each other.

    Raises:
        GitMissingError: there is no git.
    """
    with tempfile.TemporaryFile() as lines:
        lines.write("".join(f"{question}\n" for question in questions).encode("ascii"))
        lines.seek(0)
        process = start_git(arguments, repository.directory, stdin=lines)
        assert process.stdout is not None
        try:
            yield Answers(process.stdout, process.wait)
        finally:
            process.stdout.close()
            process.terminate()
            process.wait()


def nul_tokens(stream: IO[bytes], most_bytes: int) -> Iterator[bytes]:
    """Yield what stands before each NUL, cut at 64 KiB; stop after about ``most_bytes``."""
    carry, left = b"", most_bytes
    while left > 0 and (chunk := stream.read(_CHUNK_BYTES)):
        left -= len(chunk)
        *whole, carry = (carry + chunk).split(b"\0")
        carry = carry[:_LONGEST_TOKEN]
        for token in whole:
            yield token[:_LONGEST_TOKEN]
