"""What a rendered page shows of the order of its site: sidebars, tables of contents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from ctxbuild.model import NavItem
from ctxbuild.readers.site.section_labels import (
    CAPTIONS,
    ITEMS,
    caption,
    is_caption,
    item_label,
    leads_nowhere,
    section_heading,
)
from ctxbuild.readers.site.targets import Spot, joined

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

Entry = tuple[int, str, str]
"""Depth, path of the page or ``LABEL``, words of the link.

Links have even depths; titles of what follows them stand between.
"""

LABEL = "#"
"""Stands for the path where a section has a title and no page; no path is this."""

# The navigation of the whole site, first match with enough links wins: by generator,
# then what any of them might call it.
SIDEBARS = (
    ".md-nav--primary",
    "#mdbook-sidebar .chapter, #sidebar .chapter, ol.chapter",
    ".sidebar-tree",
    ".wy-menu-vertical",
    "nav.bd-links, .bd-sidebar-primary",
    ".theme-doc-sidebar-menu",
    "aside.VPSidebar, .sidebar-links",
    "nav.sidebar .sidebar-content, starlight-menu-button ~ nav",
    "#td-section-nav",
    ".nav-menu .nav-list, nav.nav-menu",
    "#site-nav",
    ".sphinxsidebarwrapper > p.caption, .sphinxsidebarwrapper > ul > li[class^=toctree-l],"
    ".sphinxsidebarwrapper p.caption, .sphinxsidebarwrapper li[class^=toctree-l]",
    "#quarto-sidebar",
    "#column2.interior",
    "#navbar-collapse .navbar-nav:not(.ml-auto):not(.ms-md-auto)",
    "aside.sidebar nav, aside nav, nav[class*=sidebar], [class*=sidebar] nav",
    "div[class*=sidebar], ul[class*=sidebar], #sidebar, .book-menu, .book-summary",
    "nav[class*=toc], nav#toc, nav[role=navigation] ul ul",
)
# Lists of further pages in the content itself.
CONTENTS = (
    ".toctree-wrapper",
    "div.toc, .list-of-titles",
    ".region-contents, .element-contents, .contents.topic, ul.contents, .shortcontents, ul.toc",
    "table.menu",
    "ul.mini-toc, .ulist.toc, #toc_contents",
)
# Of different pages; the last selectors, which are guesses, want more.
_FEWEST = 2
_FEWEST_GUESSED = 5
_GUESSED = frozenset(SIDEBARS[-3:])
_ANY_SIDEBAR = ", ".join(SIDEBARS)
_LISTS = frozenset({"ul", "ol", "dl", "table"})
_ITEMS = frozenset({"li", "dd", "dt", "tr"})
_MOST_ENTRIES = 20_000
_DEEPEST = 40
_CHROME = re.compile(
    r"breadcrumb|pagination|footer|secondary|version|lang|relations|related|\b(?:prev|next)", re.I
)


def may_have_sidebar(tree: LexborHTMLParser) -> bool:
    """Whether a page has any element in which :func:`sidebar` looks."""
    return tree.css_first(_ANY_SIDEBAR) is not None


def sidebar(tree: LexborHTMLParser, page: Spot) -> list[Entry]:
    """Return the navigation of the site that a page shows, in its order."""
    for selector in SIDEBARS:
        found = list(_entries(tree.css(selector), page))
        fewest = _FEWEST_GUESSED if selector in _GUESSED else _FEWEST
        if len({path for _, path, _ in found if path != LABEL}) >= fewest:
            return found
    return []


def contents(tree: LexborHTMLParser, page: Spot) -> list[Entry]:
    """Return the pages that a page's own tables of contents list."""
    found: list[Entry] = []
    for selector in CONTENTS:
        holders = tree.css(selector)
        for holder in holders:
            # Several lists on a page are each what the heading above them says.
            heading = section_heading(holder) if len(holders) > 1 else ""
            found += [(1, LABEL, heading)] if heading else []
            found += _entries([holder], page)
    found = [entry for entry in found if entry[1] != page.path]
    return found if any(path != LABEL for _, path, _ in found) else []


def _entries(holders: Sequence[LexborNode], page: Spot) -> Iterator[Entry]:
    """Yield the links in some elements, but those to places in a page already named."""
    count = 0
    last = ""
    for holder in holders:
        if is_caption(holder) and (title := caption(holder)):
            yield 1, LABEL, title
            continue
        for node in holder.css(f"a[href], {ITEMS}, {CAPTIONS}"):
            found = _label(node, holder) if node.tag != "a" else _linked(node, holder, page, last)
            if found is None:
                continue
            count += 1
            if count > _MOST_ENTRIES:
                return
            last = found[1] if found[1] != LABEL else last
            yield found


def _label(node: LexborNode, holder: LexborNode) -> Entry | None:
    """Return the title of a section that is no link."""
    if is_caption(node):
        title, depth = caption(node), 2 * _depth(node, holder) - 1
    else:
        title, depth = item_label(node), 2 * _depth(node, holder)
    return (depth, LABEL, title) if title and not _is_chrome(node, holder) else None


def _linked(link: LexborNode, holder: LexborNode, page: Spot, last: str) -> Entry | None:
    """Return the page that a link leads to, unless it has just been named."""
    if leads_nowhere(link) and link.attributes.get("href") != "":
        return None
    target = joined(page, link.attributes.get("href") or "")
    if target is None or _is_chrome(link, holder):
        return None
    path, fragment = target
    if (fragment and path in (last, page.path)) or not _is_page(path):
        return None
    words = " ".join(link.text(separator=" ").split())
    return 2 * _depth(link, holder), path, words[:200]


