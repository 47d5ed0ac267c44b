"""Which files of a repository are its documentation, and in what order they are read."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace
from posixpath import dirname

from ctxbuild.analysis.page_titles import is_generic
from ctxbuild.html.slugs import slugs
from ctxbuild.languages.headings import markdown_headings
from ctxbuild.languages.outline import outline
from ctxbuild.languages.plain import first_sentence, title_text
from ctxbuild.model import ContentRef, Document, PageFacts

_PROSE = frozenset({"markdown", "rst", "asciidoc", "restructuredtext"})
_ENDINGS = (".mdx", ".qmd", ".md", ".rst", ".adoc")
_DIRECTORIES = re.compile(
    r"(?:website/|site/|packages/)?(?:docs?|documentation|doc/source|guides?|manual|handbook|book"
    r"|(?:src/)?content)(?=/)",
    re.I,
)
_NOT_PAGES = re.compile(
    r"(?:^|/)(?:\.|_(?!index\.)|node_modules/|vendor/|third_party/|tests?/|fixtures?/|testdata/"
    r"|snippets/)"
    r"|(?:ISSUE|PULL_REQUEST)_TEMPLATE|(?:^|/)LICEN[CS]E|(?:^|/)404\.",
    re.I,
)
_ROLES = frozenset({"readme", "docs", "example"})
FEW_PAGES = 4
_MOST = 0.6
_SHORT_SECTION = 120
_MOST_MODULES = 12


def prose_pages(
    documents: Sequence[Document], root: str, named: Sequence[str], *, is_docs: bool = False
) -> list[int]:
    """Return the documents that are pages, by number, those of a navigation in its order.

    They are those of the directory that is called like documentation, and the readmes of the
    packages that a repository holds; where there is no such directory and more prose than code,
    the whole is documentation.

    Args:
        documents: of the repository.
        root: the directory of the documentation where that is known; empty otherwise.
        named: the pages of the navigation, in order.
        is_docs: the whole is documentation, and so a directory of it only if it has most pages;
            then what stands above that tells how the site is built.

    """
    by_path = {document.path: number for number, document in enumerate(documents)}
    chosen = [number for number, each in enumerate(documents) if _is_page(each)]
    paths = [documents[number].path for number in chosen]
    directory = root or _directory(paths, _MOST if is_docs else 0)
    sources = sum(each.role == "source" for each in documents)
    is_whole = not directory and (is_docs or sources < len(chosen))
    packages = set() if is_docs else _packages(documents)
    inside = [
        number
        for number in chosen
        if is_whole
        or ("/" not in documents[number].front and not (is_docs and directory))
        or (directory and documents[number].path.startswith(f"{directory}/"))
        or (documents[number].role == "readme" and _is_near(documents[number], directory, packages))
    ]
    inside.sort(key=lambda number: _place(documents[number], directory))
    first = [number for number in inside if _is_root_readme(documents[number])]
    known = [by_path[path] for path in named if path in by_path]
    return list(dict.fromkeys([*first, *known, *inside]))


def _packages(documents: Sequence[Document]) -> set[str]:
    """Return the directories that have a manifest, which those of examples are not."""
    return {dirname(document.path) for document in documents if document.role == "manifest"}


def _is_near(readme: Document, directory: str, packages: Set[str]) -> bool:
    """Whether the readme of a directory is a page: any, or that of a package beside the docs."""
    return not directory or dirname(readme.path) in packages


def _is_page(document: Document) -> bool:
    return (
        document.content is not None
        and document.role in _ROLES
        and (document.language in _PROSE or document.path.endswith(_ENDINGS))
        and _NOT_PAGES.search(document.path) is None
    )


def _directory(paths: Sequence[str], share: float) -> str:
    """Return the directory called like documentation that has most of it, and such a share."""
    counts: dict[str, int] = {}
    for path in paths:
        found = _DIRECTORIES.match(path)
        if found is not None:
            counts[found[0]] = counts.get(found[0], 0) + 1
    best = min(counts, key=lambda each: (-counts[each], each), default="")
    return best if counts.get(best, 0) >= share * len(paths) else ""


def _is_root_readme(document: Document) -> bool:
    return document.role == "readme" and "/" not in document.front


def _place(document: Document, directory: str) -> tuple[int, int, bool, str]:
    path = document.path
    inside = bool(directory) and path.startswith(f"{directory}/")
    name = path.rpartition("/")[2].lower()
    is_first = name.startswith(("index.", "_index.", "readme"))
    return (0 if inside or is_first else 1), path.count("/"), not is_first, path


class _Slice:
    """A stretch of another document's text."""

    def __init__(self, whole: ContentRef, start: int, end: int) -> None:
        self._whole, self._span = whole, slice(start, end)

    def data(self) -> bytes:
        return self._whole.data()[self._span]


def readme_sections(document: Document) -> list[Document]:
    """Return the larger sections of a readme as documents with an anchor behind the path."""
    if document.content is None or document.language != "markdown":
        return []
    data = document.content.data()
    headings = list(markdown_headings(data))
    anchors = slugs([title_text(heading.title) for heading in headings])
    found = []
    for number, heading in enumerate(headings):
        following = (h.start for h in headings[number + 1 :] if h.level <= heading.level)
        end = next(following, len(data))
        title = title_text(heading.title)
        if heading.level == 2 and end - heading.start >= _SHORT_SECTION and not is_generic(title):
            found.append(
                replace(
                    document,
                    id=f"{document.id}#{anchors[number]}",
                    role="docs",
                    size=end - heading.start,
                    content=_Slice(document.content, heading.start, end),
                    page=PageFacts(title=title),
                )
            )
    return found


def described_modules(documents: Sequence[Document], worths: Sequence[float]) -> list[Document]:
    """Return the source files that matter most, of those that say what they are."""
    ranked = sorted(
        (number for number, each in enumerate(documents) if each.role == "source" and each.content),
        key=lambda number: (-worths[number], documents[number].path),
    )
    found: list[Document] = []
    for number in ranked[: 4 * _MOST_MODULES]:
        document = documents[number]
        line = _opening(document)
        if line and len(found) < _MOST_MODULES:
            facts = PageFacts(title=document.path, description=line)
            found.append(replace(document, page=facts))
    return sorted(found, key=lambda each: each.path)


def _opening(document: Document) -> str:
    """Return the first sentence of what introduces a file."""
    assert document.content is not None
    data = document.content.data()
    lines = outline(data, document.language).prologue
    if lines is None:
        return ""
    text = b"\n".join(data.split(b"\n")[lines[0] - 1 : lines[1]])
    return first_sentence(text.strip().strip(b"\"'rRuU").lstrip(b"\n"))
