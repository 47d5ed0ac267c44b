"""Formulas: TeX out of MathJax, KaTeX, MathML annotations and images."""

from __future__ import annotations

import re

from ctxbuild.html.blocks import Inline, Maths, Text
from ctxbuild.html.dom import Element

_TEX_ENCODINGS = frozenset(
    {"application/x-tex", "tex", "latex", "application/x-latex", "text/x-tex"}
)
_MATHS_CLASSES = frozenset(
    {
        "math",
        "MathJax_Preview",
        "katex",
        "katex-display",
        "arithmatex",
        "mathjax",
        "tex2jax_process",
        "stemblock",
        "formulaInl",
        "formulaDsp",
        "mwe-math-element",
        "MathJax",
        "mjx-container",
    }
)
_INLINE = re.compile(r"\\\((.+?)\\\)", re.S)
_DISPLAY = re.compile(r"\\\[(.+?)\\\]|\$\$(.+?)\$\$", re.S)
_DELIMITED = re.compile(
    r"\\\[(?P<a>.+?)\\\]|\$\$(?P<b>.+?)\$\$|\\\((?P<c>.+?)\\\)"
    r"|\\begin\{(?P<env>equation\*?|align\*?|gather\*?|eqnarray\*?|multline\*?)\}.+?\\end\{(?P=env)\}",
    re.S,
)
_TEX_IMAGE = re.compile(
    r"^\s*(?:\$\$?(?P<dollar>.+?)\$?\$|\\\[(?P<display>.+)\\\]|\\\((?P<inline>.+)\\\))\s*$", re.S
)


def formula(element: Element) -> Maths | None:
    """Return the formula that an element shows, if it is one."""
    tag, classes = element.tag, element.classes
    if tag == "script":
        kind = element.attrs.get("type", "")
        if kind.startswith("math/") and "mml" not in kind:
            return Maths(element.text().strip(), "display" in kind)
        return None
    if tag == "img":
        return _image(element)
    if tag == "math":
        return _mathml(element)
    if tag == "mjx-container" or classes & {"katex", "katex-display", "mwe-math-element"}:
        found = _mathml(element)
        if found:
            found.display = found.display or "katex-display" in classes
            return found
        return None
    if classes & {"math", "arithmatex", "formulaDsp", "formulaInl"} and not element.find(
        "img", "pre"
    ):
        return _delimited(element)
    return None


def _delimited(element: Element) -> Maths | None:
    """Return the formula of an element that holds TeX between delimiters."""
    script = element.find("script")
    if script:
        found = formula(script)
        if found:
            return found
    inner = element.find("math", "mjx-container")
    if inner:
        return formula(inner)
    block = element.tag in ("div", "p", "section") or "display" in element.classes
    text = element.text().strip()
    match = _DELIMITED.fullmatch(text)
    if match:
        tex = match["a"] or match["b"] or match["c"] or text
        return Maths(tex.strip(), block or not match["c"])
    if block and (matches := list(_DISPLAY.finditer(text))):
        return Maths("\n".join((m[1] or m[2]).strip() for m in matches), True)
    if len(text) > 2 and text[0] == text[-1] == "$":
        return Maths(text.strip("$").strip(), block)
    inside = {"math"} <= element.classes and re.search(r"[\\^_{]|\d\s*[=+]", text)
    return Maths(text, block) if inside and not element.find("em", "i", "sup", "sub") else None


def _mathml(element: Element) -> Maths | None:
    """Return the TeX that a MathML tree carries as an annotation or alternative text."""
    display = element.attrs.get("display") in ("block", "true")
    for item in [element, *element.inside()]:
        if item.tag == "annotation" and item.attrs.get("encoding", "").lower() in _TEX_ENCODINGS:
            return Maths(item.text().strip(), display)
        if item.tag == "math":
            display = display or item.attrs.get("display") == "block"
            alternative = item.attrs.get("alttext")
            if alternative:
                return Maths(_bare(alternative), display)
    from ctxbuild.html.mathml import tex_of

    tree = element if element.tag == "math" else element.find("math")
    tex = tex_of(tree) if tree else ""
    return Maths(tex, display) if tex else None


def _image(element: Element) -> Maths | None:
    """Return the formula of an image whose alternative text is TeX."""
    alt = element.attrs.get("alt", "")
    match = _TEX_IMAGE.match(alt)
    classes = element.classes
    if match:
        tex = match["dollar"] or match["display"] or match["inline"]
        display = bool(match["display"]) or alt.lstrip().startswith("$$")
        return Maths(tex.strip(), display or "formulaDsp" in classes)
    if classes & {
        "math",
        "formulaInl",
        "formulaDsp",
        "tex",
        "latex",
        "mwe-math-fallback-image-inline",
    }:
        return Maths(alt.strip(), "formulaDsp" in classes) if alt.strip() else None
    return None


def _bare(tex: str) -> str:
    match = _TEX_IMAGE.match(tex)
    return (match["dollar"] or match["display"] or match["inline"] if match else tex).strip()


def formulas_in(text: str) -> list[Inline]:
    """Return plain text cut at the formulas that a script would render."""
    out: list[Inline] = []
    at = 0
    for match in _DELIMITED.finditer(text):
        out.append(Text(text[at : match.start()]))
        tex = match["a"] or match["b"] or match["c"] or match[0]
        out.append(Maths(tex.strip(), not match["c"]))
        at = match.end()
    return [*out, Text(text[at:])]
