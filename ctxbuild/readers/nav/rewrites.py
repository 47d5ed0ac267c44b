"""Addresses that VitePress' ``rewrites`` give to pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ctxbuild.readers.nav.project_files import ProjectFiles, without_ending

_PARAMETER = re.compile(r":([A-Za-z_]\w*)(\*|\(\.[*+]\))?")
_MOST_REWRITES = 50
_MOST_PARAMETERS = 3
"""Patterns try ends of each; three in 200 characters of path stay quick."""
_LONGEST = 200


def rewritten(
    rewrites: Mapping[str, Any], root: str, files: ProjectFiles
) -> Iterator[tuple[str, str]]:
    """Yield addresses without ending, and the pages that rewrites put there."""
    pages = files.below(root) if rewrites else []
    for source, target in list(rewrites.items())[:_MOST_REWRITES]:
        pattern = _pattern(source)
        for page in pages if pattern is not None and isinstance(target, str) else ():
            own = page[len(root) + 1 :] if root else page
            found = pattern.fullmatch(own) if pattern is not None and len(own) < _LONGEST else None
            if found is not None:
                yield without_ending(_filled(target, found)), page


def _pattern(source: str) -> re.Pattern[str] | None:
    """Return a rewrite's source as a pattern: ``:name`` is one part of a path, ``:name*`` many."""
    found = list(_PARAMETER.finditer(source))
    names = {each[1] for each in found}
    if len(source) > _LONGEST or len(found) > _MOST_PARAMETERS or len(names) < len(found):
        return None
    parts, at = [], 0
    for each in found:
        what = ".*" if each[2] else "[^/]+"
        parts += [re.escape(source[at : each.start()]), f"(?P<{each[1]}>{what})"]
        at = each.end()
    return re.compile("".join([*parts, re.escape(source[at:])]))


def _filled(target: str, values: re.Match[str]) -> str:
    known = values.groupdict()
    return _PARAMETER.sub(lambda each: known.get(each[1], ""), target)
