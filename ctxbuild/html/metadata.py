"""What a page says about itself, in its head and around its content."""

from __future__ import annotations

import json
import re
from typing import Any

from ctxbuild.html.dom import Element
from ctxbuild.html.generators import meta_generator
from ctxbuild.html.links import Addresses
from ctxbuild.html.options import Metadata
from ctxbuild.html.select import select, select_first

_SEPARATOR = re.compile(r"\s+(?:[|·•—–»«⋅]|-{1,3}|::)\s+")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\w{3,9} \d{1,2},? \d{4}|\d{1,2}\.? \w{3,9} \d{4}")
_VERSION_META = ("docsearch:version", "docusaurus_version", "version", "docs:version", "release")
_VERSION_OPTION = re.compile(r"VERSION:\s*'([^']*)'")
_CRUMBS = (
    "[aria-label=breadcrumb] li, [aria-label=Breadcrumb] li, [aria-label=breadcrumbs] li, [aria-label=Breadcrumbs] li,"
    ".breadcrumbs li, .breadcrumb li, .breadcrumbs__item, .md-path__item, #nav-path li, .bd-breadcrumbs li, .wy-breadcrumbs li,"
    "[role=navigation] .nav-item a[rel=up]"
)
_PREVIOUS = "link[rel=prev], link[rel=previous], a[rel=prev], a.pagination-nav__link--prev, a.md-footer__link--prev, a.left-prev, .prev-page, .pager-link.prev, a.previous, .nav-chapters.previous, a[accesskey=p]"
_NEXT = "link[rel=next], a[rel=next], a.pagination-nav__link--next, a.md-footer__link--next, a.right-next, .next-page, .pager-link.next, a.next, .nav-chapters.next, a[accesskey=n]"
_UPDATED = "time[datetime], .theme-last-updated, .md-source-file__fact, .git-revision-date-localized-plugin, .lastupdated, .last-updated, .VPLastUpdated, .page-last-modified, #footer-text, .footer p"


def read_metadata(root: Element, addresses: Addresses) -> Metadata:
    """Return what the whole page, before anything was removed, says about itself."""
    metas = _metas(root)
    linked = list(_linked_data(root))
    html_title = next((e.words() for e in root.inside() if e.tag == "title"), "")
    canonical = select_first(root, "link[rel=canonical]")
    return Metadata(
        title=_title(root, metas, html_title),
        description=metas.get("description") or metas.get("og:description", ""),
        canonical=(addresses.resolve(canonical.attrs.get("href", "")) or "") if canonical else "",
        language=(root.attrs.get("lang") or metas.get("content-language", "")).strip(),
        version=_version(root, metas),
        updated=_updated(root, metas, linked),
        generator=meta_generator(root),
        previous=_address(root, _PREVIOUS, addresses),
        next=_address(root, _NEXT, addresses),
        breadcrumbs=_breadcrumbs(root, linked),
    )


def _metas(root: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.inside():
        if element.tag == "meta":
            name = element.attrs.get("name") or element.attrs.get("property") or element.attrs.get("http-equiv", "")
            found.setdefault(name.lower(), " ".join(element.attrs.get("content", "").split()))
        elif element.tag == "body":
            break
    return found


def _title(root: Element, metas: dict[str, str], html_title: str) -> str:
    """Return the page's title, not the site's."""
    site = metas.get("og:site_name", "").lower()
    parts = _SEPARATOR.split(html_title)
    if len(parts) > 1:
        kept = [part for part in parts if part.lower() != site]
        return (kept or parts)[0].strip()
    return html_title or metas.get("og:title", "")


def _version(root: Element, metas: dict[str, str]) -> str:
    for name in _VERSION_META:
        if metas.get(name):
            return metas[name].split(",")[0]
    options = select_first(root, "[id=documentation_options][data-version], #projectnumber")
    if options is not None:
        return options.attrs.get("data-version") or options.words()
    for element in root.inside():
        if element.tag == "script" and (found := _VERSION_OPTION.search(element.text())):
            return found[1]
    return ""


def _updated(root: Element, metas: dict[str, str], linked: list[dict[str, Any]]) -> str:
    for name in ("article:modified_time", "last-modified", "og:updated_time", "date", "dcterms.modified"):
        if metas.get(name):
            return metas[name]
    for data in linked:
        if isinstance(data.get("dateModified"), str):
            return str(data["dateModified"])
    for element in select(root, _UPDATED):
        stamp = element.attrs.get("datetime", "")
        if stamp:
            return stamp
        found = _DATE.search(element.words()[:300])
        if found:
            return found[0]
    return ""


def _address(root: Element, selector: str, addresses: Addresses) -> str:
    for element in select(root, selector):
        link = element if element.attrs.get("href") else element.find("a")
        resolved = addresses.resolve(link.attrs.get("href", "")) if link else None
        if resolved:
            return resolved
    return ""


def _breadcrumbs(root: Element, linked: list[dict[str, Any]]) -> tuple[str, ...]:
    crumbs = [e.words().strip("/»›> ") for e in select(root, _CRUMBS)]
    crumbs = [crumb for crumb in crumbs if 0 < len(crumb) < 120]
    if crumbs:
        return tuple(dict.fromkeys(crumbs))
    for data in linked:
        if data.get("@type") == "BreadcrumbList" and isinstance(data.get("itemListElement"), list):
            items = [item for item in data["itemListElement"] if isinstance(item, dict)]
            names = [item.get("name") or _name(item.get("item")) for item in items]
            return tuple(str(name) for name in names if name)
    return ()


def _name(item: object) -> str:
    return str(item.get("name", "")) if isinstance(item, dict) else ""


def _linked_data(root: Element) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for element in root.inside():
        if element.tag == "script" and "ld+json" in element.attrs.get("type", ""):
            try:
                data = json.loads(element.text())
            except (ValueError, RecursionError):
                continue
            graph = data.get("@graph", [data]) if isinstance(data, dict) else data
            found += [each for each in graph if isinstance(each, dict)] if isinstance(graph, list) else []
    return found
