"""A page read plainly: what of its content people see, without any knowledge of generators."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import Any

from ctxbuild.model import UsageError
from ctxbuild.verify.twins.reading import (
    Code,
    Heading,
    Link,
    Reading,
    Row,
    settled_code,
    target_of,
    texts,
)

_CONTENT = (
    "[itemprop=articleBody]",
    "main article",
    "[role=main]",
    "main",
    "article",
    "#apicontent",
    "#content",
    "#main-content",
    ".markdown-body",
    "div.body",
    "div.document",
    "div.contents",
    ".col-content",
    "div.content",
)
_LANDMARKS = frozenset({"[role=main]", "main"})
"""Taken for the content whatever their size, where there is one of them."""
_LEAST_SHARE = 0.1
"""Of the prose of the body that another element needs to be taken for the content."""
_MOST = 0.8  # of the prose of several elements that one needs to be taken alone.
_NO_PROSE = "a, script, style, template, option"

MOST_SPAN = 20
"""Rows or columns over which a cell's text may be repeated in a twin."""

_MOST_SHARE = 0.4
"""Of the text of the content that can stand in an element which by its name is none."""

_UNREAD = frozenset(
    "script style noscript template svg iframe object head canvas select textarea audio video "
    "nav footer input".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote br button caption dd details dialog div dl dt fieldset "
    "figcaption figure form h1 h2 h3 h4 h5 h6 header hr label li main ol p pre section summary "
    "table tbody td tfoot th thead tr ul".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_HIDDEN_STYLE = re.compile(
    r"(?:display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)"
    r"|font-size\s*:\s*0(?:px|em|rem|%)?\s*(?:;|!|$))",
    re.I,
)
_HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-?reader-text|d-none|hidden|invisible)(?:\s|$)",
    re.I,
)
_AROUND = re.compile(
    r"(?:^|\s)(?:(?:tsd-)?breadcrumbs?|toc|table-of-contents|contents(?=\s+(?:topic|local))|pagination\S*|related|sphinxsidebar"
    r"|prev-next\S*|edit-this-page|feedback|page-toc|on-this-page|linenos?|lineno|gutter"
    r"|copybtn|copy-button|clipboard-copy|lang|ttc|(?:page-|site-|nav-?)?footer|srclink"
    r"|(?:tsd-)?sources|hide-?me|hide-when-js-enabled|selflink|method-click-advice)(?:\s|$)",
    re.I,
)
_SIGNATURE = re.compile(
    r"(?:^|\s)(?:sig|sig-object|\S*signature|code-header|item-decl|memproto)(?:\s|$)"
)
"""What is written as one line of code: no heading, whatever its tag, with no room for links."""
_BOX = re.compile(
    r"(?:^|\s)(?:admonition|alert|callout|note|tip|hint|info|important|warning|caution|danger)(?:\s|$)"
)
"""What a twin writes as a quotation that begins with its title."""
_ASIDE = re.compile(r"(?:^|\s)(?:(?:active)?table-?tab|since)(?:\s|$)", re.I)
"""A choice of rows above a table that shows all of them; the version that brought something."""
_OPENED = re.compile(r"tab|panel|collaps|accordion|spoiler|dropdown", re.I)
_PART = re.compile(r"badge|(?:^|\s)(?:name|text|tagline|tsd-tag)(?:\s|$)")  # of a title
_MAST = re.compile(r"(?:^|VP|[\s_-])(?:hero|jumbotron|mast|masthead|landing)(?:$|[\s_-])", re.I)
_FORMULA = re.compile(r"(?:^|\s)(?:katex(?:-\S+)?|MathJax(?:_[A-Z]\w*)?|math)(?:\s|$)")
_NOWHERE = re.compile(r"\s*(?:javascript:|#\s*$)", re.I)
_JUNK_LINK = re.compile(
    r"\W*|\[?(?:source|src|edit|view source)\]?|(?:edit|improve) this page|edit on \w+"
    r"|view page source"
    r"|(?:direct |perma)?link to (?:this )?(?:heading|section|definition).{0,80}|permalink\W*",
    re.I,
)
_LINE_NUMBERS = re.compile(
    r"(?:^|\s)(?:linenos?|lineno|line-?numbers?(?:-rows)?|gutter|ln|lnt|boring|rouge-gutter"
    r"|hljs-ln-numbers|token-line-number)(?:\s|$)"
)
_ROW_OF_CODE = re.compile(r"(?:^|\s)(?:line|token-line|ec-line|code-line|view-line|cl)(?:\s|$)")


