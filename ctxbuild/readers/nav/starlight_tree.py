"""The order that Starlight gives to a directory whose part of the sidebar is ``autogenerate``.

Pages and directories of one level stand together, by ``sidebar.order`` of the front matter (a
directory by the least of its pages), then by name, an index first.
"""

from __future__ import annotations

from math import inf

from ctxbuild.model import NavItem
from ctxbuild.readers.nav.project_files import MARKDOWN, ProjectFiles, is_index, joined, titled
from ctxbuild.readers.nav.yaml_text import number_of, table, text_of

_DEEPEST = 20


def directory_items(directory: str, files: ProjectFiles) -> tuple[NavItem, ...]:
    """Return the pages below a directory, its directories as sections."""
    return _level(directory, files, 0)[0]


def _level(directory: str, files: ProjectFiles, depth: int) -> tuple[tuple[NavItem, ...], float]:
    """Return the entries of a directory and where that stands in the one above."""
    placed: list[tuple[float, bool, str, NavItem]] = []
    for name in files.children(directory):
        path = joined(directory, name)
        if path in files.paths:
            about = table(files.fields(path).get("sidebar"))
            is_page = name.endswith(MARKDOWN) and not name.startswith("_")
            if is_page and about.get("hidden") is not True:
                item = NavItem(text_of(about.get("label")), path)
                placed.append(
                    (number_of(about.get("order")), not is_index(path), name.lower(), item)
                )
        elif depth < _DEEPEST:
            inner, order = _level(path, files, depth + 1)
            if inner:
                placed.append((order, True, name.lower(), NavItem(titled(name), "", inner)))
    placed.sort(key=lambda each: each[:3])
    return tuple(each[3] for each in placed), min((each[0] for each in placed), default=inf)
