"""A repository as documentation: its pages, else its readme and its modules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ctxbuild.analysis.importance import importance
from ctxbuild.analysis.page_titles import is_generic
from ctxbuild.analysis.repository_pages import (
    FEW_PAGES,
    described_modules,
    prose_pages,
    readme_sections,
)
from ctxbuild.cache import Cache
from ctxbuild.jobs.llms_pages import chosen, own_title, spots
from ctxbuild.jobs.llms_repo_links import with_live_links
from ctxbuild.jobs.llms_settings import LlmsSettings
from ctxbuild.jobs.llms_source import LlmsSource, unread_parts
from ctxbuild.model import Corpus, CtxbuildError, Document, Navigation, NavItem, Progress, Skipped
from ctxbuild.readers.content import TextStore
from ctxbuild.readers.locate import locate
from ctxbuild.readers.nav import (
    ProjectFiles,
    ProjectNavigation,
    find_navigation,
    read_navigation,
)
from ctxbuild.readers.nav.project_files import titled
from ctxbuild.readers.repo import read_repo
from ctxbuild.readers.source import RepoOptions

_GITHUB = re.compile(
    r"https://github\.com/([\w.-]+/[\w-]+(?:\.[\w-]+)*?)(?:\.git)?(?=[/\"'#?\s]|$)"
)
_DECLARES = re.compile(r"^\W*(?:repository|source(?: code)?|github|code|url|homepage)\b", re.I)
_OF_DOCS = re.compile(r"docs?|documentation|web-?site|site|www", re.I)
_RAW_FILES = re.compile(r"https://(?:raw\.githubusercontent\.com/|[^/]+/.+/raw/)")
_RAW = "https://raw.githubusercontent.com/{}/HEAD/"
_MANIFESTS = ("pyproject.toml", "package.json", "Cargo.toml", "setup.cfg", "composer.json")
_GO_MODULE = re.compile(r"^module\s+\"?(?:\S*/)?(?!v\d+\"?\s*$)([^\s/\"]+)(?:/v\d+)?\"?\s*$", re.M)


def repo_source(
    options: RepoOptions, settings: LlmsSettings, cache: Cache, progress: Progress, *, beside: bool
) -> LlmsSource:
    """Read a repository; where it has few pages, its readme's sections and modules are pages.

    Args:
        options: which.
        settings: what the project says.
        cache: remembers.
        progress: told how far this is.
        beside: whether the files are written into the repository itself.

    Raises:
        CtxbuildError: it cannot be read, or has nothing to list.
    """
    corpus = read_repo(options, cache, TextStore(), progress)
    is_docs = _is_part(options.location)
    if is_docs:
        corpus = _without_home(corpus)
    documents = corpus.documents
    by_path = {document.path: document for document in documents if document.content is not None}
    files = ProjectFiles(by_path, lambda path: by_path[path].text())
    found = read_navigation(settings.nav, files) if settings.nav else find_navigation(files)
    found = found or ProjectNavigation("paths", "", ())
    # Beside what a navigation has, other files of the top are pages unless its pages lie below.
    has_top = is_docs and (not found.items or bool(found.root))
    found = replace(found, items=tuple(_named(found.items, by_path)))
    order = prose_pages(documents, found.root, list(spots(found.items)), is_docs=has_top)
    corpus, order = _published(corpus, order, found)
    items = _readme_first(documents, order, found.items)
    base = "" if settings.base_url else _base(options.location, files)
    # Where addresses are those of the repository's own files, none is written again.
    has_twins = not beside and _RAW_FILES.match(base or settings.base_url) is None
    if len(order) < FEW_PAGES:
        corpus, order, items = _from_code(corpus, order, with_modules=not has_twins)
    if not order:
        name = corpus.sources[0].name
        raise CtxbuildError(
            f"{name}: no readme, no documents; HTML among other files is read as docs:{name}"
        )
    lost: tuple[str, ...] = ()
    if has_twins:
        pages = _written(corpus.documents, order, settings)
        corpus, lost = with_live_links(corpus, pages, found.root, cache, progress)
    return LlmsSource(
        corpus,
        tuple(order),
        Navigation(found.origin, items),
        base,
        found.title,
        _declared("name", files),
        found.summary or _declared("description", files),
        is_authors=True,
        has_twins=has_twins,
        has_lists=beside or not base,
        warnings=(*unread_parts(found), *lost),
    )


def _written(
    documents: Sequence[Document], order: Sequence[int], settings: LlmsSettings
) -> list[int]:
    """Return the pages of which a file is written, by number; sections of one have none."""
    wanted = chosen(settings.include, settings.exclude)
    paths = ((number, documents[number].path) for number in order)
    return [number for number, path in paths if "#" not in path and wanted(path)]


def _published(
    corpus: Corpus, order: Sequence[int], found: ProjectNavigation
) -> tuple[Corpus, list[int]]:
    """Return the pages that the site shows and the readme, and a corpus that tells of the rest."""
    documents = corpus.documents
    left = [
        number
        for number in order
        if documents[number].path in found.unpublished and not _is_home(documents[number])
    ]
    paths = sorted(documents[number].path for number in left)
    told = (Skipped(path, "not shown by its site") for path in paths)
    gone = set(left)
    kept = [number for number in order if number not in gone]
    return replace(corpus, skipped=(*corpus.skipped, *told)), kept


def _is_home(document: Document) -> bool:
    return document.role == "readme" and "/" not in document.path


def _named(items: Sequence[NavItem], documents: Mapping[str, Document]) -> Iterator[NavItem]:
    """Yield the entries of a navigation, sections without a title with that of their page.

    What could be the title of any page is one if the page's directory has that name.
    """
    for item in items:
        if not item.children:
            yield item
            continue
        page = documents.get(item.page)
        title = item.title
        if not title and page is not None:
            own = own_title(page.text(), page.language)
            home = page.path.rpartition("/")[0].rpartition("/")[2]
            is_name = titled(home).lower() == own.lower()
            title = own if is_name or not is_generic(own) else ""
        yield NavItem(title, item.page, tuple(_named(item.children, documents)))


def _is_part(location: str) -> bool:
    """Whether a location is the documentation's directory within a repository."""
    path = Path(location)
    if locate(location).remote is not None or (path / ".git").exists():
        return False
    whole = path.resolve()
    return _OF_DOCS.fullmatch(whole.name) is not None and any(
        (above / ".git").exists() for above in whole.parents
    )


