"""Names and words of what surrounds documentation: classes, ids, labels of links and buttons.

Each list is patterns with white space between them; one has to match a whole name or text.
A space in a text is written as a backslash and ``s``.
"""

from __future__ import annotations

import re


def _any(patterns: str, flags: int = 0) -> re.Pattern[str]:
    """Return one pattern out of many."""
    return re.compile("|".join(patterns.split()), flags)


NAMES = _any(
    r"""
    bread-?crumbs?(?:-?(?:nav|list|container|wrapper|bar|trail))? navbar.* .*-navbar topbar
    top-?nav.* side-?nav.* site-(?:header|footer|nav|navigation)
    page-?(?:footer|nav|navigation|toc|pager|actions?|tools?) .*-?breadcrumbs?
    (?:md|wy|bd|rst|sphinx|docs?)-?(?:header|footer|nav|side-nav|sidebar|breadcrumbs|footer-buttons|versions)(?:-.*)?
    md-source-file.* md-feedback md-top md-skip md-tags? md-content__button md-dialog md-banner
    md-path footer site-?footer footer-.* (?!(?:.*-)?(?:card|panel|box)-).*-footer
    global-nav.* local-?toc on-this-page
    toc-?(?:container|sidebar|nav|tree|box|wrapper|title|header|right|side|column|mobile|desktop|collapsible.*|macro)?
    table-?of-?contents contents-?sidebar page-contents in-?page-?toc topictoc theme-doc-toc-.*
    tocCollapsible.* tableOfContents.* pagination(?:-.*)? pager prev-?next(?:-.*)?
    next-?prev(?:-.*)? page-?turner
    nav-?(?:chapters|wrapper|wide-wrapper|buttons|links?|bar|footer|header) previous-?next
    edit-?(?:this-?page|page|link|on-github|button)? edit_?on_?.* github-edit.*
    theme-edit-this-page improve-this.* last-?updated? last-?modified theme-last-updated
    feedback(?:-.*)? page-feedback was-this-helpful helpful rating docsearch.* DocSearch.*
    search-?(?:box|bar|form|input|container|modal|results|wrapper|button|toggle) searchbox
    cookie-?.* consent-?.* gdpr.* banner announcement(?:-?bar)? announce
    version-?(?:banner|warning|switcher|selector|picker|dropdown|alert) theme-doc-version-.*
    docusaurus-version-warning versionwarning
    theme-?(?:toggle|switch|switcher|selector|code-block-header).* color-mode.* dark-mode.*
    language-?(?:switcher|selector|picker) (?:top|bottom)lang lang-?(?:links|list|menu)
    lang-switcher skip-?(?:link|nav|to-content|to-main)?(?:-.*)? back-?to-?top.* scroll-?to-?top
    social(?:-.*)? share(?:-?(?:buttons?|links?|bar))? newsletter.* subscribe.*
    comments?-?(?:section|area|container) disqus.* giscus utterances carbon-?ads? ads? advert.*
    sponsors?(?:-.*)? promo(?:-.*)? copyright colophon powered-by
    menu-?(?:toggle|button|bar|title|wrapper|trigger) hamburger.*
    (?:main|side|sub|top|left|right|site|header|footer|mobile|search)_?-?menu
    sidebar-?(?:toggle|left|right|nav|menu|wrapper|container|primary|secondary|resize.*|tree|drawer|inner)
    (?:col|left|right|main|primary|secondary|site|doc|docs|bd|book|page|pst|furo|global|toc)-?sidebar.*
    sphinxsidebar.* sphinxglobaltoc localtoc related relations bottomnav topnav nav-path navpath
    header-?article.* bd-header.* prev-next-.* mobile-nav.* mobile-(?:header|menu) drawer
    printonly no-print noprint hide-print d-print-none nav-list-search skip-nav sub-nav
    siteSub contentSub printfooter catlinks mw-editsection mw-jump-link jump-to-nav
    method-click-advice top-nav doc-controls
    copy-?(?:button|btn|code|link|to-clipboard|page)? copybtn
    btn-?(?:copy|clipboard) clipboard.* view-?source viewcode-.* source-?link run-?button try-?it
    playground-?(?:link|controls|button)s? open-in-.* launch-?buttons? colab-.* binder.*
    theme-doc-footer.* theme-doc-breadcrumbs theme-doc-sidebar.* menu__.* VPDocFooter VPNav.*
    VPSidebar VPLocalNav VPDocOutline.* VPDocAside.* VPFooter vp-doc-footer wm-page-content
    (?:jp-)?(?:input|output)_?prompt buttons-?bar toolbar action-?bar page-tools announcement-.*
    """
)
"""Classes and ids of navigation, banners, footers, feedback, switches and buttons."""

