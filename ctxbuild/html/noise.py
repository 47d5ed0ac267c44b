"""What surrounds documentation and is none: navigation, banners, buttons, permalinks."""

from __future__ import annotations

import re
from functools import lru_cache

from ctxbuild.html.dom import Element

_TAGS = frozenset({"nav", "button", "link", "meta", "head", "title", "base"})
_UNLESS_CONTENT = frozenset({"form", "noscript", "menu"})
_ROLES = frozenset(
    "navigation search menu menubar toolbar contentinfo dialog alertdialog tooltip".split()
)
_LABELS = frozenset({"breadcrumb", "breadcrumbs", "pagination"})

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
    r"|theme-?(?:toggle|switch|switcher|selector|code-block-header).*|color-mode.*|dark-mode.*|language-?(?:switcher|selector|picker)|(?:top|bottom)lang|lang-?(?:links|list|menu)|lang-switcher"
    r"|skip-?(?:link|nav|to-content|to-main)?(?:-.*)?|back-?to-?top.*|scroll-?to-?top|social(?:-.*)?|share(?:-?(?:buttons?|links?|bar))?|newsletter.*|subscribe.*|comments?-?(?:section|area|container)|disqus.*|giscus|utterances"
    r"|carbon-?ads?|ads?|advert.*|sponsors?(?:-.*)?|promo(?:-.*)?|copyright|colophon|powered-by|menu-?(?:toggle|button|bar|title|wrapper)|hamburger.*|sidebar-?(?:toggle|left|right|nav|menu|wrapper|container|primary|secondary|resize.*|tree|drawer|inner)|(?:left|right|main|primary|secondary|site|doc|docs|bd|book|page|pst|furo|global|toc)-?sidebar.*"
    r"|sphinxsidebar.*|sphinxglobaltoc|localtoc|related|relations|bottomnav|topnav|nav-path|navpath|header-?article.*|bd-header.*|prev-next-.*|mobile-nav.*|mobile-(?:header|menu)|drawer"
    r"|printonly|no-print|noprint|hide-print|d-print-none|nav-list-search|skip-nav|sub-nav|method-click-advice|top-nav|doc-controls|page-metadata|page-meta|post-meta|article-meta|byline|author-info|reading-time"
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
_UPWARDS = re.compile(r"(?:back to )?top|up|anchor|permalink|link", re.I)
_JUNK_LINE = re.compile(
    r"\s*(?:[¶\uf0c1§]+|edit (?:this page|on git(?:hub|lab)).*|(?:view|show) (?:page )?source(?: on github)?"
    r"|copy(?: page| code| link| to clipboard)?|copied!?|suggest (?:changes|edits)|improve this page"
    r"|report (?:an? )?(?:issue|bug) with this page|was this (?:page )?helpful\??"
    r"|skip to (?:main )?content|back to top|toggle (?:navigation|menu|sidebar|table of contents.*)"
    r"|open in (?:colab|github|codesandbox|stackblitz|playground).*|\[(?:source|src)\])\s*", re.I
)
_JUNK_LINK = re.compile(
    r"\s*(?:edit this page.*|edit on git(?:hub|lab)|(?:view|show) (?:page )?source(?: on github)?|improve this page"
    r"|skip to (?:main )?content|back to top|\[(?:source|src)\])\s*", re.I
)


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
        image = link.find("img")
        if image is not None:
            return bool(_UPWARDS.fullmatch(image.attrs.get("alt", "-"))) and "#" in href
        return not link.find("script", "math")
    if "#" not in href and text not in ("¶", "§", "\uf0c1", "🔗"):
        return bool(re.fullmatch(r"\[?(?:source|src)\]?|edit", text, re.I)) and permalink_name(
            link.attrs.get("class", "")
        )
    if len(text) > 80 or not _PERMALINK_TEXT.fullmatch(text):
        return False
    return True


