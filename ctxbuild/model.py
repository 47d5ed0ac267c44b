"""The vocabulary of ctxbuild as frozen dataclasses and small protocols.

Every room of the house speaks in these types: readers make a :class:`Corpus`
of :class:`Document`, analysis ranks it, packing turns it into a
:class:`Plan`, formats render the plan. There is no I/O here.

Lines are 1-based and inclusive everywhere, bytes are offsets into the UTF-8
text after the document's transforms, tokens are those of a named encoding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal, Protocol, get_args

Lines = tuple[int, int]
"""A run of lines, first and last, 1-based and inclusive."""

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


class CtxbuildError(Exception):
    """A failure the user can understand: one line that names input and remedy.

    ``exit_code`` is 1 for a failure, 2 for a mistake in the call.
    """

    exit_code = 1


class UsageError(CtxbuildError):
    """The call itself is wrong; nothing was done."""

    exit_code = 2


class ContentChangedError(CtxbuildError):
    """A file changed between two reads of one run; the text read first is gone."""

    def __init__(self, document_id: str) -> None:
        super().__init__(f"{document_id}: changed while it was being read; run again")
        self.document_id = document_id


class Detail(IntEnum):
    """How much of an item is shown, from nothing to all of it."""

    OMITTED = 0
    NAME = 1
    SIGNATURES = 2
    EXCERPT = 3
    ELIDED = 4
    FULL = 5

    @property
    def label(self) -> str:
        """The word used in outputs: ``full``, ``elided`` and so on."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Symbol:
    """A definition in code or a heading in prose.

    ``lines`` spans the definition with its decorators. ``head`` is what a
    signature view shows of it: leading doc comment, decorators, the signature
    itself and, where the language keeps it inside, the docstring. ``fold`` is
    the run of lines that may be replaced by a placeholder so that the rest
    still parses; ``None`` where there is nothing to hide. Lines of the symbol
    after the fold (a closing brace) belong to the signature view as well.
    """

    name: str
    qualified_name: str
    kind: str
    signature: str
    doc: str
    lines: Lines
    start_byte: int
    end_byte: int
    head: Lines
    fold: Lines | None
    parent: int
    """Index of the enclosing symbol in :attr:`Outline.symbols`, −1 at top level."""
    exported: bool = True
    docstring: Lines | None = None
    """Whole lines of the head, below the signature, that only document."""

    @property
    def declaration(self) -> tuple[Lines, ...]:
        """The lines of decorators and signature, without any documentation."""
        last = self.lines[1] if self.fold is None else self.fold[0] - 1
        if self.docstring is None:
            return ((self.lines[0], last),)
        first, end = self.docstring
        runs = ((self.lines[0], first - 1), (end + 1, last))
        return tuple(run for run in runs if run[0] <= run[1])

    @property
    def summary(self) -> tuple[Lines, ...]:
        """The first two lines of the docstring and its last: what it says in short, closed."""
        if self.docstring is None:
            return ()
        first, last = self.docstring
        return ((first, min(first + 1, last)), (last, last))


@dataclass(frozen=True, slots=True)
class Region:
    """A run of statements that no symbol of its own stands for.

    At module level or directly in a class these are the statements between
    definitions (``parent`` −1 or the class); in a long function, the blocks
    that its body falls into, in order and without gaps.
    """

    lines: Lines
    parent: int
    """Index of the enclosing symbol in :attr:`Outline.symbols`, −1 at module level."""
    around: tuple[Lines, ...] = ()
    """Lines of the statements that enclose it which must be shown with it: ``for …:``, ``}``."""
    imports: bool = False
    """Whether it does nothing but import, at module level."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The definitions of one document, in document order, parents first.

    ``prologue`` is what introduces the file (module docstring, package
    clause). ``has_errors`` says that the parser met something it could not
    read; the outline then holds what it could.
    """

    language: str
    symbols: tuple[Symbol, ...] = ()
    prologue: Lines | None = None
    has_errors: bool = False
    regions: tuple[Region, ...] = ()
    """Statements outside definitions and blocks of long functions, in document order."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of the history before the revision that was read; a merge has no paths."""

    id: str
    message: str
    paths: tuple[str, ...]
    """What it changed, as document ids, relative to the source's root."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A text file that a commit changed, in the state that readers hand on."""

    commit: str
    path: str
    old: str
    new: str


