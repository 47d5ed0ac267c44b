"""The cleaned content of a page → blocks. It knows HTML, and nothing of Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ctxbuild.html import images, tables
from ctxbuild.html.blocks import (
    Block,
    Break,
    Callout,
    Code,
    CodeBlock,
    Definition,
    Definitions,
    Details,
    Footnote,
    Heading,
    Image,
    Inline,
    Item,
    Link,
    Listing,
    Maths,
    MathsBlock,
    Note,
    Paragraph,
    Quote,
    Rule,
    Signature,
    Span,
    Tabs,
    Text,
)
from ctxbuild.html.callouts import callout_kind, title_of
from ctxbuild.html.code_text import code_text, language_of, named_by_class
from ctxbuild.html.dom import Element
from ctxbuild.html.footnotes import Footnotes
from ctxbuild.html.formulas import formula, formulas_in
from ctxbuild.html.inlines import shown, tidy
from ctxbuild.html.links import Addresses
from ctxbuild.html.noise import is_permalink, permalink_name
from ctxbuild.html.signatures import is_signature, signature_text
from ctxbuild.html.tabs import Group

_MARKS = {
    "em": "em", "i": "em", "cite": "em", "dfn": "em", "var": "em", "strong": "strong", "b": "strong",
    "del": "del", "s": "del", "strike": "del", "sub": "sub", "sup": "sup", "kbd": "kbd",
    "mark": "mark", "u": "u", "ins": "ins",
}
_CODES = frozenset({"code", "tt", "samp"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


@dataclass(slots=True)
class Special:
    """What is known of single elements of a page, by identity, and of all of it."""

    code: set[int]
    signatures: set[int]
    grids: set[int]
    unwrapped: set[int]
    groups: dict[int, Group]
    footnotes: Footnotes
    language: str = ""
    tex_in_text: bool = False
    images: bool = True


class Reader:
    """Reads one page."""

    def __init__(self, addresses: Addresses, special: Special) -> None:
        self._addresses = addresses
        self._groups = special.groups
        self._footnotes = special.footnotes
        self._images = special.images
        self._tex_in_text = special.tex_in_text
        self._language = special.language
        self._code = special.code
        self._signatures = special.signatures
        self._grids = special.grids
        self._unwrapped = special.unwrapped
        self.saw_maths = False
        self._readers: dict[str, Callable[[Element], list[Block]]] = {
            **dict.fromkeys(_HEADINGS, self._heading),
            "pre": self._pre,
            "ul": self._list, "ol": self._list, "menu": self._list, "dir": self._list,
            "dl": self._definitions,
            "table": self._table,
            "blockquote": self._quote,
            "details": self._details,
            "hr": lambda _: [Rule()],
            "figcaption": self._caption,
        }

    # Blocks

    def flow(self, nodes: Iterable[Element | str]) -> list[Block]:
        """Return the blocks of some nodes; what stands in a line becomes paragraphs."""
        out: list[Block] = []
        run: list[Inline] = []
        for node in nodes:
            if isinstance(node, str):
                run += self._texts(node)
                continue
            found = self._block(node)
            if found is None:
                self._inline(node, run)
            else:
                self._end(run, out)
                run = []
                if found and isinstance(found[0], CodeBlock) and _is_label(out, found[0]):
                    out.pop()
                out += found
        self._end(run, out)
        return out

    def _end(self, run: list[Inline], out: list[Block]) -> None:
        """Close a paragraph."""
        if not run:
            return
        inlines = tidy(run)
        if len(inlines) == 1 and isinstance(inlines[0], Maths) and inlines[0].display:
            out.append(MathsBlock(inlines[0].tex))
        elif inlines:
            out.append(Paragraph(inlines))

    def _block(self, element: Element) -> list[Block] | None:
        """Return an element's blocks; None if it stands in a line."""
        tag = element.tag
        if id(element) in self._groups:
            return self._tabs(element, self._groups[id(element)])
        if id(element) in self._footnotes.definitions:
            return self._footnote(element)
        attrs = element.attrs
        if attrs and "class" in attrs:
            special = self._by_class(element)
            if special is not None:
                return special
        reader = self._readers.get(tag)
        if reader is not None:
            return reader(element)
        if not element.holds_blocks:
            if tag in _INLINE_TAGS:
                return None
            if tag == "code" and _is_listing(element):
                return self._pre(element)
            return self.flow(element.children) if tag in _BLOCK_TAGS else None
        if tag == "a":
            return self._linked_blocks(element)
        return self.flow(element.children)

    def _by_class(self, element: Element) -> list[Block] | None:
        if id(element) in self._code:
            return self._listing(element)
        if id(element) in self._grids:
            return tables.read_grid(element, self)
        if element.attrs["class"] == "line-block" or "line-block" in element.classes:
            return self._lines(element)
        if is_signature(element, self._signatures):
            return self._signature(element)
        kind = callout_kind(element)
        if kind:
            return self._callout(element, kind)
        if element.tag in ("div", "pre", "code") and "mermaid" in element.classes:
            return [CodeBlock(code_text(element), "mermaid")]
        if element.tag in ("div", "span", "p") :
            found = self._formula(element)
            if found:
                return [MathsBlock(found.tex)] if found.display and element.tag != "span" else None
        return None

    def _formula(self, element: Element) -> Maths | None:
        found = formula(element)
        self.saw_maths = self.saw_maths or found is not None
        return found

    def _texts(self, text: str) -> list[Inline]:
        """Return plain text, cut at the formulas that a script renders in it."""
        if not self._tex_in_text or "\\" not in text and "$$" not in text:
            return [Text(text)]
        found = formulas_in(text)
        self.saw_maths = self.saw_maths or len(found) > 1
        return found

    def _heading(self, element: Element) -> list[Block]:
        raw = self._inlines(_without_permalinks(element))
        inlines = tidy([Text(" ") if isinstance(i, Break) else i for i in raw])
        if len(inlines) == 1 and isinstance(inlines[0], Link):
            link = inlines[0]
            if _is_self_link(element) :
                inlines = link.inlines
        inlines = [part for part in inlines if not isinstance(part, Note)]
        if not inlines:
            return []
        return [Heading(_HEADINGS[element.tag], _unmarked(inlines), _anchor_of(element))]

    def _pre(self, element: Element) -> list[Block]:
        return self._listing(element)

    def _listing(self, element: Element) -> list[Block]:
        text = code_text(element)
        if not text.strip():
            return []
        language = language_of(element) or _pygments_default(element)
        if not language and self._language and not _names_a_language(element):
            language = self._language
        return [CodeBlock(text, language)]

    def _quote(self, element: Element) -> list[Block]:
        blocks = self.flow(element.children)
        return [Quote(blocks)] if blocks else []

    def _callout(self, element: Element, kind: str) -> list[Block]:
        title = title_of(element)
        inlines: list[Inline] = []
        if title is not None:
            inlines = tidy(self._inlines(title.children if not title.holds_blocks else [title.words()]))
            title.drop()
        elif element.tag == "dl":
            term = element.find("dt")
            if term is not None:
                inlines = tidy(self._inlines(term.children))
                term.drop()
        if element.tag in ("table", "dl"):
            cells = [e for e in element.inside() if e.tag in ("td", "dd")]
            blocks = [b for cell in cells for b in self.flow(cell.children)] if cells else self.flow(element.children)
        else:
            blocks = self.flow(element.children)
        if not inlines and blocks:
            inlines = _leading_title(blocks, kind)
        if not blocks and not inlines:
            return []
        return [Callout(kind, _unmarked(inlines), blocks)]

    def _tabs(self, element: Element, group: Group) -> list[Block]:
        labels = {id(label) for label in group.label_elements}
        panels = {id(panel): n for n, panel in enumerate(group.panels)}
        read: list[tuple[str, list[Block]]] = []
        for label, panel in zip(group.labels, group.panels, strict=True):
            read.append((shown(label), self._panel(panel)))
        read = [(label, blocks) for label, blocks in read if blocks]
        del self._groups[id(element)]
        rest = self.flow([_pruned(child, labels | set(panels)) for child in element.children])
        before = [block for block in rest if not isinstance(block, Rule)]
        return [*before, Tabs(read)] if read else before

    def _panel(self, panel: Element) -> list[Block]:
        if panel.tag in ("pre", "table", "ul", "ol", "dl", "details", "code"):
            return self.flow([panel])
        found = self._block(panel)
        return self.flow(panel.children) if found is None else found

    def _details(self, element: Element) -> list[Block]:
        summary = next((e for e in element.elements() if e.tag == "summary"), None)
        rest = [child for child in element.children if child is not summary]
        if summary is None:
            return self.flow(rest)
        if summary.holds_blocks and (summary.find(*_HEADINGS, "section", "pre") or "open" in element.attrs):
            return [*self.flow(summary.children), *self.flow(rest)]
        blocks = self.flow(rest)
        inlines = tidy(self._inlines(summary.children))
        if not inlines or "open" in element.attrs and not blocks:
            return blocks
        return [Details(inlines, blocks)] if blocks else [Paragraph(inlines)]

    def _caption(self, element: Element) -> list[Block]:
        return self.flow(element.children)

    def _lines(self, element: Element) -> list[Block]:
        """Return a poem or an address: each line on its own."""
        inlines: list[Inline] = []
        for item in element.inside():
            if "line" in item.classes:
                inlines += [*self._inlines(item.children), Break()]
        found = tidy(inlines)
        return [Paragraph(found)] if found else []

    def _signature(self, element: Element) -> list[Block]:
        text = signature_text(element)
        return [Signature(text)] if text else []

    def _footnote(self, element: Element) -> list[Block]:
        label = self._footnotes.definitions[id(element)]
        blocks = self.flow(self._footnotes.content(element))
        return [Footnote(label, blocks)] if blocks else []

    def _linked_blocks(self, element: Element) -> list[Block]:
        """Return a link around blocks as blocks of which the first is the link."""
        blocks = self.flow(element.children)
        href = self._addresses.resolve(element.attrs.get("href", ""))
        for block in blocks:
            if href and isinstance(block, Paragraph | Heading):
                if not any(isinstance(inline, Link) for inline in block.inlines):
                    block.inlines = [Link(block.inlines, href)]
                break
        return blocks

    # Lists and tables

    def _list(self, element: Element) -> list[Block]:
        items = [e for e in element.elements()]
        if any(e.tag != "li" and (e.size or e.tag in ("ul", "ol")) for e in items):
            items = _adopted(element)
        if id(element) in self._unwrapped or _only_lays_out(items):
            return [block for item in items for block in self.flow(item.children)]
        if any(id(item) in self._footnotes.definitions for item in items):
            return self.flow(items)
        read = [self._item(item) for item in items if item.tag == "li"]
        read = [item for item in read if item.blocks or item.checked is not None]
        if not read:
            return []
        start = _number(element.attrs.get("start", ""), 1) if element.tag == "ol" else None
        return [Listing(read, start)]

    def _item(self, element: Element) -> Item:
        box = next((e for e in _first_inside(element) if e.tag == "input" and e.attrs.get("type") == "checkbox"), None)
        blocks = self.flow(element.children)
        return Item(blocks, "checked" in box.attrs if box else None)

    def _definitions(self, element: Element) -> list[Block]:
        out: list[Block] = []
        entries: list[Definition] = []
        terms: list[list[Inline]] = []
        fields = _is_field_list(element)
        for child in _terms_and_texts(element):
            if child.tag == "dt":
                if is_signature(child, self._signatures):
                    self._end_definitions(entries, out)
                    entries = []
                    out += self._signature(child)
                    terms = []
                    continue
                if entries and not entries[-1].blocks and terms:
                    pass
                read = tidy(self._inlines(_flattened(child)))
                if read:
                    terms.append(read)
                continue
            blocks = self.flow(child.children)
            if terms:
                entries.append(Definition(terms, blocks))
                terms = []
            elif entries:
                entries[-1].blocks += blocks
            else:
                out += blocks
        if terms:
            entries.append(Definition(terms, []))
        self._end_definitions(entries, out, fields)
        return out

    @staticmethod
    def _end_definitions(entries: list[Definition], out: list[Block], fields: bool = False) -> None:
        if not entries:
            return
        if not fields:
            out.append(Definitions(entries))
            return
        for entry in entries:
            name: list[Inline] = [Span("strong", _unmarked(term)) for term in entry.terms]
            first = entry.blocks[0] if entry.blocks else None
            if isinstance(first, Paragraph):
                out.append(Paragraph([*name, Text(" "), *first.inlines]))
                out += entry.blocks[1:]
            else:
                out.append(Paragraph(name))
                out += entry.blocks

    def _table(self, element: Element) -> list[Block]:
        return tables.read_table(element, self)

    # Inlines

    def inline_run(self, element: Element) -> list[Inline]:
        """Return what an element holds as tidied inlines."""
        return tidy(self._inlines(element.children))

    def _inlines(self, nodes: Iterable[Element | str]) -> list[Inline]:
        out: list[Inline] = []
        for node in nodes:
            if isinstance(node, str):
                out += self._texts(node)
            else:
                self._inline(node, out)
        return out

    def _inline(self, element: Element, out: list[Inline]) -> None:
        tag = element.tag
        if tag == "a":
            self._link(element, out)
        elif tag in _CODES:
            self._code_in_line(element, out)
        elif tag in _MARKS:
            self._marked(element, out)
        elif tag == "br":
            out.append(Break())
        elif tag == "img":
            self._image(element, out)
        elif tag in ("script", "math") or tag == "mjx-container":
            found = self._formula(element)
            if found:
                out.append(found)
        elif tag == "q":
            out += [Text("“"), *self._inlines(element.children), Text("”")]
        elif tag in ("button", "wbr", "style", "label") and not element.size:
            pass
        elif tag == "button":
            pass
        else:
            found = self._formula(element) if "class" in element.attrs and tag in ("span", "div") else None
            if found:
                out.append(found)
            elif tag in _BLOCK_TAGS or tag in ("td", "th"):
                out += [Text(" "), *self._inlines(element.children), Text(" ")]
            else:
                self._spread(element, out)

    def _spread(self, element: Element, out: list[Inline]) -> None:
        name = element.attrs.get("class")
        if name and element.tag == "span" and not element.holds_blocks:
            classes = element.classes
            if "pre" in classes and element.parent is not None and element.parent.tag not in _CODES:
                out.append(Code(_collapsed(element.text())))
                return
        for child in element.children:
            if isinstance(child, str):
                out += self._texts(child)
            else:
                self._inline(child, out)

    def _marked(self, element: Element, out: list[Inline]) -> None:
        mark = _MARKS[element.tag]
        if not element.children:
            return
        inner = self._inlines(element.children)
        if mark == "sup" and len(kept := tidy(inner)) == 1 and isinstance(kept[0], Note):
            out += kept
        else:
            out.append(Span(mark, inner))  # type: ignore[arg-type]

    def _link(self, element: Element, out: list[Inline]) -> None:
        label = self._footnotes.references.get(id(element))
        if label is not None:
            out.append(Note(label))
            return
        href = self._addresses.resolve(element.attrs.get("href", ""))
        inner = self._inlines(element.children)
        if href:
            out.append(Link(inner, href))
        else:
            out += inner

    def _image(self, element: Element, out: list[Inline]) -> None:
        found = self._formula(element)
        if found:
            out.append(found)
            return
        image = images.read_image(element, self._addresses)
        if isinstance(image, Image) and not self._images:
            image = Text(image.alt)
        if image is not None:
            out.append(image)

    def _code_in_line(self, element: Element, out: list[Inline]) -> None:
        """Return code in a line; links inside it go around the part that they link."""
        if element.find("a", "img", "math") is None:
            out.append(Code(_collapsed(_text_with_breaks(element))))
            return
        stack: list[tuple[Element | str, str | None]] = [(c, None) for c in reversed(element.children)]
        while stack:
            node, href = stack.pop()
            if isinstance(node, str):
                code = Code(_folded(node))
                if code.text:
                    out.append(Link([code], href) if href else code)
            elif node.tag == "a" and not is_permalink(node):
                target = self._addresses.resolve(node.attrs.get("href", ""))
                if target:
                    out.append(Link([Code(_collapsed(node.text()))], target))
                else:
                    stack += [(c, None) for c in reversed(node.children)]
            else:
                stack += [(c, href) for c in reversed(node.children)]