def _without_home(corpus: Corpus) -> Corpus:
    """Return a corpus whose readme is a page like others: it tells how the site is built."""
    documents = (
        replace(each, role="docs") if _is_home(each) else each for each in corpus.documents
    )
    return replace(corpus, documents=tuple(documents))


def _readme_first(
    documents: Sequence[Document], order: Sequence[int], items: tuple[NavItem, ...]
) -> tuple[NavItem, ...]:
    """Return a navigation that begins with the repository's readme, if it has neither."""
    known = spots(items)
    first = documents[order[0]] if order else None
    if not items or first is None or first.role != "readme" or first.path in known:
        return items
    return (NavItem("", first.path), *items)


def _from_code(
    corpus: Corpus, order: Sequence[int], *, with_modules: bool
) -> tuple[Corpus, list[int], tuple[NavItem, ...]]:
    """Add the sections of the readme, and the modules that say what they are."""
    documents = list(corpus.documents)
    readme = next((documents[n] for n in order if documents[n].role == "readme"), None)
    sections = readme_sections(readme) if readme is not None else []
    sources = [each for each in documents if each.role == "source" and each.content is not None]
    worths = importance(sources, []) if sources else []
    modules = described_modules(sources, worths) if with_modules else []
    kept = [documents[number] for number in order]
    added: list[Document] = [*sections, *modules]
    numbers = [*order, *range(len(documents), len(documents) + len(added))]
    items = [NavItem("", each.path) for each in (*kept[:1], *sections, *kept[1:])]
    if modules:
        items.append(NavItem("Source", "", tuple(NavItem("", each.path) for each in modules)))
    return replace(corpus, documents=(*documents, *added)), numbers, tuple(items)


def _declared(key: str, files: ProjectFiles) -> str:
    """Return what the manifest says of the project, empty where none does."""
    for name in _MANIFESTS:
        told = re.search(
            rf"^\s*\"?{key}\"?\s*[=:]\s*(['\"])(.{{2,300}}?)\1\s*,?\s*$",
            files.text(name) or "",
            re.M,
        )
        if told is not None:
            return told[2]
    module = _GO_MODULE.search(files.text("go.mod") or "") if key == "name" else None
    return module[1] if module is not None else ""


def _base(location: str, files: ProjectFiles) -> str:
    """Return where the raw files of a repository are, as far as it says so itself."""
    remote = locate(location).remote
    if remote is not None:
        found = _GITHUB.match(remote.url)
        return _RAW.format(found[1]) if found is not None and remote.ref is None else ""
    if not (Path(location) / ".git").exists():
        return ""
    for name in _MANIFESTS:
        for line in (files.text(name) or "").split("\n"):
            declared = _GITHUB.search(line) if _DECLARES.match(line) else None
            if declared is not None:
                return _RAW.format(declared[1])
    return ""