def _depth(link: LexborNode, holder: LexborNode) -> int:
    """Return in how many lists a link is; lists of one item that hold a list count as well."""
    if link.mem_id == holder.mem_id:
        return 1
    depth, node, top = 1, link.parent, holder.mem_id
    lists = 0
    while node is not None and node.mem_id != top:
        lists += node.tag in _LISTS
        node = node.parent
    if node is not None:
        found = re.fullmatch(r".*toctree-l(\d+).*", node.attributes.get("class") or "", re.S)
        if found:
            return int(found[1]) + lists
        lists += node.tag in _LISTS
    return max(depth, lists)


def _is_chrome(link: LexborNode, holder: LexborNode) -> bool:
    """Whether a link in a sidebar belongs to something else that is shown there."""
    node: LexborNode | None = link
    top = holder.mem_id
    for _ in range(6):
        if node is None or node.mem_id == top:
            return False
        if _CHROME.search(node.attributes.get("class") or ""):
            return True
        node = node.parent
    return False


def _is_page(path: str) -> bool:
    ending = path.rpartition("/")[2].rpartition(".")[2].lower() if "." in path else ""
    return not ending or ending.startswith(("htm", "xht", "shtm")) or not ending.isalpha()


class NavTree:
    """The order and hierarchy of a site, put together from what its pages show.

    A sidebar may show only the branch of its page; what one leaves out, others
    have. Where a page first stands is where it stays.
    """

    def __init__(self) -> None:
        self._children: dict[str, list[str]] = {}
        self._parents: dict[str, str] = {}
        self.titles: dict[str, str] = {}
        self._last: frozenset[str] = frozenset()
        self._same = 0

    def needs(self, page: str) -> bool:
        """Whether a page's sidebar may tell something new."""
        return self._same < 3 or page not in self._parents

    def add_sidebar(self, entries: Sequence[Entry]) -> None:
        """Take over a sidebar."""
        shown = frozenset(path for _, path, _ in entries)
        self._same = self._same + 1 if shown and shown == self._last else 0
        self._last = shown
        self._add("", entries)

    def add_contents(self, page: str, entries: Sequence[Entry]) -> None:
        """Take over a page's own list of further pages."""
        self._add(page, entries)

    def _add(self, root: str, entries: Sequence[Entry]) -> None:
        above: list[tuple[int, str]] = [(0, root)]
        lists: dict[str, list[str]] = {}
        for depth, path, title in entries:
            if path == root:
                continue
            while above[-1][0] >= depth and len(above) > 1:
                above.pop()
            parent = above[-1][1]
            if path == LABEL:
                path = f"{LABEL}{parent}/{title}"
            if path not in self._parents and not self._is_above(path, parent):
                self._parents[path] = parent
            if self._parents.get(path) == parent:
                lists.setdefault(parent, []).append(path)
            if title:
                self.titles.setdefault(path, title)
            above.append((depth, path))
        for parent, found in lists.items():
            self._children[parent] = _joined_lists(self._children.get(parent, []), found)

    def _is_above(self, path: str, page: str) -> bool:
        """Whether a path stands above a page already, or is it: the tree has no circles."""
        seen = 0
        while page and seen < 1000:
            if page == path:
                return True
            page = self._parents.get(page, "")
            seen += 1
        return seen >= 1000

    def order(self, start: str) -> list[str]:
        """Return all pages, parents before children, from the start page on."""
        roots = [start, *self._children.get("", [])]
        roots += [page for page in self._children if page and page not in self._parents]
        found: dict[str, None] = {}
        stack = list(reversed(roots))
        while stack:
            page = stack.pop()
            if page in found or not page:
                continue
            found[page] = None
            stack += reversed(self._children.get(page, []))
        return list(found)

    def items(self, start: str, page_of: Callable[[str], str | None]) -> tuple[NavItem, ...]:
        """Return the tree as pages by name, what is below the start page beside it.

        Args:
            start: where reading starts.
            page_of: the name of the page that a path means, ``None`` where there is none.

        """
        roots = [start, *self._children.get(start, []), *self._children.get("", [])]
        roots += [page for page in self._children if page and page not in self._parents]
        seen: set[str] = set()
        known = (self._item(root, page_of, seen, root != start) for root in dict.fromkeys(roots))
        return tuple(item for item in known if item is not None)

    def _item(
        self, key: str, page_of: Callable[[str], str | None], seen: set[str], with_children: bool
    ) -> NavItem | None:
        if key in seen or not key or len(seen) > _MOST_ENTRIES:
            return None
        seen.add(key)
        name = None if key.startswith(LABEL) else page_of(key)
        below = self._children.get(key, []) if with_children else []
        deep = len(self.above(key)) >= _DEEPEST
        inner = (self._item(child, page_of, seen, not deep) for child in below)
        children = tuple(item for item in inner if item is not None)
        if name is None and not children:
            return None
        return NavItem(self.titles.get(key, ""), name or "", children)

    def above(self, page: str) -> list[str]:
        """Return the pages above a page, outermost first."""
        found: list[str] = []
        while (page := self._parents.get(page, "")) and len(found) < 50:
            found.append(page)
        return found[::-1]


def _joined_lists(known: list[str], shown: Sequence[str]) -> list[str]:
    """Return both lists as one; what is new stands behind what it stood behind."""
    if not known:
        return list(dict.fromkeys(shown))
    places = set(known)
    behind: dict[str, list[str]] = {}
    last = ""
    for path in dict.fromkeys(shown):
        if path in places:
            last = path
        else:
            behind.setdefault(last, []).append(path)
    if not behind:
        return known
    if not last and len(behind) == 1:
        return [*known, *behind[""]]
    result = list(behind.get("", []))
    for path in known:
        result += [path, *behind.get(path, [])]
    return result
