"""MathML without a TeX annotation, in plain TeX: the elements that documentation uses."""

from __future__ import annotations

from ctxbuild.html.dom import Element

_TWO = {
    "mfrac": "\\frac{%s}{%s}",
    "msup": "%s^{%s}",
    "msub": "%s_{%s}",
    "mover": "\\overset{%2$s}{%1$s}",
    "mroot": "\\sqrt[%2$s]{%1$s}",
    "munder": "%s_{%s}",
}


def tex_of(element: Element) -> str:
    """Return a MathML tree as TeX; what is not known becomes its text."""
    tag = element.tag
    if tag in ("annotation", "annotation-xml"):
        return ""
    parts = [
        child.strip() if isinstance(child, str) else tex_of(child) for child in element.children
    ]
    parts = [part for part in parts if part]
    if tag in _TWO and len(parts) == 2:
        form = _TWO[tag].replace("%2$s", "{1}").replace("%1$s", "{0}")
        if "{1}" in form:
            return form.replace("{1}", parts[1]).replace("{0}", parts[0])
        return form % tuple(parts)
    if tag in ("msubsup", "munderover") and len(parts) == 3:
        return f"{parts[0]}_{{{parts[1]}}}^{{{parts[2]}}}"
    if tag == "msqrt":
        return f"\\sqrt{{{' '.join(parts)}}}"
    if tag == "mtr":
        return " & ".join(parts)
    if tag == "mtable":
        return "\\begin{matrix} " + " \\\\ ".join(parts) + " \\end{matrix}"
    if tag == "mtext" and parts:
        return f"\\text{{{' '.join(parts)}}}"
    return " ".join(parts)