_BLOCK_TAGS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup html legend li main menu nav ol p pre section summary "
    "table tbody tfoot thead tr ul td th".split()
)
_INLINE_TAGS = frozenset(
    "a abbr b bdi bdo big br cite code data del dfn em font i img input ins kbd label math mark q "
    "rp rt ruby s samp script small span strike strong sub sup time tt u var wbr button".split()
) - {"code"}


def _collapsed(text: str) -> str:
    return " ".join(shown(text).split())


def _folded(text: str) -> str:
    """Return text with each run of white space as one space."""
    return re.sub(r"\s+", " ", shown(text))


def _text_with_breaks(element: Element) -> str:
    if element.find("br") is None:
        return element.text()
    parts: list[str] = []
    stack: list[Element | str] = [element]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            parts.append(node)
        elif node.tag == "br":
            parts.append(" ")
        else:
            stack += reversed(node.children)
    return "".join(parts)


def _unmarked(inlines: list[Inline]) -> list[Inline]:
    """Return inlines without strong marks around all of them."""
    if len(inlines) == 1 and isinstance(inlines[0], Span) and inlines[0].mark == "strong":
        return inlines[0].inlines
    return inlines


def _without_permalinks(element: Element) -> list[Element | str]:
    kept: list[Element | str] = []
    for child in element.children:
        if not isinstance(child, str) and child.tag == "a" and (
            is_permalink(child)
            or (permalink_name(child.attrs.get("class", "")) and child.size <= 2)
        ):
            continue
        kept.append(child)
    return kept


