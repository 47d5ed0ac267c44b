"""Paths as installations write them: which package a file is of, and its path inside it.

A trace names files where they were installed. A frame in ``site-packages/flask``
is somebody else's code in every repository but one.
"""

from __future__ import annotations

import re
from typing import NamedTuple

STANDARD = "(standard library)"
"""The package of what comes with a language or the system."""

# Each takes what stands before the last place of its kind: packages nest.
_PACKAGES = tuple(
    re.compile(pattern)
    for pattern in (
        r".*(?:site|dist)-packages/(?:[^/]+\.egg/)?(?P<rest>(?P<package>[^/]+)(?:/.*)?)\Z",
        r".*node_modules/(?P<package>(?:@[^/]+/)?[^/]+)/(?P<rest>.+)\Z",
        r".*\.cargo/registry/src/[^/]+/(?P<package>[^/]+?)-\d[^/]*/(?P<rest>.+)\Z",
        r".*\.cargo/git/checkouts/(?P<package>[^/]+?)(?:-[0-9a-f]+)?/[^/]+/(?P<rest>.+)\Z",
        r".*pkg/mod/(?P<package>[^@]+)@[^/]+/(?P<rest>.+)\Z",
        r".*/gems/(?P<package>[^/]+?)-\d[^/]*/(?P<rest>.+)\Z",
        r"(?:.*/)?vendor/(?P<package>(?:[\w-]+\.[\w.-]+/)?[\w.-]+/[\w.-]+)/(?P<rest>.+)\Z",
        r"(?:.*/)?deps/(?P<package>[^/]+)/(?P<rest>(?:lib|src|test)/.+)\Z",
        r".*\.julia/packages/(?P<package>[^/]+)/[^/]+/(?P<rest>.+)\Z",
        r"package:(?P<package>[^/]+)/(?P<rest>.+)\Z",
    )
)
_STANDARD = re.compile(
    r"(?:.*/)?(?:lib(?:64)?/python\d(?:\.\d+)?|Python\d+/[Ll]ib|rustc/[0-9a-f]+"
    r"|lib/rustlib/src/rust|(?:usr/(?:local/|lib/)?|libexec/|opt/)go(?:-[\d.]+)?/src"
    r"|lib/ruby/[\d.]+|usr/(?:lib|share|include)|lib/elixir/lib/[^/]+|Xcode\.app/Contents)/"
    r"(?P<rest>.+)\Z|(?:node:|deno:|ext:|internal/|<frozen |dart:)(?P<inside>.*)\Z"
)
_INSTALLED = re.compile(
    r"-packages/|node_modules/|\.cargo/|pkg/mod/|/gems/|vendor/|deps/|\.julia/|package:"
)


class Origin(NamedTuple):
    """A path with forward slashes inside its package; no package where it may be one's own."""

    path: str
    package: str = ""


def find_origin(path: str) -> Origin:
    """Return the path inside the package that a path with forward slashes belongs to."""
    if _INSTALLED.search(path):
        for pattern in _PACKAGES:
            found = pattern.match(path)
            if found is not None:
                return Origin(found["rest"], found["package"].removesuffix(".py"))
    found = _STANDARD.match(path)
    if found is not None:
        return Origin(found["rest"] or found["inside"] or path, STANDARD)
    return Origin(path)
