"""Colours in CSS, to tell text that has the colour of what lies behind it."""

from __future__ import annotations

import colorsys
import re
from typing import TypeAlias

Colour: TypeAlias = tuple[int, int, int]

_NAMED: dict[str, Colour] = {
    "white": (255, 255, 255),
    "black": (0, 0, 0),
    "red": (255, 0, 0),
    "lime": (0, 255, 0),
    "blue": (0, 0, 255),
    "yellow": (255, 255, 0),
    "cyan": (0, 255, 255),
    "aqua": (0, 255, 255),
    "magenta": (255, 0, 255),
    "fuchsia": (255, 0, 255),
    "silver": (192, 192, 192),
    "gray": (128, 128, 128),
    "grey": (128, 128, 128),
    "maroon": (128, 0, 0),
    "olive": (128, 128, 0),
    "green": (0, 128, 0),
    "purple": (128, 0, 128),
    "teal": (0, 128, 128),
    "navy": (0, 0, 128),
    "orange": (255, 165, 0),
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "ghostwhite": (248, 248, 255),
    "whitesmoke": (245, 245, 245),
    "floralwhite": (255, 250, 240),
    "azure": (240, 255, 255),
    "lightgray": (211, 211, 211),
    "lightgrey": (211, 211, 211),
    "darkgray": (169, 169, 169),
    "darkgrey": (169, 169, 169),
    "mintcream": (245, 255, 250),
    "gainsboro": (220, 220, 220),
    "beige": (245, 245, 220),
}
WHITE = _NAMED["white"]
_NUMBER = r"\s*(-?[\d.]+)(%|deg)?\s*"
_FUNCTION = re.compile(rf"(rgba?|hsla?)\({_NUMBER}[, ]{_NUMBER}[, ]{_NUMBER}(?:[,/]{_NUMBER})?\)")
_HEX = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})(?![0-9a-f])")
_WORD = re.compile(r"[a-z]+")
NEAR = 12
"""Largest difference in each channel at which no eye tells text from its background."""


def colour(value: str) -> tuple[Colour | None, float]:
    """Return the first colour in a CSS value and how opaque it is, from 0 to 1."""
    value = value.lower()
    if (match := _HEX.search(value)) is not None:
        return _from_hex(match[1])
    if (match := _FUNCTION.search(value)) is not None:
        return _from_function(match)
    for word in _WORD.findall(value):
        if word == "transparent":
            return None, 0.0
        if word in _NAMED:
            return _NAMED[word], 1.0
    return None, 1.0


def _from_hex(digits: str) -> tuple[Colour, float]:
    if len(digits) < 6:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue, *rest = (int(digits[i : i + 2], 16) for i in range(0, len(digits), 2))
    return (red, green, blue), rest[0] / 255 if rest else 1.0


def _from_function(match: re.Match[str]) -> tuple[Colour | None, float]:
    try:
        numbers = [float(match[i]) if match[i] else 1.0 for i in (2, 4, 6, 8)]
    except ValueError:
        return None, 1.0
    opacity = numbers[3] / (100 if match[9] == "%" else 1)
    if match[1].startswith("hsl"):
        parts = colorsys.hls_to_rgb(numbers[0] % 360 / 360, numbers[2] / 100, numbers[1] / 100)
        red, green, blue = (round(part * 255) for part in parts)
    else:
        scales = [2.55 if match[i] == "%" else 1 for i in (3, 5, 7)]
        red, green, blue = (round(n * s) for n, s in zip(numbers[:3], scales, strict=True))
    return (red, green, blue), opacity


def alike(one: Colour, other: Colour) -> bool:
    """Whether no eye tells the two apart."""
    return all(abs(a - b) <= NEAR for a, b in zip(one, other, strict=True))