def read_page(html: str, content: str = "") -> Reading:
    """Return what the content of a page says.

    Args:
        html: the page.
        content: a CSS selector for the element that holds the content; found if not given.

    Raises:
        UsageError: nothing on the page is selected, or the selector is none.

    """
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html.replace("\0", ""))
    reading = Reading()
    body = tree.body
    if body is None:
        return reading
    root = _selected(tree, content) if content else _content(tree, body)
    if not content and (opening := _opening(tree, root)) is not None:
        _Walk(reading, opening).read(opening)
    _Walk(reading, root).read(root)
    title = tree.css_first("title")
    for node in [node for node in (title, *tree.css("h1")) if node is not None]:
        reading.say(node.text(), free=True)
    return reading


def _selected(tree: Any, selector: str) -> Any:
    from selectolax.lexbor import SelectolaxError

    try:
        found = tree.css_first(selector)
    except SelectolaxError as error:
        raise UsageError(f"{selector}: not a CSS selector: {error}") from None
    if found is None:
        raise UsageError(f"{selector}: selects nothing on the page; name its content element")
    return found


def _content(tree: Any, body: Any) -> Any:
    """Return the element that most likely holds the content."""
    whole = _prose(body)
    for selector in _CONTENT:
        sizes = [(_prose(node), node) for node in tree.css(selector)]
        size, found = max(sizes, key=itemgetter(0), default=(0, None))
        together = sum(each for each, _ in sizes)
        # Of several, one has to be most of them: cards and comments are articles too.
        if found is not None and size >= whole * _LEAST_SHARE and size >= together * _MOST:
            return found
        if len(sizes) == 1 and size and selector in _LANDMARKS:
            return found
        if len(sizes) > 1 and together * 2 > whole:
            return _around([node for _, node in sizes]) or body
    return body


def _opening(tree: Any, root: Any) -> Any:
    """Return the mast of a home page: a box above the content, so named, with the only title."""
    titles = tree.css("h1")
    if len(titles) != 1 or not titles[0].text().strip() or root.css_first("h1") is not None:
        return None
    around, box, hero = {node.mem_id for node in _above(root)}, titles[0], False
    for node in _above(box):
        if node.mem_id in around:
            break
        if node.mem_id == root.mem_id or node.tag in ("nav", "aside"):
            return None
        box = node
        hero = hero or bool(_MAST.search(_named(node.attributes)))
    return box if hero else None


def _prose(node: Any) -> int:
    """Return the length of what is no link, list of choices or script: menus have none."""
    return max(0, len(node.text()) - sum(len(each.text()) for each in node.css(_NO_PROSE)))


def _around(nodes: list[Any]) -> Any:
    """Return the innermost element around all of some: the list of a journal's articles."""
    ways = [{each.mem_id for each in _above(node)} for node in nodes[1:]]
    shared = set.intersection(*ways)
    return next((each for each in _above(nodes[0]) if each.mem_id in shared), None)


def _above(node: Any) -> Iterator[Any]:
    while (node := node.parent) is not None:
        yield node


