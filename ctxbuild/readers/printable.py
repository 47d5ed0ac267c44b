"""Names and messages that others wrote, safe to print on one line."""

from __future__ import annotations

_LONGEST = 200


def printable(text: str | bytes, longest: int = _LONGEST) -> str:
    r"""Return ``text`` with everything a terminal would act on written as an escape.

    Bytes are read as UTF-8; those that are not, and lone surrogates, come out
    as ``\xNN``. What is longer than ``longest`` characters ends in ``…``.
    """
    raw = text.encode("utf-8", "surrogateescape") if isinstance(text, str) else text
    readable = raw.decode("utf-8", "backslashreplace")
    if not readable.isprintable():
        readable = "".join(c if c.isprintable() else _escaped(c) for c in readable)
    return readable if len(readable) <= longest else readable[: longest - 1] + "…"


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
