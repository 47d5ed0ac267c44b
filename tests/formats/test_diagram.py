"""Drawings of graphs: nothing overlaps, lines end where they should, labels stay labels."""

from __future__ import annotations

import subprocess
import sys
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctxbuild.formats.diagram.layout import layout
from ctxbuild.formats.diagram.order import crossings
from ctxbuild.formats.diagram.svg import svg
from ctxbuild.formats.diagram.text import fitted, width
from ctxbuild.model.wikis import Diagram, DiagramArrow, DiagramNode

SVG = "{http://www.w3.org/2000/svg}"
LABELS = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["</script>", '" onload="x', "漢字" * 30, "]]>", "\ud800", "\x00", "a\nb"]),
)


def graph(count, arrows, kind="flow"):
    nodes = tuple(DiagramNode(str(n), f"node {n}", f"src/{n}.py", f"p{n}") for n in range(count))
    drawn = tuple(DiagramArrow(str(a), str(b), a + 1) for a, b in arrows)
    return Diagram("A graph", nodes, drawn, kind)


@st.composite
def graphs(draw):
    count = draw(st.integers(0, 25))
    place = st.integers(0, max(0, count - 1))
    arrows = draw(st.lists(st.tuples(place, place), max_size=50)) if count else []
    return graph(count, arrows, draw(st.sampled_from(["flow", "class"])))


def sampled(line):
    """Yield points of a line close together, as the browser draws them."""
    for (x, y), (other, below) in pairwise(line.points):
        for step in range(21):
            t = step / 20
            share = t * t * (3 - 2 * t)
            yield x + (other - x) * share, y + (below - y) * (1.5 * t * (1 - t) + t**3)


def inside(box, x, y):
    return box.x + 0.1 < x < box.x + box.width - 0.1 and box.y + 0.1 < y < box.y + box.height - 0.1


@given(graphs())
@settings(max_examples=60, deadline=None)
def test_neither_boxes_nor_lines_run_over_boxes(diagram):
    found = layout(diagram)
    for a, b in combinations(found.boxes, 2):
        across = a.x < b.x + b.width and b.x < a.x + a.width
        assert not (across and a.y < b.y + b.height and b.y < a.y + a.height)
    for line in found.lines:
        assert not [box for p in sampled(line) for box in found.boxes if inside(box, *p)]


@given(graphs())
@settings(max_examples=60, deadline=None)
def test_every_arrow_runs_from_its_box_to_its_box(diagram):
    found = layout(diagram)
    boxes = {box.node.key: box for box in found.boxes}
    assert len(found.lines) == len(diagram.arrows)
    for line in found.lines:
        for key, (x, y) in (
            (line.arrow.origin, line.points[0]),
            (line.arrow.target, line.points[-1]),
        ):
            box = boxes[key]
            assert box.x <= x <= box.x + box.width
            assert box.y <= y <= box.y + box.height
            assert not inside(box, x, y)
    assert all(b.x > -0.1 and b.x + b.width <= found.width + 0.1 for b in found.boxes)
    assert all(b.y > -0.1 and b.y + b.height <= found.height + 0.1 for b in found.boxes)


def test_flows_run_down_and_bases_stand_above_what_inherits():
    chain = [(0, 1), (1, 2), (0, 2)]
    down = layout(graph(3, chain)).boxes
    up = layout(graph(3, chain, "class")).boxes
    assert down[0].y < down[1].y < down[2].y
    assert up[0].y > up[1].y > up[2].y


def test_what_runs_back_in_a_cycle_is_drawn_upwards():
    lines = layout(graph(3, [(0, 1), (1, 2), (2, 0)])).lines
    back = [line for line in lines if line.points[0][1] > line.points[-1][1]]
    assert [(line.arrow.origin, line.arrow.target) for line in back] == [("2", "0")]


def test_parallel_arrows_are_apart():
    one, two = layout(graph(2, [(0, 1), (0, 1)])).lines
    assert not set(one.points) & set(two.points)