def _is_self_link(element: Element) -> bool:
    link = element.find("a")
    href = link.attrs.get("href", "") if link else ""
    return "#" in href and (href.startswith("#") or href.partition("#")[2] in (element.id, _anchor_of(element)))


def _anchor_of(element: Element) -> str:
    """Return the id that leads to a heading: its own, its section's or one inside."""
    if element.id:
        return element.id
    for item in element.inside():
        if item.id or (item.tag == "a" and item.attrs.get("name")):
            return item.id or item.attrs["name"]
    parent = element.parent
    for _ in range(2):
        if parent is None:
            break
        if parent.id and parent.tag in ("section", "div", "article"):
            first = next(parent.elements(), None)
            return parent.id if first is element or first is element.parent else ""
        parent = parent.parent
    return ""


def _is_listing(element: Element) -> bool:
    """Whether code in no ``pre`` is a listing all the same."""
    text = element.text().strip()
    return "\n" in text and bool(named_by_class(element.attrs.get("class", ""), "code"))


_PYGMENTS = frozenset("k kn kc kd n nb nc nf nn o p s s1 s2 sa mi mf c1 gp".split())


def _pygments_default(element: Element) -> str:
    """Return Python for a Sphinx listing in the default language that was highlighted."""
    for ancestor in element.ancestors():
        if "highlight-default" in ancestor.classes:
            tokens = {name for e in element.inside() if e.tag == "span" for name in e.classes}
            return "python" if tokens & _PYGMENTS else ""
        if ancestor.tag in ("section", "body", "dd", "li"):
            break
    return ""


