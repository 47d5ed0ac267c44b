"""What packing asks of a bundle format: the text of each piece, so that it can be counted.

A bundle is the concatenation of an opening, the lines of the map, a middle,
the blocks of the documents and a closing. Every piece ends with a newline
after a character that is no white space and begins with a character that is
neither white space nor ``/``, so that token counts add up
(:mod:`ctxbuild.tokens.seams`). A format that cannot keep this up to a
separator says how many tokens it may lose in ``slack``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ctxbuild.languages.views import render_view
from ctxbuild.model import Corpus, Detail, Document, Item, Lines, Part, Plan, Stretch
from ctxbuild.tokens import encoding_named


@dataclass(frozen=True, slots=True)
class Facts:
    """The figures of a bundle that its header states."""

    encoding: str
    exact: bool
    budget: int | None
    tokens: int
    details: tuple[int, ...]
    """How many documents are shown at each detail level, by level."""
    part: Part | None = None


def facts_of(plan: Plan) -> Facts:
    """Return the figures of a plan."""
    details = [0] * len(Detail)
    for index in plan.order:
        details[plan.items[index].detail] += 1
    exact = encoding_named(plan.encoding).exact
    return Facts(plan.encoding, exact, plan.budget, plan.tokens, tuple(details), plan.part)


@dataclass(frozen=True, slots=True)
class Block:
    """A document's part of a bundle: container, content, container."""

    head: str
    body: str
    tail: str

    def __str__(self) -> str:
        return self.head + self.body + self.tail


class Layout(Protocol):
    """The pieces of one bundle format."""

    @property
    def name(self) -> str:
        """The format's name on the command line."""
        ...

    @property
    def slack(self) -> int:
        """Tokens that the joined pieces may cost more than their sum."""
        ...

    @property
    def raw(self) -> bool:
        """Whether a block's body is the document's text as it is, unescaped."""
        ...

    def opening(self, corpus: Corpus, facts: Facts) -> str:
        """Return everything before the first line of the map."""
        ...

    def directory_line(
        self, path: str, files: int, tokens: int, parts: tuple[Lines, ...] = ()
    ) -> str:
        """Return the map's line for a directory, with what lies in it and below.

        ``parts`` are the runs of parts of a split bundle that show something of it.
        """
        ...

    def more_line(self, files: int) -> str:
        """Return the map's line that stands for a directory's unnamed files."""
        ...

    def name_line(self, document: Document, tokens: int, parts: tuple[Lines, ...] = ()) -> str:
        """Return the map's line for a document, with the parts that it stands in."""
        ...

    def middle(self) -> str:
        """Return what stands between the map and the first block."""
        ...

    def block(
        self,
        document: Document,
        detail: Detail,
        shown: tuple[Lines, ...],
        text: str,
        stretch: Stretch | None = None,
    ) -> Block:
        """Return a document's block; ``text`` is the view with placeholders in it.

        Where the document is cut, ``text`` is the piece that ``stretch`` describes.
        """
        ...

    def first_block(self, text: str) -> str:
        """Return the first block as written, where a separator before it falls away."""
        ...

    def closing(self) -> str:
        """Return what stands after the last block."""
        ...


def map_lines(plan: Plan, layout: Layout) -> list[str]:
    """Return the lines of a plan's map: every listed directory, then its named files."""
    lines: list[str] = []
    documents = plan.corpus.documents
    for directory in plan.directories:
        path, within = directory.path, plan.part.directories if plan.part else {}
        lines.append(
            layout.directory_line(path, directory.files, directory.tokens, within.get(path, ()))
        )
        named = [i for i in directory.documents if _is_named(plan, i)]
        lines += [
            layout.name_line(documents[i], plan.file_tokens[i], parts_of(plan, i)) for i in named
        ]
        # A directory of which nothing is named has its number of files before it.
        if 0 < len(named) < len(directory.documents):
            lines.append(layout.more_line(len(directory.documents) - len(named)))
    return lines


def _is_named(plan: Plan, index: int) -> bool:
    item = plan.items[index]
    if item.detail > Detail.OMITTED and item.named:
        return True
    return plan.part is not None and plan.part.names and index in plan.part.documents


def parts_of(plan: Plan, index: int) -> tuple[Lines, ...]:
    """Return the parts that a document stands in where this is none of them."""
    part = plan.part
    if part is None or index not in part.documents:
        return ()
    first, last = part.documents[index]
    return () if first <= part.number <= last else ((first, last),)


def view_text(document: Document, detail: Detail, shown: tuple[Lines, ...]) -> str:
    """Return what a block holds of a document: its text, or the lines shown of it."""
    text = document.text()
    return text if detail == Detail.FULL else render_view(text, document.language, shown)


def block_of(plan: Plan, item: Item, layout: Layout) -> Block | None:
    """Return the block of a document, or ``None`` where nothing of it is shown."""
    if item.detail <= Detail.NAME:
        return None
    document = plan.corpus.documents[item.document]
    stretch = plan.part.stretches.get(item.document) if plan.part else None
    if stretch is None:
        text = view_text(document, item.detail, item.shown)
    else:
        text = view_text(document, item.detail, stretch.view)[stretch.start : stretch.stop]
    return layout.block(document, item.detail, item.shown, text, stretch)


def first_block(plan: Plan, layout: Layout) -> str:
    """Return the first block in reading order; empty where there is none."""
    for index in plan.order:
        block = block_of(plan, plan.items[index], layout)
        if block is not None:
            return str(block)
    return ""
