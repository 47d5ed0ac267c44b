"""The index over the parts of documents.

A unit is a symbol without the symbols inside it, or what remains of a
document. The index holds postings by document; what a query needs of them is
gathered when it is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ctxbuild.model import Document, Outline, Role
from ctxbuild.search.postings import Postings

_SHORTEST_NAME = 3

TESTING: frozenset[Role] = frozenset({"test", "example"})

Unit = int
"""A unit's number: those of a document follow each other, its rest is the last."""


@dataclass(slots=True)
class Index:
    """Units of documents, their names and the words in them."""

    documents: Sequence[Document]
    outlines: Mapping[int, Outline]
    postings: Mapping[int, Postings]
    firsts: list[Unit]
    """The first unit of each document; at last the number of units."""
    owner: list[int]
    """The document of each unit."""
    lengths: list[int]
    by_name: dict[str, list[Unit]]
    """Units of the definitions of a name."""

    @classmethod
    def of(
        cls,
        documents: Sequence[Document],
        outlines: Mapping[int, Outline],
        postings: Mapping[int, Postings],
    ) -> Index:
        """Index documents; one without postings is a single unit without words."""
        firsts, owner, lengths = [0], [], []
        by_name: dict[str, list[Unit]] = {}
        for index in range(len(documents)):
            outline, first = outlines.get(index), firsts[-1]
            own = postings[index].lengths if index in postings else [0]
            for part, symbol in enumerate(outline.symbols if outline is not None else ()):
                if symbol.kind != "heading" and len(symbol.name) >= _SHORTEST_NAME:
                    by_name.setdefault(symbol.name, []).append(first + part)
            lengths += own
            owner += [index] * len(own)
            firsts.append(first + len(own))
        return cls(documents, outlines, postings, firsts, owner, lengths, by_name)

    def unit(self, document: int, symbol: int) -> Unit:
        """Return the unit of a symbol; of what lies in no symbol where that is −1."""
        if symbol < 0:
            return self.firsts[document + 1] - 1
        return self.firsts[document] + symbol

    def symbol(self, unit: Unit) -> int:
        """Return the number of a unit's symbol in its outline, −1 for a document's rest."""
        document = self.owner[unit]
        return -1 if unit == self.firsts[document + 1] - 1 else unit - self.firsts[document]

    def is_code(self, unit: Unit) -> bool:
        """Whether a unit belongs to the code itself, and not to tests, examples or prose."""
        document = self.documents[self.owner[unit]]
        return document.kind != "prose" and document.role not in TESTING

    def is_test(self, unit: Unit) -> bool:
        """Whether a unit is code that tries out other code."""
        document = self.documents[self.owner[unit]]
        return document.kind != "prose" and document.role in TESTING
