"""VitePress' settings: sidebars by language and by place, and the bar that names them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from ctxbuild.model import NavItem
from ctxbuild.readers.nav.project_files import (
    ProjectFiles,
    ProjectNavigation,
    joined,
    linked_page,
    titled,
)
from ctxbuild.readers.nav.rewrites import rewritten
from ctxbuild.readers.nav.script_settings import ScriptSettings
from ctxbuild.readers.nav.unpublished import matched
from ctxbuild.readers.nav.yaml_text import table, text_of

_DEEPEST = 20
_TAG = re.compile(r"<[^<>]{1,300}>")


def read_vitepress(path: str, files: ProjectFiles) -> ProjectNavigation | None:
    """Read ``.vitepress/config``; what it computes is left out, and said to be."""
    settings = ScriptSettings(path, files)
    if not isinstance(settings.value, dict):
        return None
    root = joined(_home(path), settings.text("srcDir") or ".")
    site = _Site(settings, root, files)
    items = tuple(site.items())
    globs = [each for each in settings.entries(settings.value.get("srcExclude")) if text_of(each)]
    # Of a glob each name counts from the root on, of a pattern like git's a single one does not.
    left_out = frozenset(matched([f"/{each.removeprefix('/')}" for each in globs], root, files))
    language = table(site.language)
    return ProjectNavigation(
        path.rpartition("/")[2],
        root,
        items,
        text_of(language.get("title")) or settings.text("title"),
        text_of(language.get("description")) or settings.text("description"),
        _url(settings),
        is_computed=settings.is_computed,
        unpublished=left_out,
    )


def _home(path: str) -> str:
    """Return the directory that ``.vitepress`` stands in."""
    parts = path.split("/")
    return "/".join(parts[: parts.index(".vitepress")]) if ".vitepress" in parts else ""


def _url(settings: ScriptSettings) -> str:
    host = text_of(table(settings.value.get("sitemap")).get("hostname"))
    base = settings.text("base").strip("/")
    if not host.startswith(("http://", "https://")):
        return ""
    host = host.rstrip("/") + "/"
    return host if not base or host.endswith(f"/{base}/") else f"{host}{base}/"


class _Site:
    def __init__(self, settings: ScriptSettings, root: str, files: ProjectFiles) -> None:
        self._settings, self._root, self._files = settings, root, files
        self._moved = dict(rewritten(self._rewrites(), root, files))
        self.language = self._language()
        own = settings.known(table(self.language).get("themeConfig"))
        common = settings.entry(settings.value, "themeConfig")
        self._theme = table(common) | table(own)

    def _rewrites(self) -> dict[str, Any]:
        return table(self._settings.known(table(self._settings.value).get("rewrites")))

    def _language(self) -> Any:
        """Return the settings of the language at the root, else of English."""
        languages = table(self._settings.known(table(self._settings.value).get("locales")))
        if "root" in languages:
            return self._settings.known(languages["root"])
        for key, about in languages.items():
            code = text_of(table(self._settings.known(about)).get("lang")) or key
            if code.lower().startswith("en"):
                return self._settings.known(about)
        return None

    def items(self) -> Iterator[NavItem]:
        sidebar = self._settings.entry(self._theme, "sidebar")
        if sidebar is None and any("sidebar" in module for module in self._settings.wrappers):
            self._settings.is_computed = True
        if isinstance(sidebar, list):
            yield from self._entries(sidebar, "", 0)
        elif isinstance(sidebar, dict):
            yield from self._by_place(sidebar)

    def _by_place(self, sidebars: dict[str, Any]) -> Iterator[NavItem]:
        """Yield a section for each place's sidebar, named as the site's bar names the place."""
        names = list(self._bar(self._theme.get("nav"), 0))
        seen: list[tuple[NavItem, ...]] = []
        for place, value in sidebars.items():
            value = self._settings.known(value)
            about = table(value)
            base = text_of(about.get("base"))
            inner = tuple(self._entries(about.get("items") if about else value, base, 0))
            if not inner or inner in seen:
                continue
            seen.append(inner)
            is_named = len(inner) == 1 and inner[0].title and inner[0].children
            name = _name(place, names) or titled(_last(place))
            yield from (
                inner if is_named or not name or len(sidebars) == 1 else [NavItem(name, "", inner)]
            )

    def _bar(self, nav: Any, depth: int) -> Iterator[tuple[str, str]]:
        """Yield the names and links of the site's bar, those of menus behind their own."""
        for each in nav if isinstance(nav, list) and depth < _DEEPEST else ():
            about = table(each)
            inner = list(self._bar(about.get("items"), depth + 1))
            link = text_of(about.get("link")) or _above([link for _, link in inner])
            if link:
                yield _plain(about.get("text")), link
            yield from inner

    def _entries(self, value: Any, base: str, depth: int) -> Iterator[NavItem]:
        if depth > _DEEPEST:
            return
        for each in self._settings.entries(value):
            about = table(each)
            inner_base = text_of(about.get("base")) or base
            children = tuple(self._entries(about.get("items"), inner_base, depth + 1))
            link = "" if about.get("target") == "_blank" else about.get("link")
            link = text_of(self._settings.known(link))
            page = self._page(_with_base(link, inner_base)) if link else ""
            title = _plain(about.get("text"))
            if page or (title and children):
                yield NavItem(title, page, children)
            else:
                yield from children

    def _page(self, link: str) -> str:
        stem = re.sub(r"\.(?:html|md)$", "", re.split(r"[?#]", link, maxsplit=1)[0].lstrip("/"))
        stem = f"{stem}index" if not stem or stem.endswith("/") else stem
        return self._moved.get(stem) or linked_page(link, self._root, self._files)


def _with_base(link: str, base: str) -> str:
    if not base or "://" in link:
        return link
    return base.rstrip("/") + "/" + link.removeprefix("/")


def _plain(title: Any) -> str:
    return text_of(_TAG.sub("", text_of(title)))


def _name(place: str, bar: list[tuple[str, str]]) -> str:
    """Return what the bar calls a place: the entry whose link begins with it."""
    wanted = place.strip("/")
    for name, link in bar:
        if wanted and f"{link.strip('/')}/".startswith(f"{wanted}/"):
            return name
    return ""


def _above(links: list[str]) -> str:
    """Return the directory that holds all of a menu's pages, empty where none does."""
    return posixpath.commonpath([link.strip("/") for link in links]) if links else ""


def _last(place: str) -> str:
    return place.strip("/").rpartition("/")[2]
