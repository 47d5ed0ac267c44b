"""Passages are what a section is too coarse for, without what tells nothing."""

from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.languages.outline import outline

README = """\
<div><img src="logo.png"></div>

[![build](https://example.org/b.svg)](https://example.org/b)

Sample is small.
It does one thing,
and it does that well,
on every system.

# Sample

.. image:: https://example.org/c.svg

A remark under the title.

## Usage

Run it.
"""


def passages(text: str, language: str = "markdown") -> list[tuple[str, int]]:
    """Return the first line of each region, and the section that it is in."""
    lines = text.split("\n")
    found = outline(text.encode(), language).regions
    return [(lines[region.lines[0] - 1], region.parent) for region in found]


def test_text_before_the_first_section_and_under_a_title_is_a_passage_and_badges_are_not():
    assert passages(README) == [("Sample is small.", -1), ("A remark under the title.", 0)]


def test_long_sections_fall_into_passages_and_short_ones_do_not():
    paragraphs = "\n\n".join(f"Line {i}.\nMore.\nMore.\nMore." for i in range(12))
    found = passages(f"# Short\n\nText.\n\n# Long\n\n{paragraphs}\n")
    assert found == [(f"Line {i}.", 1) for i in range(12)]


def test_a_fence_is_not_cut_and_what_announces_code_stays_with_it():
    text = "a b c\nword\nword\nRun this:\n\n```sh\none\n\n\ntwo\n```\n\nlast words\n"
    regions = outline(text.encode(), "markdown").regions
    assert [region.lines for region in regions] == [(1, 11), (13, 13)]


def test_configuration_falls_into_its_upper_keys():
    keys = "".join(f'  "{name}": {{\n' + '    "x": 1,\n' * 12 + "  },\n" for name in "abc")
    found = passages("{\n" + keys + '  "z": 0\n}\n', "json")
    assert [line.strip() for line, _ in found][:3] == ['"a": {', '"b": {', '"c": {']


@given(st.text(alphabet="a#=-`~:.|<>[]()! \n\t", max_size=400))
def test_regions_lie_in_the_text_in_order(text):
    found = outline(text.encode(), "markdown")
    done = 0
    for region in sorted(found.regions, key=lambda region: region.lines):
        assert done < region.lines[0] <= region.lines[1] <= text.count("\n") + 1
        done = region.lines[1]
