"""Words in a navigation that lead nowhere: titles of its sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

# Titles that stand before the list that they are for: Sphinx, mdBook, HonKit, Just the Docs,
# VitePress and others.
CAPTIONS = "p.caption, .part-title, li.header, .nav-category, h2, h3, h4, h5"
ITEMS = "li"
_CAPTION_TAGS = frozenset({"p", "h2", "h3", "h4", "h5"})
_LISTS = frozenset({"ul", "ol", "nav"})
_SILENT = frozenset({"svg", "button", "input", "style", "script", "title", "template"})
_LONGEST = 120
_MOST_NODES = 200


def leads_nowhere(link: LexborNode) -> bool:
    """Whether a link only opens what is below it."""
    href = (link.attributes.get("href") or "").strip()
    return (
        href in ("", "#")
        or href.startswith("javascript:")
        or link.attributes.get("role") == "button"
    )


def caption(node: LexborNode) -> str:
    """Return the title that a caption is, empty where it holds or is in a link, or is long."""
    parent = node.parent
    for _ in range(4):
        if parent is None or parent.tag in ("a", "li", "summary"):
            break
        parent = parent.parent
    inside = parent is not None and parent.tag in ("a", "summary", "li")
    if (inside and node.tag in _CAPTION_TAGS) or node.css_first("a[href]") is not None:
        return ""
    return _short(node.text(separator=" "))


def is_caption(node: LexborNode) -> bool:
    """Whether an element is a caption, by its tag or class."""
    classes = (node.attributes.get("class") or "").split()
    if node.tag == "li":
        return "part-title" in classes or "header" in classes or "nav-category" in classes
    return node.tag in _CAPTION_TAGS or "part-title" in classes or "nav-category" in classes


def item_label(item: LexborNode) -> str:
    """Return the words of an item before the list in it, empty where they are a link."""
    if item.css_first("ul a[href], ol a[href]") is None:
        return ""
    words: list[str] = []
    stack = [item.child]
    for _ in range(_MOST_NODES):
        node = stack.pop() if stack else None
        if node is None:
            if not stack:
                return ""
            continue
        stack.append(node.next)
        if node.tag in _LISTS:
            return _short(" ".join(words))
        if node.tag == "a" and "href" in node.attributes and not leads_nowhere(node):
            return ""
        if node.tag == "-text":
            words.append(node.text(deep=True))
        elif node.tag not in _SILENT:
            stack.append(node.child)
    return ""


def section_heading(holder: LexborNode) -> str:
    """Return the heading of the section that a list of pages stands in, below the page's own."""
    if holder.css_first("p.caption") is not None:
        return ""
    parent = holder.parent
    if parent is None or (parent.tag != "section" and "section" not in _classes(parent)):
        return ""
    heading = parent.css_first("h2, h3, h4")
    above = heading.parent if heading is not None else None
    if heading is None or above is None or above.mem_id != parent.mem_id:
        return ""
    return _short(heading.text(separator=" ").replace("¶", "").replace("\uf0c1", "")).strip("# ")


def _classes(node: LexborNode) -> list[str]:
    return (node.attributes.get("class") or "").split()


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else ""
