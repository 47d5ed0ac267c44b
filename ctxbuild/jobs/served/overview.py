"""The pages of a repository without a wiki: overview, map, its documents, its components.

They say what is known, in few templates; a wiki that was written says more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ctxbuild.analysis.sentences import paragraphs
from ctxbuild.formats.names import shown_path
from ctxbuild.formats.wording import plural
from ctxbuild.html.escape import code_span
from ctxbuild.jobs.served.answers import cited
from ctxbuild.jobs.served.pages import WikiPage, document_pages
from ctxbuild.jobs.served.source import Served
from ctxbuild.model import Document, Symbol

_MOST_FILES = 40
"""A component of more files is split by directory."""
_LONGEST_PARAGRAPH = 600


@dataclass(frozen=True, slots=True)
class MadePages:
    """Pages made of a repository's readme, map, documents and outlines."""

    served: Served
    pages: tuple[WikiPage, ...]
    _components: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, served: Served) -> MadePages:
        """Decide which pages there are; their texts are made when they are asked for."""
        documents = served.corpus.documents
        prose = [n for n, d in enumerate(documents) if d.kind == "prose" and d.content is not None]
        prose.sort(key=lambda n: (documents[n].role != "readme", documents[n].path.count("/"), n))
        code = [n for n, d in enumerate(documents) if d.kind == "code" and n in served.outlines]
        components = {f"code/{path}" if path else "code": own for path, own in _split(served, code)}
        pages = [
            WikiPage("overview", "1", "Overview", _summary(served), 0),
            WikiPage("map", "2", "Map", f"All {plural(len(documents), 'file')} by directory.", 0),
            *document_pages(served, prose, "3."),
            *(
                WikiPage(slug, f"4.{place}", _component_title(slug), _holds(own), 0, own)
                for place, (slug, own) in enumerate(components.items(), 1)
            ),
        ]
        return cls(served, tuple(pages), components)

    def text(self, slug: str) -> str:
        """Return the Markdown of a page."""
        if slug in self._components:
            return _component(self.served, slug, self._components[slug])
        made: dict[str, Callable[[], str]] = {
            "overview": lambda: overview(self.served),
            "map": lambda: map_page(self.served),
        }
        if slug in made:
            return made[slug]()
        page = next(each for each in self.pages if each.slug == slug)
        return self.served.corpus.documents[page.documents[0]].text()


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


def _split(served: Served, numbers: Sequence[int]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield directories and their files, such that none has too many unless it is flat."""
    paths = {number: served.corpus.documents[number].path for number in numbers}
    pending = [("", tuple(numbers))]
    while pending:
        directory, own = pending.pop(0)
        parts: dict[str, list[int]] = {}
        for number in own:
            rest = paths[number][len(directory) :].lstrip("/")
            head, slash, _ = rest.partition("/")
            parts.setdefault(head if slash else "", []).append(number)
        if len(own) <= _MOST_FILES or set(parts) == {""}:
            if own:
                yield directory, own
            continue
        if "" in parts:
            yield directory, tuple(parts.pop(""))
        inner = [(f"{directory}/{name}".lstrip("/"), tuple(n)) for name, n in sorted(parts.items())]
        pending = inner + pending


def _component_title(slug: str) -> str:
    return f"Code of {slug.partition('/')[2] or 'the root'}"


def _holds(own: tuple[int, ...]) -> str:
    return f"Definitions of {plural(len(own), 'file')}."


def _component(served: Served, slug: str, numbers: Sequence[int]) -> str:
    """Return the definitions of some files, each with its place."""
    lines = [f"# {_component_title(slug)}", ""]
    for number in numbers:
        document = served.corpus.documents[number]
        symbols = served.outlines[number].symbols
        shown = [each for each in symbols if each.exported] or list(symbols)
        lines += [f"## {shown_path(document.path)}", ""]
        lines += [_definition(document, each) for each in shown] + [""]
    return "\n".join(lines)


def _definition(document: Document, symbol: Symbol) -> str:
    doc = " ".join(symbol.doc.split())
    place = cited(document, symbol.lines)
    named = code_span(" ".join(symbol.signature.split()) or symbol.qualified_name)
    return f"- {named}{' — ' + doc if doc else ''} ({place})"