class Noise:
    """Removes noise from the content of one page."""

    def __init__(self, drops: set[int], keeps: set[int], content: Element) -> None:
        self._drops = drops
        self._keeps = keeps
        self._prose = max(1, content.size - content.linked)
        self.dropped = 0

    def prune(self, root: Element) -> None:
        """Remove noise below ``root``; listings stay as they are."""
        stack = [root]
        while stack:
            element = stack.pop()
            gone: list[Element] = []
            list_of_page = False
            for child in element.children:
                if isinstance(child, str) or child.tag == "script":
                    continue
                if list_of_page:
                    list_of_page = False
                    if child.linked * 10 > child.size * 8 and not child.find("h1", "pre"):
                        gone += [*gone_heading, child]
                        continue
                if child.size < 20 and child.tag in _TITLES and _CONTENTS.fullmatch(child.words()):
                    list_of_page, gone_heading = True, [child]
                if id(child) not in self._keeps and self._is_noise(child):
                    gone.append(child)
                elif child.children and child.tag not in _LEFT_ALONE:
                    stack.append(child)
            if gone:
                remove(element, gone)
                self.dropped += sum(child.size for child in gone)

    def _is_noise(self, element: Element) -> bool:
        tag, attrs = element.tag, element.attrs
        if id(element) in self._drops or tag in _TAGS:
            return True
        if tag == "a":
            return is_permalink(element) or self._is_junk_link(element)
        if tag in _UNLESS_CONTENT:
            return not self._is_content(element)
        if attrs and self._is_named_noise(element, attrs):
            return True
        if 0 < element.size < 60 and tag in _LINES and not element.holds_blocks:
            if _JUNK_LINE.fullmatch(element.text()):
                return True
        return bool(0 < element.linked and element.size < 400 and tag in _ROWS) and _is_link_row(
            element
        )

    def _is_named_noise(self, element: Element, attrs: dict[str, str]) -> bool:
        if attrs.get("role") in _ROLES or attrs.get("aria-label", "").lower() in _LABELS:
            return not self._is_content(element)
        name = attrs.get("class")
        if name and {"contents", "topic"} <= element.classes:
            return True
        if name and noisy_name(name) and not self._is_content(element):
            return True
        name = attrs.get("id")
        return bool(
            name
            and noisy_name(name)
            and element.tag in _BOXES
            and not _starts_with_heading(element)
            and not self._is_content(element)
        )

    @staticmethod
    def _is_junk_link(element: Element) -> bool:
        name = element.attrs.get("class")
        if element.size < 60 and _JUNK_LINK.fullmatch(element.text()):
            return True
        return bool(name) and ("edit" in element.attrs.get("rel", "") or noisy_name(name or ""))

    def _is_content(self, element: Element) -> bool:
        """Whether an element by its name noise holds too much of the page to be any."""
        if element.tag in _NEVER:
            return True
        unlinked = element.size - element.linked
        if unlinked > 200 and unlinked * 5 > self._prose * 2:
            return True
        return element.holds_blocks and element.find("h1") is not None


_ROWS = frozenset({"div", "p", "table", "ul", "center", "span", "address"})
_TITLES = frozenset({"h2", "h3", "h4", "h5", "h6", "p", "div", "strong", "b"})
_CONTENTS = re.compile(
    r"(?:table of )?contents|on this page|in this (?:article|page|section|document)|page contents|toc",
    re.I,
)
_DIRECTION = re.compile(
    r"[\s«»‹›<>←→|\[\]↑.:\-–—]*(?:prev(?:ious)?(?: (?:page|chapter|topic|section))?|next(?: (?:page|chapter|topic|section))?"
    r"|up|home|index|contents|top|back|first|last|modules|module index|general index|table of contents)"
    r"[\s«»‹›<>←→|\[\]↑.:\-–—]*", re.I
)
_SEPARATORS = re.compile(r"[\s«»‹›<>←→|\[\]↑.,:;/\-–—·•]*")
_LABELLED = re.compile(r"\b(?:next|prev(?:ious)?|up)\s*:", re.I)


def _is_link_row(element: Element) -> bool:
    """Whether an element is a row of links to the pages before, after and above."""
    if element.tag in ("p", "div") and len(_LABELLED.findall(element.text())) > 1:
        return element.find("li", "pre", "h1") is None
    directions = 0
    for link in element.inside():
        if link.tag == "a" and link.size:
            if not _DIRECTION.fullmatch(link.text()):
                return False
            directions += 1
    return (
        directions > 1
        and element.linked * 2 > element.size
        and bool(_SEPARATORS.fullmatch(_unlinked(element)))
    )


def _unlinked(element: Element) -> str:
    """Return the text that is in no link."""
    parts: list[str] = []
    stack: list[Element | str] = [element]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            parts.append(item)
        elif item.tag != "a":
            stack += reversed(item.children)
    return "".join(parts)


_LEFT_ALONE = frozenset({"pre", "code", "math", "svg"})
_LINES = frozenset({"div", "p", "small"})
_BOXES = frozenset({"div", "aside", "header", "footer", "ul", "ol", "table", "section", "p"})
_NEVER = frozenset("h1 h2 h3 h4 h5 h6 code pre body main article dt dd html tbody".split())


def _starts_with_heading(element: Element) -> bool:
    """Whether an element is a section, whose id is made of its heading."""
    if element.tag == "section":
        return True
    at: Element | None = element
    for _ in range(3):
        at = next((e for e in at.elements() if e.size), None) if at is not None else None
        if at is not None and len(at.tag) == 2 and at.tag[0] == "h" and at.tag[1].isdigit():
            return True
    return False


def remove(parent: Element, children: list[Element]) -> None:
    """Take children out of their parent."""
    gone = set(map(id, children))
    parent.children = [child for child in parent.children if id(child) not in gone]
    for child in children:
        child.forget()
