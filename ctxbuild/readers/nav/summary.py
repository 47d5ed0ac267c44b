"""``SUMMARY.md``: a list of links, as mdBook, GitBook and literate navigations have it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from ctxbuild.model import NavItem
from ctxbuild.readers.nav.project_files import ProjectFiles, ProjectNavigation, joined
from ctxbuild.readers.nav.yaml_text import table, text_of

_ITEM = re.compile(r"([ \t]*)(?:[-*+]|\d{1,9}[.)])[ \t]+(.*)")
_LINK = re.compile(r"\[((?:[^\[\]\n\\]|\\.){0,300})\]\(\s*<?([^()<>\n]{0,500}?)>?\s*\)")
_HEADING = re.compile(r"#{1,6}[ \t]+(.{1,200})")
_IGNORED = re.compile(r"(?:summary|table of contents|contents)", re.I)


@dataclass(slots=True)
class _Node:
    title: str
    page: str = ""
    children: list[_Node] = field(default_factory=list)

    def item(self) -> NavItem:
        return NavItem(self.title, self.page, tuple(child.item() for child in self.children))


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
    )


def read_summary(path: str, files: ProjectFiles) -> ProjectNavigation | None:
    """Read a ``SUMMARY.md`` that no other file leads to."""
    root = path.rpartition("/")[0]
    items = summary_items(files.text(path) or "", root, files)
    return ProjectNavigation("SUMMARY.md", root, items) if items else None


def summary_items(text: str, root: str, files: ProjectFiles) -> tuple[NavItem, ...]:
    """Return the navigation that a summary is: nested lists of links, with titled parts."""
    top = _Node("")
    part = top
    above: list[tuple[int, _Node]] = []
    for line in text.split("\n"):
        heading = _HEADING.fullmatch(line.strip())
        if heading is not None:
            part, above = _part(top, heading[1].strip(" #")), []
            continue
        item = _ITEM.fullmatch(line.rstrip())
        indent = len(item[1].expandtabs(4)) if item is not None else -1
        node = _node(item[2] if item is not None else line.strip(), root, files)
        if node is None:
            continue
        while above and above[-1][0] >= indent:
            above.pop()
        (above[-1][1] if above else part).children.append(node)
        if indent >= 0 and len(above) < 20:
            above.append((indent, node))
    return tuple(node.item() for node in top.children if node.page or node.children)


def _part(top: _Node, title: str) -> _Node:
    if _IGNORED.fullmatch(title):
        return top
    part = _Node(title)
    top.children.append(part)
    return part


def _node(text: str, root: str, files: ProjectFiles) -> _Node | None:
    """Return the entry that a line is; a title without a link is a section."""
    found = _LINK.search(text)
    if found is None:
        is_title = text and not text.startswith(("-", "=", "<", "!")) and len(text) < 100
        return _Node(text.strip("*_` ")) if is_title else None
    target = unquote(found[2].partition("#")[0])
    page = "" if "://" in target else files.page(joined(root, target)) if target else ""
    return _Node(found[1].replace("\\", "").strip("*_` "), page)
