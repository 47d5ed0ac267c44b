"""Text that people do not see leaves the page; what they can open stays.

Seen is what a browser shows to a reader who uses every control: panels of tabs, collapsed
sections with a control, ``<details>``. Everything else that is hidden by an attribute, a
style or a well-known class is removed, because it may address the model instead of people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from ctxbuild.html.colours import WHITE, Colour, alike, colour
from ctxbuild.html.dom import Document, Element
from ctxbuild.html.noise import remove
from ctxbuild.html.styles import Declarations, Styles

_NO_STYLE: Declarations = {}
_CLASSES = re.compile(
    r"sr-only(?:-focusable)?|visually-?hidden(?:-focusable)?|(?:is-|u-|uk-|has-)?hidden|d-none|is-sr-only"
    r"|screen-?reader(?:-text|-only|s)?|a11y-hidden|invisible|(?:is-)?invisible|hide|display-none"
    r"|show-for-sr|assistive-text|offscreen|off-screen|noshow|u-hiddenVisually|visually_hidden"
    r"|tooltip(?:text|-text|-content)?|sphinx-tooltip"
)
_SHOWN_ANYWAY = re.compile(
    r"(?:xs|sm|md|lg|xl|xxl|2xl|print)[:-]|d-(?:sm|md|lg|xl|xxl)-|not-sr-only"
)
_LENGTH = re.compile(r"(-?\d*\.?\d+)(px|em|rem|%|vw|vh|pt|ex|ch|in|cm)?")
_FAR = 300.0
"""Pixels outside of its box beyond which nobody sees a text."""
_TINY = 2.0
"""Pixels of height at and below which nobody reads a text."""

_COLLAPSED = re.compile(
    r"collaps|accordion|expand|spoiler|toggle|dropdown|faq|disclosure|fold|dyncontent|more-?content"
    r"|hidden-content|panel",
    re.I,
)
_CONTROL = re.compile(
    r"collaps|accordion|expand|spoiler|toggle|dropdown|trigger|disclosure|fold|header|heading|title"
    r"|button|btn|summary|question|dynheader",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Look:
    """How text looks here, as inherited."""

    visible: bool = True
    tiny: bool = False
    ink: Colour | None = None
    ink_opaque: bool = True
    paper: Colour | None = WHITE


class Hiding:
    """Removes what is hidden from one page."""

    def __init__(self, document: Document, styles: Styles, spared: set[int]) -> None:
        self._document = document
        self._styles = styles
        self._spared = spared
        self._controlled = controlled_ids(document)
        self._ruled = bool(styles)
        self._opened: set[int] = set()
        self._siblings: dict[int, dict[int, Element | None]] = {}
        self._toggles: dict[int, bool] = {}
        self.dropped = 0

    def prune(self) -> None:
        """Remove hidden elements and texts; count their characters."""
        root = self._document.root
        looks: dict[int, _Look | None] = {id(root): _Look()}
        gone: dict[int, list[Element]] = {}
        unseen: list[Element] = []
        for element in self._loud():
            holder = element.parent
            while holder is not None and id(holder) not in looks:
                holder = holder.parent
            before = looks[id(holder)] if holder is not None else None
            look = looks[id(element)] = self._seen(element, before) if before else None
            if look is None and before is not None:
                gone.setdefault(id(element.parent), []).append(element)
            elif look is not None and self._is_unseen(look):
                unseen.append(element)
        for element in unseen:
            self._silence(element, looks)
        for elements in gone.values():
            self.dropped += sum(element.size for element in elements)
            holder = elements[0].parent
            if holder is not None:
                remove(holder, elements)

    def _loud(self) -> list[Element]:
        """Return the elements whose look may differ from what is around them, in order."""
        document = self._document
        loud = {id(e) for name in _LOUD for e in document.by_attribute.get(name, ())}
        loud.update(id(element) for element in document.tagged(*_LOUD_TAGS))
        for classes, elements in document.by_classes.items():
            if hidden_by_class(classes):
                loud.update(map(id, elements))
        if self._ruled:
            concerned = self._styles.concerned(document)
            if concerned is None:
                return document.order[1:]
            loud.update(map(id, concerned))
        return [element for element in document.order if id(element) in loud] if loud else []

    def _silence(self, element: Element, looks: dict[int, _Look | None]) -> None:
        """Remove the texts that look like an element's own, down to elements of another look."""
        stack = [element]
        while stack:
            at = stack.pop()
            texts = [c for c in at.children if isinstance(c, str) and c.strip()]
            self.dropped += sum(len(text.strip()) for text in texts)
            if texts:
                at.children = [c for c in at.children if not (isinstance(c, str) and c.strip())]
            stack += [c for c in at.elements() if id(c) not in looks and c.tag != "script"]

    def _is_unseen(self, look: _Look) -> bool:
        return not look.visible or look.tiny or self._unreadable(look)

    @staticmethod
    def _unreadable(look: _Look) -> bool:
        if not look.ink_opaque:
            return True
        return look.ink is not None and look.paper is not None and alike(look.ink, look.paper)

    def _seen(self, element: Element, look: _Look) -> _Look | None:
        """Return how text in an element looks, or None if none of it can be seen."""
        attrs = element.attrs
        if element.tag == "dialog" and "open" not in attrs:
            return None
        style = self._styles.of(element) if self._ruled or "style" in attrs else _NO_STYLE
        if (style or _may_hide(attrs)) and self._removed(element, style):
            if not self._can_be_opened(element):
                return None
            self._opened.add(id(element))
            return look
        return (
            _inherited(element, look, style)
            if style or "bgcolor" in attrs or (element.tag == "font")
            else look
        )

    def _removed(self, element: Element, style: Declarations) -> bool:
        attrs = element.attrs
        if "hidden" in attrs and attrs["hidden"].lower() != "until-found":
            return style.get("display", "none") == "none" or "display" not in style
        if attrs.get("aria-hidden", "").strip().lower() == "true" and not _aria_only(element):
            return True
        if "popover" in attrs:
            return True
        name = attrs.get("class")
        if (
            name
            and element.tag != "details"
            and hidden_by_class(name)
            and style.get("display", "none") == "none"
        ):
            return True
        return bool(style) and removed_by_style(style)

    def _can_be_opened(self, element: Element) -> bool:
        """Whether a control that people see shows the element."""
        if id(element) in self._spared:
            return True
        if element.id and element.id in self._controlled:
            return True
        if element.tag == "tr":
            return self._has_toggles(element)
        name = element.attrs.get("class", "") + " " + element.id
        before = self._before(element)
        if before is None and element.parent is not None:
            before = (
                self._before(element.parent)
                if _COLLAPSED.search(element.parent.attrs.get("class", ""))
                else None
            )
        if before is None or not before.words() or id(before) in self._opened:
            return False
        if before.tag in ("button", "summary") or "aria-expanded" in before.attrs:
            return True
        if before.find("button") and _COLLAPSED.search(name):
            return True
        control = before.attrs.get("class", "") + " " + before.attrs.get("onclick", "")
        return bool(_COLLAPSED.search(name) and _CONTROL.search(control)) or (
            "onclick" in before.attrs
        )

    def _before(self, element: Element) -> Element | None:
        """Return the element that stands before another in the same parent."""
        parent = element.parent
        if parent is None:
            return None
        if id(parent) not in self._siblings:
            children = list(parent.elements())
            pairs = zip(children, [None, *children], strict=False)
            self._siblings[id(parent)] = {id(child): before for child, before in pairs}
        return self._siblings[id(parent)].get(id(element))

    def _has_toggles(self, row: Element) -> bool:
        """Whether a table's rows are opened and closed by controls in it."""
        table = next((a for a in row.ancestors() if a.tag == "table"), None)
        if table is None:
            return False
        if id(table) not in self._toggles:
            controls = (e for e in table.inside() if "onclick" in e.attrs or e.tag == "button")
            self._toggles[id(table)] = any("hidden" not in e.attrs for e in controls)
        return self._toggles[id(table)]


