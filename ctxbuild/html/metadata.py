"""What a page says about itself, in its head and around its content."""

from __future__ import annotations

import json
import re
from typing import Any

from ctxbuild.html.dom import Document, Element
from ctxbuild.html.generators import meta_generator
from ctxbuild.html.links import Addresses
from ctxbuild.html.options import Metadata
from ctxbuild.html.select import select, select_first

_SEPARATOR = re.compile(r"\s+(?:[|·•—–»«⋅]|-{1,3}|::)\s+")
_SITE_AND_VERSION = re.compile(r"^\S+\s+[–—-]\s+v?\d[\w.]*:\s+(?=\S)")
"""*Library – 4.0: Page*; the other way round, a page's title comes first."""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\w{3,9} \d{1,2},? \d{4}|\d{1,2}\.? \w{3,9} \d{4}")
_VERSION_META = ("docsearch:version", "docusaurus_version", "version", "docs:version", "release")
_VERSION_OPTION = re.compile(r"VERSION:\s*'([^']*)'")
_CRUMBS = (
    "[aria-label=breadcrumb], [aria-label=Breadcrumb], [aria-label=breadcrumbs],"
    "[aria-label=Breadcrumbs], .breadcrumbs, .breadcrumb, .breadcrumbs__item, .md-path, #nav-path,"
    ".bd-breadcrumbs, .wy-breadcrumbs"
)
_PREVIOUS = (
    "link[rel=prev], link[rel=previous], a[rel=prev], .pagination-nav__link--prev,"
    ".md-footer__link--prev, .left-prev, .prev-page, .pager-link.prev, a.previous, a[accesskey=p]"
)
_NEXT = (
    "link[rel=next], a[rel=next], .pagination-nav__link--next, .md-footer__link--next,"
    ".right-next, .next-page, .pager-link.next, a.next, a[accesskey=n]"
)
_UPDATED = (
    "time[datetime], .theme-last-updated, .md-source-file__fact, .lastupdated, .last-updated,"
    ".git-revision-date-localized-plugin, .VPLastUpdated, .page-last-modified, .footer p"
)


def read_metadata(document: Document, addresses: Addresses) -> Metadata:
    """Return what the whole page, before anything was removed, says about itself."""
    metas = _metas(document)
    linked = list(_linked_data(document))
    html_title = next((e.words() for e in document.by_tag.get("title", ())), "")
    canonical = select_first(document, "link[rel=canonical]")
    return Metadata(
        title=_title(metas, html_title),
        description=metas.get("description") or metas.get("og:description", ""),
        canonical=(addresses.resolve(canonical.attrs.get("href", "")) or "") if canonical else "",
        language=(document.root.attrs.get("lang") or metas.get("content-language", "")).strip(),
        version=_version(document, metas),
        updated=_updated(document, metas, linked),
        generator=meta_generator(document),
        previous=_address(document, _PREVIOUS, addresses),
        next=_address(document, _NEXT, addresses),
        breadcrumbs=_breadcrumbs(document, linked),
        site=_site(metas, html_title),
    )


def _metas(document: Document) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in document.by_tag.get("meta", ()):
        attrs = element.attrs
        name = attrs.get("name") or attrs.get("property") or attrs.get("http-equiv", "")
        found.setdefault(name.lower(), " ".join(attrs.get("content", "").split()))
    return found


def _title(metas: dict[str, str], html_title: str) -> str:
    """Return the page's title, not the site's."""
    site = metas.get("og:site_name", "").lower()
    html_title = _SITE_AND_VERSION.sub("", html_title)
    parts = _SEPARATOR.split(html_title)
    if len(parts) > 1:
        kept = [part for part in parts if part.lower() != site]
        return (kept or parts)[0].strip()
    return html_title or metas.get("og:title", "")


def _site(metas: dict[str, str], html_title: str) -> str:
    """Return what the site calls itself, which titles have behind the page's own."""
    parts = _SEPARATOR.split(html_title)
    return metas.get("og:site_name") or (parts[-1].strip() if len(parts) > 1 else "")


def _version(document: Document, metas: dict[str, str]) -> str:
    for name in _VERSION_META:
        if metas.get(name):
            return metas[name].split(",")[0]
    options = select_first(document, "[id=documentation_options][data-version], #projectnumber")
    if options is not None:
        return options.attrs.get("data-version") or options.words()
    for element in document.by_tag.get("script", ()):
        if found := _VERSION_OPTION.search("".join(map(str, element.children))):
            return found[1]
    return ""


def _updated(document: Document, metas: dict[str, str], linked: list[dict[str, Any]]) -> str:
    for name in (
        "article:modified_time",
        "last-modified",
        "og:updated_time",
        "date",
        "dcterms.modified",
    ):
        if metas.get(name):
            return metas[name]
    for data in linked:
        if isinstance(data.get("dateModified"), str):
            return str(data["dateModified"])
    for element in select(document, _UPDATED):
        stamp = element.attrs.get("datetime", "")
        if stamp:
            return stamp
        found = _DATE.search(element.words()[:300])
        if found:
            return found[0]
    return ""


def _address(document: Document, selector: str, addresses: Addresses) -> str:
    for element in select(document, selector):
        link = element if element.attrs.get("href") else element.find("a")
        resolved = addresses.resolve(link.attrs.get("href", "")) if link else None
        if resolved:
            return resolved
    return ""


def _breadcrumbs(document: Document, linked: list[dict[str, Any]]) -> tuple[str, ...]:
    holder = next((e for e in select(document, _CRUMBS) if e.size), None)
    items = [e for e in holder.inside() if _is_crumb(e)] if holder is not None else []
    crumbs = [e.words().strip("/»›> ") for e in items]
    crumbs = [crumb for crumb in crumbs if 0 < len(crumb) < 120]
    if crumbs:
        return tuple(dict.fromkeys(crumbs))
    for data in linked:
        listed = data.get("itemListElement")
        if data.get("@type") == "BreadcrumbList" and isinstance(listed, list):
            named = [each for each in listed if isinstance(each, dict)]
            names = [each.get("name") or _name(each.get("item")) for each in named]
            return tuple(str(name) for name in names if name)
    return ()


def _is_crumb(element: Element) -> bool:
    """Whether an element is a step of the way, and no switch beside it."""
    return element.tag == "li" and not any(name.endswith("-aside") for name in element.classes)


def _name(item: object) -> str:
    return str(item.get("name", "")) if isinstance(item, dict) else ""


def _linked_data(document: Document) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for element in document.by_tag.get("script", ()):
        if "ld+json" in element.attrs.get("type", ""):
            try:
                data = json.loads("".join(map(str, element.children)))
            except (ValueError, RecursionError):
                continue
            graph = data.get("@graph", [data]) if isinstance(data, dict) else data
            found += (
                [each for each in graph if isinstance(each, dict)]
                if isinstance(graph, list)
                else []
            )
    return found
