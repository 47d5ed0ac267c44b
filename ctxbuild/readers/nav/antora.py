"""Antora's ``antora.yml`` and the lists of references that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctxbuild.model import NavItem
from ctxbuild.readers.nav.nested import nested
from ctxbuild.readers.nav.project_files import ProjectFiles, ProjectNavigation, joined
from ctxbuild.readers.nav.yaml_text import text_of

_ITEM = re.compile(r"(\*{1,10}|\.{1,10}|-)[ \t]+(\S.*)")
_TITLE = re.compile(r"\.([^\s.].*)")
_REFERENCE = re.compile(r"xref:([^\[\]\s]{1,300})\[([^\[\]]{0,300})\]")
_INCLUDE = re.compile(r"include::([^\[\]\s]{1,300})\[[^\[\]]{0,300}\]")
_MARKS = re.compile(r"[*_`]|\{[\w-]{1,50}\}")
_MOST_FILES = 100


def read_antora(path: str, files: ProjectFiles) -> ProjectNavigation | None:
    """Read the navigation of a component."""
    settings = files.table(path)
    home = path.rpartition("/")[0]
    lists = settings.get("nav")
    reading = _Reading(home, text_of(settings.get("name")), files)
    names = [joined(home, each) for each in map(text_of, lists if isinstance(lists, list) else ())]
    items = [item for name in names for item in nested(reading.lines(name))]
    if not items:
        return None
    root = joined(home, "modules")
    return ProjectNavigation(
        path.rpartition("/")[2],
        root,
        tuple(items),
        text_of(settings.get("title")),
        unpublished=frozenset(_parts_of_pages(root, files)),
    )


def _parts_of_pages(root: str, files: ProjectFiles) -> Iterator[str]:
    """Yield the files of modules that are no pages: navigations, parts, examples."""
    for path in files.below(root):
        if path[len(root) :].split("/")[2:3] != ["pages"]:
            yield path


class _Reading:
    def __init__(self, home: str, component: str, files: ProjectFiles) -> None:
        self._home, self._component, self._files = home, component, files
        self._opened = 0

    def lines(self, path: str) -> Iterator[tuple[int, NavItem, bool]]:
        """Yield the entries of a list with how deep they stand, those of included files too."""
        self._opened += 1
        text = self._files.text(path) if self._opened <= _MOST_FILES else None
        module = self._module(path)
        for line in (text or "").split("\n"):
            item, title = _ITEM.fullmatch(line.strip()), _TITLE.fullmatch(line.strip())
            included = _INCLUDE.fullmatch(line.strip())
            if included is not None:
                yield from self.lines(self._included(included[1], path, module))
            elif item is not None:
                yield len(item[1]), self._entry(item[2], module), True
            elif title is not None:
                yield 0, self._entry(title[1], module), True

    def _module(self, path: str) -> str:
        parts = path[len(self._home) :].strip("/").split("/")
        return parts[1] if len(parts) > 1 and parts[0] == "modules" else "ROOT"

    def _included(self, target: str, path: str, module: str) -> str:
        if "$" not in target:
            return joined(path.rpartition("/")[0], target)
        family, _, name = target.rpartition("$")
        return joined(self._home, f"modules/{module}/{family.rpartition(':')[2]}s/{name}")

    def _entry(self, text: str, module: str) -> NavItem:
        found = _REFERENCE.search(text)
        if found is None:
            return NavItem(_MARKS.sub("", text).strip(), "")
        return NavItem(_MARKS.sub("", found[2]).strip(), self._page(found[1], module))

    def _page(self, reference: str, module: str) -> str:
        """Return the file of a reference: ``version@component:module:page.adoc``."""
        *above, page = reference.partition("#")[0].rpartition("@")[2].split(":")
        if len(above) == 2 and above[0] not in ("", self._component):
            return ""
        module = (above[-1] if above else module) or "ROOT"
        pages = joined(self._home, f"modules/{module}/pages")
        found = self._files.page(joined(pages, page)) if page else ""
        return found if found.startswith(f"{pages}/") else ""
