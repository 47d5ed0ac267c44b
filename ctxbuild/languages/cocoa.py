"""Cocoa's macros that no grammar can read, rewritten before parsing.

Text is replaced by text of the same length, so that every offset and line
stays true (see :mod:`ctxbuild.languages.guards`).
"""

from __future__ import annotations

import re

_ENUM = re.compile(
    rb"\b(?:typedef[ \t]+)?(?:NS|CF)_(?:CLOSED_|ERROR_)?(?:ENUM|OPTIONS)"
    rb"\([^,()\n]*,[ \t]*([A-Za-z_]\w*)[ \t]*\)"
)
"""``typedef NS_ENUM(NSInteger, Name)``: stands for ``enum Name``."""

_ANNOTATION = re.compile(
    rb"\b(?:NS_ASSUME_NONNULL_(?:BEGIN|END)|NS_DESIGNATED_INITIALIZER|NS_UNAVAILABLE"
    rb"|NS_REQUIRES_SUPER|NS_NOESCAPE|NS_REFINED_FOR_SWIFT|NS_EXTENSIBLE_STRING_ENUM"
    rb"|NS_TYPED_(?:EXTENSIBLE_)?ENUM|UI_APPEARANCE_SELECTOR|NS_FORMAT_FUNCTION\([^()\n]*\)"
    rb"|(?:NS_SWIFT_(?:NAME|UNAVAILABLE)|(?:API|NS|CF)_(?:UN)?(?:AVAILABLE|DEPRECATED)\w*)"
    rb"\((?:[^()\n]|\([^()\n]*\))*\))"
)
"""What may stand after a declaration, or alone on a line."""


def blank_cocoa(text: bytes) -> bytes:
    """Return ``text`` with Cocoa's enumeration macros as enumerations, and without annotations."""
    if b"NS_" not in text and b"API_" not in text and b"CF_" not in text:
        return text
    text = _ENUM.sub(_enumeration, text)
    return _ANNOTATION.sub(lambda match: b" " * len(match[0]), text)


def _enumeration(match: re.Match[bytes]) -> bytes:
    before = match.start(1) - match.start()
    return b"enum".ljust(before) + match[1].ljust(len(match[0]) - before)
