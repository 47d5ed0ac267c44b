"""Pages → documents: links set, secrets out, and what else is known of each page kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from ctxbuild.html.slugs import slugs
from ctxbuild.model import Detail, Document, PageFacts, Role, Transform
from ctxbuild.readers.content import Recipe, TextStore, digest_of, normalise
from ctxbuild.readers.site.converted import Facts
from ctxbuild.readers.site.settled import Gathered, Settled, wanted_places
from ctxbuild.readers.site.targets import ORIGIN, address_of
from ctxbuild.readers.site.twin_links import Links
from ctxbuild.transforms import count_lines

_BATCH = 256
_BATCH_BYTES = 4 << 20
_INDEX = re.compile(r"/index\.x?html?$")
"""Of an address: where a page calls itself by its directory, so do we."""


class DocumentWriter:
    """Makes the documents of a site."""

    def __init__(
        self,
        settled: Settled,
        found: Gathered,
        store: TextStore,
        *,
        redact: bool,
        absolute: bool = False,
    ) -> None:
        """Find out first where links to places in pages lead."""
        self._settled, self._found, self._store = settled, found, store
        self._redact = redact
        self._places = {path: number for number, path in enumerate(settled.order, 1)}
        names = {path: found.names[path] for path in settled.order}
        self._links = Links(
            found.finder.find, names, self._anchors(), settled.base, absolute, found.finder.home
        )

    def _anchors(self) -> dict[tuple[str, str], str]:
        """Return the anchor of each place that some page links to."""
        anchors: dict[tuple[str, str], str] = {}
        for path, fragments in wanted_places(self._found.facts, self._found).items():
            headings, places = self._found.headings(path)
            known = slugs(headings)
            for fragment in fragments:
                number = places.get(fragment, 0)
                # The first heading is the page's title: a link to the page says the same.
                if 0 < number < len(known):
                    anchors[path, fragment] = known[number]
        return anchors

    def batches(self) -> Iterator[list[Document]]:
        """Yield documents in the order of their ids, while their texts are in memory."""
        paths = [*self._settled.order, *self._found.reduced]
        batch: list[Document] = []
        size = 0
        for path in sorted(paths, key=lambda each: self._found.names[each].encode()):
            document = self._named(path) if path in self._found.reduced else self._page(path)
            batch.append(document)
            size += document.size
            if len(batch) >= _BATCH or size >= _BATCH_BYTES:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    def _text(self, path: str) -> bytes:
        """Return the Markdown of a page with its links set."""
        return self._links.rewrite(self._found.markdown(path), path).encode()

    def _page(self, path: str) -> Document:
        name = self._found.names[path]
        raw = self._text(path)
        made = normalise(raw, name, redact=self._redact)
        recipe = made.recipe if made is not None else Recipe()
        data = made.data if made is not None else b""
        before = self._store.held_bytes
        content = self._store.content(name, digest_of(raw), recipe, partial(self._text, path), data)
        if self._store.held_bytes == before:
            self._store.remember(content, data)
        role: Role = "readme" if path == self._found.start else "docs"
        return Document(
            id=name,
            kind="prose",
            role=role,
            language="markdown",
            digest=self._found.digests[path],
            size=len(data),
            lines=count_lines(data),
            content=content,
            transforms=(Transform("converted", self._found.facts[path].form), *recipe.transforms()),
            page=self._about(path, self._found.facts[path]),
        )

    def _about(self, path: str, facts: Facts) -> PageFacts:
        pages = (self._found.finder.find(target) for target, _ in facts.links)
        names = dict.fromkeys(
            self._found.names[page] for page in pages if page in self._places and page != path
        )
        url = self._found.urls.get(path, "")
        if not url and self._settled.base:
            url = self._settled.base + address_of(path)[len(ORIGIN) :]
            if facts.canonical.endswith("/"):
                url = _INDEX.sub("/", url)
        return PageFacts(
            title=facts.title,
            url=url,
            description=facts.description,
            breadcrumbs=self._settled.crumbs.get(path, ()),
            place=self._places[path],
            links=tuple(names),
            version=facts.version,
            updated=facts.updated,
            file=path,
        )

    def _named(self, path: str) -> Document:
        """Return the document of a page that is no more than a name."""
        return Document(
            id=self._found.names[path],
            kind="prose",
            role="docs",
            language="markdown",
            digest="",
            size=self._found.sizes.get(path, 0),
            lines=0,
            content=None,
            ceiling=Detail.NAME,
            reduced=self._found.reduced[path],
        )
