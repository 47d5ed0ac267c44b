"""What surrounds documentation and is none: navigation, banners, buttons, permalinks."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from ctxbuild.html.dom import Element
from ctxbuild.html.select import Matcher

# Always noise, whatever it holds.
_ALWAYS = (
    "nav", "[role=navigation]", "[role=search]", "[role=menu]", "[role=menubar]", "[role=toolbar]",
    "[role=contentinfo]", "[role=dialog]", "[role=alertdialog]", "[role=tooltip]", "menu",
    "input[type=search]", "form", "a[rel~=edit]", "a.viewcode-link", "a.headerlink", "noscript",
    "[aria-label=Breadcrumb]", "[aria-label=breadcrumb]", "[aria-label=breadcrumbs]",
    "[aria-label=Breadcrumbs]", "div.related[role]", "body > footer", "body > header:not([id=preamble])",
    "a[data-clipboard-text]", "[data-nosnippet=chrome]", "link", "meta", "head", "title", "base",
)
# Whole class names or ids.
_NAMES = re.compile(
    r"(?:bread-?crumbs?(?:-?(?:nav|list|container|wrapper|bar|trail))?|navbar.*|.*-navbar|topbar|top-?nav.*|side-?nav.*"
    r"|site-(?:header|footer|nav|navigation)|page-?(?:footer|nav|navigation|toc|pager|actions?|tools?)|.*-?breadcrumbs?"
    r"|(?:md|wy|bd|rst|sphinx|docs?)-?(?:header|footer|nav|side-nav|sidebar|breadcrumbs|footer-buttons|versions)(?:-.*)?"
    r"|md-source-file.*|md-feedback|md-top|md-skip|md-tags?|md-content__button|md-dialog|md-banner|md-path"
    r"|footer|site-?footer|footer-.*|.*-footer|global-nav.*|local-?toc|on-this-page|toc-?(?:container|sidebar|nav|tree|box|wrapper|title|header|right|side|column|mobile|desktop|collapsible.*|macro)?"
    r"|table-?of-?contents|contents-?sidebar|page-contents|in-?page-?toc|topictoc|theme-doc-toc-.*|tocCollapsible.*|tableOfContents.*"
    r"|pagination(?:-.*)?|pager|prev-?next(?:-.*)?|next-?prev(?:-.*)?|page-?turner|nav-?(?:chapters|wrapper|wide-wrapper|buttons|links?|bar|footer|header)|previous-?next"
    r"|edit-?(?:this-?page|page|link|on-github|button)?|edit_?on_?.*|github-edit.*|theme-edit-this-page|improve-this.*|last-?updated?|last-?modified|theme-last-updated"
    r"|feedback(?:-.*)?|page-feedback|was-this-helpful|helpful|rating|docsearch.*|DocSearch.*|search-?(?:box|bar|form|input|container|modal|results|wrapper|button|toggle)|searchbox"
    r"|cookie-?.*|consent-?.*|gdpr.*|banner|announcement(?:-?bar)?|announce|version-?(?:banner|warning|switcher|selector|picker|dropdown|alert|badge)|theme-doc-version-.*|docusaurus-version-warning|versionwarning"
    r"|theme-?(?:toggle|switch|switcher|selector|code-block-header).*|color-mode.*|dark-mode.*|language-?(?:switcher|selector|picker)|lang-switcher"
    r"|skip-?(?:link|nav|to-content|to-main)?(?:-.*)?|back-?to-?top.*|scroll-?to-?top|social(?:-.*)?|share(?:-?(?:buttons?|links?|bar))?|newsletter.*|subscribe.*|comments?-?(?:section|area|container)|disqus.*|giscus|utterances"
    r"|carbon-?ads?|ads?|advert.*|sponsors?(?:-.*)?|promo(?:-.*)?|copyright|colophon|powered-by|menu-?(?:toggle|button|bar|title|wrapper)|hamburger.*|sidebar-?(?:toggle|left|right|nav|menu|wrapper|container|primary|secondary|resize.*|tree|drawer|inner)|(?:left|right|main|primary|secondary|site|doc|docs|bd|book|page|pst|furo|global|toc)-?sidebar.*"
    r"|sphinxsidebar.*|sphinxglobaltoc|localtoc|related|relations|bottomnav|topnav|nav-path|navpath|header-?article.*|bd-header.*|prev-next-.*|mobile-nav.*|mobile-(?:header|menu)|drawer"
    r"|printonly|no-print|noprint|hide-print|d-print-none|nav-list-search|skip-nav|sub-nav|top-nav|doc-controls|page-metadata|page-meta|post-meta|article-meta|byline|author-info|reading-time"
    r"|copy-?(?:button|btn|code|link|to-clipboard|page)?|copybtn|btn-?(?:copy|clipboard)|clipboard.*|view-?source|viewcode-.*|source-?link|run-?button|try-?it|playground-?(?:link|controls|button)s?|open-in-.*|launch-?buttons?|colab-.*|binder.*"
    r"|theme-doc-footer.*|theme-doc-breadcrumbs|theme-doc-sidebar.*|menu__.*|VPDocFooter|VPNav.*|VPSidebar|VPLocalNav|VPDocOutline.*|VPDocAside.*|VPFooter|vp-doc-footer"
    r"|wm-page-content|buttons-?bar|toolbar|action-?bar|page-tools|announcement-.*)"
)
_PERMALINK_CLASS = re.compile(
    r"(?:header-?link|header-?anchor|heading-?(?:anchor|link)(?:-.*)?|anchor(?:-?(?:link|js-link|icon|heading|-target))?|hash-?link|direct-link|perma-?link|td-heading-self-link"
    r"|sl-anchor-link|anchorjs-link|doc-anchor|src(?:link)?|source|srclink|mark|octicon.*|toc-anchor|deep-?link|self-?link|section-?link|viewcode-link|bookmark-?link|clipboard|copiable-link|link-anchor|scrollmark|ref-headline|reference-link)"
)
_PERMALINK_TEXT = re.compile(
    r"[\s¶#§🔗⚓\uf0c1\uf02b\u200b\u00a0]*|direct link to .*|permalink.*|permanent link.*|link to (?:this|heading).*|\[?(?:source|src|edit)\]?"
    r"|(?:navigate|link) to (?:header|section).*|section titled .*|anchor(?: link)?(?: for| to)?.*|copy link.*|a?top|back to top|↩|↑", re.I
)
_JUNK_TEXT = re.compile(
    r"\s*(?:[¶\uf0c1§]+|edit this page.*|edit on git(?:hub|lab).*|(?:view|show) (?:page )?source(?: on github)?|copy(?: page| code| link| to clipboard)?|copied!?|suggest (?:changes|edits)|improve this page"
    r"|report (?:an? )?(?:issue|bug)(?: with this page)?|was this (?:page )?helpful\??|skip to (?:main )?content|back to top|toggle (?:navigation|menu|sidebar|table of contents.*)|open in (?:colab|github|codesandbox|stackblitz|playground).*|\[?(?:source|src)\]?)\s*", re.I
)
_CONTENT_TAGS = frozenset({"p", "pre", "table", "dl", "h2", "h3"})
ALWAYS: Matcher[bool] = Matcher([(text, True) for text in _ALWAYS])


@lru_cache(maxsize=8192)
def noisy_name(names: str) -> bool:
    """Whether class names or an id, separated by spaces, hold a name of noise."""
    return any(_NAMES.fullmatch(name) for name in names.split())


@lru_cache(maxsize=8192)
def permalink_name(names: str) -> bool:
    """Whether class names hold one of permalinks."""
    return any(_PERMALINK_CLASS.fullmatch(name) for name in names.split())


def is_permalink(link: Element) -> bool:
    """Whether a link is a mark for copying the address of a place in the page."""
    href = link.attrs.get("href", "#")
    text = link.text().strip()
    if not text:
        return not link.find("img", "script")
    if "#" not in href and text not in ("¶", "§", "\uf0c1", "🔗"):
        return bool(re.fullmatch(r"\[?(?:source|src)\]?|edit", text, re.I)) and permalink_name(
            link.attrs.get("class", "")
        )
    if len(text) > 80 or not _PERMALINK_TEXT.fullmatch(text):
        return False
    return True


class Noise:
    """Removes noise from the content of one page."""

    def __init__(self, drops: Matcher[bool], keeps: Matcher[bool], total: int) -> None:
        self._drops = drops
        self._keeps = keeps
        self._total = total
        self.dropped: Counter[str] = Counter()

    def prune(self, root: Element) -> None:
        """Remove noise below ``root``."""
        stack = [root]
        while stack:
            element = stack.pop()
            kept: list[Element | str] = []
            for child in element.children:
                if isinstance(child, str):
                    kept.append(child)
                elif self._is_noise(child):
                    self.dropped["noise"] += child.size
                else:
                    kept.append(child)
                    stack.append(child)
            if len(kept) != len(element.children):
                element.children = kept

    def _is_noise(self, element: Element) -> bool:
        if element.tag == "script":
            return False
        if self._keeps and self._keeps.first(element):
            return False
        if self._drops and self._drops.first(element):
            return True
        if element.tag == "button":
            return True
        if element.tag == "a" and is_permalink(element):
            return True
        if ALWAYS.first(element):
            return not (element.tag in ("form", "noscript", "menu") and self._is_content(element))
        attrs = element.attrs
        if attrs and ("class" in attrs or "id" in attrs):
            names = f"{attrs.get('class', '')} {attrs.get('id', '')}"
            if noisy_name(names) and not self._is_content(element):
                return True
        if 0 < element.size < 60 and element.tag in ("a", "span", "div", "p", "small") :
            text = element.text()
            if _JUNK_TEXT.fullmatch(text) and (element.tag != "p" or element.linked):
                return element.tag != "span" or not element.holds_blocks
        return False

    def _is_content(self, element: Element) -> bool:
        """Whether an element by its name noise holds too much of the page to be any."""
        if element.tag in ("h1", "h2", "h3", "h4", "h5", "h6", "code", "pre", "body", "main", "article", "dt", "dd"):
            return True
        unlinked = element.size - element.linked
        if element.find("h1"):
            return True
        return unlinked * 5 > self._total * 2 and unlinked > 200
