"""The value of a JavaScript or TypeScript file that holds literals, read and never run."""

from __future__ import annotations

import re
from typing import Any

_TOKEN = re.compile(
    r"\s+|//[^\n]*|/\*.*?\*/"
    r"|(?P<text>\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`[^`\\$]*`)"
    r"|(?P<mark>[{}\[\]:,])|(?P<number>-?\d+(?:\.\d+)?)|(?P<name>[A-Za-z_$][\w$]*)",
    re.S,
)
_ESCAPE = re.compile(r"\\(.)", re.S)
_EXPORT = re.compile(r"(?:module\.exports\s*=|export\s+default)\s*(?P<rest>[A-Za-z_$][\w$]*)?")
_WORDS = {"true": True, "false": False, "null": None, "undefined": None}
_DEEPEST = 60
_LONGEST = 1 << 20


class _NotLiteralError(ValueError):
    """Something that would have to be run."""


def exported_literal(script: str) -> Any:
    """Return what a script exports, ``None`` where that is not made of literals alone."""
    if len(script) > _LONGEST:
        return None
    found = _EXPORT.search(script)
    start = found.end() if found is not None else -1
    if found is not None and found["rest"]:
        name = re.escape(found["rest"])
        named = re.search(rf"\b(?:const|let|var)\s+{name}\b[^=\n]*=", script)
        start = named.end() if named is not None else -1
    if start < 0:
        return None
    try:
        return _Reader(script, start).value(0)
    except _NotLiteralError:
        return None


class _Reader:
    def __init__(self, script: str, start: int) -> None:
        self._script, self._at = script, start
        self._kind, self._word = "", ""
        self._next()

    def _next(self) -> None:
        """Go to the next token that is neither white space nor a comment."""
        while True:
            found = _TOKEN.match(self._script, self._at)
            if found is None:
                self._kind, self._word = "", self._script[self._at : self._at + 1]
                return
            self._at = found.end()
            if found.lastgroup:
                self._kind, self._word = found.lastgroup, found[0]
                return

    def value(self, depth: int) -> Any:
        """Read one value.

        Raises:
            _NotLiteralError: there is none.
        """
        if depth > _DEEPEST:
            raise _NotLiteralError
        kind, word = self._kind, self._word
        if word == "{":
            return self._object(depth)
        if word == "[":
            return self._array(depth)
        self._next()
        if kind == "text":
            return _ESCAPE.sub(r"\1", word[1:-1])
        if kind == "number":
            return float(word)
        if kind == "name" and word in _WORDS:
            return _WORDS[word]
        raise _NotLiteralError

    def _object(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        self._next()
        while self._word != "}":
            if self._kind not in ("text", "name", "number"):
                raise _NotLiteralError
            key = self._word[1:-1] if self._kind == "text" else self._word
            self._next()
            self._expect(":")
            found[key] = self.value(depth + 1)
            self._comma("}")
        self._next()
        return found

    def _array(self, depth: int) -> list[Any]:
        found: list[Any] = []
        self._next()
        while self._word != "]":
            found.append(self.value(depth + 1))
            self._comma("]")
        self._next()
        return found

    def _expect(self, mark: str) -> None:
        if self._kind != "mark" or self._word != mark:
            raise _NotLiteralError
        self._next()

    def _comma(self, end: str) -> None:
        if self._word != end or self._kind != "mark":
            self._expect(",")
