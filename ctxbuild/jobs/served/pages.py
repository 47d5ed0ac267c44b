"""What a wiki is to those who read it, whoever wrote it, and the pages of a site or collection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ctxbuild.analysis.descriptions import Described, describe
from ctxbuild.jobs.served.source import Served
from ctxbuild.languages.outline import outline
from ctxbuild.model import Document


@dataclass(frozen=True, slots=True)
class WikiPage:
    """An entry of a wiki's contents.

    ``number`` orders and nests pages (``2.1``); ``documents`` are the indices of what
    the page is about, where that is known.
    """

    slug: str
    number: str
    title: str
    line: str
    """One line that says what it holds."""
    tokens: int
    documents: tuple[int, ...] = ()


class Wiki(Protocol):
    """A wiki: its contents, and the Markdown of each page."""

    @property
    def pages(self) -> Sequence[WikiPage]:
        """The contents in reading order; the first page is the overview."""
        ...

    def text(self, slug: str) -> str:
        """Return the Markdown of a page; the slug is of one of :attr:`pages`.

        Raises:
            CtxbuildError: it cannot be read any more.
        """
        ...


@dataclass(frozen=True, slots=True)
class DocumentPages:
    """The pages of a documentation site or of a collection of papers: its documents."""

    served: Served
    pages: tuple[WikiPage, ...]

    @classmethod
    def of(cls, served: Served) -> DocumentPages:
        """Make a page of each document that has text, in the site's own order."""
        documents = served.corpus.documents
        numbers = [n for n, each in enumerate(documents) if each.content is not None]
        numbers.sort(key=lambda n: (_place(documents[n]), n))
        return cls(served, tuple(document_pages(served, numbers, "")))

    def text(self, slug: str) -> str:
        """Return the document's text."""
        return text_of(self, slug)


def _place(document: Document) -> int:
    facts = document.page
    return facts.place if facts is not None and facts.place else 1 << 30


def text_of(wiki: DocumentPages, slug: str) -> str:
    """Return the text of the one document of a page."""
    page = next(each for each in wiki.pages if each.slug == slug)
    return wiki.served.corpus.documents[page.documents[0]].text()


def document_pages(served: Served, numbers: Sequence[int], prefix: str) -> list[WikiPage]:
    """Return pages of documents, with titles and descriptions of their own words."""
    documents = [served.corpus.documents[number] for number in numbers]
    titles = [_title(document) for document in documents]
    lines = describe(
        [
            Described(title, each.text(), author=each.page.description if each.page else "")
            for title, each in zip(titles, documents, strict=True)
        ]
    )
    return [
        WikiPage(each.path, f"{prefix}{place}", title, line.text, served.tokens[number], (number,))
        for place, (number, each, title, line) in enumerate(
            zip(numbers, documents, titles, lines, strict=True), 1
        )
    ]


def _title(document: Document) -> str:
    if document.page is not None and document.page.title:
        return document.page.title
    found = section_titles(document.text(), document.language)
    return found[0][1] if found else document.path


def section_titles(text: str, language: str = "markdown") -> list[tuple[tuple[int, int], str]]:
    """Return the sections of a page: their lines and their titles."""
    found = outline(text.encode("utf-8", "replace"), language)
    return [(each.lines, each.name) for each in found.symbols if each.kind == "heading"]