ABOUT = _any("page-metadata page-meta post-meta article-meta byline author-info reading-time")
"""Classes and ids of lines about a page: when, by whom. In lists of pages they hold the titles."""

PERMALINKS = _any(
    r"""
    header-?link header-?anchor heading-?(?:anchor|link)(?:-.*)?
    anchor(?:-?(?:link|js-link|icon|heading|-target))? hash-?link direct-link perma-?link
    td-heading-self-link sl-anchor-link anchorjs-link doc-anchor src(?:link)? source srclink mark
    octicon.* toc-anchor deep-?link self-?link section-?link viewcode-link bookmark-?link
    clipboard copiable-link link-anchor scrollmark ref-headline reference-link
    """
)
"""Classes of marks that give the address of a place in a page."""

PERMALINK_TEXTS = _any(
    r"""
    [\s¶#§🔗⚓\uf0c1\uf02b\u200b\u00a0]* direct\slink\sto\s.* permalink.* permanent\slink.*
    (?:navigate|link)\sto\s(?:this|header|heading|section).* section\stitled\s.* copy\slink.*
    anchor(?:\slink)?(?:\sfor|\sto)?.* \[?(?:source|src|edit)\]? a?top back\sto\stop ↩ ↑
    """,
    re.I,
)
"""Texts and alternative texts of such marks."""

UPWARDS = _any(r"(?:back\sto\s)?top up anchor permalink link", re.I)
"""Alternative texts of images that lead up or to themselves."""

LINKS = _any(
    r"""
    edit\s(?:this\s)?page.* edit\son\sgit(?:hub|lab)
    (?:view|show)\s(?:page\s)?source(?:\son\sgithub)?
    improve\sthis\s(?:page|doc|article|topic).* skip\sto\s(?:main\s)?content back\sto\stop
    \[(?:source|src)\] report\san?\sissue
    """,
    re.I,
)
"""Texts of links that are noise wherever they stand."""

LINES = _any(
    r"""
    [¶\uf0c1§]+ copy(?:\spage|\scode|\slink|\sto\sclipboard)? copied!? \[(?:source|src)\]
    edit\s(?:this\spage|on\sgit(?:hub|lab)).* (?:view|show)\s(?:page\s)?source(?:\son\sgithub)?
    suggest\s(?:changes|edits) improve\sthis\spage skip\sto\s(?:main\s)?content back\sto\stop
    report\s(?:an?\s)?(?:issue|bug)\swith\sthis\spage was\sthis\s(?:page\s)?helpful\??
    toggle\s(?:navigation|menu|sidebar|table\sof\scontents.*)
    open\sin\s(?:colab|github|codesandbox|stackblitz|playground).*
    """,
    re.I,
)
"""Lines that are noise when they stand alone."""

PROMPTS = re.compile(r"(?:(?:In|Out)\s?)?\[[\d\s*]*\]:?")
"""The numbers that notebooks show beside cells."""

CONTENTS = _any(
    r"""
    (?:table\sof\s)?contents on\sthis\spage in\sthis\s(?:article|page|section|document)
    page\scontents toc
    """,
    re.I,
)
"""Headings of the list of a page's own sections."""

_EDGE = r"[\s«»‹›<>←→|\[\]↑.:\-–—]*"
DIRECTIONS = re.compile(
    _EDGE
    + r"(?:(?:prev|previous|next)(?: (?:page|chapter|topic|section))?|up|home|(?:general )?index"
    + r"|contents|top|back|first|last|modules|module index|table of contents)"
    + _EDGE,
    re.I,
)
"""Texts of links to the page before, after and above."""
