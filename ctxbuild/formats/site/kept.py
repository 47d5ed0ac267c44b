"""Bodies of pages that need not be made again, as all that they are made of is the same.

Beside a page itself, its HTML depends on headings of pages that it links to and on which of the
places that it names are cited. What was looked up is recorded with it, and has to be the same.
"""

from __future__ import annotations

import json
from collections.abc import Sequence, Set
from dataclasses import astuple, replace
from hashlib import blake2b
from typing import Any

from ctxbuild.cache import Cache
from ctxbuild.formats.site.addresses import Addresses
from ctxbuild.formats.site.body import Heading, Parsed, Section, body_html, parsed
from ctxbuild.formats.site.cited import Cited
from ctxbuild.model.wikis import WikiPage
from ctxbuild.version import __version__

_VERSION = "1"
"""Of what ``body``, ``links`` and ``formats/diagram`` write; another one forgets all bodies."""
_MOST_TOKENS = 200
"""Pages whose syntax waits in memory for HTML, half a megabyte each; others are read twice."""


class Bodies:
    """The pages of a wiki, parsed, and their HTML."""

    def __init__(
        self, pages: Sequence[WikiPage], addresses: Addresses, cited: Cited, cache: Cache | None
    ) -> None:
        self._addresses, self._cited = addresses, cited
        self._cache = cache or Cache.disabled()
        self._version = f"{_VERSION} {__version__}"
        self._parsed_now = 0
        self.pages = [self._parsed(page) for page in pages]
        self.anchors = {
            each.page.slug: frozenset(heading.anchor for heading in each.headings)
            for each in self.pages
        }

    def html(self, page: Parsed) -> str:
        """Return the HTML of a page, once: it is used up. Places that it names are told."""
        own = page.page
        key = repr((own.slug, self._addresses.single, own.body, own.diagrams)).encode()
        stored = self._cache.get_many("site body", self._version, (key,))
        if key in stored:
            known = json.loads(stored[key])
            if self._holds(known):
                for name in known["cited"]:
                    self._cited.number(name)
                return str(known["html"])
        html, linked = body_html(page, self._addresses, self.anchors, self._cited)
        cited, unknown = self._cited.asked()
        links = {slug: self._headings(slug) for slug in sorted(linked)}
        value = {"html": html, "links": links, "cited": cited, "unknown": unknown}
        self._cache.put_many("site body", self._version, {key: json.dumps(value).encode()})
        return html

    def _holds(self, known: dict[str, Any]) -> bool:
        """Whether everything that a body looked up would be found as it was."""
        return (
            all(self._headings(slug) == seen for slug, seen in known["links"].items())
            and all(name in self._cited for name in known["cited"])
            and not any(name in self._cited for name in known["unknown"])
        )

    def _headings(self, slug: str) -> str:
        """Return a digest of a page's anchors, empty where there is no such page."""
        anchors: Set[str] | None = self.anchors.get(slug)
        return "" if anchors is None else blake2b(repr(sorted(anchors)).encode()).hexdigest()[:16]

    def _parsed(self, page: WikiPage) -> Parsed:
        key = page.body.encode("utf-8", "surrogatepass")
        stored = self._cache.get_many("site headings", self._version, (key,))
        if key in stored:
            headings, sections = json.loads(stored[key])
            return Parsed(
                page,
                tuple(Heading(*each) for each in headings),
                tuple(Section(*each) for each in sections),
            )
        made = parsed(page)
        self._parsed_now += 1
        if self._parsed_now > _MOST_TOKENS:
            made = replace(made, tokens=None)
        rows = [[astuple(each) for each in part] for part in (made.headings, made.sections)]
        self._cache.put_many("site headings", self._version, {key: json.dumps(rows).encode()})
        return made
