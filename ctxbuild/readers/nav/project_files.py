"""What readers of navigations ask for, and what they give back."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from ctxbuild.model import NavItem
from ctxbuild.readers.nav.data_text import data_of
from ctxbuild.readers.nav.front_fields import fields_of
from ctxbuild.readers.nav.yaml_text import table

PROSE = (".md", ".rst", ".mdx", ".qmd", ".markdown", ".ipynb", ".adoc", ".txt")
"""Endings of files that become pages, as they are tried where a name has none."""

MARKDOWN = (".md", ".mdx", ".markdown")
"""Those of generators that build from Markdown alone."""


class ProjectFiles:
    """The files of a project, by path from its root."""

    def __init__(self, paths: Iterable[str], read: Callable[[str], str]) -> None:
        """Take the paths that there are, and what returns the text of one of them."""
        self.paths = frozenset(paths)
        self._read = read
        self._fields: dict[str, dict[str, Any]] = {}
        self._children: dict[str, set[str]] = {}

    def text(self, path: str) -> str | None:
        """Return the text of a file, ``None`` where there is none."""
        return self._read(path) if path in self.paths else None

    def below(self, directory: str) -> list[str]:
        """Return the prose files below a directory, its index first, then by path."""
        prefix = f"{directory}/" if directory else ""
        found = [p for p in self.paths if p.startswith(prefix) and p.endswith(PROSE)]
        return sorted(found, key=lambda p: (p.count("/"), not is_index(p), p))

    def children(self, directory: str) -> list[str]:
        """Return the names in a directory: of its prose files, and of directories with some.

        Plain text is none: where files are not named one by one, it is ``robots.txt`` and the like.
        """
        if not self._children:
            for path in self.paths:
                name = path if path.endswith(PROSE) and not path.endswith(".txt") else ""
                while name:
                    above, _, own = name.rpartition("/")
                    names = self._children.setdefault(above, set())
                    name = "" if own in names else above
                    names.add(own)
        return sorted(self._children.get(directory, ()))

    def table(self, path: str) -> dict[str, Any]:
        """Return the settings that a file of data has; empty where there are none."""
        return table(data_of(path, self.text(path)))

    def fields(self, path: str) -> dict[str, Any]:
        """Return the fields in front of a file's text; empty where there are none."""
        if path not in self._fields:
            self._fields[path] = fields_of(self.text(path) or "")
        return self._fields[path]

    def page(self, path: str) -> str:
        """Return the file that a path means, with or without its ending; empty for none."""
        path = posixpath.normpath(path).lstrip("/")
        if path in self.paths:
            return path
        home = f"{path}/" if path != "." else ""
        names = [path + ending for ending in PROSE]
        names += [f"{home}index{ending}" for ending in PROSE]
        names += [f"{home}README.md"]
        return next((name for name in names if name in self.paths), "")


def is_index(path: str) -> bool:
    """Whether a file is the first of its directory."""
    return path.rpartition("/")[2].partition(".")[0].lower() in ("index", "readme", "_index")


def own_page(directory: str, inner: Sequence[NavItem], names: Sequence[str] = ()) -> str:
    """Return the page of a directory, if the entries in it begin with that; empty otherwise.

    ``names`` are those that the page may have beside the usual ones, without an ending.
    """
    first = inner[0] if inner else NavItem("")
    home, _, name = first.page.rpartition("/")
    is_first = is_index(name) or name.partition(".")[0] in names
    return first.page if is_first and home == directory and not first.children else ""


def joined(directory: str, path: str) -> str:
    """Return a path from a directory as one from the project's root."""
    whole = posixpath.normpath(f"{directory}/{path}" if directory else path)
    return "" if whole == "." or whole.startswith("..") else whole.lstrip("/")


def linked_page(link: str, root: str, files: ProjectFiles) -> str:
    """Return the page that an address of a site means, its root being a directory.

    Empty for other sites, for what is no page, and for what leads out of the directory.
    """
    target = unquote(re.split(r"[?#]", link, maxsplit=1)[0]).lstrip("/")
    if "://" in link or link.startswith(("//", "mailto:", "#")):
        return ""
    stem = re.sub(r"\.(?:html?|mdx?)$", "", target)
    path = joined(root, stem or ".")
    if stem and not is_inside(path, root):
        return ""
    is_directory = not stem or stem.endswith("/")
    first = files.page(f"{path}/index") if is_directory else ""
    found = first or files.page(path)
    return found if found.endswith(MARKDOWN) else ""


def is_inside(path: str, root: str) -> bool:
    """Whether a path as :func:`joined` gives it is below a directory."""
    return bool(path) and (not root or path.startswith(f"{root}/"))


def without_ending(path: str) -> str:
    """Return the path of a page as addresses have it."""
    return next((path.removesuffix(each) for each in PROSE if path.endswith(each)), path)


def titled(name: str) -> str:
    """Return the name of a directory as words: ``user-guide`` becomes ``User guide``."""
    words = re.sub(r"[-_]+", " ", name).strip()
    return words[:1].upper() + words[1:]


def divided(parts: Iterable[str | NavItem]) -> tuple[NavItem, ...]:
    """Return entries with what follows a title in a section of it; an empty title ends one."""
    found: list[NavItem] = []
    title, inside = "", found
    for part in (*parts, ""):
        if isinstance(part, NavItem):
            inside.append(part)
            continue
        if title and inside:
            found.append(NavItem(title, "", tuple(inside)))
        title, inside = part, [] if part else found
    return tuple(found)


def pages_of(items: Iterable[NavItem]) -> Iterator[str]:
    """Yield the pages of entries and of those below them."""
    for item in items:
        if item.page:
            yield item.page
        yield from pages_of(item.children)


def size_of(item: NavItem) -> int:
    """Return how many pages an entry and those below it have."""
    return bool(item.page) + sum(map(size_of, item.children))


@dataclass(frozen=True, slots=True)
class ProjectNavigation:
    """A navigation as its file has it; pages are paths from the project's root.

    ``root`` is the directory of the pages. ``items`` is empty where the file orders
    nothing and only says where the pages are. ``is_computed`` says that more is in it
    than could be read without running code. ``unpublished`` are files among the pages of
    which their generator makes none, or none that is to be found.
    """

    origin: str
    root: str
    items: tuple[NavItem, ...] = ()
    title: str = ""
    summary: str = ""
    url: str = ""
    is_computed: bool = False
    unpublished: frozenset[str] = frozenset()
