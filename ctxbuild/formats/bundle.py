"""The table of bundle formats, writing a plan in one and reading it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ctxbuild.formats import json, markdown, xml
from ctxbuild.formats.parsed import BundleError, ParsedFile
from ctxbuild.model import Plan, UsageError
from ctxbuild.packing.layout import Layout, block_of, facts_of, map_lines


@dataclass(frozen=True, slots=True)
class BundleFormat:
    """One row: how a format is written, recognised and read."""

    layout: Layout
    marker: str
    suffix: str
    parse: Callable[[str], Iterator[ParsedFile]]


FORMATS: dict[str, BundleFormat] = {
    "md": BundleFormat(markdown.Markdown(), markdown.MARKER, ".md", markdown.parse),
    "xml": BundleFormat(xml.Xml(), xml.MARKER, ".xml", xml.parse),
    "json": BundleFormat(json.Json(), json.MARKER, ".json", json.parse),
}


def bundle_format(name: str) -> BundleFormat:
    """Return the table's row.

    Raises:
        UsageError: no such format.
    """
    if name not in FORMATS:
        raise UsageError(f"unknown format {name!r}; choose one of {', '.join(FORMATS)}")
    return FORMATS[name]


def pieces(plan: Plan) -> Iterator[str]:
    """Yield the text of a bundle piece by piece, so that it need not be held as a whole."""
    layout = bundle_format(plan.format).layout
    yield layout.opening(plan.corpus, facts_of(plan))
    yield "".join(map_lines(plan, layout))
    yield layout.middle()
    first = True
    for index in plan.order:
        block = block_of(plan, plan.items[index], layout)
        if block is None:
            continue
        yield layout.first_block(str(block)) if first else str(block)
        first = False
    yield layout.closing()


def parse_bundle(text: str) -> Iterator[ParsedFile]:
    """Yield the files that a bundle of any format holds.

    Raises:
        BundleError: the text is no bundle of ctxbuild, or a damaged one.
    """
    for row in FORMATS.values():
        if text.startswith(row.marker):
            return row.parse(text)
    raise BundleError("this is not a bundle of ctxbuild: it does not begin with a known marker")
