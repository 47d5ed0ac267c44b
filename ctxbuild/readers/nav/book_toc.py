"""Tables of contents of books: ``_toc.yml`` of Jupyter Book and Sphinx, ``myst.yml``.

Sources: sphinx-external-toc's documentation (subtrees or parts, entries, chapters or
sections), and that of MyST's ``project.toc`` (files, titles and children).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from ctxbuild.model import NavItem
from ctxbuild.readers.nav.project_files import ProjectFiles, ProjectNavigation, joined
from ctxbuild.readers.nav.yaml_text import table, text_of

_DEEPEST = 20
_GROUPS = ("parts", "subtrees")
_ENTRIES = ("chapters", "sections", "entries", "items", "children")


def read_book_toc(path: str, files: ProjectFiles) -> ProjectNavigation | None:
    """Read ``_toc.yml``; the title is that of Jupyter Book's ``_config.yml`` beside it."""
    root = path.rpartition("/")[0]
    contents = files.table(path)
    first = text_of(contents.get("root"))
    items = tuple(_items(contents, root, files, 0))
    if not first and not items:
        return None
    home = _page("", first, root, files) if first else ()
    about = files.table(joined(root, "_config.yml"))
    return ProjectNavigation("_toc.yml", root, (*home, *items), text_of(about.get("title")))


def read_myst(path: str, files: ProjectFiles) -> ProjectNavigation | None:
    """Read the contents that a ``myst.yml`` lists; one that lists none only orders by name."""
    root = path.rpartition("/")[0]
    project = table(files.table(path).get("project"))
    items = tuple(_items({"children": project.get("toc")}, root, files, 0))
    if not items:
        return None
    title, summary = text_of(project.get("title")), text_of(project.get("description"))
    return ProjectNavigation("myst.yml", root, items, title, summary)


def _items(
    node: Mapping[str, Any], root: str, files: ProjectFiles, depth: int
) -> Iterator[NavItem]:
    """Yield what stands below a node: groups with captions, then entries."""
    if depth > _DEEPEST:
        return
    for group in (each for key in _GROUPS for each in _list(node.get(key))):
        inner = tuple(_items(table(group), root, files, depth + 1))
        caption = text_of(table(group).get("caption"))
        if caption and inner:
            yield NavItem(caption, "", inner)
        else:
            yield from inner
    for entry in (each for key in _ENTRIES for each in _list(node.get(key))):
        yield from _entry(table(entry), root, files, depth)


def _entry(
    entry: Mapping[str, Any], root: str, files: ProjectFiles, depth: int
) -> Iterator[NavItem]:
    title = text_of(entry.get("title"))
    pattern = text_of(entry.get("glob") or entry.get("pattern"))
    if pattern:
        whole = joined(root, pattern)
        found = (p for p in files.below(root) if fnmatchcase(p, whole))
        yield from (NavItem("", each) for each in sorted(found))
        return
    inner = tuple(_items(entry, root, files, depth + 1))
    own = tuple(_page(title, text_of(entry.get("file")), root, files))
    if inner:
        yield NavItem(title, own[0].page if own else "", inner)
    else:
        yield from own


def _page(title: str, name: str, root: str, files: ProjectFiles) -> Iterator[NavItem]:
    """Yield the page that a name means, with or without its ending, if there is one."""
    page = files.page(joined(root, name)) if name else ""
    if page:
        yield NavItem(title, page)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
