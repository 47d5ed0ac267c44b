"""C and C++: beside the file first, then wherever the path could begin.

Include directories stand in build systems that are not run; a header that is there
once below any directory is taken, of several the nearest.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from ctxbuild.analysis.imports.nearness import nearest
from ctxbuild.languages.import_sites import ImportSite

_STANDARD = frozenset(
    [
        "assert",
        "complex",
        "ctype",
        "errno",
        "fenv",
        "float",
        "inttypes",
        "iso646",
        "limits",
        "locale",
        "math",
        "setjmp",
        "signal",
        "stdalign",
        "stdarg",
        "stdatomic",
        "stdbool",
        "stddef",
        "stdint",
        "stdio",
        "stdlib",
        "stdnoreturn",
        "string",
        "tgmath",
        "threads",
        "time",
        "uchar",
        "wchar",
        "wctype",
        "unistd",
        "fcntl",
        "pthread",
        "poll",
        "dirent",
        "dlfcn",
        "netdb",
        "termios",
        "sched",
        "semaphore",
        "syslog",
        "pwd",
        "grp",
        "regex",
        "strings",
        "utime",
        "features",
        "malloc",
        "alloca",
        "endian",
        "windows",
        "winsock2",
        "io",
    ]
)


class CIncludes:
    """Files of C and its relatives by the ends of their paths."""

    def __init__(self, paths: Mapping[str, int]) -> None:
        """Index files."""
        self._paths = paths
        self._ends: dict[str, list[str]] = {}
        for path in paths:
            self._ends.setdefault(posixpath.basename(path), []).append(path)

    def targets(self, origin: str, site: ImportSite) -> tuple[int, ...]:
        """Return the file that an include means; none where it is not ours."""
        written = posixpath.normpath(site.name)
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(origin), site.name))
        if site.member != "<" and beside in self._paths:
            return (self._paths[beside],)
        if site.member == "<" and _is_standard(written):
            return ()
        end = written
        while end.startswith("../"):
            end = end[3:]
        found = [
            path
            for path in self._ends.get(posixpath.basename(end), ())
            if path == end or path.endswith(f"/{end}")
        ]
        return (self._paths[nearest(origin, found)],) if found else ()


def _is_standard(path: str) -> bool:
    stem, dot, _ = path.rpartition(".")
    return not dot or stem in _STANDARD or path.startswith(("sys/", "linux/", "netinet/", "arpa/"))
