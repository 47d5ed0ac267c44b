"""What a page declares is told from what makes use of it, and describes it at the last."""

from __future__ import annotations

import pytest

from ctxbuild.analysis.declarations import declaration
from ctxbuild.analysis.descriptions import Described, describe


@pytest.mark.parametrize(
    ("title", "code", "line"),
    [
        (
            "Kiln.Fire.free",
            "void\nkiln_fire_free (\n  KilnFire* fire\n)",
            "kiln_fire_free (KilnFire",
        ),
        ("Type alias Glaze", 'Glaze: "clear" | "red"', 'Glaze: "clear" | "red"'),
        ("Function isHot<T>", "isHot<T>(value): boolean", "isHot<T>(value): boolean"),
        ("Kiln.MAX", "#define KILN_MAX 6", "#define KILN_MAX 6"),
        ("push", '{% assign all = clay | push: "red" %}', ""),
        ("fire", 'fire("clay")', ""),
        ("Kiln", "pip install kiln", ""),
        ("kiln", "kiln", ""),
        ("Installing", "heat(clay): Pot", ""),
    ],
)
def test_a_declaration_is_on_one_line_and_of_the_titles_last_name(title, code, line):
    found = declaration(title, f"# {title}\n\n#### Declaration\n\n```\n{code}\n```\n")
    assert (line in found) if line else not found


def test_long_ones_are_cut_and_longer_ones_left():
    kinds = " | ".join(f"kind{n}" for n in range(40))
    assert declaration("Kind", f"`Kind: {kinds}`").endswith(" …")
    assert not declaration("Kind", f"```\nKind: {kinds * 3}\n```")


def test_a_page_without_a_sentence_is_described_by_it_and_others_are_not():
    code = "```c\nvoid kiln_free (Kiln* kiln)\n```\n"
    said = [
        describe([Described("Kiln.free", f"# Kiln.free\n\n{text}")])[0]
        for text in (f"{code}\nFrees it.\n", f"A free kiln burns no clay at all.\n\n{code}")
    ]
    assert said[0].text == "Frees it. Declared as void kiln_free (Kiln* kiln)."
    assert said[1].text == "A free kiln burns no clay at all."


def test_what_a_template_says_of_every_page_is_no_author():
    text = "# Kiln\n\nA kiln burns clay pots.\n"
    author = "Description will go into a meta tag in <head />"
    assert describe([Described("Kiln", text, author=author)])[0].text == "A kiln burns clay pots."


def test_pictures_before_headings_are_left_out():
    text = "# Kiln\n"
    headings = ("📄️ Burning clay", "🗃 Glazing pots")
    found = describe([Described("Kiln", text, headings=headings)])[0].text
    assert found == "Covers Burning clay, Glazing pots."
