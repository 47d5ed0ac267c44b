"""Starlight's sidebar in Astro's settings: slugs of pages, links, groups, directories."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ctxbuild.model import NavItem
from ctxbuild.readers.nav.project_files import (
    ProjectFiles,
    ProjectNavigation,
    is_inside,
    joined,
    linked_page,
)
from ctxbuild.readers.nav.script_settings import ScriptSettings
from ctxbuild.readers.nav.script_value import Call, member
from ctxbuild.readers.nav.starlight_tree import directory_items
from ctxbuild.readers.nav.unpublished import kept_back
from ctxbuild.readers.nav.yaml_text import table, text_of

_CONTENT = "src/content/docs"
_STARLIGHT = "@astrojs/starlight"
_TOPICS = "starlight-sidebar-topics"
"""A plugin whose list of topics, each with entries, takes the sidebar's place."""
_DEEPEST = 20


def read_starlight(path: str, files: ProjectFiles) -> ProjectNavigation | None:
    """Read Astro's settings if they have Starlight; what they compute is said to be."""
    settings = ScriptSettings(path, files)
    about = next(_called(member(settings.value, "integrations"), _STARLIGHT), None)
    if about is None:
        return None
    root = _root(path.rpartition("/")[0], about, files)
    if not files.below(root):
        return None
    sidebar = next(_called(member(about, "plugins"), _TOPICS), None) or about.get("sidebar")
    if sidebar is None:
        items = directory_items(root, files)
    else:
        items = tuple(_Sidebar(settings, root, files).entries(sidebar, 0))
    return ProjectNavigation(
        path.rpartition("/")[2],
        root,
        items,
        _title(about.get("title")),
        text_of(about.get("description")) or text_of(about.get("tagline")),
        _url(settings),
        is_computed=settings.is_computed,
        unpublished=frozenset(kept_back(("draft",), root, files)),
    )


def _called(value: Any, module: str) -> Iterator[Any]:
    """Yield what calls of a package's function in a list are given."""
    for each in value if isinstance(value, list) else ():
        if isinstance(each, Call) and each.module == module and each.arguments:
            found = each.arguments[0]
            if isinstance(found, dict | list):
                yield found


def _root(home: str, about: dict[str, Any], files: ProjectFiles) -> str:
    """Return the directory of the pages: of English, where each language has its own."""
    content = joined(home, _CONTENT)
    languages = table(about.get("locales"))
    default = text_of(about.get("defaultLocale"))
    if "root" in languages or not languages:
        return content
    for key in ("en", default, *languages):
        if key and files.below(joined(content, key)):
            return joined(content, key)
    return content


def _title(value: Any) -> str:
    """Return a title, English where each language has its own."""
    by_language = table(value)
    return text_of(value) or text_of(by_language.get("en"))


def _url(settings: ScriptSettings) -> str:
    site, base = settings.text("site"), settings.text("base").strip("/")
    if not site.startswith(("http://", "https://")):
        return ""
    return f"{site.rstrip('/')}/{base}/" if base else f"{site.rstrip('/')}/"


class _Sidebar:
    def __init__(self, settings: ScriptSettings, root: str, files: ProjectFiles) -> None:
        self._settings, self._root, self._files = settings, root, files

    def entries(self, value: Any, depth: int) -> Iterator[NavItem]:
        """Yield the entries of a list, groups with theirs."""
        if depth > _DEEPEST:
            return
        for each in self._settings.entries(value):
            if isinstance(each, str):
                yield from self._page("", each)
            elif isinstance(each, dict):
                yield from self._entry(each, depth)

    def _entry(self, about: dict[str, Any], depth: int) -> Iterator[NavItem]:
        label = text_of(about.get("label")) or text_of(table(about.get("label")).get("en"))
        generated = self._settings.known(about.get("autogenerate"))
        if "items" in about:
            inner = tuple(self.entries(about["items"], depth + 1))
        elif generated is not None:
            directory = text_of(table(generated).get("directory")).strip("/")
            place = joined(self._root, directory or ".")
            is_ours = not directory or is_inside(place, self._root)
            inner = directory_items(place, self._files) if is_ours else ()
        else:
            target = about.get("slug") if "slug" in about else about.get("link")
            if self._settings.known(target) is not None:
                yield from self._page(label, text_of(target))
            return
        if inner and label:
            yield NavItem(label, "", inner)
        else:
            yield from inner

    def _page(self, label: str, target: str) -> Iterator[NavItem]:
        page = linked_page(target, self._root, self._files)
        if page:
            yield NavItem(label, page)
