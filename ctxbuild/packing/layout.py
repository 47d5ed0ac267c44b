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
from ctxbuild.model import Corpus, Detail, Document, Item, Lines, Plan
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


def facts_of(plan: Plan) -> Facts:
    """Return the figures of a plan."""
    details = [0] * len(Detail)
    for item in plan.items:
        details[item.detail] += 1
    exact = encoding_named(plan.encoding).exact
    return Facts(plan.encoding, exact, plan.budget, plan.tokens, tuple(details))


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

    def directory_line(self, path: str, files: int, tokens: int) -> str:
        """Return the map's line for a directory, with what lies in it and below."""
        ...

    def more_line(self, files: int) -> str:
        """Return the map's line that stands for a directory's unnamed files."""
        ...

    def name_line(self, document: Document, tokens: int) -> str:
        """Return the map's line for a document."""
        ...

    def middle(self) -> str:
        """Return what stands between the map and the first block."""
        ...

    def block(
        self, document: Document, detail: Detail, shown: tuple[Lines, ...], text: str
    ) -> Block:
        """Return a document's block; ``text`` is the view with placeholders in it."""
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
        lines.append(layout.directory_line(directory.path, directory.files, directory.tokens))
        named = [i for i in directory.documents if plan.items[i].detail > Detail.OMITTED]
        lines += [layout.name_line(documents[i], plan.file_tokens[i]) for i in named]
        if len(named) < len(directory.documents):
            lines.append(layout.more_line(len(directory.documents) - len(named)))
    return lines


def block_of(plan: Plan, item: Item, layout: Layout) -> Block | None:
    """Return the block of a document, or ``None`` where nothing of it is shown."""
    if item.detail <= Detail.NAME:
        return None
    document = plan.corpus.documents[item.document]
    text = document.text()
    if item.detail < Detail.FULL:
        text = render_view(text, document.language, item.shown)
    return layout.block(document, item.detail, item.shown, text)


def first_block(plan: Plan, layout: Layout) -> str:
    """Return the first block in reading order; empty where there is none."""
    for index in plan.order:
        block = block_of(plan, plan.items[index], layout)
        if block is not None:
            return str(block)
    return ""
