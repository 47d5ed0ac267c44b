"""Checks a priming bundle against what it was made of: quotations, identifiers, TeX, budget."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ctxbuild.analysis.terms.defining import definitions_in
from ctxbuild.claims import is_verbatim
from ctxbuild.formats.primer import SPOKEN
from ctxbuild.formats.primer_words import HEADINGS
from ctxbuild.model import Paper, TokenCounter
from ctxbuild.transforms.formulas import CUT, RESIDUE, plain

Kind = Literal["not verbatim", "unknown id", "TeX", "no source", "not a definition", "over budget"]
_SAID = re.compile(r'"([^"\n]+)"|\[([^\[\]\n]+)\](?=$| /|;)')
_HEADING = "## "
_LEAST_DEFINITIONS = 0.7
_BUDGET = re.compile(r"at most ([\d,]+) tokens")
_OURS = ("## Prompts", "## Reader", "## Caution")
"""Sections in our own words."""
_SPOKEN = frozenset(f"{_HEADING}{HEADINGS[block]}" for block in SPOKEN)
_UNNAMED = f"{_HEADING}{HEADINGS['quotations']}"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line of a priming bundle, counted from 1."""

    line: int
    kind: Kind
    text: str


def faults(bundle: str, papers: Mapping[str, Paper] | None, count: TokenCounter) -> Iterator[Fault]:
    """Yield what is wrong with a bundle or with a file of references.

    Args:
        bundle: its text.
        papers: what it was made of, by identifier; None where that is not at hand, and then
            nothing is compared.
        count: of the encoding that its budget is in.

    """
    heading, defined, entries = "", 0, 0
    for number, line in enumerate(bundle.split("\n"), 1):
        heading = line if line.startswith(_HEADING) else heading
        if heading.startswith(_OURS) or not line.startswith("- "):
            continue
        yield from _of_line(number, line, heading, papers)
        if heading == "## Glossary" and papers is not None:
            entries += 1
            defined += _is_definition(line, papers)
    if entries and defined < _LEAST_DEFINITIONS * entries:
        yield Fault(0, "not a definition", f"{entries - defined} of {entries} glossary lines")
    asked = _BUDGET.search(bundle)
    tokens = count.count(bundle)
    if asked and tokens > int(asked[1].replace(",", "")):
        yield Fault(0, "over budget", f"{tokens:,} tokens, {asked[1]} allowed")


def quotations(line: str, heading: str = "") -> Iterator[tuple[str, str]]:
    """Yield the quotations of a line, each with the identifier behind it, empty where none is.

    Under some headings a line is one quotation without marks, behind the name of who says it.
    """
    if heading in _SPOKEN and '"' not in line:
        yield _spoken(line, named=heading != _UNNAMED)
        return
    waiting: list[str] = []
    for said, names in _SAID.findall(line):
        if said:
            waiting.append(said)
            continue
        yield from ((each, names) for each in waiting)
        if not waiting:
            yield "", names
        waiting = []
    yield from ((each, "") for each in waiting)


def _spoken(line: str, *, named: bool) -> tuple[str, str]:
    text, _, name = line.removeprefix("- ").rpartition(" [")
    if not (text and name.endswith("]")):
        return line.removeprefix("- "), ""
    return text.partition(": ")[2] if named else text, name[:-1]


def quoted_in(bundle: str) -> Iterator[tuple[str, str]]:
    """Yield the quotations of a bundle, each with the identifier behind it."""
    heading = ""
    for line in bundle.split("\n"):
        heading = line if line.startswith(_HEADING) else heading
        if line.startswith("- ") and not heading.startswith(_OURS):
            yield from quotations(line, heading)


def _of_line(
    number: int, line: str, heading: str, papers: Mapping[str, Paper] | None
) -> Iterator[Fault]:
    if RESIDUE.search(line):
        yield Fault(number, "TeX", line)
    for said, name in quotations(line, heading):
        if not name:
            yield Fault(number, "no source", said)
        elif papers is None:
            continue
        elif name not in papers:
            yield Fault(number, "unknown id", name)
        elif said and not _stands(said, papers[name]):
            yield Fault(number, "not verbatim", said)


def _stands(said: str, paper: Paper) -> bool:
    """Tell whether a title or an abstract says it, or the one its first part and the other more."""
    title, abstract = plain(paper.title), plain(paper.abstract)
    head, _, rest = said.partition(f" {CUT} ")
    return (
        is_verbatim(said, abstract)
        or is_verbatim(said, title)
        or (is_verbatim(head, title) and is_verbatim(rest, abstract))
    )


def _is_definition(line: str, papers: Mapping[str, Paper]) -> bool:
    said, name = next(quotations(line), ("", ""))
    found = definitions_in(papers[name]) if name in papers else ()
    return any(is_verbatim(said, plain(each.sentence)) for each in found)
