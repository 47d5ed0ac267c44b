"""What readers make: documents of sources, with what was skipped."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol

from ctxbuild.model.history import History
from ctxbuild.model.outlines import Detail

DocumentKind = Literal["code", "prose", "data", "binary"]


SourceKind = Literal["repo", "docs", "arxiv"]


Role = Literal[
    "readme",
    "manifest",
    "source",
    "test",
    "example",
    "docs",
    "config",
    "data",
    "lock",
    "minified",
    "generated",
    "vendored",
    "binary",
    "change",
]
"""What a file is for; decides reading order, rank and default detail."""


@dataclass(frozen=True, slots=True)
class Transform:
    """A declared difference between the bytes read and the text handed on.

    ``name`` is one of ``decoded`` (detail: the encoding), ``redacted``
    (detail: how many secrets), ``controls`` (detail: how many control
    characters were made visible), ``notebook`` (detail: the cell language),
    ``converted`` (detail: what the Markdown was made of, ``html``),
    ``relinked`` (detail: how many links lead elsewhere, or nowhere any more).
    """

    name: str
    detail: str

    def __str__(self) -> str:
        return f"{self.name} {self.detail}"


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What is known of a page of a documentation site, besides its text.

    ``place`` is the page's number in the site's own reading order, from 1;
    ``links`` are the pages that it leads to, as paths within the same source.
    """

    title: str = ""
    url: str = ""
    """Where the site has the page; empty where that is not known."""
    description: str = ""
    breadcrumbs: tuple[str, ...] = ()
    """Titles of what is above it, outermost first."""
    place: int = 0
    links: tuple[str, ...] = ()
    version: str = ""
    updated: str = ""
    file: str = ""
    """The path of the page itself, as the site has it."""


class ContentRef(Protocol):
    """The text of a document, loaded when asked for."""

    def data(self) -> bytes:
        """Return the text after all transforms, as UTF-8.

        Raises:
            ContentChangedError: the file is no longer what was read first.
        """
        ...


@dataclass(frozen=True, slots=True)
class Document:
    """One file, page or paper after normalising.

    ``id`` is the path with ``/`` separators relative to the source's root;
    bytes that are not UTF-8 stand as lone surrogates. ``digest`` is the
    BLAKE2b-160 of the bytes read, in hex, empty for a file too large to be
    read. ``size`` counts bytes of the text
    after transforms, or of the file itself where it has no text. ``lines`` counts
    newline characters, plus one for an unterminated last line. ``ceiling`` is
    the most detail that the rules allow, ``reduced`` the reason where that is
    less than full.
    """

    id: str
    kind: DocumentKind
    role: Role
    language: str
    digest: str
    size: int
    lines: int
    content: ContentRef | None
    transforms: tuple[Transform, ...] = ()
    ceiling: Detail = Detail.FULL
    reduced: str = ""
    executable: bool = False
    source: int = 0
    page: PageFacts | None = None
    """Set where the document is a page of a site."""
    root: str = ""
    """What ``id`` begins with where a corpus has several sources: the source's name and ``/``."""
    link: str = ""
    """The path of the source's README where that is a symbolic link to this document."""

    @property
    def path(self) -> str:
        """The path within the document's own source."""
        return self.id[len(self.root) :]

    @property
    def front(self) -> str:
        """The path that tells how near the front it stands: that of the link, else its own."""
        return self.link or self.path

    def text(self) -> str:
        """Return the text after transforms; empty where the document has none."""
        return self.content.data().decode("utf-8") if self.content is not None else ""


@dataclass(frozen=True, slots=True)
class Source:
    """What was asked for, and the revision that was read.

    ``location`` is safe to print: no credentials, no absolute path.
    """

    kind: SourceKind
    location: str
    revision: str
    name: str
    weight: float = 1.0
    """What its documents are worth, next to those of other sources in the same corpus."""
    title: str = ""
    """What a site calls itself, where it says so."""
    base: str = ""
    """The URL that the paths of a site's pages are relative to, where that is known."""
    recipe: tuple[tuple[str, str], ...] = ()
    """How its documents were chosen where that takes more than a revision to do again."""


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry of a navigation: a page, or a section without one.

    ``page`` is the path of a document within its source, empty for a section
    that has a title only.
    """

    title: str
    page: str = ""
    children: tuple[NavItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Navigation:
    """The order and hierarchy in which a site presents its pages.

    ``origin`` says where it was found: the name of a file of settings, or
    ``navigation`` for what the pages show.
    """

    origin: str
    items: tuple[NavItem, ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that was met and not read, with the reason."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Paper:
    """What arXiv says about one paper; never its text.

    ``title`` and ``abstract`` are on one line: accents and markup in TeX have
    become Unicode, maths is still TeX. Days are ISO 8601 with as much
    precision as the source gives, in UTC. What a source does not give is empty.
    """

    id: str
    """Canonical and without a version: ``2601.00010``, ``math/0309136``."""
    title: str
    abstract: str
    authors: tuple[str, ...] = ()
    """As printed, in order: given name first."""
    categories: tuple[str, ...] = ()
    """The primary category first."""
    version: int = 0
    """From 1; 0 where the source does not say."""
    submitted: str = ""
    """When the first version was."""
    updated: str = ""
    """When this version was."""
    doi: str = ""
    """The journal's; several are separated by spaces."""
    journal: str = ""
    comments: str = ""
    licence: str = ""
    """Its URL."""

    @property
    def name(self) -> str:
        """The identifier with the version, where that is known."""
        return f"{self.id}v{self.version}" if self.version else self.id

    @property
    def category(self) -> str:
        """The primary category."""
        return self.categories[0] if self.categories else ""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents in a stable order, where they come from, and what was skipped."""

    sources: tuple[Source, ...]
    documents: tuple[Document, ...]
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()
    """Things a reader of the output must know: a shallow clone, a limit that was hit."""
    history: History | None = field(default=None, compare=False, repr=False)
    navigation: Navigation | None = field(default=None, compare=False, repr=False)
    """Of a documentation site, as its pages show it."""
    unsaved: frozenset[str] = frozenset()
    """Documents that are not as the commit has them which the revision names."""
