"""Where the store lies, and what its file system can do."""

from __future__ import annotations

import os
import sys
from pathlib import Path

# File systems on which several hosts cannot share the memory that a write-ahead log needs.
_NETWORK_SYSTEMS = ("nfs", "cifs", "smb", "fuse.sshfs", "9p", "lustre", "beegfs", "afs", "ceph")


def default_directory() -> Path | None:
    """Return ``CTXBUILD_CACHE_DIR``, or the user's cache directory; ``None`` without a home."""
    named = os.environ.get("CTXBUILD_CACHE_DIR")
    if not named and sys.platform == "linux":
        # By hand, as the base directory specification says: platformdirs takes 10 ms to import.
        base = os.environ.get("XDG_CACHE_HOME", "")
        named = str(Path(base if base.startswith("/") else "~/.cache", "ctxbuild"))
    elif not named:
        import platformdirs

        named = platformdirs.user_cache_dir("ctxbuild", appauthor=False)
    expanded = os.path.expanduser(named)  # noqa: PTH111 (Path raises where there is no home)
    return None if expanded.startswith("~") else Path(expanded)


def is_on_network(directory: Path, mounts: str | None = None) -> bool:
    """Whether a directory lies on a network file system, as far as Linux tells.

    ``mounts`` has the format of ``/proc/self/mounts`` (proc(5)): device, mount
    point with octal escapes, type.
    """
    if mounts is None:
        try:
            mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return False
    resolved = directory.resolve()
    nearest, system = -1, ""
    for row in mounts.splitlines():
        fields = row.split(" ")
        if len(fields) > 2:
            point = Path(fields[1].replace(r"\040", " "))
            if len(point.parts) > nearest and resolved.is_relative_to(point):
                nearest, system = len(point.parts), fields[2]
    return system.startswith(_NETWORK_SYSTEMS)
