"""``SUMMARY.md``: a list of links, as mdBook, GitBook and literate navigations have it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

from ctxbuild.model import NavItem
from ctxbuild.readers.nav.nested import nested
from ctxbuild.readers.nav.project_files import ProjectFiles, ProjectNavigation, joined
from ctxbuild.readers.nav.yaml_text import table, text_of

_ITEM = re.compile(r"([ \t]*)(?:[-*+]|\d{1,9}[.)])[ \t]+(.*)")
_LINK = re.compile(r"\[((?:[^\[\]\n\\]|\\.){0,300})\]\(\s*<?([^()<>\n]{0,500}?)>?\s*\)")
_TAIL = re.compile(r"#.*|\s+[\"'].*", re.S)
"""What stands behind a path: an anchor, a title with Docsify's settings."""
_HEADING = re.compile(r"#{1,6}[ \t]+(.{1,200})")
_IGNORED = re.compile(r"(?:summary|table of contents|contents)", re.I)


def read_mdbook(path: str, files: ProjectFiles) -> ProjectNavigation | None:
    """Read ``book.toml`` and the summary that it leads to."""
    book = table(files.table(path).get("book"))
    root = joined(path.rpartition("/")[0], text_of(book.get("src")) or "src")
    text = files.text(joined(root, "SUMMARY.md"))
    if text is None:
        return None
    return ProjectNavigation(
        "SUMMARY.md",
        root,
        summary_items(text, root, files),
        text_of(book.get("title")),
        text_of(book.get("description")),
        unpublished=frozenset([joined(root, "SUMMARY.md")]),
    )


def read_summary(path: str, files: ProjectFiles) -> ProjectNavigation | None:
    """Read a ``SUMMARY.md`` that no other file leads to."""
    root = path.rpartition("/")[0]
    items = summary_items(files.text(path) or "", root, files)
    own = frozenset([path])  # What lists the pages is none.
    return ProjectNavigation("SUMMARY.md", root, items, unpublished=own) if items else None


def read_gitbook(path: str, files: ProjectFiles) -> ProjectNavigation | None:
    """Read ``.gitbook.yaml`` and the summary that it names."""
    settings = files.table(path)
    structure = table(settings.get("structure"))
    home = path.rpartition("/")[0]
    root = joined(home, text_of(settings.get("root")) or ".")
    summary = joined(root, text_of(structure.get("summary")) or "SUMMARY.md")
    found = read_summary(summary, files) if summary else None
    return replace(found, origin=path.rpartition("/")[2]) if found is not None else None


def read_docsify(path: str, files: ProjectFiles) -> ProjectNavigation | None:
    """Read ``_sidebar.md``, whose links begin at its directory, which is the site's root."""
    found = read_summary(path, files)
    return replace(found, origin="_sidebar.md") if found is not None else None


def summary_items(text: str, root: str, files: ProjectFiles) -> tuple[NavItem, ...]:
    """Return the navigation that a summary is: nested lists of links, with titled parts."""
    return nested(_entries(text, root, files))


def _entries(text: str, root: str, files: ProjectFiles) -> Iterator[tuple[int, NavItem, bool]]:
    """Yield the entries with how deep they stand: titled parts hold lists and lone links."""
    for line in text.split("\n"):
        heading = _HEADING.fullmatch(line.strip())
        if heading is not None:
            title = heading[1].strip(" #")
            yield 0, NavItem("" if _IGNORED.fullmatch(title) else title), True
            continue
        item = _ITEM.fullmatch(line.rstrip())
        entry = _entry(item[2] if item is not None else line.strip(), root, files)
        if entry is not None:
            indent = len(item[1].expandtabs(4)) if item is not None else 0
            yield 1 + indent, entry, item is not None


def _entry(text: str, root: str, files: ProjectFiles) -> NavItem | None:
    """Return the entry that a line is; a title without a link is a section."""
    found = _LINK.search(text)
    if found is None:
        is_title = text and not text.startswith(("-", "=", "<", "!")) and len(text) < 100
        return NavItem(text.strip("*_` ")) if is_title else None
    target = unquote(_TAIL.sub("", found[2]))
    path = joined(root, target) if target and "://" not in target else ""
    is_start = not path and target in ("/", ".", "./")
    page = files.page(path) if path or is_start else ""
    return NavItem(found[1].replace("\\", "").strip("*_` "), page)