class _Walk:
    """Goes through elements in order; what was opened is closed by what waits on the stack."""

    def __init__(self, reading: Reading, root: Any) -> None:
        self._reading = reading
        self._most = len(root.text()) * _MOST_SHARE
        self._unlinked = self._headed = 0
        self._repeated: list[str] = []
        self._parts: list[str] = []
        self._flags: list[bool] = []
        self._stack: list[tuple[Any, bool] | Callable[[], None]] = []

    def read(self, root: Any) -> None:
        """Read an element."""
        self._stack.append((root, False))
        while self._stack:
            item = self._stack.pop()
            if callable(item):
                item()
            else:
                self._node(*item)
        first = 0
        for at in range(1, len(self._parts) + 1):
            if at == len(self._parts) or self._flags[at] != self._flags[first]:
                self._reading.say("".join(self._parts[first:at]), free=self._flags[first])
                first = at
        self._reading.say(" ".join(self._repeated), free=True)

    def _put(self, text: str, free: bool) -> None:
        self._parts.append(text)
        self._flags.append(free)

    def _node(self, node: Any, free: bool) -> None:
        tag = node.tag
        if tag == "-text":
            self._put(node.text_content or "", free)
            return
        if tag in _UNREAD or not tag[:1].isalpha():
            return
        attrs = node.attributes
        seen = _is_seen(tag, attrs)
        if seen is None and len(node.text()) <= self._most:
            return
        free = free or seen is False
        part = node.child is None or _PART.search(_named(attrs))
        if (tag in ("span", "code") and part) or (tag == "sup" and node.css_first("a")):
            self._put(" ", free)  # Style sheets fill it: the dot between parts of a name.
        if tag in _BLOCKS:
            self._put(" ", free)
            self._stack.append(lambda: self._put(" ", free))
        if tag == "img":
            self._put(f" {attrs.get('alt') or ''} ", True)
        elif tag == "pre" and not _holds_another(node):
            self._code(node, free)
        else:
            self._open(node, tag, attrs, free)

    def _open(self, node: Any, tag: str, attrs: dict[str, str | None], free: bool) -> None:
        start = len(self._parts)
        if _BOX.search(attrs.get("class") or ""):
            said = len(self._reading.headings)
            self._stack.append(lambda: self._box(start, said))
        if tag in _HEADINGS or _SIGNATURE.search(attrs.get("class") or ""):
            self._unlinked += 1
            self._stack.append(self._link_again)
        if tag == "a" and attrs.get("href"):
            if len(text := node.text().strip()) <= 120 and _JUNK_LINK.fullmatch(text):
                if not node.css_first("img"):
                    return
                free = True
            href = attrs["href"] or ""
            if not free and not self._unlinked and not _NOWHERE.match(href):
                headed = node.css_first("h2, h3, h4, h5, h6")
                named = headed.text() if headed is not None else ""
                self._stack.append(lambda: self._link(start, href, named))
        elif tag in _HEADINGS and not (free or _SIGNATURE.search(attrs.get("class") or "")):
            self._stack.append(lambda: self._heading(start, int(tag[1])))
        elif tag == "table" and not free:
            self._table(node)
        children = list(node.iter(include_text=True))
        self._stack += [(child, free) for child in reversed(children)]

    def _link(self, start: int, href: str, named: str) -> None:
        plain = [self._parts[at] for at in range(start, len(self._parts)) if not self._flags[at]]
        found = texts([named] if named else plain) or texts(self._parts[start:])
        # Marks of footnotes are written in another way.
        if found and not (href.startswith("#") and len("".join(found)) <= 3):
            self._reading.links.append(Link(found, target_of(href)))

    def _table(self, node: Any) -> None:
        self._reading.rows += _rows(node)
        for cell in node.css("[rowspan], [colspan]") if not _holds_another(node) else ():
            times = min(_span(cell, "rowspan") * _span(cell, "colspan"), MOST_SPAN)
            self._repeated.append(f" {cell.text()} " * (times - 1))

    def _link_again(self) -> None:
        self._unlinked -= 1

    def _box(self, start: int, said: int) -> None:
        """Take the title of a box for no heading; others inside stay."""
        headings = self._reading.headings
        if said < len(headings):
            title = headings[said].words
            if texts(self._parts[start:])[: len(title)] == title:
                del headings[said]

    def _heading(self, start: int, level: int) -> None:
        found = texts(self._parts[start:])
        said = self._reading.headings
        if level == 1 and said and not texts(self._parts[self._headed : start]):
            said.pop()  # What stands on the title is its label.
        if found:
            said.append(Heading(level, found))
            self._headed = len(self._parts)

    def _code(self, node: Any, free: bool) -> None:
        text = settled_code(_code_text(node))
        self._put(f" {text} ", free)
        if text and not free:
            self._reading.code.append(Code(text))


