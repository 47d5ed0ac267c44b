"""Print the files of a former run that this one no longer has, each ended by NUL.

Called with the directory of the former run and the record of this one. Only files that are,
byte for byte, what the former record says are named: what somebody changed stays.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path, PurePosixPath

_RECORD = "ctxbuild-docs.json"


def gone(directory: Path, record: Path) -> Iterator[str]:
    """Yield names, relative to the directory."""
    now = _digests(record)
    for name, digest in _digests(directory / _RECORD).items():
        path = directory / name
        if name in now or not _is_plain(name) or path.is_symlink() or not path.is_file():
            continue
        if blake2b(path.read_bytes(), digest_size=20).hexdigest() == digest:
            yield name


def _digests(record: Path) -> dict[str, str]:
    try:
        files = json.loads(record.read_bytes())["files"]
        return {str(each["path"]): str(each["digest"]) for each in files}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _is_plain(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return bool(parts) and not name.startswith("/") and ".." not in parts and "\\" not in name


if __name__ == "__main__":
    for each in gone(Path(sys.argv[1]), Path(sys.argv[2])):
        sys.stdout.write(f"{each}\0")
