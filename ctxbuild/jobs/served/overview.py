"""The pages of a repository that is served without a wiki: one is made of it in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from ctxbuild.analysis.sentences import paragraphs
from ctxbuild.cache import Cache
from ctxbuild.formats.names import shown_path
from ctxbuild.formats.wording import plural
from ctxbuild.jobs.asked import Progress
from ctxbuild.jobs.served.pages import WikiPage, document_pages
from ctxbuild.jobs.served.source import Served
from ctxbuild.jobs.wiki import WikiOptions, wiki_of
from ctxbuild.model.wikis import WikiPage as Page
from ctxbuild.readers.repo import RepoOptions

_LONGEST_PARAGRAPH = 600


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


def overview(served: Served) -> str:
    """Return what a source is, in a few lines."""
    documents, source = served.corpus.documents, served.corpus.sources[0]
    languages = Counter(d.language for d in documents if d.kind == "code")
    listed = ", ".join(
        f"{name} {plural(count, 'file')}"
        for name, count in sorted(languages.items(), key=lambda each: (-each[1], each[0]))[:12]
    )
    skipped = len(served.corpus.skipped)
    facts = [
        f"- Source: {source.location}" + (f" at {source.revision}" if source.revision else ""),
        f"- Size: {plural(len(documents), 'file')}, {sum(served.tokens):,} tokens",
        *([f"- Code: {listed}"] if listed else []),
        *(f"- Note: {note}" for note in served.corpus.notes),
        *([f"- Not read: {plural(skipped, 'path')}"] if skipped else []),
    ]
    said = _summary(served)
    quoted = [f"> {said}", ""] if said else []
    return "\n".join([f"# {served.name}", "", *quoted, *facts, ""])


def _summary(served: Served) -> str:
    """Return the first paragraph of the readme, or nothing."""
    readmes = [d for d in served.corpus.documents if d.role == "readme"]
    first = min(readmes, key=lambda d: (d.path.count("/"), d.path), default=None)
    said = next(filter(None, paragraphs(first.text())), "") if first is not None else ""
    return said if len(said) <= _LONGEST_PARAGRAPH else said[: _LONGEST_PARAGRAPH - 1] + "…"


def map_page(served: Served) -> str:
    """Return every file of a source by directory, with its tokens."""
    found: dict[str, list[str]] = {}
    for document, tokens in zip(served.corpus.documents, served.tokens, strict=True):
        directory, _, name = document.path.rpartition("/")
        found.setdefault(directory, []).append(f"- {shown_path(name)} {tokens:,}")
    lines = [f"# Map of {served.name}", "", "Files with their tokens.", ""]
    for directory, files in sorted(found.items()):
        lines += [f"## {shown_path(directory)}/" if directory else "## ./", "", *files, ""]
    return "\n".join(lines)