_LOUD = frozenset({"style", "hidden", "aria-hidden", "popover", "bgcolor", "color"})
_LOUD_TAGS = frozenset({"dialog", "font"})
"""Attributes and elements that can change whether a text is seen."""


def _named(attrs: dict[str, str]) -> bool:
    """Whether an element has a class that hides."""
    return "class" in attrs and hidden_by_class(attrs["class"])


def _may_hide(attrs: dict[str, str]) -> bool:
    return "hidden" in attrs or "aria-hidden" in attrs or "popover" in attrs or _named(attrs)


@lru_cache(maxsize=4096)
def hidden_by_class(classes: str) -> bool:
    """Whether a class attribute holds a name that every framework uses for hiding."""
    names = classes.split()
    return any(_CLASSES.fullmatch(name) for name in names) and not any(
        _SHOWN_ANYWAY.match(name) for name in names
    )


def _aria_only(element: Element) -> bool:
    """Whether ``aria-hidden`` marks what people see all the same: rendered formulas, images."""
    return bool(
        element.classes & {"katex-html", "MathJax", "MathJax_Preview", "MJX_Assistive_MathML"}
    ) or element.tag in ("mjx-container", "math", "img")


def removed_by_style(style: Declarations) -> bool:
    """Whether a style takes an element and all inside it out of sight."""
    if style.get("display") == "none" or style.get("content-visibility") == "hidden":
        return True
    opacity = _number(style.get("opacity", ""))
    if opacity is not None and opacity <= 0.05:
        return True
    return _is_off_screen(style) or _is_clipped(style)