def _names_a_language(element: Element) -> bool:
    return "language-text" in element.attrs.get("class", "") or element.find("code") is not None and (
        "language-text" in (element.find("code") or element).attrs.get("class", "")
    )


def _leading_title(blocks: list[Block], kind: str) -> list[Inline]:
    """Take a callout's title from the bold start of its first paragraph."""
    first = blocks[0]
    if not isinstance(first, Paragraph) or not first.inlines:
        return []
    opening = first.inlines[0]
    if isinstance(opening, Span) and opening.mark == "strong" and len(first.inlines) == 1 and len(blocks) > 1:
        del blocks[0]
        return opening.inlines
    return []


def _is_label(out: list[Block], code: CodeBlock) -> bool:
    """Whether the paragraph before a listing only names its language."""
    if not out or not code.language or not isinstance(out[-1], Paragraph):
        return False
    inlines = out[-1].inlines
    if len(inlines) != 1 or not isinstance(inlines[0], Text) or len(inlines[0].text) > 20:
        return False
    return named_by_class(f"language-{inlines[0].text.lower()}", "code") == code.language


def _pruned(node: Element | str, gone: set[int]) -> Element | str:
    """Return a node without the elements in ``gone``."""
    if isinstance(node, str):
        return node
    if id(node) in gone:
        return ""
    stack = [node]
    while stack:
        element = stack.pop()
        kept = [c for c in element.children if isinstance(c, str) or id(c) not in gone]
        element.children = kept
        stack += [c for c in kept if not isinstance(c, str)]
    return node


