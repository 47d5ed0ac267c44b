"""The picture: areas in proportion, nothing on top of anything, nothing from outside."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from corpora import document
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st

from ctxbuild.formats.squarified import Rectangle, squarified
from ctxbuild.formats.token_tree import all_directories, token_tree
from ctxbuild.formats.treemap import svg
from ctxbuild.formats.treemap_page import page
from ctxbuild.jobs.picture import write_map
from ctxbuild.markers import OWN_OUTPUT_MARKERS
from ctxbuild.model import Corpus, Detail, Item, Plan, Source, UsageError

SVG = "{http://www.w3.org/2000/svg}"


def planned(files, *, name="sample", reason="", details=None):
    """Make a plan that shows half the lines of every file that is not full or left out."""
    model = document("model.py", "x = 1\n" * 10)
    documents = tuple(replace(model, id=path) for path in sorted(files, key=os.fsencode))
    items, levels = [], details or [Detail.FULL]
    for index in range(len(documents)):
        level = levels[index % len(levels)]
        shown = ((1, 10),) if level is Detail.FULL else ((1, 5),) if level > Detail.NAME else ()
        items.append(Item(index, level, shown, 10 if shown else 0, reason))
    return Plan(
        corpus=Corpus((Source("repo", name, "files:0", name),), documents),
        encoding="o200k_base",
        format="md",
        budget=8000,
        items=tuple(items),
        directories=(),
        order=tuple(range(len(documents))),
        file_tokens=tuple(files[each.id] for each in documents),
        tokens=5000,
    )


def parsed(text):
    return fromstring(text.encode("utf-8"), forbid_dtd=True)


def titles(text):
    return [each.text for each in parsed(text).iter(f"{SVG}title")]


def cells(text):
    """Return title and rectangle of every cell."""
    found = {}
    for group in parsed(text).iter(f"{SVG}g"):
        if group.get("role") == "img":
            shape = group.find(f"{SVG}rect")
            numbers = [float(shape.get(key)) for key in ("x", "y", "width", "height")]
            found[group.find(f"{SVG}title").text] = Rectangle(*numbers)
    return found


def overlap(a, b):
    width = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
    height = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
    return max(width, 0) * max(height, 0)


weights = st.lists(st.integers(1, 10**7), min_size=1, max_size=60).map(
    lambda values: sorted(values, reverse=True)
)
frames = st.builds(
    Rectangle, st.floats(-50, 50), st.floats(-50, 50), st.floats(1, 2000), st.floats(1, 2000)
)


@given(weights, frames)
def test_areas_are_in_proportion_and_fill_the_frame(values, frame):
    unit = frame.area / sum(values)
    for value, spot in zip(values, squarified(values, frame), strict=True):
        assert spot.area == pytest.approx(value * unit, rel=1e-6, abs=frame.area * 1e-9)


@given(weights, frames)
def test_no_two_overlap_and_none_leaves_the_frame(values, frame):
    spots = squarified(values, frame)
    slack = frame.area * 1e-9
    for number, spot in enumerate(spots):
        assert spot.area - overlap(spot, frame) <= slack
        assert all(overlap(spot, other) <= slack for other in spots[:number])


def test_the_example_of_the_paper_gives_its_rectangles():
    spots = squarified([6, 6, 4, 3, 2, 2, 1], Rectangle(0, 0, 6, 4))
    assert spots[0] == pytest.approx((0, 0, 3, 2))
    assert spots[1] == pytest.approx((0, 2, 3, 2))
    assert spots[2] == pytest.approx((3, 0, 12 / 7, 7 / 3))
    assert spots[3] == pytest.approx((3 + 12 / 7, 0, 9 / 7, 7 / 3))


def test_nothing_to_lay_out_is_no_rectangles():
    assert squarified([], Rectangle(0, 0, 10, 10)) == []


def test_cells_of_a_directory_have_areas_by_tokens_and_do_not_overlap():
    tokens = {f"f{n}.py": 100 * (n + 1) for n in range(20)}
    found = cells(svg(planned(tokens)))
    area = sum(spot.area for spot in found.values())
    for title, spot in found.items():
        share = tokens[title.partition(":")[0]] / sum(tokens.values())
        assert spot.area / area == pytest.approx(share, abs=0.002)
    spots = list(found.values())
    assert not [1 for i, a in enumerate(spots) for b in spots[:i] if overlap(a, b) > 0.01]


def test_cells_lie_inside_the_frame_of_their_directory():
    text = svg(
        planned({f"{top}/{sub}/{n}.py": 50 + n for top in "ab" for sub in "cd" for n in range(5)})
    )
    groups = [
        g for g in parsed(text).iter(f"{SVG}g") if g.find(f"{SVG}rect[@class='frame']") is not None
    ]
    assert len(groups) == 6
    for group in groups:
        outer, *inner = (
            Rectangle(*(float(r.get(k)) for k in ("x", "y", "width", "height")))
            for r in group.iter(f"{SVG}rect")
        )
        assert all(overlap(outer, spot) >= spot.area - 0.01 for spot in inner)


def test_a_cell_says_path_tokens_lines_and_reason():
    text = svg(planned({"src/a.py": 1234}, reason="imported by 3 files", details=[Detail.ELIDED]))
    assert "src/a.py: 1,234 tokens, elided, 5 of 10 lines; imported by 3 files" in titles(text)


def test_of_a_file_shown_in_part_the_share_is_filled():
    (group,) = [
        each
        for each in parsed(svg(planned({"a.py": 10}, details=[Detail.SIGNATURES]))).iter(f"{SVG}g")
        if each.get("role") == "img"
    ]
    whole, part = group.findall(f"{SVG}rect")
    assert whole.get("class") == "cell signatures part"
    assert float(part.get("height")) == pytest.approx(float(whole.get("height")) / 2, abs=1)


def test_every_detail_has_a_colour_and_stands_in_the_legend():
    levels = list(Detail)
    text = svg(planned({f"{n}.py": 100 for n in range(len(levels))}, details=levels))
    legend = [g for g in parsed(text).iter(f"{SVG}g") if g.get("aria-label") == "Legend"]
    assert [r.get("class") for r in legend[0].iter(f"{SVG}rect")] == [
        level.label for level in sorted(levels, reverse=True)
    ]
    assert all(text.count(f"--{level.label}:#") == 2 for level in levels)


def test_directories_that_hold_only_one_another_share_a_frame():
    text = svg(planned({"a/b/c/x.py": 10, "a/b/c/y.py": 10, "z.py": 5}))
    assert "a/b/c/: 2 files, 20 tokens, 100 % shown" in titles(text)
    assert not [t for t in titles(text) if t.startswith(("a/:", "a/b/:"))]


def test_small_files_are_drawn_together_and_counted():
    files = {"big.py": 10**6, **{f"s{n}.py": 1 for n in range(300)}}
    found = cells(svg(planned(files)))
    assert len(found) == 2
    assert "300 more in the root: 300 files, 300 tokens, 100 % shown" in found


def test_files_without_tokens_are_not_drawn_but_counted():
    text = svg(planned({"a.py": 10, "b.png": 0, "c.png": 0}))
    assert "2 files without text not drawn." in text
    assert len(cells(text)) == 1


@pytest.mark.parametrize("files", [{}, {"a.png": 0}])
def test_an_empty_repository_is_an_empty_picture(files):
    assert not cells(svg(planned(files)))
    assert "everything" in page(planned(files))


NASTY = [
    "</title><script>alert(1)</script>.py",
    "]]><x/>/a & b.py",
    "\"'onload=x.py",
    "new\nline/\x1b[31m.py",
    "\udcff\udcfe.bin",
    "\u202egnp.exe",
    "漢字の名前/日本語.py",
    "-->.py",
    "x" * 4000 + ".py",
]


class Tags(HTMLParser):
    """Collects what an HTML parser takes for tags and attributes."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes = set(), set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


