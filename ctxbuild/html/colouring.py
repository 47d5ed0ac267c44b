"""Elements that only give words in code a colour: they need not become part of our tree.

They are half of the elements of many pages, and nothing is decided by them.
"""

from __future__ import annotations

import re

from ctxbuild.html.dom import Element
from ctxbuild.html.styles import Styles

CODES = frozenset({"pre", "code"})
_COLOURS = frozenset(
    # Pygments and Chroma
    "k kc kd kn kp kr kt n na nb bp nc no nd ni ne nf fm py nl nn nx nt nv vc vg vi vm l ld "
    "s sa sb sc dl sd s2 se sh si sx sr s1 ss m mb mf mh mi il mo o ow p pm c ch cm cp cpf c1 cs "
    "g gd ge gr gh gi go gp gs gu gt w x err esc "
    # Sphinx, Pandoc, rustdoc
    "pre kw dt dv bn fl st co ot al fu er at bu cf cn im in op pp va vs wa an kw-2 ident "
    "prelude-ty prelude-val bool-val lifetime question-mark".split()
)
"""Classes that give words in code a colour and mean nothing else."""
_GROUPS = re.compile(
    r"hljs-(?:attr|attribute|built_in|bullet|comment|keyword|literal|meta|name|number|params"
    r"|punctuation|property|regexp|section|selector-[a-z]+|string|subst|symbol|tag|title|type"
    r"|variable)(?: [a-z]+_)?|token(?: [a-z-]+){1,2}|pl-[a-z0-9]{1,3}"
)
TELLING = frozenset("k kn kc kd n nb nc nf nn o p s s1 s2 sa mi mf c1 gp".split())
"""Those of Pygments that tell that it knew the language."""


class Colouring:
    """Which elements in the code of one page only give words a colour."""

    def __init__(self, sheets: list[str]) -> None:
        self._styles = Styles(sheets)
        self._known: dict[str, bool] = {}
        self._told: Element | None = None

    def is_all(self, attrs: dict[str, str | None], code: Element) -> bool:
        """Whether a ``span`` with these attributes does nothing else in a listing.

        The first telling one of a listing is more: it says that a highlighter knew the
        language. Classes that a style sheet of the page has rules for may hide.
        """
        name = attrs.get("class")
        if name is None or len(attrs) > 1:
            return False
        only = self._known.get(name)
        if only is None:
            only = name in _COLOURS or bool(_GROUPS.fullmatch(name))
            only = only and not self._styles.concern(Element("span", {"class": name}, None))
            self._known[name] = only
        if only and name in TELLING and self._told is not code:
            self._told = code
            return False
        return only
