r"""Text in TeX as Unicode: accents, fonts, quotes, dashes, escapes; maths stays as it is.

Abstracts are written by hand and checked by nobody, so commands that are not in the
tables are left as they stand. Every pattern takes linear time.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from ctxbuild.transforms.tex import accents

# A dollar is money where a blank follows it, or where the next one has a blank before it.
_MATHS = re.compile(
    r"\$\$[^$]{1,4000}\$\$|(?<!\\)\$(?=[^\s$])(?:[^$\\]|\\.){0,2000}?(?<!\s)\$(?!\d)"
    r"|\\\((?:[^\\]|\\[^)]){1,2000}?\\\)|\\\[(?:[^\\]|\\[^\]]){1,2000}?\\\]"
)
_MATHS_ACCENT = re.compile(
    r"(?<=[^\W\d_])\$\\(ddot|acute|grave|hat|tilde|bar|check|breve)\{?\\?([A-Za-z])\}?\$"
)
_MATHS_MARKS = {
    "ddot": "\u0308", "acute": "\u0301", "grave": "\u0300", "hat": "\u0302",
    "tilde": "\u0303", "bar": "\u0304", "check": "\u030c", "breve": "\u0306",
}  # fmt: skip
_CITED = re.compile(r"[ ~]?\\(?:cite[a-z]{0,8}\*?|label|footnotemark)(?:\[[^\]]{0,99}\]){0,2}"
                    r"\{[^{}]{0,300}\}")  # fmt: skip
_LINK = re.compile(r"\\href\s?\{([^{}]{0,500})\}\s?\{([^{}]{0,500})\}")
_FONT = (
    "emph|text(?:it|bf|tt|sc|rm|sf|sl|up|md|normal|quotesingle)?|mbox|underline|uline|url|"
    "path|hbox|enquote|mathrm|noopsort|nolinkurl|ensuremath|textsuperscript|textsubscript"
)
_WRAPPED = re.compile(rf"\\(?:{_FONT})\s?\{{([^{{}}]{{0,2000}})\}}")
_SWITCHED = re.compile(r"\{\\(?:em|it|bf|tt|sc|rm|sf|sl|itshape|bfseries)\b\s?([^{}]{0,2000})\}")
_NAMED = {
    "ldots": "…", "dots": "…", "textendash": "–", "textemdash": "—", "S": "§", "P": "¶",
    "copyright": "©", "pounds": "£", "texteuro": "€", "euro": "€", "textregistered": "®",
    "texttrademark": "™", "textdegree": "°", "degree": "°", "textmu": "µ", "LaTeX": "LaTeX",
    "TeX": "TeX", "BibTeX": "BibTeX", "textquoteright": "’", "textquoteleft": "‘",
    "textquotedblleft": "“", "textquotedblright": "”", "textasciitilde": "~", "slash": "/",
    "textbackslash": "\\", "textunderscore": "_", "quad": " ", "qquad": " ", "newline": " ",
    "linebreak": " ", "noindent": " ", "par": " ", "medskip": " ", "smallskip": " ",
    "bigskip": " ", "xspace": "", "protect": "", "textbullet": "•", "textgreater": ">",
    "textless": "<", "i": "ı", "j": "ȷ", "th": "þ", "TH": "Þ", "dh": "ð", "DH": "Ð",
}  # fmt: skip
_NAME = re.compile(
    rf"\\({'|'.join(sorted(_NAMED, key=lambda each: (-len(each), each)))})(?![A-Za-z])(?:\{{\}}| ?)"
)
_SYMBOLS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"\\([%&#_${}])"), r"\1"),
    (re.compile(r"\\\\(?:\[[^\]]{0,20}\])?|\\(?=\s)"), " "),
    (re.compile(r"\\[,;:!>]"), " "),
    (re.compile(r"\\[-/]"), ""),
    (re.compile(r"(?<![/\w.])~|(?<=\w)~(?=\w)|(?<=[.,;:)])~"), " "),
    (re.compile(r"(?<!-)---(?!-)"), "—"),
    (re.compile(r"(?<=[^\s-])--(?=[^\s-])|(?<=\s)--(?=\s)"), "–"),
    (re.compile(r"``"), "“"),
    (re.compile(r"(?<!')''(?!')"), "”"),
    (re.compile(r"(?<![\w`])`(?=\w)"), "‘"),
    (re.compile(r"(?<![\\\w^_}{])\{([A-Za-z]{2,40})\}|(?<=[a-z])\{([A-Za-z]{1,40})\}"),
     lambda found: found[1] or found[2]),
    (re.compile(r"(?<=[^\W\d_])\{\}"), ""),
)  # fmt: skip
_DEEPEST = 4
"""Rounds of taking fonts off: one inside another inside another is all that occurs."""


def plain(text: str) -> str:
    """Return a text with what is TeX outside maths as Unicode."""
    if not any(sign in text for sign in "\\$~`{'-"):
        return text
    text = _MATHS_ACCENT.sub(_accented, text)
    parts: list[str] = []
    at = 0
    for maths in _MATHS.finditer(text):
        parts += [_worded(text[at : maths.start()]), maths[0]]
        at = maths.end()
    parts.append(_worded(text[at:]))
    return "".join(parts)


def _worded(text: str) -> str:
    """Return text that holds no maths."""
    if "\\" in text:
        text = accents(text)
        text = _LINK.sub(r"\2 (\1)", _CITED.sub("", text))
        text = _unwrapped(text)
        text = _NAME.sub(lambda found: _NAMED[found[1]], text)
    for pattern, new in _SYMBOLS:
        text = pattern.sub(new, text)
    return text


def _unwrapped(text: str) -> str:
    for _ in range(_DEEPEST):
        bare = _SWITCHED.sub(r"\1", _WRAPPED.sub(r"\1", text))
        if bare == text:
            break
        text = bare
    return text


def _accented(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", found[2] + _MATHS_MARKS[found[1]])
