r"""TeX accents and letters as Unicode: ``Schr\"odinger``, ``Erd{\H o}s``, ``{\L}ojasiewicz``.

Maths and other commands stay as they are. There is no way back: this is for
abstracts and titles, which are never unpacked.
"""

from __future__ import annotations

import re
import unicodedata

_MARKS = {
    '"': "\u0308", "'": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303", "=": "\u0304",
    ".": "\u0307", "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328",
    "r": "\u030a", "d": "\u0323", "b": "\u0331",
}  # fmt: skip
_LETTERS = {
    "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ",
    "OE": "Œ", "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ",
}  # fmt: skip
_BASE = r"(?:\{\\?([A-Za-z])\}|\\?([A-Za-z]))"
_ACCENT = re.compile(
    rf"\{{\\([\"'`^~=.])\s{{0,2}}{_BASE}\}}|\\([\"'`^~=.])\s{{0,2}}{_BASE}"
    r"|\{\\([uvHckrdb]) ?\{?\\?([A-Za-z])\}?\}|\\([uvHckrdb])\{\\?([A-Za-z])\}"
    r"|\\([uvHc]) ([A-Za-z])"
)
_LETTER = re.compile(
    r"\{\\(ss|ae|AE|oe|OE|aa|AA|[oOlLij])\}|\\(ss|ae|AE|oe|OE|aa|AA|[oOlL])(?:\{\}|\b ?)"
)


def accents(text: str) -> str:
    """Return a text with TeX accents and letters as Unicode, composed where that exists."""
    if "\\" not in text:
        return text
    return _LETTER.sub(_letter, _ACCENT.sub(_accented, text))


def _accented(found: re.Match[str]) -> str:
    mark, letter = (group for group in found.groups() if group is not None)
    return unicodedata.normalize("NFC", letter + _MARKS[mark])


def _letter(found: re.Match[str]) -> str:
    return _LETTERS[found[1] or found[2]]
