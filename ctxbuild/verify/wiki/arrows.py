"""Whether the diagrams of a page show what the record has evidence for, and nothing else."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ctxbuild.formats.mermaid import one_line
from ctxbuild.formats.mermaid_reading import read_mermaid
from ctxbuild.formats.wiki_reading import RecordedEdge, RecordedPage
from ctxbuild.model.wikis import Diagram
from ctxbuild.verify.wiki.standing import imported_by

FENCE = re.compile(r"^```mermaid\n((?:(?!```).*\n)*)```", re.MULTILINE)
_PARTS = re.compile(r" \(\d+ of \d+\)$")
_CUT = "…"
_OF_FILES = "Imports between the files of "
_BASE = " is declared with the base "


@dataclass(frozen=True, slots=True)
class Drawn:
    """An arrow as it is drawn: what the boxes say, and how many edges it stands for."""

    origin: str
    target: str
    weight: int


def homes(pages: tuple[RecordedPage, ...]) -> Mapping[str, frozenset[str]]:
    """Return the files that have sections on pages, by the titles of these, parts taken together.

    Titles of pages from which something was left out are not among them.
    """
    found: dict[str, set[str]] = {}
    for page in pages:
        found.setdefault(_PARTS.sub("", page.title), set()).update(page.files)
    doubtful = {_PARTS.sub("", page.title) for page in pages if page.left_out}
    return {t: frozenset(own) for t, own in found.items() if own and t not in doubtful}


def arrow_faults(
    page: RecordedPage, text: str, titled: Mapping[str, frozenset[str]]
) -> Iterator[tuple[int, str]]:
    """Yield lines of a page and what is wrong there with its diagrams.

    Args:
        page: as recorded.
        text: as it is read.
        titled: what :func:`homes` gives.

    """
    known = {(c.citation.path, c.citation.lines, c.statement): c for c in page.claims}
    for edge in page.edges:
        claim = known.get((edge.path, edge.lines, edge.statement))
        target = imported_by(claim) if claim is not None else None
        if claim is None:
            yield 1, f"no claim behind {edge.origin} → {edge.target}"
        elif not _speaks_of(edge, target, titled):
            yield 1, f"the claim behind {edge.origin} → {edge.target} speaks of something else"
    drawn: list[Drawn] = []
    for fence in FENCE.finditer(text):
        line = text.count("\n", 0, fence.start()) + 1
        try:
            drawn += arrows_of(read_mermaid(fence[1]))
        except ValueError as error:
            yield line, f"a diagram is {error}"
            return
    if [(d.origin, d.target, d.weight) for d in drawn] != [*map(_as_drawn, page.edges)]:
        yield 1, f"the {len(drawn)} arrows drawn are not the {len(page.edges)} of the record"


def arrows_of(diagram: Diagram) -> list[Drawn]:
    """Return the arrows of a diagram by what its boxes say."""
    boxes = {node.key: node for node in diagram.nodes}
    return [
        Drawn(boxes[arrow.origin].label, boxes[arrow.target].label, arrow.weight)
        for arrow in diagram.arrows
        if not arrow.label
    ]


def _as_drawn(edge: RecordedEdge) -> tuple[str, str, int]:
    return one_line(edge.origin) or " ", one_line(edge.target) or " ", edge.weight


def _speaks_of(
    edge: RecordedEdge, target: str | None, titled: Mapping[str, frozenset[str]]
) -> bool:
    """Whether the statement behind an arrow is about what its boxes say."""
    if target is None:
        name, _, base = edge.statement.removesuffix(".").rpartition(_BASE)
        return _is(edge.origin, name) and _is(edge.target, base)
    ends = ((edge.origin, edge.path), (edge.target, target))
    return all(_stands_for(edge, label, path, titled) for label, path in ends)


def _is(label: str, text: str) -> bool:
    return text.startswith(label[:-1]) if label.endswith(_CUT) else label == text


def _stands_for(
    edge: RecordedEdge, label: str, path: str, titled: Mapping[str, frozenset[str]]
) -> bool:
    """Whether a box is a file, or the component that it belongs to."""
    if edge.diagram.startswith(_OF_FILES):
        return _CUT in label or path.endswith(label.replace("../", ""))
    own = titled.get(one_line(label))
    return own is None or path in own or any(f"{posixpath.dirname(f)}/" == path for f in own)
