"""Whether a quotation is verbatim: letters and digits decide, ``…`` marks a cut."""

from __future__ import annotations

_CUT = "…"


def is_verbatim(quotation: str, source: str) -> bool:
    """Tell whether the parts of a quotation between cuts stand in a source, in order.

    Only letters and digits are compared, without regard to case. A quotation without
    any is not verbatim.
    """
    rest = _compared(source)
    place = 0
    parts = [part for part in map(_compared, quotation.split(_CUT)) if part]
    for part in parts:
        found = rest.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    return bool(parts)


def _compared(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())