class Store(Protocol):
    """Remembers bytes by key, apart for each stage and version of the code that makes them."""

    def get_many(self, stage: str, version: str, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """Return the values there are, by key."""
        ...

    def put_many(self, stage: str, version: str, items: Mapping[bytes, bytes]) -> None:
        """Remember values by key."""
        ...


class History(Protocol):
    """The past of what was read: never anything after the revision."""

    def commits(self, store: Store) -> Sequence[Commit]:
        """Return the last commits, newest first; none where nothing is known."""
        ...

    def edits(self, commits: Sequence[str]) -> Iterator[Edit]:
        """Yield the texts that commits changed, before and after, in the order of commits."""
        ...


@dataclass(frozen=True, slots=True)
class Transform:
    """A declared difference between the bytes read and the text handed on.

    ``name`` is one of ``decoded`` (detail: the encoding), ``redacted``
    (detail: how many secrets), ``controls`` (detail: how many control
    characters were made visible), ``notebook`` (detail: the cell language),
    ``converted`` (detail: what the Markdown was made of, ``html``).
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

    @property
    def path(self) -> str:
        """The path within the document's own source."""
        return self.id[len(self.root) :]

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


@dataclass(frozen=True, slots=True)
class Edge:
    """One document needs another; ``weight`` grows with the number of uses."""

    origin: int
    target: int
    kind: Literal["imports", "references", "tests", "links"]
    weight: float


@dataclass(frozen=True, slots=True)
class Graph:
    """Typed edges between documents, by index in :attr:`Corpus.documents`."""

    size: int
    edges: tuple[Edge, ...]


WHOLE_DOCUMENT = -1
"""Stands for a document as a whole where a symbol's number is asked for."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing that speaks for a document or symbol, in words, and how strongly."""

    name: str
    value: float

    def __str__(self) -> str:
        return f"{self.name} {_readable(self.value)}"


def _readable(value: float) -> str:
    """Return a number to two digits, and large or tiny ones without an exponent."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.2g}" if abs(value) >= 0.001 or value == 0 else "below 0.001"


class Why(Protocol):
    """Tells what speaks for a symbol, or for a document as a whole, strongest first."""

    def __call__(self, document: int, symbol: int) -> tuple[Signal, ...]:
        """Return the signals of a symbol; of the document where it is :data:`WHOLE_DOCUMENT`."""
        ...


Order = Literal["nav", "path", "dependency", "relevant-first", "relevant-last"]
"""In what order a bundle shows its documents."""

ORDERS: tuple[Order, ...] = get_args(Order)


@dataclass(frozen=True, slots=True)
class Ranking:
    """Importance of documents (sums to 1) and of the symbols inside each."""

    documents: tuple[float, ...]
    symbols: Mapping[int, tuple[float, ...]] = field(default_factory=dict)
    """Document index → worth of each symbol of its outline, relative to the document's."""
    why: Why | None = None
    regions: Mapping[int, tuple[float, ...]] = field(default_factory=dict)
    """Document index → worth of each region likewise, where something is known of them.

    That of a region in a symbol is part of the symbol's.
    """
    imports: tuple[tuple[int, int], ...] = ()
    """Pairs of documents, the first of which imports the second."""
    unanswered: bool = False
    """Whether a question was asked that meets nothing of what was read."""
    asked_for: frozenset[int] = frozenset()
    """Documents that a question names by path: what they are like takes nothing from them."""


@dataclass(frozen=True, slots=True)
class Item:
    """What a plan decided for one document.

    ``shown`` lists the line runs that are shown, in order; it is empty for
    ``omitted`` and ``name`` and covers everything for ``full``. ``tokens``
    is what the item's block costs in the output.
    """

    document: int
    detail: Detail
    shown: tuple[Lines, ...]
    tokens: int
    reason: str = ""
    named: bool = True
    """Whether the map has a line for it; what is shown need not have one."""
    signals: tuple[Signal, ...] = ()


@dataclass(frozen=True, slots=True)
class Directory:
    """A directory of the corpus that holds documents directly."""

    path: str
    """Relative to the root, without a final slash; the root is ``""``."""
    documents: tuple[int, ...]
    """Documents directly in it, by index."""
    files: int
    """Documents in it and below."""
    tokens: int
    """Tokens of these documents' whole texts."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The piece of a document that one part of a split bundle holds.

    ``view`` lists the line runs that all pieces together show; ``start`` and
    ``stop`` are offsets into that view's text, in characters. ``lines`` is
    the first and the last line of the document that the piece touches.
    """

    lines: Lines
    start: int
    stop: int
    view: tuple[Lines, ...]
    before: int = 0
    """The part that holds what comes before; 0 at the document's beginning."""
    after: int = 0
    """The part that holds what follows; 0 at the document's end."""
    inside: tuple[bool, bool] = (False, False)
    """Whether beginning and end lie inside a line."""
    within: str = ""
    """The qualified name of the definition that the piece begins in, where it begins in one."""


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a split bundle a plan is, and in which part other documents stand."""

    number: int
    total: int
    key: str
    """The same in all parts of one split, and in no other."""
    stretches: Mapping[int, Stretch]
    """Documents of this part that are cut, by index."""
    documents: Mapping[int, Lines]
    """First and last part of each document of which something is shown, by index."""
    directories: Mapping[str, tuple[Lines, ...]]
    """The runs of parts that show something in or below a directory, by path."""
    names: bool
    """Whether the map names the documents of other parts too."""
    views: bool
    """Whether any part shows a document with lines left out."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What goes into a bundle: every document has exactly one item.

    ``tokens`` is the count of the whole output as written, ``value`` the sum
    of density × tokens over everything chosen (see ``docs/architecture.md``).
    """

    corpus: Corpus
    encoding: str
    format: str
    budget: int | None
    items: tuple[Item, ...]
    directories: tuple[Directory, ...]
    """Directories that have a line of their own in the map, in path order, the root first."""
    order: tuple[int, ...]
    """Documents by index in reading order."""
    file_tokens: tuple[int, ...]
    """Tokens of each document's whole text, by document index; 0 without text."""
    outlines: Mapping[int, Outline] = field(default_factory=dict)
    tokens: int = 0
    value: float = 0.0
    part: Part | None = None
    """Set where the plan is one part of several; ``order`` then holds this part's documents."""


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A line of an llms.txt: a page, or the llms.txt of a directory."""

    title: str
    target: str
    """Path of the page's Markdown or of the other llms.txt, with ``#`` and an anchor if any."""
    description: str
    document: int = -1
    """Index in the corpus; −1 where it is no document."""


@dataclass(frozen=True, slots=True)
class PageSection:
    """A section of an llms.txt."""

    title: str
    entries: tuple[PageEntry, ...]


@dataclass(frozen=True, slots=True)
class PageList:
    """One llms.txt: it covers what is below ``directory``, which ends in ``/`` or is empty."""

    directory: str
    title: str
    summary: str
    details: tuple[str, ...]
    """Paragraphs between the summary and the first section."""
    sections: tuple[PageSection, ...]


@dataclass(frozen=True, slots=True)
class PageSet:
    """What a set of llms.txt files lists: the site's first, then those of directories."""

    lists: tuple[PageList, ...]
    left_out: tuple[tuple[int, str], ...]
    """Documents that no list has, with the reason."""


class TokenCounter(Protocol):
    """Counts tokens of one encoding."""

    @property
    def name(self) -> str:
        """The encoding's name."""
        ...

    @property
    def exact(self) -> bool:
        """Whether counts equal the tokenizer's own; otherwise they are safe estimates."""
        ...

    def count(self, text: str) -> int:
        """Return the number of tokens of ``text``; special-token strings are text."""
        ...

    def count_batch(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text."""
        ...
