"""What facts are found in: documents, their texts and outlines, and the import graph."""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ctxbuild.analysis.imports.graph import ImportGraph
from ctxbuild.claims import Check, Citation, Claim, digest_of
from ctxbuild.languages.call_sites import CallSite
from ctxbuild.languages.exports import Exports
from ctxbuild.model import Document, Lines, Outline

LARGEST = 1 << 20
"""Bytes; a larger text is data, and no fact is looked for in it."""


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that facts are found in."""

    documents: Sequence[Document]
    outlines: Mapping[int, Outline]
    graph: ImportGraph
    read: Callable[[Document], str]
    """Returns the text of a document."""
    levels: Mapping[int, Sequence[float]] = field(default_factory=dict)
    """How public each symbol is, by document (:mod:`ctxbuild.analysis.surface`)."""
    offered: Mapping[int, Collection[int]] = field(default_factory=dict)
    """Symbols, by document, that modules which are not internal define or pass on."""
    exports: Mapping[int, Exports] = field(default_factory=dict)
    calls: Mapping[int, Sequence[CallSite]] = field(default_factory=dict)
    _imported: dict[int, set[str]] = field(default_factory=dict, repr=False)
    _by_name: dict[str, list[int]] = field(default_factory=dict, repr=False)
    _leads_to: dict[int, list[int]] = field(default_factory=dict, repr=False)
    _by_directory: dict[str, list[int]] = field(default_factory=dict, repr=False)
    _starts: dict[int, list[int]] = field(default_factory=dict, repr=False)
    _kept: dict[int, tuple[str, list[str]]] = field(default_factory=dict, repr=False)

    def text(self, index: int) -> str:
        """Return the text of a document, empty where it is too large to say anything."""
        return self._text(index)[0]

    def lines(self, index: int) -> list[str]:
        """Return the lines of that text."""
        return self._text(index)[1]

    def _text(self, index: int) -> tuple[str, list[str]]:
        """Return a text and its lines; the last few stay, as facts come file by file."""
        kept = self._kept.get(index)
        if kept is None:
            document = self.documents[index]
            text = self.read(document) if document.size <= LARGEST else ""
            kept = text, text.split("\n")
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[index] = kept
        return kept

    def within(self, directory: str) -> Sequence[int]:
        """Return the documents directly in a directory, in order."""
        if not self._by_directory:
            for index, document in enumerate(self.documents):
                home = document.path.rpartition("/")[0]
                self._by_directory.setdefault(home, []).append(index)
        return self._by_directory.get(directory, ())

    def named(self, *names: str) -> Iterator[tuple[int, str]]:
        """Yield documents by the name of their file, those nearest the root first, with texts."""
        if not self._by_name:
            for index, document in enumerate(self.documents):
                name = posixpath.basename(document.path).lower()
                self._by_name.setdefault(name, []).append(index)
        wanted = {name.lower() for name in names}
        found = (index for name in wanted for index in self._by_name.get(name, ()))
        own = ((self.documents[i].path.count("/"), self.documents[i].path, i) for i in found)
        for _, _, index in sorted(own):
            if self.is_own(index):
                yield index, self.text(index)

    def sources(self, *languages: str) -> Iterator[tuple[int, Document]]:
        """Yield the source files, all or those in some languages, that people wrote."""
        for index, document in enumerate(self.documents):
            is_source = document.kind == "code" and document.role == "source"
            if is_source and (not languages or document.language in languages):
                yield index, document

    def imported_by(self, index: int) -> Collection[str]:
        """Return the names of everything that a document imports, as written."""
        if not self._imported:
            for origin, site in self.graph.outside:
                self._imported.setdefault(origin, set()).add(site.name)
            for edge in self.graph.edges:
                self._imported.setdefault(edge.origin, set()).add(edge.site.name)
        return self._imported.get(index, ())

    def files_imported_by(self, index: int) -> Collection[int]:
        """Return the documents that a document imports."""
        if not self._leads_to:
            for origin, target in self.graph.pairs():
                self._leads_to.setdefault(origin, []).append(target)
        return self._leads_to.get(index, ())

    def around(self, index: int, line: int) -> str:
        """Return the innermost definition that a line is a part of, decorators included."""
        outline = self.outlines.get(index)
        symbols = outline.symbols if outline else ()
        around = [s for s in symbols if s.lines[0] <= line <= s.lines[1]]
        return around[-1].qualified_name if around else ""

    def is_own(self, index: int) -> bool:
        """Whether a document is part of the project, and no fixture, example or copy."""
        return self.documents[index].role not in {"test", "vendored", "generated", "minified"}

    def quote(self, index: int, statement: str, words: str, start: int = 0) -> Claim | None:
        """Return the claim that some words stand in a text; ``None`` where they do not."""
        text = self.text(index)
        at = text.find(words, start)
        if at < 0:
            return None
        first = self._line_at(index, at)
        lines = first, first + words.rstrip("\n").count("\n")
        return self.claim(index, statement, lines, "quoted", words)

    def _line_at(self, index: int, place: int) -> int:
        """Return the number of the line that a place of a text is in."""
        if index not in self._starts:
            self._starts.clear()
            self._starts[index] = [0, *(end.end() for end in _NEWLINE.finditer(self.text(index)))]
        return bisect_right(self._starts[index], place)

    def claim(
        self, index: int, statement: str, lines: Lines, check: Check = "lines", evidence: str = ""
    ) -> Claim:
        """Return a claim that cites lines of a document."""
        return Claim(statement, self._cite(index, lines), check, evidence)

    def defined(self, index: int, symbol: int, statement: str) -> Claim:
        """Return the claim that a symbol is defined where its outline says."""
        found = self.outlines[index].symbols[symbol]
        first = found.lines[0]
        last = max(first, found.fold[0] - 1 if found.fold else found.lines[1])
        lines = (first, min(last, first + _MOST_CITED))
        return Claim(statement, self._cite(index, lines, found.qualified_name), "symbol")

    def _cite(self, index: int, lines: Lines, symbol: str = "") -> Citation:
        cited = self.lines(index)[lines[0] - 1 : lines[1]]
        return Citation(self.documents[index].path, lines, symbol, digest_of(cited))


_NEWLINE = re.compile("\n")
_MOST_KEPT = 32
_MOST_CITED = 40
"""Lines of a definition's head; a table of a thousand lines need not be cited whole."""


def lines_of(text: str, start: int, stop: int) -> Lines:
    """Return the lines that a stretch of a text touches."""
    first = text.count("\n", 0, start) + 1
    return first, first + text[start:stop].rstrip("\n").count("\n")
