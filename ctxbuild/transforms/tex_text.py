r"""Text in TeX as Unicode: accents, fonts, quotes, dashes, escapes; maths stays as it is.

Abstracts are written by hand and checked by nobody, so commands that are not in the
tables are left as they stand. Every pattern takes linear time.
"""

from __future__ import annotations

import re
import unicodedata

from ctxbuild.transforms.tex import accents

_DISPLAYED = re.compile(
    r"\\\((?:[^\\]|\\[^()]){1,2000}?\\\)|\\\[(?:[^\\]|\\[^\][]){1,2000}?\\\]"
    r"|\\begin\{(equation|align|gather|cases|aligned|eqnarray|multline|array|split)(\*?)\}"
    r"[^$]{1,3000}?\\end\{\1\2\}"
)
_DOLLAR = re.compile(r"(?<!\\)\$\$?")
# Two words side by side, not set as text in a formula: what is between was money or a slip.
_WORDS = re.compile(r"(?<![\\A-Za-z{])[a-z]{3,} [a-z]{3,}(?![A-Za-z}])")
_LONGEST_FORMULA = 1500
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
    "copyright": "©", "micron": "µm", "pounds": "£", "texteuro": "€", "euro": "€",
    "textregistered": "®",
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
_SYMBOLS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("\\", re.compile(r"\\([%&#_${}])"), r"\1"),
    ("\\", re.compile(r"\\\\(?:\[[^\]]{0,20}\])?|\\(?=\s)"), " "),
    ("\\", re.compile(r"\\[,;:!>]"), " "),
    ("\\", re.compile(r"\\[-/]"), ""),
    ("~", re.compile(r"(?<=[\w.,;:)}\]])~(?=\S|\Z)"), " "),
    ("---", re.compile(r"(?<!-)---(?!-)"), "—"),
    ("--", re.compile(r"(?<=[^\s-])--(?=[^\s-])|(?<=\s)--(?=\s)"), "–"),
    ("`", re.compile(r"``"), "“"),
    ("''", re.compile(r"(?<![^\s(])''(?=\w)"), "“"),
    ("''", re.compile(r"(?<!')''(?!')"), "”"),
    ("`", re.compile(r"(?<![\w`])`([^`'\s][^`']{0,200})'(?!\w)"), r"‘\1’"),
    ("{", re.compile(r"(?<![\\\w^_}{])\{([A-Za-z]{2,40})\}"), r"\1"),
    ("{}", re.compile(r"(?<=[^\W\d_])\{\}"), ""),
)  # fmt: skip
"""A sign without which there is nothing to look for, a pattern, and what takes its place."""
_DEEPEST = 4
"""Rounds of taking fonts off: one inside another inside another is all that occurs."""


def plain(text: str) -> str:
    """Return a text with what is TeX outside maths as Unicode."""
    if not any(sign in text for sign in "\\$~`{'-"):
        return text
    if "$\\" in text:
        text = _MATHS_ACCENT.sub(_accented, text)
    parts: list[str] = []
    at = 0
    for start, end in formulas(text):
        parts += [_beside_maths(text[at:start], after=at > 0), text[start:end]]
        at = end
    parts.append(_beside_maths(text[at:], after=at > 0))
    return "".join(parts)


def formulas(text: str) -> list[tuple[int, int]]:
    """Return where maths begins and ends: in dollars, brackets of TeX, or an environment."""
    found = [each.span() for each in _DISPLAYED.finditer(text)] if "\\" in text else []
    signs = [each.span() for each in _DOLLAR.finditer(text)]
    at = 0
    while at + 1 < len(signs):
        start, end = signs[at][0], signs[at + 1][1]
        if _is_formula(text[signs[at][1] : signs[at + 1][0]]):
            found.append((start, end))
            at += 1
        at += 1
    apart: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if not apart or start >= apart[-1][1]:
            apart.append((start, end))
    return apart


def _is_formula(inside: str) -> bool:
    return 0 < len(inside) <= _LONGEST_FORMULA and _WORDS.search(inside) is None


def _beside_maths(text: str, *, after: bool) -> str:
    """Return text in words; a tie to the formula before it is a blank."""
    tied = after and text.startswith("~")
    return _worded(f" {text[1:]}" if tied else text)


def _worded(text: str) -> str:
    """Return text that holds no maths."""
    if "\\" in text:
        text = accents(text)
        text = _LINK.sub(r"\2 (\1)", _CITED.sub(_cut, text))
        text = _unwrapped(text)
        text = _NAME.sub(lambda found: _NAMED[found[1]], text)
    for sign, pattern, new in _SYMBOLS:
        if sign in text:
            text = pattern.sub(new, text)
    return text


def _cut(found: re.Match[str]) -> str:
    """Return what stands for a citation, whose key says nothing: a visible cut."""
    return " […]" if "cite" in found[0][:7] else ""


def _unwrapped(text: str) -> str:
    for _ in range(_DEEPEST):
        bare = _SWITCHED.sub(r"\1", _WRAPPED.sub(r"\1", text))
        if bare == text:
            break
        text = bare
    return text


def _accented(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", found[2] + _MATHS_MARKS[found[1]])
