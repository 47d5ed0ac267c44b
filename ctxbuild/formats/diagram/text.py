"""How wide a text is where the font is not known, and what of it fits."""

from __future__ import annotations

import unicodedata

# Widths in parts of the font size, of the widest common system font, so that text fits in all.
_WIDTHS = {
    character: width
    for width, characters in (
        (0.32, "ijl'|I"),
        (0.36, " ,.:;!()[]/\\f-`"),
        (0.42, 'rt"_'),
        (0.88, "mwMW@%"),
        (0.72, "ABCDGHKNOQRSUVXYZ&#+=<>~^"),
    )
    for character in characters
}
_ORDINARY = 0.62
_WIDE = 1.02
_BOLD = 1.1
_UNKNOWN = 0.8


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a line of text in pixels, rather too much than too little.

    Args:
        text: one line.
        size: of the font, in pixels.
        bold: whether it is set in bold.
    """
    return sum(map(_width_of, text)) * size * (_BOLD if bold else 1)


def fitted(text: str, size: float, most: float, *, bold: bool = False) -> str:
    """Return a text, or the beginning of it with an ellipsis, that is at most ``most`` wide."""
    if width(text, size, bold=bold) <= most:
        return text
    room = most - width("…", size, bold=bold)
    place = 0
    while width(text[: place + 1], size, bold=bold) <= room:
        place += 1
    while place and unicodedata.combining(text[place]):
        place -= 1
    return text[:place].rstrip() + "…"


def _width_of(character: str) -> float:
    known = _WIDTHS.get(character)
    if known is not None:
        return known
    if character.isascii():
        return _ORDINARY
    if unicodedata.combining(character):
        return 0.0
    wide = unicodedata.east_asian_width(character) in "WF"
    return _WIDE if wide else _UNKNOWN
