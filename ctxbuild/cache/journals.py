"""Where what was read of sites on the web is kept from one run to the next."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

DIRECTORY = "crawls"
MOST_BYTES = 4 << 30
"""Of all journals together; about 40,000 pages of 100 KB and their links."""
_ENDING = ".sqlite3"
_PARTS = ("", "-wal", "-shm", ".set-aside")


def journals(directory: Path) -> list[Path]:
    """Return the journals in a cache directory, those that were used last at the end."""
    found = []
    for path in (directory / DIRECTORY).glob(f"*{_ENDING}"):
        with suppress(OSError):
            found.append((path.stat().st_mtime_ns, path))
    return [path for _, path in sorted(found)]


def size_of(journal: Path) -> int:
    """Return the bytes that a journal takes on disk."""
    size = 0
    for part in _PARTS:
        with suppress(OSError):
            size += journal.with_name(journal.name + part).stat().st_size
    return size


def remove(journal: Path) -> int:
    """Remove a journal; return the bytes freed."""
    size = size_of(journal)
    for part in _PARTS:
        with suppress(OSError):
            journal.with_name(journal.name + part).unlink()
    return size


def make_room(directory: Path, keep: Path, most_bytes: int = MOST_BYTES) -> None:
    """Remove the journals that were not used for longest while all take too much.

    One with a log beside it is open, or waits for its run to go on: it stays.
    """
    found = journals(directory)
    total = sum(map(size_of, found))
    for journal in found:
        if total <= most_bytes:
            return
        if journal != keep and not journal.with_name(f"{journal.name}-wal").exists():
            total -= remove(journal)
