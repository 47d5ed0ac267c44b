"""Hugo's and Zola's settings: where the pages are, in which language, and what the site is called.

Both order pages by what stands in front of them (see ``weights``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from math import inf
from typing import Any

from ctxbuild.readers.nav.data_text import lowered
from ctxbuild.readers.nav.project_files import (
    ProjectFiles,
    ProjectNavigation,
    is_inside,
    joined,
    without_ending,
)
from ctxbuild.readers.nav.weights import (
    WeightedTree,
    hugo_traits,
    is_shown,
    zola_traits,
)
from ctxbuild.readers.nav.yaml_text import number_of, table, text_of

_SETTINGS = "config/_default"
_PARTS = ("languages", "module", "params", "menus", "menus.en", "menus/menus.en")
"""Files that may have tables of their own, beside the settings."""
_ENDINGS = ("toml", "yaml", "yml", "json")
_KEYS = frozenset({"baseurl", "theme", "module", "languagecode", "contentdir", "markup"})
"""Of which settings named ``config`` have one if they are Hugo's."""


def read_hugo(path: str, files: ProjectFiles) -> ProjectNavigation | None:
    """Read the order of a site's pages; ``None`` for settings of something else."""
    settings = _settings(path, files)
    home = path.rpartition("/")[0].removesuffix(_SETTINGS).rstrip("/")
    name = path.rpartition("/")[2]
    if "base_url" in settings:
        return _zola(name, settings, joined(home, "content"), files)
    if not name.startswith("hugo.") and not _KEYS & settings.keys():
        return None
    languages = lowered(settings.get("languages"))
    language = _language(settings, languages)
    root = _root(home, settings, language, files)
    about = lowered(languages.get(language))
    pages = _pages(root, _translated(languages, language), files)
    params = lowered(settings.get("params")) | lowered(about.get("params"))
    url = text_of(settings.get("baseurl"))
    return _navigation(
        WeightedTree(root, files, pages, hugo_traits, _bar(settings, about)),
        name,
        text_of(about.get("title")) or text_of(settings.get("title")),
        text_of(params.get("description")),
        "" if "//localhost" in url else url,
    )


def _zola(
    name: str, settings: dict[str, Any], root: str, files: ProjectFiles
) -> ProjectNavigation | None:
    codes = [code for code in table(settings.get("languages")) if "." not in code]
    pages = _pages(root, lambda path: without_ending(path).endswith(_suffixes(codes)), files)
    return _navigation(
        WeightedTree(root, files, pages, zola_traits),
        name,
        text_of(settings.get("title")),
        text_of(settings.get("description")),
        text_of(settings.get("base_url")),
    )


def _navigation(
    tree: WeightedTree, name: str, title: str, summary: str, url: str
) -> ProjectNavigation | None:
    if not tree.pages:
        return None
    is_address = url.startswith(("http://", "https://"))
    return ProjectNavigation(
        name,
        tree.root,
        tree.items(),
        title,
        summary,
        f"{url.rstrip('/')}/" if is_address else "",
        unpublished=tree.unpublished(),
    )


def _settings(path: str, files: ProjectFiles) -> dict[str, Any]:
    """Return the settings with those that stand in files of their own, keys in small letters."""
    found = lowered(files.table(path))
    home, _, _ = path.rpartition("/")
    if home.endswith(_SETTINGS):
        for part in _PARTS:
            named = (files.table(joined(home, f"{part}.{ending}")) for ending in _ENDINGS)
            own = lowered(next((each for each in named if each), None))
            key = part.partition(".")[0].partition("/")[0]
            found[key] = lowered(found.get(key)) | own
    return found


def _language(settings: dict[str, Any], languages: dict[str, Any]) -> str:
    """Return the language at the site's root, else English."""
    default = text_of(settings.get("defaultcontentlanguage")).lower() or "en"
    is_below = settings.get("defaultcontentlanguageinsubdir") is True
    return "en" if is_below and "en" in languages else default


def _root(home: str, settings: dict[str, Any], language: str, files: ProjectFiles) -> str:
    """Return the directory of a language's pages: its own, one that is mounted, or of all."""
    about = lowered(lowered(settings.get("languages")).get(language))
    common = text_of(settings.get("contentdir")) or "content"
    named = [text_of(about.get("contentdir")), *_mounted(settings, language), common]
    roots = [joined(home, each) for each in named if each]
    found = next((each for each in roots if files.children(each)), joined(home, common))
    inside = joined(found, language)
    has_pages = any(joined(found, name) in files.paths for name in files.children(found))
    return inside if not has_pages and files.children(inside) else found


def _mounted(settings: dict[str, Any], language: str) -> Iterator[str]:
    mounts = lowered(settings.get("module")).get("mounts")
    for mount in mounts if isinstance(mounts, list) else ():
        about = lowered(mount)
        where = text_of(about.get("target")).strip("/")
        matrix = lowered(lowered(about.get("sites")).get("matrix"))
        languages = matrix.get("languages") or about.get("lang") or language
        known = languages if isinstance(languages, list) else [languages]
        if where == "content" and language in [text_of(each).lower() for each in known]:
            yield text_of(about.get("source"))


def _bar(settings: dict[str, Any], about: dict[str, Any]) -> dict[str, float]:
    """Return the place in the site's bar of what stands at its top: of the main menu's links."""
    found: dict[str, float] = {}
    for tables in (about, settings):
        menus = lowered(tables.get("menus") or tables.get("menu"))
        entries = menus.get("main")
        for entry in entries if isinstance(entries, list) else ():
            link = text_of(lowered(entry).get("pageref")) or text_of(lowered(entry).get("url"))
            if link and "://" not in link:
                name = link.strip("/").partition("/")[0]
                found.setdefault(name, number_of(lowered(entry).get("weight")) or inf)
    return found


def _translated(languages: dict[str, Any], language: str) -> Callable[[str], bool]:
    """Return what says of a file whether it is a page in another language."""
    others = [code for code in languages if code != language]
    homes = [text_of(lowered(languages[code]).get("contentdir")).strip("/") for code in others]
    suffixes = _suffixes(others)

    def is_other(path: str) -> bool:
        inside = any(home and f"/{home}/" in f"/{path}" for home in homes)
        return inside or without_ending(path).lower().endswith(suffixes)

    return is_other


def _suffixes(codes: list[str]) -> tuple[str, ...]:
    return tuple(f".{code}" for code in codes)


def _pages(root: str, is_other: Callable[[str], bool], files: ProjectFiles) -> frozenset[str]:
    hidden = re.compile(r"(?:^|/)\.")
    return frozenset(
        path
        for path in files.below(root)
        if is_inside(path, root) and is_shown(path) and not hidden.search(path)
        if not is_other(path)
    )
