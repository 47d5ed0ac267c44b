"""Paths in outputs: written as they are when nothing in them can mislead, else as JSON strings."""

from __future__ import annotations

import json
import re

# Letters, digits and the punctuation of ordinary file names. No quotes, angle
# brackets, back-ticks, control or format characters, no blanks at the ends.
_PLAIN = re.compile(
    r"[\w.@+\-$~!,=%^&#/(){}\[\]](?:[\w.@+\-$~!,=%^&#/ (){}\[\]:;]*[\w)}\]~$+!#=-])?"
)


def shown_path(path: str) -> str:
    """Return ``path`` itself, or a JSON string where it holds anything unusual.

    Bytes that are not UTF-8 appear as ``udcXX`` escapes, so the form is
    reversible by :func:`parsed_path`. No form holds a space before ``(``.
    """
    if _PLAIN.fullmatch(path) and path.isprintable() and " (" not in path:
        return path
    escaped = json.dumps(path, ensure_ascii=False)
    return "".join(_visible(c) for c in escaped)


def parsed_path(shown: str) -> str:
    """Return the path that :func:`shown_path` wrote.

    Raises:
        ValueError: it is no such form.
    """
    if not shown.startswith('"'):
        return shown
    path = json.loads(shown)
    if not isinstance(path, str):
        raise ValueError(shown)
    return path


def _visible(character: str) -> str:
    if character.isprintable() and character not in "`<>&(":
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
