"""A page of a wiki as Markdown, with front matter of the Open Knowledge Format 0.2.

The date is that of the newest commit that touched a cited file, never the clock's, so
that a commit changes only the pages that it concerns.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from ctxbuild.claims import Citation, Claim
from ctxbuild.formats.mermaid import mermaid, one_line
from ctxbuild.formats.wiki_inline import SourceLinks, Writer, page_link, printable
from ctxbuild.html.escape import escape_heading_end, escape_text
from ctxbuild.markers import WIKI_PAGE
from ctxbuild.model import Touch
from ctxbuild.packing.wiki.blocks import (
    Block,
    Draft,
    Items,
    Paragraph,
    Picture,
    Quotation,
    Row,
    Section,
    Table,
    claims_of,
    claims_on,
)
from ctxbuild.version import __version__

_MOST_SOURCES = 12
"""Files named at the top of a page; all of them stand in ``wiki.json``."""
_MOST_CITED = 10
"""Places behind one section; all of them stand in ``wiki.json``."""
_LONGEST_DESCRIPTION = 200


@dataclass(frozen=True, slots=True)
class Stamps:
    """When files were last changed; ``unsaved`` are not as any commit has them."""

    touches: Mapping[str, Touch]
    unsaved: frozenset[str] = frozenset()
    revision: str = ""

    def of(self, paths: Iterable[str]) -> tuple[str, str]:
        """Return the newest commit that touched one of some files, and its day.

        That is the revision read where a file is not as any commit has it; nothing
        where no commit is known.
        """
        there = list(paths)
        if not self.unsaved.isdisjoint(there):
            return self.revision, ""
        found = [self.touches[path] for path in there if path in self.touches]
        newest = min(found, key=lambda touch: touch.age, default=None)
        return (newest.commit, newest.day) if newest is not None else ("", "")


@dataclass(frozen=True, slots=True)
class PageStyle:
    """What is the same on all pages."""

    links: SourceLinks
    stamps: Stamps
    pages: frozenset[str] | None = None
    """The slugs of all pages."""


def page_title(draft: Draft) -> str:
    """Return a page's title, with what it has of its subject, else its place among parts."""
    title = one_line(draft.title)
    if draft.span:
        return f"{title}: {one_line(draft.span)}"
    return f"{title} ({draft.part} of {draft.parts})" if draft.parts > 1 else title


def cited_paths(draft: Draft) -> list[str]:
    """Return the files that a page cites, those with the most citations first."""
    counts = Counter(claim.citation.path for claim in claims_on(draft))
    return sorted(counts, key=lambda path: (-counts[path], path))


def inputs_digest(draft: Draft) -> str:
    """Return the digest of all that a page cites: pages with another one must be made again."""
    return citations_digest(claims_on(draft))


def citations_digest(claims: Iterable[Claim]) -> str:
    """Return the digest of what claims cite, in order, each claim once."""
    rows = [_cited(claim.citation) for claim in dict.fromkeys(claims)]
    return blake2b(printable("\n".join(rows)).encode(), digest_size=8).hexdigest()


def _cited(citation: Citation) -> str:
    return f"{citation.path}:{citation.lines}:{citation.symbol}:{citation.digest}"


def page_body(draft: Draft, style: PageStyle, neighbours: Sequence[str] = ()) -> str:
    """Return a page from its heading on; ``neighbours`` are lines of links at its end."""
    paths = cited_paths(draft)
    writer = Writer(style.links, style.stamps.of(paths)[0].partition("+")[0], style.pages)
    parts = [f"# {_heading(page_title(draft))}"]
    if paths:
        parts.append(_relevant(paths, writer))
    for section in draft.sections:
        parts += _section(section, writer)
    if draft.left_out:
        parts.append(f"Left out, as each is longer than a page: {draft.left_out}.")
    if draft.also:
        parts.append("See also: " + ", ".join(writer.text((to,)) for to in draft.also))
    if neighbours:
        parts.append(" · ".join(neighbours))
    return "\n\n".join(parts) + "\n"


def page_text(draft: Draft, body: str, style: PageStyle) -> str:
    """Return a page as it is written: front matter and body."""
    return _front_matter(draft, style) + body


