"""Diagrams as Mermaid text: whatever a label holds, it is a label.

Mermaid reads its text several times: directives and comments are cut out anywhere,
``#34;`` is an entity, labels are Markdown. So keys become ``n1``, ``n2``, … and of a
label all but letters, digits and harmless punctuation is written as entities.
"""

from __future__ import annotations

import re

from ctxbuild.model.wikis import Diagram, DiagramArrow, DiagramNode
from ctxbuild.transforms.controls import show_controls

_PLAIN = re.compile(r"[^\W_]|[ ./,()…]|(?<=[^\W_])[_-](?=[^\W_])")
_ITEM = re.compile(r"\d+(?=[.)] )")
"""The beginning of what would be a list in Markdown."""


def mermaid(diagram: Diagram) -> str:
    """Return the text of a diagram, without a fence; it ends with a newline."""
    keys = {node.key: f"n{place}" for place, node in enumerate(diagram.nodes, 1)}
    kind = _KINDS[diagram.kind]
    lines = [kind.opening]
    for node in diagram.nodes:
        lines += kind.node(keys[node.key], node)
    for arrow in diagram.arrows:
        if arrow.origin in keys and arrow.target in keys:
            lines.append(kind.arrow(keys[arrow.origin], keys[arrow.target], arrow))
    return "\n    ".join(lines) + "\n"


def arrow_text(arrow: DiagramArrow) -> str:
    """Return what stands beside an arrow: its label, else how many edges it is made of."""
    return arrow.label or (str(arrow.weight) if arrow.weight > 1 else "")


def one_line(text: str) -> str:
    """Return a text as one line in which every character can be seen and be written."""
    shown = show_controls(text.encode("utf-8", "replace").decode())[0]
    return " ".join(shown.split())


def _escaped(text: str) -> str:
    """Return a text with everything as entities that Mermaid or Markdown may act upon."""
    line = one_line(text)
    item = _ITEM.match(line)
    marker = item.end() if item else -1
    text = "".join(
        character if place != marker and _PLAIN.match(line, place) else f"#{ord(character)};"
        for place, character in enumerate(line)
    )
    # Mermaid takes a whole line for a statement if this word and a direction are in it.
    return text.replace("direction ", "direction#32;")


def _member(text: str) -> str:
    """Return a text that is no method: brackets would make it one."""
    return _escaped(text).replace("(", "#40;").replace(")", "#41;")


class _Flow:
    opening = "flowchart TD"

    def node(self, key: str, node: DiagramNode) -> list[str]:
        note = _escaped(node.note)
        return [f'{key}["{_escaped(node.label) or " "}{note and f"<br/>{note}"}"]']

    def arrow(self, origin: str, target: str, arrow: DiagramArrow) -> str:
        text = _escaped(arrow_text(arrow))
        return f'{origin} -->|"{text}"| {target}' if text else f"{origin} --> {target}"


class _Classes:
    opening = "classDiagram"

    def node(self, key: str, node: DiagramNode) -> list[str]:
        opened = [f'class {key}["{_escaped(node.label) or " "}"]']
        note = _member(node.note)
        return [*opened, f"{key} : {note}"] if note else opened

    def arrow(self, origin: str, target: str, arrow: DiagramArrow) -> str:
        text = _member(arrow.label)
        return f"{origin} --|> {target}" + (f" : {text}" if text else "")


_KINDS: dict[str, _Flow | _Classes] = {"flow": _Flow(), "class": _Classes()}
