"""Groups of tabs: which label belongs to which panel, in every mark-up in use.

Panels that are not chosen are hidden; they are found before hidden text is removed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ctxbuild.html.dom import Document, Element

_PANEL_CLASS = re.compile(
    r"tab-?pane|tab-?panel|tab-?content|tabbed-block|sd-tab-content|tabcontent|tab-body|tabs-panel"
    r"|tabset-panel|tabs__content|tabs__panel|panel",
    re.I,
)
_LIST_CLASS = re.compile(
    r"nav-tabs|tablist|tabbed-labels|tabs-nav|tab-nav|tab-list|tabs-list|tab-labels", re.I
)
_LEFT_OUT = ("script", "style", "input")


@dataclass(slots=True)
class Group:
    """A group: the elements with its labels, its panels."""

    labels: list[str]
    panels: list[Element]
    label_elements: list[Element]


class TabGroups:
    """All groups of a page, by the element that holds labels and panels."""

    def __init__(self, document: Document) -> None:
        self.by_holder: dict[int, Group] = {}
        self.spared: set[int] = set()
        self._taken: set[int] = set()
        self._ids = document.by_id
        lists = [e for e in document.by_attribute.get("role", ()) if e.attrs["role"] == "tablist"]
        for name, elements in document.by_class.items():
            if _LIST_CLASS.search(name):
                lists += [e for e in elements if e.tag in ("ul", "div", "nav", "ol")]
        for element in lists:
            self._from_list(element)
        for element in document.by_tag.get("input", ()):
            if element.attrs.get("type") == "radio":
                self._from_radio(element)

    def _from_list(self, tablist: Element) -> None:
        """Read a list of tabs with panels beside or below it."""
        tabs = [e for e in tablist.inside() if e.attrs.get("role") == "tab"]
        if not tabs:
            tabs = [e for e in tablist.inside() if e.tag in ("a", "button", "label")]
        if not tabs or id(tablist) in self._taken:
            return
        panels: Sequence[Element | None] = [self._panel_of(tab) for tab in tabs]
        if not any(panels):
            panels = _panels_beside(tablist, len(tabs))
        pairs = [(t, p) for t, p in zip(tabs, panels, strict=False) if p is not None]
        distinct = len({id(panel) for _, panel in pairs})
        if distinct == len(pairs) > 0 and not any(_is_inside(p, tablist) for _, p in pairs):
            self._add(pairs, tablist)

    def _panel_of(self, tab: Element) -> Element | None:
        for name in ("aria-controls", "data-bs-target", "data-target", "href", "data-tab-target"):
            target = tab.attrs.get(name, "").strip()
            if name == "href" and not target.startswith("#"):
                continue
            panel = self._ids.get(target.lstrip("#"))
            if target and panel is not None and panel is not tab and not _is_inside(tab, panel):
                return panel
        return None

    def _from_radio(self, radio: Element) -> None:
        """Read radio buttons, their labels and as many panels."""
        holder = radio.parent
        if holder is None or id(holder) in self.by_holder or id(radio) in self._taken:
            return
        radios = [
            e for e in holder.elements() if e.tag == "input" and e.attrs.get("type") == "radio"
        ]
        for one in radios:
            self._taken.add(id(one))
        outer = holder
        labels = [e for e in holder.elements() if e.tag == "label"]
        if not labels:
            labels = [
                e for child in holder.elements() for e in child.elements() if e.tag == "label"
            ]
        panels = [
            e
            for e in holder.elements()
            if e.tag not in ("label", *_LEFT_OUT) and _PANEL_CLASS.search(e.attrs.get("class", ""))
        ]
        if len(panels) == 1 and len(labels) > 1:
            panels = list(panels[0].elements())
        if not panels and holder.parent is not None:
            outer = holder.parent
            beside = [e for e in outer.elements() if e is not holder and e.tag not in _LEFT_OUT]
            if len(beside) == 1:
                panels = list(beside[0].elements())
        if len(panels) != len(labels):
            outer, panels = holder, _panels_between(holder)
        if len(labels) == len(panels) > 0:
            self._add(list(zip(labels, panels, strict=True)), outer)

    def _add(self, pairs: list[tuple[Element, Element]], start: Element) -> None:
        panels = [panel for _, panel in pairs]
        holder: Element | None = start
        while holder is not None and not all(_is_inside(panel, holder) for panel in panels):
            holder = holder.parent
        if holder is None or id(holder) in self.by_holder or holder.tag in ("body", "html", "main"):
            holder = start.parent
        if holder is None or id(holder) in self.by_holder:
            return
        labels = [label.words() or label.attrs.get("aria-label", "") for label, _ in pairs]
        if not any(labels):
            return
        self.by_holder[id(holder)] = Group(labels, panels, [label for label, _ in pairs])
        self.spared.update(id(panel) for panel in panels)
        self._taken.add(id(start))


def _panels_between(holder: Element) -> list[Element]:
    """Return the element after each label, where labels and panels take turns."""
    parts = [e for e in holder.elements() if e.tag not in _LEFT_OUT]
    labels, panels = parts[::2], parts[1::2]
    turns = all(e.tag == "label" for e in labels) and all(e.tag != "label" for e in panels)
    return panels if turns else []


def _is_inside(element: Element, holder: Element) -> bool:
    return any(ancestor is holder for ancestor in element.ancestors())


def _panels_beside(tablist: Element, number: int) -> list[Element]:
    """Return as many panels as there are tabs, after the list or in one element after it."""
    if tablist.parent is None:
        return []
    siblings = list(tablist.parent.elements())
    at = next(i for i, sibling in enumerate(siblings) if sibling is tablist)
    after = [e for e in siblings[at + 1 :] if e.tag not in _LEFT_OUT]
    marked = [
        e
        for e in after
        if e.attrs.get("role") == "tabpanel" or _PANEL_CLASS.search(e.attrs.get("class", ""))
    ]
    for found in (marked, [p for e in after[:1] for p in e.elements()]):
        if len(found) == number:
            return found
    if len(marked) == 1:
        inner = list(marked[0].elements())
        if len(inner) == number:
            return inner
    return []
