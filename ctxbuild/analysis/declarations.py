"""What a page of a reference declares the name in its title as, on one line."""

from __future__ import annotations

import re

_LAST_NAME = re.compile(r"([A-Za-z_]\w+)\W*(?:<.*)?$")
_MARKS = re.compile(r"(?: (?:Const|Readonly|Optional|Abstract|Static|Protected|Deprecated))+$")
"""What documentation of TypeScript has behind names in titles."""
_FENCE = re.compile(r"^(`{3,})[^`\n]*\n(.*?)^\1`*\s*$", re.M | re.S)
_LINE_OF_CODE = re.compile(r"^`([^`\n]{4,2000})`$", re.M)
_TYPES = re.compile(r"[\w\s*&:<>,.\[\]~#@-]*")
_BEGINS = re.compile(
    r"(?:#define|(?:export |pub(?:lic)? |abstract |final |static )*"
    r"(?:interface|class|struct|enum|type|typedef|property|const|var|def|fn|func|function))\b"
)
# Arguments or a type; what begins with a value is a call.
_GOES_ON = re.compile(r"\s*(?:<[^<>]*(?:<[^<>]*>)?[^<>]*>)?\s*(?:\((?!\s*[\"'\d])|\??:|\{)")
_LOOKED_AT = 4000
_LONGEST_BLOCK = 400
_MOST_WORDS = 18


def declaration(title: str, text: str) -> str:
    """Return the first code of a page if it declares the last name of the title.

    Args:
        title: of the page, such as ``kiln.Fire.free``.
        text: the page as Markdown; only its beginning is looked at.

    Returns:
        The code on one line of at most 18 words, cut at a word; empty where there is none.

    """
    named = _LAST_NAME.search(_MARKS.sub("", title.replace("`", "")))
    if named is None:
        return ""
    head = text[:_LOOKED_AT]
    found = [match for match in (_FENCE.search(head), _LINE_OF_CODE.search(head)) if match]
    if not found:
        return ""
    first = min(found, key=re.Match.start)
    code = " ".join(first[first.re.groups].split())
    if len(code) > _LONGEST_BLOCK or not _declares(code, named[1]):
        return ""
    # Spaces inside brackets are for the eye, where each argument has its own line.
    words = re.sub(r"(?<=[(\[]) | (?=[)\]])", "", code).rstrip(" ;").split()
    return " ".join(words) if len(words) <= _MOST_WORDS else f"{' '.join(words[:_MOST_WORDS])} …"


def _declares(code: str, name: str) -> bool:
    """Whether code says what a name is, rather than making use of it."""
    at = re.search(rf"(?:\b|_){re.escape(name)}\b", code)
    if at is None or not _TYPES.fullmatch(code, 0, at.start()):
        return False
    return bool(_BEGINS.match(code) or _GOES_ON.match(code, at.end()))
