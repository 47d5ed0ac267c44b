"""Mermaid's own parser reads every diagram, and finds in it the labels that we meant."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from node_packages import run_node

from ctxbuild.formats.mermaid import mermaid, one_line
from ctxbuild.model.wikis import Diagram, DiagramArrow, DiagramNode

PARSER = """
import fs from "fs";
import { JSDOM } from "jsdom";
globalThis.window = new JSDOM("").window;
globalThis.document = window.document;
const { default: mermaid } = await import("mermaid/dist/mermaid.esm.min.mjs");
const found = [];
for (const text of JSON.parse(fs.readFileSync(0, "utf8"))) {
  try {
    await mermaid.parse(text);
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
    const labels = db.getVertices
      ? [...db.getVertices().values()].map((node) => node.text)
      : [...db.getClasses().values()].map((node) => node.label);
    const arrows = db.getEdges
      ? db.getEdges().map((arrow) => arrow.text)
      : db.getRelations().map((arrow) => arrow.title);
    found.push({ labels, arrows });
  } catch (error) {
    found.push({ error: String(error) });
  }
}
fs.writeFileSync(1, JSON.stringify(found));
process.exit(0);
"""

HOSTILE = [
    'a"b', "</script>", "end", "class", "`x`", '"`md`"', "[x]", "{x}", "(x)", "f()", "漢字",
    "עברית",
    "a\nb", '%%{init: {"theme": "dark"}}%%', "style x: #35;", "classDef a: b#c;", "#quot;",
    "__init__", "1. one", "- x", "a::b<T>", "ﬂ°°35¶ß", "--> n2", "|x|", "\\", "\u202ex", "", " ",
    "a;b", "graph TD", "click n1 href", "<<x>>", "~T~", "+x()", "fa:fa-car", "subgraph", "%% c",
    "a_b", "---\ntitle: x\n---", "$$x$$", "\ud800", "@{ shape: x }", ":::x", "note", "direction TB",
    "namespace x", "title", "callback", "linkStyle 0", "e\u0301", "\x00",
]  # fmt: skip


def diagram(labels, kind):
    """Return a ring of nodes and arrows that say all labels."""
    count = len(labels)
    nodes = tuple(DiagramNode(f"k {n}", labels[n], labels[n]) for n in range(count))
    arrows = (DiagramArrow(f"k {n}", f"k {(n + 1) % count}", 1, labels[n]) for n in range(count))
    return Diagram("T", nodes, tuple(arrows), kind)


def made_labels():
    """Return labels that hypothesis makes: each run of the parser reads all of them."""
    found = []

    @settings(
        max_examples=100, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck), deadline=None,
    )  # fmt: skip
    @given(st.lists(st.sampled_from(HOSTILE) | st.text(max_size=12), min_size=1, max_size=3))
    def collect(pieces):
        found.append("".join(pieces))

    collect()
    return found


def decoded(label):
    """Return a label as Mermaid shows it: its placeholders for entities are put back."""
    return re.sub("ﬂ°°(\\d+)¶ß", lambda found: chr(int(found[1])), label or "").strip()


def test_every_label_is_read_back_as_what_it_is():
    labels = HOSTILE + made_labels()
    groups = [labels[n : n + 10] for n in range(0, len(labels), 10)]
    asked = [(group, kind) for group in groups for kind in ("flow", "class")]
    texts = [mermaid(diagram(group, kind)) for group, kind in asked]
    for (group, kind), text, read in zip(asked, texts, run_node(PARSER, texts), strict=True):
        assert "error" not in read, (text, read)
        lines = [one_line(label) for label in group]
        shown = [f"{line}<br>{line}" if line and kind == "flow" else line for line in lines]
        assert [decoded(label) for label in read["labels"]] == shown
        assert [decoded(label) for label in read["arrows"]] == lines


def test_plain_names_stay_readable():
    nodes = (DiagramNode("x", "http_client.py", "src/net/"), DiagramNode("y", "core"))
    text = mermaid(Diagram("T", nodes, (DiagramArrow("x", "y"), DiagramArrow("y", "x", 3))))
    assert text == (
        'flowchart TD\n    n1["http_client.py<br/>src/net/"]\n    n2["core"]\n'
        '    n1 --> n2\n    n2 -->|"3"| n1\n'
    )


def test_classes_inherit():
    nodes = (DiagramNode("b", "Base", "a.py"), DiagramNode("c", "Child"))
    text = mermaid(Diagram("T", nodes, (DiagramArrow("c", "b"),), "class"))
    assert text == (
        'classDiagram\n    class n1["Base"]\n    n1 : a.py\n    class n2["Child"]\n    n2 --|> n1\n'
    )


def test_arrows_of_unknown_nodes_are_left_out():
    assert "-->" not in mermaid(Diagram("T", (DiagramNode("a", "A"),), (DiagramArrow("a", "b"),)))
