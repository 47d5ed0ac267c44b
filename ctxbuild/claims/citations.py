"""Statements that can be checked: where they are taken from, and how to find out if they hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

from ctxbuild.model import Lines, Symbol

Check = Literal["quoted", "symbol", "import", "lines"]
"""How a claim is checked, besides the digest of the cited lines.

``quoted``: the evidence stands in the lines, but for white space. ``symbol``: a
definition of that qualified name begins in them. ``import``: as ``quoted``; that
the name leads to the target takes a resolver besides. ``lines``: nothing more.
"""


@dataclass(frozen=True, slots=True)
class Citation:
    """Lines of a document at the revision of its source; ``symbol`` is a qualified name or empty.

    ``digest`` is that of :func:`lines_digest`; where it is empty, nothing but the
    document's existence is cited (a file without text, a directory).
    """

    path: str
    lines: Lines | None = None
    symbol: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement, what it is taken from, and how it is checked."""

    statement: str
    citation: Citation
    check: Check = "lines"
    evidence: str = ""


def lines_digest(text: str, lines: Lines) -> str:
    """Return the BLAKE2b-64 of some lines, in hex; trailing white space does not count."""
    return digest_of(text.split("\n")[lines[0] - 1 : lines[1]])


def digest_of(cited: Sequence[str]) -> str:
    """Return the digest of lines that have been cut out already."""
    plain = "\n".join(line.rstrip() for line in cited)
    return blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def cite(path: str, text: str, lines: Lines, symbol: str = "") -> Citation:
    """Return the citation of lines of a text."""
    return Citation(path, lines, symbol, lines_digest(text, lines))


def objection(claim: Claim, text: str | None, symbols: Iterable[Symbol] = ()) -> str:
    """Return why a claim does not hold for a text; empty where it does.

    Args:
        claim: what is said.
        text: the document that it cites, as it is now; ``None`` where there is none.
        symbols: the definitions of that document.

    """
    citation = claim.citation
    if text is None:
        return "there is no such file"
    if citation.lines is None:
        return ""
    first, last = citation.lines
    if not 1 <= first <= last <= text.count("\n") + 1:
        return f"there are no lines {first} to {last}"
    if lines_digest(text, citation.lines) != citation.digest:
        return "the lines have changed"
    if claim.check == "symbol" and not _begins(citation, symbols):
        return f"{citation.symbol} is not defined there"
    if claim.check in {"quoted", "import"}:
        cited = " ".join(text.split("\n")[first - 1 : last])
        if _plain(claim.evidence) not in _plain(cited):
            return "the lines do not say so"
    return ""


def _begins(citation: Citation, symbols: Iterable[Symbol]) -> bool:
    assert citation.lines is not None
    first, last = citation.lines
    return any(
        symbol.qualified_name == citation.symbol
        and first <= symbol.lines[0]
        and symbol.declaration[0][0] <= last
        for symbol in symbols
    )


def _plain(text: str) -> str:
    return "".join(text.split())