def _adopted(element: Element) -> list[Element]:
    """Return the items of a list, with lists that stand between items inside the item before."""
    items: list[Element] = []
    for child in element.elements():
        if child.tag == "li":
            items.append(child)
        elif child.tag in ("ul", "ol") and items:
            items[-1].children.append(child)
            items[-1].holds_blocks = True
        elif child.tag in ("ul", "ol"):
            items += [e for e in child.elements()]
        else:
            items += [e for e in child.inside() if e.tag == "li"] or [child]
    return items


_SECTIONS = frozenset({*_HEADINGS, "table", "section"})


def _only_lays_out(items: list[Element]) -> bool:
    """Whether a list's items are sections of the page, with headings or tables."""
    return any(item.holds_blocks and _starts_with_section(item) for item in items)


def _starts_with_section(item: Element) -> bool:
    at = item
    for _ in range(4):
        first = next(
            (c for c in at.children if (c.strip() if isinstance(c, str) else c.size)), None
        )
        if first is None or isinstance(first, str):
            return False
        if first.tag in _SECTIONS:
            return True
        at = first
    return False


def _first_inside(element: Element) -> list[Element]:
    """Return the first elements inside, down to three levels."""
    out: list[Element] = []
    at: Element | None = element
    for _ in range(3):
        at = next(at.elements(), None) if at is not None else None
        if at is not None:
            out.append(at)
    return out


def _number(value: str, default: int) -> int:
    return int(value) if re.fullmatch(r"\d{1,9}", value) else default


def _is_field_list(element: Element) -> bool:
    return not element.classes.isdisjoint({"field-list", "notes", "params", "parameters", "docutils-field"})


def _terms_and_texts(element: Element) -> list[Element]:
    """Return the terms and texts of a definition list, also those in groups."""
    out: list[Element] = []
    for child in element.elements():
        if child.tag in ("dt", "dd"):
            out.append(child)
        else:
            out += [e for e in child.elements() if e.tag in ("dt", "dd")]
    return out


def _flattened(element: Element) -> list[Element | str]:
    return element.children