def _front_matter(draft: Draft, style: PageStyle) -> str:
    paths = cited_paths(draft)
    commit, day = style.stamps.of(paths)
    lines = ["---", WIKI_PAGE, f"type: {draft.kind}", f"title: {_quoted(page_title(draft))}"]
    lines.append(f"description: {_quoted(_clipped(draft.summary))}")
    if paths:
        lines.append("sources:")
        shown = enumerate(paths[:_MOST_SOURCES], 1)
        lines += [f"  - {{id: s{n}, resource: {_quoted(path)}}}" for n, path in shown]
    at = f", at: {_quoted(day)}" if day else ""
    lines.append(f"generated: {{by: {_quoted(f'ctxbuild/{__version__}')}{at}}}")
    lines.append("x-ctxbuild:")
    if commit:
        lines.append(f"  commit: {_quoted(commit)}")
    if len(paths) > _MOST_SOURCES:
        lines.append(f"  more_sources: {len(paths) - _MOST_SOURCES}")
    lines.append(f"  inputs: {_quoted(inputs_digest(draft))}")
    return "\n".join([*lines, "---", "", ""])


def _quoted(text: str) -> str:
    """Return a text as a string of JSON, which is one of YAML as well."""
    return json.dumps(one_line(text), ensure_ascii=False)


def _clipped(text: str) -> str:
    line = one_line(text)
    if len(line) <= _LONGEST_DESCRIPTION:
        return line
    return line[: _LONGEST_DESCRIPTION - 1].rstrip() + "…"


def _heading(text: str) -> str:
    return escape_heading_end(escape_text(one_line(text)))


def _relevant(paths: Sequence[str], writer: Writer) -> str:
    """Return the files that a page is made from, folded away."""
    items = [f"- {writer.place(path, None)}" for path in paths[:_MOST_SOURCES]]
    if len(paths) > _MOST_SOURCES:
        items.append(f"- … {len(paths) - _MOST_SOURCES} more")
    listed = "\n".join(items)
    return f"<details>\n<summary>Relevant source files</summary>\n\n{listed}\n\n</details>"


def _section(section: Section, writer: Writer) -> Iterator[str]:
    if section.title:
        yield f"{'#' * section.level} {escape_heading_end(writer.text(section.title).strip())}"
    cited: list[Claim] = []
    for block in section.blocks:
        yield _block(block, writer)
        if isinstance(block, Paragraph | Quotation | Picture):
            cited += claims_of(block)
    if cited:
        yield _sources(cited, writer)


def _block(block: Block, writer: Writer) -> str:
    if isinstance(block, Paragraph):
        return writer.line([word for s in block.sentences for word in (*s.words, " ")])
    if isinstance(block, Quotation):
        return f"> {writer.line([block.text])}"
    if isinstance(block, Picture):
        return f"```mermaid\n{mermaid(block.diagram)}```"
    if isinstance(block, Items):
        marks = (f"{n}." if block.ordered else "-" for n in range(1, len(block.rows) + 1))
        rows = zip(marks, block.rows, strict=True)
        return "\n".join(f"{mark} {_item(row, writer)}" for mark, row in rows)
    return _table(block, writer)


def _item(row: Row, writer: Writer) -> str:
    text = writer.line([word for cell in row.cells for word in cell])
    return f"{text} {_place(row, writer)}" if row.claims and row.placed else text


def _place(row: Row, writer: Writer, *, in_table: bool = False) -> str:
    citation = row.claims[0].citation
    return writer.place(citation.path, citation.lines, in_table=in_table)


def _table(table: Table, writer: Writer) -> str:
    cited = any(row.claims for row in table.rows)
    head = [*table.head, *(["where"] if cited else [])]
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    for row in table.rows:
        cells = [writer.text(cell, in_table=True).strip() or "–" for cell in row.cells]
        if cited:
            cells.append(_place(row, writer, in_table=True) if row.claims else "–")
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _sources(claims: Sequence[Claim], writer: Writer) -> str:
    """Return the places behind a section, and a digest of the lines of all of them."""
    cited = list(dict.fromkeys((c.citation.path, c.citation.lines) for c in claims))
    places = [writer.place(path, lines) for path, lines in cited[:_MOST_CITED]]
    if len(cited) > _MOST_CITED:
        places.append(f"{len(cited) - _MOST_CITED} more")
    return f"Sources: {', '.join(places)} · `{sources_digest(claims)}`"


def sources_digest(claims: Iterable[Claim]) -> str:
    """Return the digest of the lines of several claims, in order, each place once."""
    digests = {(c.citation.path, c.citation.lines): c.citation.digest for c in claims}
    return blake2b("\n".join(digests.values()).encode(), digest_size=8).hexdigest()


def neighbour_lines(before: Draft | None, after: Draft | None) -> list[str]:
    """Return the links to the pages before and after one."""
    named = (("Previous", before), ("Next", after))
    return [f"{word}: {page_link(each.slug, page_title(each))}" for word, each in named if each]
