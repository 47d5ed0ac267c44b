"""What pages and their parts are called in links: files of their own, or parts of one file."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

HOME = "index"
"""The name of the first page; no anchor of a heading holds a colon, identifiers of ours do."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """How links are written; with ``single``, all pages are parts of one file."""

    single: bool = False

    def page(self, slug: str) -> str:
        """Return the link to the top of a page."""
        return f"#{quote(slug)}" if self.single else f"{quote(slug)}.html"

    def place(self, slug: str, anchor: str, *, own: bool = False) -> str:
        """Return the link to a heading; ``own`` where it stands on the same page."""
        if not anchor:
            return self.page(slug)
        if self.single:
            return f"#{quote(self.identifier(slug, anchor), safe=':')}"
        return ("" if own else self.page(slug)) + f"#{quote(anchor)}"

    def identifier(self, slug: str, anchor: str) -> str:
        """Return the ``id`` of a heading."""
        return f"{slug}:{anchor}" if self.single else anchor
