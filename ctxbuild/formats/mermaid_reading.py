"""Reads diagrams back that :mod:`ctxbuild.formats.mermaid` wrote; anything else is refused."""

from __future__ import annotations

import re

from ctxbuild.formats.mermaid import mermaid
from ctxbuild.model.wikis import Diagram, DiagramArrow, DiagramNode

_ENTITY = re.compile(r"#(\d{1,7});")
_TEXT = r'([^"\n]*)'
_FLOW_NODE = re.compile(rf'(n\d+)\["{_TEXT}"\]')
_FLOW_ARROW = re.compile(rf'(n\d+) -->(?:\|"{_TEXT}"\|)? (n\d+)')
_CLASS_NODE = re.compile(rf'class (n\d+)\["{_TEXT}"\]')
_CLASS_NOTE = re.compile(r"(n\d+) : (.*)")
_CLASS_ARROW = re.compile(r"(n\d+) --\|> (n\d+)(?: : (.*))?")


def read_mermaid(text: str) -> Diagram:
    """Return the diagram of a text, its keys being those of the text.

    Raises:
        ValueError: it is not as ctxbuild writes diagrams.

    """
    opening, *lines = text.removesuffix("\n").split("\n    ")
    if opening == "flowchart TD":
        diagram = _flow(lines)
    elif opening == "classDiagram":
        diagram = _classes(lines)
    else:
        raise ValueError("no diagram of a kind that is drawn")
    if mermaid(diagram) != text:
        raise ValueError("not written as diagrams are")
    return diagram


def _flow(lines: list[str]) -> Diagram:
    nodes, arrows = [], []
    for line in lines:
        if node := _FLOW_NODE.fullmatch(line):
            label, _, note = node[2].partition("<br/>")
            nodes.append(DiagramNode(node[1], _plain(label), _plain(note)))
        elif arrow := _FLOW_ARROW.fullmatch(line):
            arrows.append(DiagramArrow(arrow[1], arrow[3], *_weight(arrow[2])))
        else:
            raise ValueError("holds neither a box nor an arrow")
    return Diagram("", tuple(nodes), tuple(arrows), "flow")


def _classes(lines: list[str]) -> Diagram:
    nodes: list[DiagramNode] = []
    arrows = []
    for line in lines:
        if node := _CLASS_NODE.fullmatch(line):
            nodes.append(DiagramNode(node[1], _plain(node[2])))
        elif nodes and (note := _CLASS_NOTE.fullmatch(line)) and note[1] == nodes[-1].key:
            nodes[-1] = DiagramNode(nodes[-1].key, nodes[-1].label, _plain(note[2]))
        elif arrow := _CLASS_ARROW.fullmatch(line):
            arrows.append(DiagramArrow(arrow[1], arrow[2], label=_plain(arrow[3] or "")))
        else:
            raise ValueError("holds neither a class nor an arrow")
    return Diagram("", tuple(nodes), tuple(arrows), "class")


def _weight(text: str | None) -> tuple[int, str]:
    """Return the weight and the label of an arrow."""
    plain = _plain(text or "")
    if plain.isdecimal() and plain.isascii() and int(plain[:9]) > 1:
        return int(plain[:9]), ""
    return 1, plain


def _plain(text: str) -> str:
    """Return a label without entities."""
    return _ENTITY.sub(_character, text)


def _character(entity: re.Match[str]) -> str:
    number = int(entity[1])
    if number > 0x10FFFF or 0xD800 <= number < 0xE000:
        raise ValueError("holds a sign that there is not")
    return chr(number)