def _named(attrs: dict[str, str | None]) -> str:
    """Return class and id of an element."""
    return f"{attrs.get('class') or ''} {attrs.get('id') or ''}"


def _is_seen(tag: str, attrs: dict[str, str | None]) -> bool | None:
    """Whether people see an element; None if they do not, False if a twin may have it."""
    named = _named(attrs)
    if tag == "math" or _FORMULA.search(named) or tag == "mjx-container":
        return False
    marks = f"{named} {attrs.get('role') or ''}"
    if _AROUND.search(named) or attrs.get("role") == "navigation":
        return None
    if tag == "span" and _ASIDE.search(named):
        return False
    if tag in ("button", "label"):
        return False if tag == "label" or "aria-controls" in attrs or "tab" in marks else None
    if (
        "hidden" in attrs
        or _HIDDEN_STYLE.search(attrs.get("style") or "")
        or _HIDDEN_CLASS.search(attrs.get("class") or "")
    ):
        return False if _OPENED.search(marks) else None
    return None if (attrs.get("aria-hidden") or "") == "true" else True


def _span(cell: Any, name: str) -> int:
    number = cell.attributes.get(name) or ""
    return min(int(number), MOST_SPAN) if re.fullmatch("[1-9][0-9]{0,4}", number) else 1


def _holds_another(node: Any) -> bool:
    """Whether an element of the same tag stands inside."""
    tag, own = node.tag, node.mem_id
    return any(each.tag == tag and each.mem_id != own for each in node.traverse())


def _code_text(node: Any) -> str:
    """Return the text of a listing without line numbers and buttons."""
    parts: list[str] = []
    by_rows = "\n" not in node.text().strip("\n")
    stack: list[Any] = [node]
    while stack:
        item = stack.pop()
        if item is None:
            parts += [] if "".join(parts[-1:]).endswith("\n") else ["\n"]
            continue
        tag = item.tag
        if tag == "-text":
            parts.append(item.text_content or "")
        elif tag == "br":
            parts.append("\n")
        elif tag[:1].isalpha() and tag not in ("button", "script", "style", "svg"):
            named = item.attributes.get("class") or ""
            if _LINE_NUMBERS.search(named) and item is not node:
                continue
            if by_rows and (tag in ("div", "li", "tr", "p") or _ROW_OF_CODE.search(named)):
                stack.append(None)
            stack += reversed(list(item.iter(include_text=True)))
    return "".join(parts)


def _rows(table: Any) -> list[Row]:
    """Return the rows of a table of data; none of one that only lays out."""
    if (
        _holds_another(table)
        or table.css_first("pre")
        or table.attributes.get("role") == "presentation"
    ):
        return []
    rows = []
    headed = table.css_first("th") is not None
    for row in table.css("tr"):
        cells = [cell for cell in row.iter() if cell.tag in ("td", "th")]
        rows.append(Row(tuple(texts([_cell_text(cell)]) for cell in cells), headed=headed))
    rows = [row for row in rows if any(row.cells)]
    return rows if len(rows) > 1 and max(len(row.cells) for row in rows) > 1 else []


def _cell_text(cell: Any) -> str:
    reading = Reading()
    _Walk(reading, cell).read(cell)
    return " ".join(reading.words)