def test_a_tree_is_drawn_without_crossings():
    tree = [((n - 1) // 2, n) for n in range(1, 7)]
    found = layout(graph(7, tree))
    ranks: dict[float, list] = {}
    for box in sorted(found.boxes, key=lambda box: box.x):
        ranks.setdefault(box.y, []).append(int(box.node.key))
    below = {a: [b for origin, b in tree if origin == a] for a in range(7)}
    assert crossings([ranks[y] for y in sorted(ranks)], below) == 0


def test_a_node_with_many_below_it_stays_readable():
    assert layout(graph(25, [(0, n) for n in range(1, 25)])).width < 1500


@given(st.lists(st.tuples(LABELS, LABELS, LABELS), max_size=6), LABELS)
@settings(max_examples=50, deadline=None)
def test_no_label_breaks_out_of_the_drawing(rows, title):
    nodes = tuple(DiagramNode(str(n), *row[:2]) for n, row in enumerate(rows))
    arrows = tuple(DiagramArrow("0", str(n), 1, row[2]) for n, row in enumerate(rows))
    root = ElementTree.fromstring(svg(Diagram(title, nodes, arrows)).encode())
    kinds = {"svg", "title", "desc", "g", "path", "rect", "text"}
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= kinds
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on")]


def test_nodes_lead_to_their_pages_and_say_what_they_are():
    diagram = Diagram(
        "T", (DiagramNode("a", "Core", "a.py", "4 core&x"), DiagramNode("b", "B")), ()
    )
    root = ElementTree.fromstring(svg(diagram))
    assert [link.get("href") for link in root.iter(f"{SVG}a")] == ["4%20core%26x.html"]
    assert [title.text for title in root.iter(f"{SVG}title")] == ["T", "Core · a.py", "B"]
    assert "#here" in svg(diagram, lambda slug: "#here")


def test_classes_have_hollow_triangles():
    assert svg(graph(2, [(0, 1)], "class")).count('Z" fill="var(--diagram-paper') == 1
    assert svg(graph(2, [(0, 1)])).count('Z" fill="var(--diagram-line') == 1


@given(graphs())
@settings(max_examples=40, deadline=None)
def test_heads_of_arrows_are_outside_of_boxes(diagram):
    root = ElementTree.fromstring(svg(diagram))
    heads = [path.get("d") for path in root.iter(f"{SVG}path") if path.get("d").endswith("Z")]
    assert len(heads) == len(diagram.arrows)
    boxes = layout(diagram).boxes
    for head in heads:
        corners = [tuple(map(float, at.split(","))) for at in head.strip("MZ").split("L")]
        x, y = (sum(axis) / 3 for axis in zip(*corners, strict=True))
        assert not [box for box in boxes if inside(box, x, y)]


def test_arrows_of_unknown_nodes_are_left_out():
    assert "arrow" not in svg(graph(1, [(0, 7)]))


def test_texts_do_not_overlap_boxes():
    root = ElementTree.fromstring(svg(graph(4, [(1, 2), (2, 3), (1, 3)])))
    rects = [
        tuple(float(r.get(k)) for k in ("x", "y", "width", "height"))
        for r in root.iter(f"{SVG}rect")
    ]
    texts = [t for t in root.iter(f"{SVG}text") if t.text.isdigit()]
    assert len(texts) == 3
    for text in texts:
        x, y = float(text.get("x")), float(text.get("y"))
        assert not [r for r in rects if r[0] < x < r[0] + r[2] and r[1] < y < r[1] + r[3]]


@pytest.mark.parametrize("text", ["plain_name", "漢字テスト" * 20, "W" * 99, "é̂" * 90, ""])
def test_what_is_fitted_fits(text):
    kept = fitted(text, 13, 200)
    assert width(kept, 13) <= 200
    assert kept == text or (kept.endswith("…") and text.startswith(kept[:-1]))


def test_the_drawing_is_the_same_whatever_the_hash_seed():
    code = (
        "from ctxbuild.formats.diagram.svg import svg\n"
        "from ctxbuild.model.wikis import Diagram, DiagramArrow as A, DiagramNode as N\n"
        "nodes = tuple(N(f'k{n}', f'n{n}') for n in range(20))\n"
        "arrows = tuple(A(f'k{n * 7 % 20}', f'k{n * 3 % 20}') for n in range(30))\n"
        "print(svg(Diagram('d', nodes, arrows)))"
    )
    drawn = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "7")
    }
    assert len(drawn) == 1
