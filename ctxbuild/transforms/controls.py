"""Characters that people do not see, made visible and back.

Control characters drive terminals, bidirectional controls reorder source code
(Trojan Source, CVE-2021-42574), and zero-width and tag characters hide text
from people but not from models. They are written as ``⟦U+202E⟧``. A text that
holds none of them is not touched, even where it holds the notation itself; in
a text that is touched, a notation that was there before is escaped as well,
so that :func:`hide_controls` is exact.
"""

from __future__ import annotations

import re

from ctxbuild.transforms.decoding import has_controls

_HIDDEN = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 but tab, newline, return; DEL; C1
    r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # Unicode's Bidi_Control
    r"\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb"  # zero width and format
    r"\u115f\u1160\u180e\u3164\uffa0"  # fillers that look like nothing
    r"\ufffe\uffff"  # noncharacters
    r"\U000e0000-\U000e0fff"  # tags and supplementary variation selectors
)
_JOINERS = r"\u200c\u200d\ufe00-\ufe0f"
"""Joiners and variation selectors: emoji, Indic scripts and Persian need one or two in a row."""

_SUSPECT = re.compile(f"[{_HIDDEN}{_JOINERS}]")
_SHOWN = re.compile(f"[{_HIDDEN}]+|[{_JOINERS}]{{3,}}")
_ESCAPED = re.compile(rf"⟦(?=U\+)|{_SHOWN.pattern}")
_NOTATION = re.compile(r"⟦U\+([0-9A-F]{4,6})⟧")
_SURROGATES = range(0xD800, 0xE000)
_LAST = 0x10FFFF


def show_controls(text: str) -> tuple[str, int]:
    """Write invisible characters as ``⟦U+XXXX⟧``.

    Returns:
        The text and how many characters were made visible; the same object
        and 0 where there was nothing to show.
    """
    if text.isascii():
        if not has_controls(text.encode()):
            return text, 0
    elif _SUSPECT.search(text) is None:
        return text, 0
    count = sum(len(match[0]) for match in _SHOWN.finditer(text))
    return (_ESCAPED.sub(_spell, text), count) if count else (text, 0)


def hide_controls(text: str) -> str:
    """Undo :func:`show_controls` on a text in which it showed something."""
    return _NOTATION.sub(_unspell, text)


def _spell(match: re.Match[str]) -> str:
    return "".join(f"⟦U+{ord(char):04X}⟧" for char in match[0])


def _unspell(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if code > _LAST or code in _SURROGATES else chr(code)
