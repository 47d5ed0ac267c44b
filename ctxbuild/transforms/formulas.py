r"""Formulas of abstracts as plain Unicode, so that a quotation holds no TeX.

``$\alpha$-stable`` becomes ``α-stable``, ``$H^{s}(\mathbb{R}^n)$`` becomes
``H^s(R^n)``. Letters and digits keep their order, so that a reader who drops everything
else finds the same text. A formula that cannot be written so becomes ``…``, the mark of
a cut.
"""

from __future__ import annotations

import re

CUT = "…"
"""Stands for what was left out of a quotation."""

_GREEK_NAMES = """alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho
sigma tau upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
varepsilon vartheta varphi varrho varsigma"""
_GREEK = dict(zip(_GREEK_NAMES.split(), "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩεϑφϱς", strict=True))
_SIGN_PAIRS = """leq=≤ le=≤ leqslant=≤ geq=≥ ge=≥ geqslant=≥ neq=≠ ne=≠ sim=∼ simeq=≃ approx=≈
equiv=≡ propto=∝ lesssim=≲ gtrsim=≳ ll=≪ gg=≫ lt=< gt=> pm=± mp=∓ times=× cdot=· cdots=⋯ ldots=⋯
dots=⋯ to=→ rightarrow=→ longrightarrow=→ mapsto=↦ leftarrow=← leftrightarrow=↔ infty=∞ partial=∂
nabla=∇ in=∈ notin=∉ subset=⊂ subseteq=⊆ cup=∪ cap=∩ setminus=∖ forall=∀ exists=∃ emptyset=∅
otimes=⊗ oplus=⊕ wedge=∧ vee=∨ sum=∑ prod=∏ int=∫ sqrt=√ star=⋆ ast=∗ circ=∘ degree=° deg=° perp=⊥
parallel=∥ mid=| vert=| Vert=‖ lVert=‖ rVert=‖ lvert=| rvert=| langle=⟨ rangle=⟩ lfloor=⌊ rfloor=⌋
lceil=⌈ rceil=⌉ odot=⊙ oint=∮ hbar=ℏ ell=ℓ prime=′ dagger=† Box=□ triangle=△ bullet=•"""
_SIGNS = dict(pair.split("=", 1) for pair in _SIGN_PAIRS.split())
_FUNCTIONS = "log ln exp sin cos tan max min sup inf lim limsup liminf det dim ker gcd Pr arg"
_NAMES = frozenset(_FUNCTIONS.split())
_STYLE_NAMES = """mathcal mathbb mathbf mathrm mathit mathsf mathfrak mathscr mathtt boldsymbol bm
text textrm textit textbf textsc texttt textsf emph mbox hbox operatorname rm it bf sc tt sf em cal
left right big Big bigg Bigg bigl bigr Bigl Bigr displaystyle textstyle quad qquad underline url
href ensuremath textsuperscript textsubscript rmfamily hspace limits bar hat tilde vec overline
widetilde widehat dot"""
_STYLES = frozenset(_STYLE_NAMES.split())
_COMMAND = re.compile(r"\\(?:([A-Za-z]{1,24})\*?[ ]?|(.))")
_TWICE = re.compile(r"\\\\([A-Za-z]{1,24})(?![A-Za-z])")
"""``\\\\alpha``: some sources hold abstracts that were escaped once more."""
_FORMULA = re.compile(
    r"(?<!\\)\$\$?([^$]{1,400}?)(?<!\\)\$\$?|\\\(([^$]{1,400}?)\\\)|\\\[([^$]{1,400}?)\\\]"
)
_SCRIPT = re.compile(r"([_^])\s?\{([^{}]{0,60})\}")
_SINGLE = re.compile(r"[A-Za-z0-9]+|.")
_SPACES = re.compile(r"[ \t\n\r\f\v\u00a0]+")
_MANY_CUTS = re.compile(rf"{CUT}(?:[\s,]*{CUT})+")
RESIDUE = re.compile(r"\\[A-Za-z(\[]|\$[^$\n]{0,400}\$|[_^]\{")
"""What is left of TeX in a text: a command, a formula, a script in braces."""
_UNKNOWN = "\0"
_ESCAPED = {sign: sign for sign in "%&#_$-'{}|"} | dict.fromkeys(" ,;:!/\\>", " ")


def plain(text: str) -> str:
    """Return a text with formulas and commands of TeX as Unicode, ``…`` for what has none."""
    if not any(mark in text for mark in "\\${}~_^"):
        return text
    text = _FORMULA.sub(_formula, text.replace(r"\$", "\1"))
    text = _without_braces(_COMMAND.sub(_command, text.replace("~", " ")))
    text = _cut_words(text.replace("\1", "$"))
    return _SPACES.sub(" ", _MANY_CUTS.sub(CUT, text)).strip()


def _formula(found: re.Match[str]) -> str:
    inner = next(group for group in found.groups() if group is not None).strip()
    inner = _TWICE.sub(_once, inner)
    inner = _without_braces(_COMMAND.sub(_command, inner.replace("~", " ")))
    return CUT if _UNKNOWN in inner or "$" in inner else inner


def _once(found: re.Match[str]) -> str:
    """Return a command that was escaped twice as it was meant; else the break of a line."""
    name = found[1]
    known = name in _STYLES or name in _GREEK or name in _SIGNS or name in _NAMES
    return f"\\{name}" if known else found[0]


def _command(found: re.Match[str]) -> str:
    name, sign = found[1], found[2]
    if name is None:
        return _ESCAPED.get(sign, _UNKNOWN)
    if name in _STYLES:
        return ""
    if name in _NAMES:
        return f"{name} "
    return _GREEK.get(name) or _SIGNS.get(name) or _UNKNOWN


def _without_braces(text: str) -> str:
    for _ in range(3):
        text = _SCRIPT.sub(_script, text)
    return text.replace("{", "").replace("}", "")


def _script(found: re.Match[str]) -> str:
    inner = found[2].strip()
    return found[1] + inner if _SINGLE.fullmatch(inner) else f"{found[1]}({inner})"


def _cut_words(text: str) -> str:
    """Replace words that hold an unknown command by the mark of a cut."""
    if _UNKNOWN not in text and not RESIDUE.search(text):
        return text
    return " ".join(
        CUT if _UNKNOWN in word or RESIDUE.search(word) else word for word in text.split(" ")
    )
