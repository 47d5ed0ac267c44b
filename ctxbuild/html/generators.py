"""What is known of documentation generators: one row each, in selectors.

General rules come first and have to do without this table; a row holds only what they
cannot know. ``general()`` is the empty row.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ctxbuild.html.dom import Document
from ctxbuild.html.select import select


@dataclass(frozen=True, slots=True)
class Generator:
    """One row.

    ``meta`` are beginnings of ``<meta name=generator>``; ``signs`` are selectors of which
    one has to be on the page. ``content`` are tried in order. ``title`` selects what is shown
    as the page's title when it is not an ``h1``. ``code`` selects listings that are not in a
    ``pre``, ``signatures`` what declares, ``unwrap`` boxes that only lay out. ``language``
    is that of listings that name none.
    """

    name: str
    meta: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    language: str = ""
    tex_in_text: bool = False
    grids: tuple[str, ...] = ()
    unwrap: tuple[str, ...] = ()


TABLE: tuple[Generator, ...] = (
    Generator(
        "mkdocs-material",
        ("zensical",),
        (".md-content__inner", ".md-main__inner"),
        (".md-content__inner",),
        (
            ".md-content__button",
            ".md-source-file",
            ".md-feedback",
            ".md-tags",
            "a.headerlink",
            ".md-annotation__index",
        ),
        tex_in_text=True,
    ),
    Generator(
        "mkdocs",
        (),
        (".wy-nav-content .rst-content [itemprop=articleBody]",),
        ("[role=main]", ".col-md-9[role=main]"),
        ("a.headerlink",),
    ),
    Generator(
        "sphinx",
        ("docutils", "sphinx"),
        (
            ".sphinxsidebar",
            "[role=main] .toctree-wrapper",
            "a.headerlink[title]",
            "script#documentation_options",
            ".document .documentwrapper",
            "#furo-main-content",
            ".rst-content",
            "article.bd-article",
            ".bd-article-container",
        ),
        (
            "#furo-main-content",
            "article.bd-article",
            "[itemprop=articleBody]",
            "div.body[role=main]",
            "div.body",
            "[role=main]",
            "article",
            "main",
        ),
        (
            "a.headerlink",
            "a.viewcode-link",
            ".viewcode-back",
            "div.related",
            ".sphinxsidebar",
            ".prev-next-area",
            ".bd-header-article",
            ".bd-footer-article",
            ".rst-footer-buttons",
            ".back-to-top",
            ".copybtn",
            ".header-article-items",
            "a.toc-backref.icon",
        ),
    ),
    Generator(
        "docusaurus",
        ("docusaurus",),
        ("#__docusaurus", ".theme-doc-markdown"),
        (".theme-doc-markdown", "article .markdown", "article"),
        (
            ".theme-doc-footer",
            ".hash-link",
            ".theme-doc-breadcrumbs",
            ".tocCollapsible",
            ".theme-doc-version-badge",
        ),
    ),
    Generator(
        "vitepress",
        ("vitepress",),
        (".vp-doc", ".VPContent", ".theme-default-content"),
        (".vp-doc", ".theme-default-content", ".VPHome"),
        ("a.header-anchor", "button.copy", "span.lang", ".VPBadge.hidden"),
    ),
    Generator(
        "starlight",
        ("starlight",),
        (".sl-markdown-content",),
        (".sl-markdown-content",),
        (".sl-anchor-link", ".copy", "starlight-toc"),
        title=("h1#_top", "h1"),
    ),
    Generator(
        "mdbook",
        ("mdbook",),
        ("#mdbook-help-container", "#menu-bar", ".sidebar-scrollbox", "mdbook-sidebar-scrollbox"),
        ("#content main", "main", "#content"),
        (".nav-wrapper", ".boring", ".buttons"),
    ),
    Generator(
        "rustdoc",
        ("rustdoc",),
        ("#rustdoc-vars", "meta[name=rustdoc-vars]"),
        ("#main-content", "section#main", ".content"),
        (
            ".src",
            ".srclink",
            "#toggle-all-docs",
            "#copy-path",
            "button",
            ".out-of-band",
            "rustdoc-toolbar",
            "a.anchor",
            "a.doc-anchor",
            ".test-arrow",
            ".notable-traits-tooltip",
            ".rightside",
            ".sub-heading",
            ".since",
            "a.tooltip",
            "summary.hideme",
        ),
        signatures=("h3.code-header", "h4.code-header", "section.variant > .code-header"),
        language="rust",
    ),
    Generator(
        "doxygen",
        ("doxygen",),
        ("div.contents div.fragment", "#doc-content .contents", ".header .headertitle"),
        ("#doc-content", ".contents"),
        (
            "#nav-path",
            "#side-nav",
            "#MSearchSelectWindow",
            "#MSearchResultsWindow",
            ".summary",
            "a.anchor",
            ".ttc",
            ".dynheader .iconfclosed",
            "span.lineno",
            ".permalink",
            ".address.footer",
            "span.mlabels-left > .nothing",
        ),
        keep=("tr[id^=row_]",),
        title=(".headertitle .title", ".header .title", ".title"),
        code=("div.fragment",),
        signatures=("table.memname",),
        language="",
        tex_in_text=True,
    ),
    Generator(
        "javadoc",
        ("javadoc",),
        (
            ".member-signature",
            ".type-signature",
            ".class-description",
            "#method-summary",
            "ul.blockList",
        ),
        ("[role=main]", "main", ".contentContainer"),
        (
            ".sub-title",
            ".subTitle",
            ".activeTableTab",
            ".tableTab",
            ".table-tabs",
            ".nav-list-search",
            ".top-nav",
            ".bottomNav",
            ".topNav",
            ".subNav",
            "div.inheritance .hidden",
        ),
        title=("h2.title",),
        signatures=(
            ".member-signature",
            ".type-signature",
            ".package-signature",
            ".module-signature",
            ".memberSignature",
            ".typeSignature",
            "li.blockList > pre",
            "li.blockListLast > pre",
        ),
        unwrap=("ul.blockList", "ul.blockListLast", "ul.inheritance"),
        grids=(".summary-table",),
    ),
    Generator(
        "node",
        (),
        ("#apicontent", ".api_metadata"),
        ("#apicontent",),
        (
            "#gtoc",
            "#toc",
            "a.mark",
            ".srclink",
            "#alt-docs",
            ".js-flavor-toggle",
            ".copy-button",
            "hr",
        ),
    ),
    Generator(
        "asciidoc",
        ("asciidoc",),
        ("#content .sect1", ".listingblock > .content"),
        ("body",),
        ("#toc", "#footer", "#footnotes > hr"),
        keep=("#header", "#preamble"),
    ),
    Generator(
        "rdoc",
        (),
        (".method-detail .method-heading", "#method-list-section", "body.file #metadata"),
        ("main[role=main]", "#documentation"),
        (".method-click-advice", "#metadata", ".method-controls"),
        signatures=(".method-heading",),
        language="ruby",
    ),
    Generator(
        "haddock",
        ("haddock",),
        ("#package-header", "#module-header"),
        ("#content",),
        (
            "#table-of-contents",
            "#synopsis",
            "a.selflink",
            "#module-header table.info",
            "p.caption > .empty",
            "a.link",
        ),
        signatures=("p.src", "td.src"),
    ),
    Generator(
        "docbook",
        ("docbook",),
        (".titlepage", ".navheader"),
        (),
        (".navheader", ".navfooter", ".toc"),
    ),
    Generator(
        "gi-docgen",
        ("gi-docgen",),
        ("#main.gi-docgen",),
        ("section#main", "#main"),
        (".srclink", ".anchor", "a.anchor", "#toc", ".sidebar", "#btn-search"),
        signatures=(),
    ),
    Generator(
        "texinfo",
        ("makeinfo", "texi2any"),
        ("[rel=Index]",),
        (),
        (".nav-panel", ".header", "table.header", ".copiable-link", ".copiable-anchor"),
    ),
)


@cache
def general() -> Generator:
    """Return the row for a generator that nobody has described."""
    return Generator("")


def detect(document: Document) -> Generator:
    """Return the row of the generator that made a page."""
    named = meta_generator(document).lower()
    for row in TABLE:
        if named and any(named.startswith(beginning) for beginning in row.meta):
            return row
    for row in TABLE:
        if any(select(document, sign) for sign in row.signs):
            return row
    return general()


def meta_generator(document: Document) -> str:
    """Return what the page itself says made it."""
    for element in document.by_tag.get("meta", ()):
        if element.attrs.get("name", "").lower() == "generator":
            return element.attrs.get("content", "").strip()
    return ""
