"""The pages of a repository that is served without a wiki: one is made of it in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ctxbuild.cache import Cache
from ctxbuild.formats.wording import plural
from ctxbuild.jobs.served.overview import map_page
from ctxbuild.jobs.served.pages import WikiPage, document_pages
from ctxbuild.jobs.served.source import Served
from ctxbuild.jobs.wiki import WikiOptions, wiki_of
from ctxbuild.model import Progress
from ctxbuild.model.wikis import WikiPage as Page
from ctxbuild.readers.repo import RepoOptions


@dataclass(frozen=True, slots=True)
class MadePages:
    """The wiki of a repository, a map of its files, and its documents."""

    served: Served
    pages: tuple[WikiPage, ...]
    _texts: Mapping[str, str]

    @classmethod
    def of(cls, served: Served, cache: Cache, progress: Progress) -> MadePages:
        """Make the wiki; a page of the wiki is about the files whose definitions it lists."""
        documents = served.corpus.documents
        made = wiki_of(served.corpus, WikiOptions(RepoOptions()), cache, progress)
        files = dict(made.files)
        texts = {page.slug: files[f"{page.slug}.md"] for page in made.wiki.pages}
        places = {document.path: n for n, document in enumerate(documents)}
        about: dict[str, list[int]] = {}
        for entry in made.wiki.entries:
            if entry.kind == "file":
                about.setdefault(entry.slug, []).append(places[entry.name])
        last = sum(not page.parent for page in made.wiki.pages)
        prose = [n for n, d in enumerate(documents) if d.kind == "prose" and d.content is not None]
        prose.sort(key=lambda n: (documents[n].role != "readme", documents[n].path.count("/"), n))
        pages = [
            *(_listed(page, tuple(about.get(page.slug, ()))) for page in made.wiki.pages),
            WikiPage(
                "map",
                str(last + 1),
                "Map",
                f"All {plural(len(documents), 'file')} by directory.",
                0,
            ),
            *document_pages(served, prose, f"{last + 2}."),
        ]
        return cls(served, tuple(pages), texts)

    def text(self, slug: str) -> str:
        """Return the Markdown of a page."""
        if slug in self._texts:
            return self._texts[slug]
        if slug == "map":
            return map_page(self.served)
        page = next(each for each in self.pages if each.slug == slug)
        return self.served.corpus.documents[page.documents[0]].text()


def _listed(page: Page, about: tuple[int, ...]) -> WikiPage:
    """Return a page of a wiki as the contents list it."""
    return WikiPage(page.slug, page.number, page.title, page.summary, page.tokens, about)
