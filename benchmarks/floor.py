"""The floor: list, read, count, write, in one plain Python process.

No ranking, no secrets, no safety, no output format: what any packer with the
same token engine has to pay. ``python benchmarks/floor.py DIR OUT`` writes
every text file that git lists after a line with its name and prints files and
tokens (``o200k_base``).
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import toktok

BATCH = 256
"""Files counted in one call: enough to make the call's own cost vanish."""
PROBE = 8192
"""Bytes searched for NUL before a file counts as text, as git does."""


def texts(root: Path) -> Iterator[tuple[str, str]]:
    """Yield path and text of each UTF-8 file that git lists below ``root``."""
    listing = subprocess.run(
        ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        check=True,
        capture_output=True,
    ).stdout
    for name in listing.decode("utf-8", "surrogateescape").split("\0")[:-1]:
        data = Path(root, name).read_bytes()
        if b"\0" not in data[:PROBE]:
            try:
                yield name, data.decode("utf-8")
            except UnicodeDecodeError:
                continue


def pack(root: Path, target: Path) -> tuple[int, int]:
    """Write the texts to ``target`` and return how many files and tokens they hold."""
    files = tokens = 0
    batch: list[str] = []
    with target.open("w", encoding="utf-8", errors="surrogateescape", newline="") as out:
        for name, text in texts(root):
            batch.append(text)
            out.write(f"\n== {name}\n")
            out.write(text)
            if len(batch) == BATCH:
                tokens += _count(batch)
                files += len(batch)
                batch.clear()
        tokens += _count(batch)
        files += len(batch)
    return files, tokens


def _count(batch: list[str]) -> int:
    return sum(toktok.batch_count(batch, "o200k_base", threads=1)) if batch else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: floor.py DIR OUT")
    counted = pack(Path(sys.argv[1]), Path(sys.argv[2]))
    print(f"{counted[0]:,} files, {counted[1]:,} tokens")
