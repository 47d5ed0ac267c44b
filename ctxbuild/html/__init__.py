"""HTML pages → Markdown and metadata."""

from __future__ import annotations

from ctxbuild.html.options import Anchor, Metadata, Options, Page, PageLink

__all__ = ["Anchor", "Metadata", "Options", "Page", "PageLink", "convert", "html_to_markdown"]


def convert(html: str, url: str = "", options: Options | None = None) -> Page:
    """Return a page as Markdown with what it says about itself."""
    from ctxbuild.html.conversion import convert as run

    return run(html, url, options or Options())


def html_to_markdown(html: str, url: str = "") -> str:
    """Return a page's content as Markdown."""
    return convert(html, url).markdown