@given(
    st.lists(st.sampled_from(NASTY) | st.text("<>&'\"/ab\n\0\u202e", min_size=1, max_size=9)),
    st.sampled_from(NASTY),
)
@settings(max_examples=60)
def test_names_and_reasons_cannot_bring_in_markup(names, other):
    files = {name.strip("/") or "a": 100 + i for i, name in enumerate(names)}
    plan = planned(files, name=other, reason=other, details=[Detail.FULL, Detail.EXCERPT])
    assert len(list(parsed(svg(plan)))) > 4
    plain = Tags(page(planned({"a/b.py": 1, "c.py": 9}, details=[Detail.EXCERPT])))
    nasty = Tags(page(plan))
    assert nasty.tags <= plain.tags
    assert nasty.attributes <= plain.attributes
    assert page(plan).encode("utf-8")


@pytest.mark.parametrize("draw", [svg, page])
def test_nothing_comes_from_outside_and_nothing_runs(draw):
    text = draw(planned({"a.py": 5, "b/c.py": 9}))
    assert not re.search(r"<script|\son\w+=|href=|src=|url\(|@import|@font-face", text)
    assert set(re.findall(r"\w+://[^\"]+", text)) == {"http://www.w3.org/2000/svg"}


@pytest.mark.parametrize("draw", [svg, page])
def test_the_picture_has_a_name_a_description_and_few_tab_stops(draw):
    files = {f"d{n % 5}/e{n % 3}/f{n}.py": 10 + n for n in range(300)}
    text = draw(planned(files))
    assert 'aria-labelledby="map-title"' in text
    assert '<desc id="map-about">' in text
    assert text.count("tabindex") == 5