def _is_off_screen(style: Declarations) -> bool:
    if style.get("position") in ("absolute", "fixed"):
        for side in ("left", "top", "right", "bottom", "inset"):
            length = _pixels(style.get(side, ""))
            if length is not None and length <= -_FAR:
                return True
            if length is not None and length >= 5000:
                return True
    for name in ("text-indent", "margin-left", "margin-top"):
        length = _pixels(style.get(name, ""))
        if length is not None and length <= -_FAR:
            return True
    transform = (
        style.get("transform", "")
        + style.get("-webkit-transform", "")
        + (f"scale({style['scale']})" if "scale" in style else "")
    )
    if re.search(r"scale[xy3d]*\(\s*0*\.?0*\s*[,)]", transform):
        return True
    moved = re.search(r"translate[xy3d]*\(([^)]*)\)", transform)
    lengths = [_pixels(part) for part in moved[1].split(",")] if moved else []
    return any(length is not None and abs(length) >= 1000 for length in lengths)


def _is_clipped(style: Declarations) -> bool:
    clip = style.get("clip", "").replace(" ", "")
    if re.match(r"rect\((?:[01](?:px)?,?){4}\)", clip) and style.get("position") in (
        "absolute",
        "fixed",
    ):
        return True
    if re.search(
        r"inset\(\s*(?:50|100)%|circle\(\s*0|polygon\(\s*0 0\s*,\s*0 0", style.get("clip-path", "")
    ):
        return True
    cut = any(
        style.get(name) in ("hidden", "clip") for name in ("overflow", "overflow-x", "overflow-y")
    )
    if cut:
        for name in ("width", "height", "max-width", "max-height"):
            length = _pixels(style.get(name, ""))
            if length is not None and length <= 1:
                return True
    return "opacity(0" in style.get("filter", "").replace(" ", "")


def _pixels(value: str) -> float | None:
    match = _LENGTH.match(value.strip())
    if not match:
        return None
    scale = {
        "em": 16.0,
        "rem": 16.0,
        "ex": 8.0,
        "ch": 8.0,
        "pt": 1.33,
        "vw": 12.8,
        "vh": 8.0,
        "%": 12.8,
        "in": 96.0,
        "cm": 37.8,
    }
    return float(match[1]) * scale.get(match[2] or "px", 1.0)


def _number(value: str) -> float | None:
    match = re.match(r"(\d*\.?\d+)(%?)", value)
    return float(match[1]) / (100 if match[2] else 1) if match else None


_SIZES = {"medium": False, "small": False, "inherit": None}


def _inherited(element: Element, look: _Look, style: Declarations) -> _Look:
    """Return how text inside an element looks."""
    if "visibility" in style:
        look = replace(look, visible=style["visibility"] not in ("hidden", "collapse"))
    size = style.get("font-size") or style.get("font", "")
    tiny = _is_tiny(size, "font-size" in style)
    if tiny is not None:
        look = replace(look, tiny=tiny)
    paper = style.get("background-color") or style.get("background") or element.attrs.get("bgcolor")
    if paper:
        found, opacity = colour(paper)
        if opacity > 0.1:
            look = replace(look, paper=found)
    ink = (
        style.get("-webkit-text-fill-color")
        or style.get("color")
        or (element.attrs.get("color") if element.tag == "font" else None)
    )
    if ink and ink not in ("inherit", "currentcolor"):
        found, opacity = colour(ink)
        uncertain = (
            found == WHITE and not paper and look.paper == WHITE and _styled_elsewhere(element)
        )
        look = replace(look, ink=None if uncertain else found, ink_opaque=opacity > 0.05)
    return look


def _is_tiny(size: str, whole: bool) -> bool | None:
    """Whether a font size cannot be read; None if the value says nothing."""
    if not size:
        return None
    if whole:
        match = _LENGTH.match(size)
        if not match:
            return None if size in ("inherit", "unset") else False
    else:
        match = re.search(r"(?:^|\s)(\d*\.?\d+)(px|em|rem|%|pt)(?:/|\s)", size)
        if not match:
            return None
    unit = match[2] or "px"
    value = float(match[1])
    if unit in ("em", "rem"):
        return value < 0.13
    if unit == "%":
        return value < 13
    return value <= _TINY


def _styled_elsewhere(element: Element) -> bool:
    """Whether classes may give a background that this page does not show us."""
    return bool(element.classes) or bool(element.parent is not None and element.parent.classes)


def controlled_ids(document: Document) -> set[str]:
    """Return the ids of what controls with a text show and hide."""
    found: set[str] = set()
    for name in ("aria-controls", "data-target", "data-bs-target", "data-toggle", "data-bs-toggle"):
        for element in document.by_attribute.get(name, ()):
            if element.size or "aria-label" in element.attrs or element.find("img"):
                value = element.attrs[
                    "href" if name.endswith("toggle") and "href" in element.attrs else name
                ]
                found.update(part.strip("#,") for part in value.split())
    return found
