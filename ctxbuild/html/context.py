"""What all readers of a page's parts share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from ctxbuild.html.blocks import Block, Inline, Maths, Text
from ctxbuild.html.dom import Element
from ctxbuild.html.footnotes import Footnotes
from ctxbuild.html.formulas import formula, formulas_in
from ctxbuild.html.links import Addresses
from ctxbuild.html.tabs import Group

HEADINGS = {f"h{level}": level for level in range(1, 7)}


@dataclass(slots=True)
class Context:
    """What is known of single elements of a page, by identity, and of all of it.

    ``saw_maths`` becomes true when a formula was read.
    """

    addresses: Addresses
    footnotes: Footnotes
    groups: dict[int, Group]
    code: set[int]
    signatures: set[int]
    grids: set[int]
    unwrapped: set[int]
    language: str = ""
    tex_in_text: bool = False
    images: bool = True
    saw_maths: bool = False

    def formula(self, element: Element) -> Maths | None:
        """Return the formula that an element shows, if it is one."""
        found = formula(element)
        self.saw_maths = self.saw_maths or found is not None
        return found

    def texts(self, text: str) -> list[Inline]:
        """Return plain text, cut at the formulas that a script renders in it."""
        if not self.tex_in_text or ("\\" not in text and "$$" not in text):
            return [Text(text)]
        found = formulas_in(text)
        self.saw_maths = self.saw_maths or len(found) > 1
        return found


class BlockReader(Protocol):
    """What the readers of single kinds of blocks need of the whole."""

    context: Context

    def flow(self, nodes: Iterable[Element | str]) -> list[Block]:
        """Return the blocks of some nodes."""

    def block(self, element: Element) -> list[Block] | None:
        """Return an element's blocks; None if it stands in a line."""

    def line(self, nodes: Iterable[Element | str]) -> list[Inline]:
        """Return nodes as one line, tidied."""