def test_the_page_says_in_a_table_what_the_picture_shows():
    text = page(planned({"a/b.py": 30, "c.py": 10}, details=[Detail.EXCERPT, Detail.FULL]))
    assert '<tr><th scope="row">everything</th><td>2</td><td>40</td><td>62 %</td></tr>' in text
    assert '<tr><th scope="row">a/</th><td>1</td><td>30</td><td>50 %</td></tr>' in text


def test_sums_of_directories_are_those_of_their_files():
    files = {f"{a}/{b}/{c}.py": ord(a) * ord(c) for a in "abc" for b in "de" for c in "fgh"}
    root = token_tree(planned(files))
    assert root.tally.tokens == sum(files.values())
    for place in all_directories(root):
        inside = [v for path, v in files.items() if path.startswith(f"{place.path}/")]
        assert place.tally.tokens == (sum(inside) if place.path else sum(files.values()))


@pytest.mark.parametrize(
    "files",
    [
        {f"{'deep/' * (n % 40)}{'long-' * 24}{n % 97}/{n}.py": 1 + n % 500 for n in range(80_000)},
        # As many cells as there can be, with the longest titles there can be.
        {f"{'&名' * 300}{n}": 100 for n in range(3_500)},
    ],
    ids=["80,000 files", "only cells"],
)
def test_a_picture_of_any_repository_stays_below_two_megabytes(files):
    text = page(planned(files, reason="&由" * 500, details=list(Detail)))
    assert text.count('role="img"') > 20
    assert len(text.encode("utf-8")) < 2_000_000


def test_nesting_of_any_depth_is_drawn():
    files = {"/".join(["d"] * n) + f"/f{n}.py": 10_000 for n in range(1, 1500, 10)}
    assert len(cells(svg(planned(files)))) > 1


@pytest.mark.parametrize("draw", ["svg", "page"])
def test_the_same_bytes_whatever_the_hash_seed(draw):
    code = (
        "import sys; sys.path.insert(0, 'tests')\n"
        "from formats.test_treemap import *\n"
        "made = planned({f'd{n % 7}/{n}.py': n for n in range(500)}, details=list(Detail))\n"
        f"sys.stdout.buffer.write({draw}(made).encode())"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
    assert next(iter(outputs))


@pytest.mark.parametrize("name", ["m.html", "m.HTM", "m.svg"])
def test_the_suffix_says_which_format_and_a_later_run_knows_it_for_ours(tmp_path, name):
    write_map(planned({"a.py": 5}), tmp_path / name)
    data = (tmp_path / name).read_bytes()
    assert data.startswith(OWN_OUTPUT_MARKERS)
    assert (b"<!doctype html>" in data) == (name != "m.svg")


@pytest.mark.parametrize("name", ["m.png", "m", "svg"])
def test_another_suffix_is_a_mistake_in_the_call(tmp_path, name):
    with pytest.raises(UsageError, match=r"\.html or \.htm or \.svg"):
        write_map(planned({"a.py": 5}), tmp_path / name)
    assert not list(tmp_path.iterdir())
