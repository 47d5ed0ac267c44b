"""What the analysis could not see, said openly."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ctxbuild.analysis.facts.material import LARGEST, Material
from ctxbuild.analysis.imports.graph import FAMILIES
from ctxbuild.model import Skipped

_MOST_NAMED = 20
_SYMLINK = "symlink to "
"""What readers say of a link they did not follow; one gap has them all, not one a target."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is not known, why, and what it concerns (the first of ``count``)."""

    kind: str
    reason: str
    count: int
    paths: tuple[str, ...]


def find_gaps(
    material: Material, skipped: Sequence[Skipped], notes: Iterable[str], unread: Sequence[int]
) -> tuple[Gap, ...]:
    """Return the gaps.

    Args:
        material: what facts were found in.
        skipped: what the reader did not read.
        notes: what the reader says of the source as a whole.
        unread: documents in languages with a resolver whose imports could not be read.

    """
    rows = list(_rows(material, skipped, unread))
    found = [Gap("source", note, 1, ()) for note in notes]
    for kind, reason in dict.fromkeys((kind, reason) for kind, reason, _ in rows):
        paths = [path for k, r, path in rows if (k, r) == (kind, reason)]
        found.append(Gap(kind, reason, len(paths), tuple(paths[:_MOST_NAMED])))
    return tuple(found)


def _rows(
    material: Material, skipped: Sequence[Skipped], unread: Sequence[int]
) -> Iterator[tuple[str, str, str]]:
    documents = material.documents
    for item in skipped:
        reason, link, target = item.reason.partition(_SYMLINK)
        yield (
            ("file", "symlink", f"{item.id} to {target}")
            if link and not reason
            else ("file", item.reason, item.id)
        )
    for index, document in enumerate(documents):
        outline = material.outlines.get(index)
        if document.kind == "code" and document.size > LARGEST:
            yield "file", "too large to look into", document.path
        elif outline is not None and outline.has_errors and document.kind == "code":
            yield "file", "has syntax that its parser cannot read, or no parser", document.path
    yield from (("imports", "cannot be read", documents[index].path) for index in unread)
    by_name = Counter(
        documents[edge.origin].language for edge in material.graph.edges if not edge.exact
    )
    for language, count in sorted(by_name.items()):
        yield "imports", f"{count} of {language} are matched by name only", language
    there = {document.path for document in documents} | {item.id for item in skipped}
    for index, site in material.graph.outside:
        if documents[index].language in FAMILIES and site.name.startswith("."):
            path = documents[index].path
            if _beside(path, site.name) not in there:
                yield "imports", "lead to no file", f"{path}: {site.name}"


def _beside(path: str, name: str) -> str:
    """Return the path that a relative import names: of styles, data or pictures as of code."""
    file = name.partition("?")[0]  # bundlers take ``./logo.svg?url``
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), file))
