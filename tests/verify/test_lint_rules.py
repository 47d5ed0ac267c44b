"""Rules: each finds its own bad example and leaves the good one, and what else it must not find."""

from __future__ import annotations

import pytest
from growth import large, linear
from linted import found, linted

from ctxbuild.verify.lint.table import RULES

ABOUT = "How to fire a kiln, from loading it to opening the door when it is cold again.\n\n"
LONG = ABOUT * 6
MODULE = "def fire(cone):\n    return cone\n\n\ndef cool(hours):\n    return hours\n"
EXAMPLES = [
    name
    for name, rule in RULES.items()
    if rule.scope == "page" and name not in ("PAGE-001", "PAGE-002", "EX-001", "HEAD-001")
]


def lines(tmp_path, text, rule, name="page.md"):
    return [line for _, line, _ in found(tmp_path, {name: text}, rule)]


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_rule_finds_its_bad_example_and_not_its_good_one(tmp_path, name):
    rule = RULES[name]
    files = {"guide/firing.md": "# Firing\n", "cooling.md": "# Cooling\n", "options.md": "# O\n"}
    assert found(tmp_path / "bad", {**files, "page.md": rule.bad + "\n"}, name)
    assert not found(tmp_path / "good", {**files, "page.md": rule.good + "\n"}, name)


def test_page_rules_find_their_bad_examples(tmp_path):
    assert lines(tmp_path, "# Glazes\n\n## Cobalt\n\n" + LONG, "PAGE-002") == [1]
    assert not lines(tmp_path, "# LOCK\n\nLOCK — lock a kiln\n\n## Use\n\n" + LONG, "PAGE-002")
    assert not lines(tmp_path, "# 窯\n\n窯を安全に焼く方法です。\n\n## 例\n\n" + LONG, "PAGE-002")
    assert not lines(tmp_path, "# Glazes\n\n" + LONG + "## Cobalt\n", "PAGE-002")
    assert lines(tmp_path, "# Glazes\n\n" + ("x" * 99 + "\n") * 500, "PAGE-001") == [1]
    assert lines(tmp_path, RULES["HEAD-001"].bad + "\n", "HEAD-001") == [7]
    assert lines(tmp_path, "# Installation\n\n" + LONG, "EX-001") == [1]
    assert not lines(
        tmp_path, "# Installation\n\n" + LONG + "```sh\npip install x\n```\n", "EX-001"
    )
    for command in ("```sh\npip install x\n```", "Run `pip install x`."):
        assert not lines(tmp_path, f"# Installation\n\n{LONG}{command}\n", "EX-001")


@pytest.mark.parametrize(
    "text",
    [
        "When the user clicks the **Save** button, the handler runs.",
        "Click is a package for command lines.",
        "Click resolves the value of every option.",
        "For radio and check buttons there is a state.",
        "Open a new tab in your browser and visit the kiln.",
        "If you click the button, nothing happens.",
        "Select a glaze from the table of glazes.",
        "Press Ctrl+C to stop the kiln.",
        "Click the **Save** button, or run `kiln save glaze.toml`.",
        "Click [here](https://kiln.test/) for more.",
    ],
)
def test_no_step_by_hand(tmp_path, text):
    assert not lines(tmp_path, text + "\n", "GUI-001")


@pytest.mark.parametrize(
    "text",
    [
        "Click **Save**.",
        "Then click on the Save button.",
        "1. Go to **Settings** > **Glazes** and wait.",
        "In the corner, double-click the icon.",
        "Select the *Firing* tab.",
        "Click Save, then Close.",
        "You should tap the gear icon now.",
    ],
)
def test_steps_by_hand(tmp_path, text):
    assert lines(tmp_path, text + "\n", "GUI-001") == [1]


def test_a_command_further_away_is_no_alternative(tmp_path):
    gap = "Plain words.\n\n" * 8
    text = f"Click **Save**.\n\n{gap}```sh\nkiln save\n```\n"
    assert lines(tmp_path, text, "GUI-001") == [1]
    assert not lines(tmp_path, "Click **Save**.\n\n```sh\nkiln save\n```\n", "GUI-001")


@pytest.mark.parametrize(
    "text",
    [
        "As shown below:\n\n```sh\nkiln\n```\n",
        "Use the [options](#options) described above.\n",
        "It says “see above” to nobody.\n",
        "See the *Cooling* section below.\n",
        "The menu is in the left sidebar.\n",
        "Temperatures above 1,000 degrees.\n",
    ],
)
def test_no_reference_by_position(tmp_path, text):
    assert not lines(tmp_path, text, "REF-001")


def test_a_reference_in_the_second_line_of_a_paragraph_has_that_line(tmp_path):
    assert lines(tmp_path, "Plain words\nas described above.\n", "REF-001") == [2]


def test_rules_are_blind_inside_fences(tmp_path):
    code = "````text\nClick **Save**. See above. [here](x.md) is not yet supported.\n````\n"
    assert not found(tmp_path, {"page.md": code})


@pytest.mark.parametrize(
    ("block", "mixed"),
    [
        ("```sh\n$ kiln fire\nfiring\n```", True),
        ("```\n$ kiln fire\nfiring\n```", True),
        ("```console\n$ kiln fire\nfiring\n```", False),
        ("```sh\n$ kiln fire\n$ kiln cool\n```", False),
        ("```sh\n$ kiln fire \\\n    --cone 6\n```", False),
        ("```sh\n$ kiln add \\\n  -d '{\n  \"cone\": 6\n}'\n```", False),
        ("```sh\n$ kiln fire\n# wait\n$ kiln cool\n```", False),
        ("```\n% a comment of TeX\n\\relax\n```", False),
        ("```python\n$ kiln\nx\n```", False),
    ],
)
def test_prompts_and_output(tmp_path, block, mixed):
    assert bool(lines(tmp_path, block + "\n", "CODE-002")) == mixed


def test_what_follows_a_literal_block_in_a_list_is_not_its_output(tmp_path):
    text = "#. Install it::\n\n      $ pip install kiln\n\n   Then it runs.\n"
    assert not lines(tmp_path, text, "CODE-002", "p.rst")


def test_a_placeholder_has_the_line_it_stands_on(tmp_path):
    text = "Text.\n\n```sh\nkiln list\nkiln pair <bridge-code>\n```\n"
    assert lines(tmp_path, text, "CODE-003") == [5]


def test_a_badge_is_no_section_of_pictures(tmp_path):
    badge = "## Kiln\n\n[![build](https://kiln.test/badge.svg)](https://kiln.test)\n"
    assert not lines(tmp_path, badge, "GUI-002")
    assert not lines(tmp_path, "## K\n\n| a |\n|---|\n| b |\n\n![](kiln.png)\n", "GUI-002")
    assert lines(tmp_path, "## Kiln\n\n![](kiln.png)\n", "GUI-002") == [1]


def test_tabs_of_one_group_need_labels_that_differ(tmp_path):
    tab = '=== "{}"\n\n    ### Usage\n\n    Text.\n\n'
    html = "<TabItem label={}>\n\n### Usage\n\nText.\n\n</TabItem>\n"
    assert lines(tmp_path, tab.format("pip") + tab.format("pip"), "TAB-001") == [7]
    assert lines(tmp_path, html.format('"a"') + html.format('"a"'), "TAB-001") == [8]
    assert not lines(tmp_path, html.format('"a"') + html.format("'\"b\"'"), "TAB-001")
    for between in ("Another kiln:\n\n", "## Gas\n\n"):
        two = tab.format("pip") + between + tab.format("pip")
        assert not lines(tmp_path, two, "TAB-001")


def test_links_of_restructuredtext_and_asciidoc(tmp_path):
    assert lines(tmp_path, "See `here <https://kiln.test>`_.\n", "LINK-001", "p.rst") == [1]
    adoc = "See link:options.adoc[here].\n"
    assert lines(tmp_path / "adoc", adoc, "LINK-001", "p.adoc") == [1]


def test_relative_links_lead_to_files_or_directories(tmp_path):
    files = {
        "docs/a.md": "[b](b.md) [c](../src/) [d](../README.md#x) [e](gone.md) [f](/b)\n",
        "docs/b.md": "# B\n",
        "src/x.py": "x = 1\n",
        "README.md": "# R\n",
    }
    assert found(tmp_path, files, "LINK-002") == [("docs/a.md", 1, "LINK-002")] * 2


def test_labels_of_sphinx_are_no_files(tmp_path):
    files = {"doc/conf.py": "x = 1\n", "doc/a.md": "[b](some-label) [c](gone.md)\n"}
    assert len(found(tmp_path, files, "LINK-002")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Returns whether a firing is currently being done.",
        "In 2.4, gas is not yet supported.",
        "It is stored for use in the future.",
    ],
)
def test_no_undated_statement(tmp_path, text):
    assert not lines(tmp_path, text + "\n", "VER-001")


def test_links_to_files_that_are_not_read_lead_somewhere(tmp_path):
    (tmp_path / "LICENSE").symlink_to("elsewhere")
    assert not lines(tmp_path, "[licence](LICENSE)\n", "LINK-002")


def test_records_are_left_alone(tmp_path):
    text = "Currently not supported. See above. [here](x.md)\n"
    files = dict.fromkeys(("CHANGELOG.md", "docs/release-notes/1.md", ".github/a.md"), text)
    assert not found(tmp_path, files)


def test_modules_without_documentation(tmp_path):
    files = {
        "bare.py": MODULE,
        "said.py": f'"""About kilns."""\n\n{MODULE}',
        "part.py": MODULE.replace("    return cone", '    """Fire."""\n    return cone'),
        "_hidden.py": MODULE,
        "one.py": "def fire():\n    return 1\n",
    }
    assert found(tmp_path, files, "SRC-001") == [("bare.py", 1, "SRC-001")]


def test_a_licence_is_no_documentation(tmp_path):
    code = "export function fire() {}\nexport function cool() {}\n"
    files = {
        "a.js": "// Copyright the kiln makers, all rights reserved.\n" + code,
        "b.js": "// Fires and cools all kinds of kilns.\n" + code,
    }
    assert found(tmp_path, files, "SRC-001") == [("a.js", 1, "SRC-001")]


def test_tests_reach_modules_by_name_and_through_imports(tmp_path):
    files = {
        "kiln/__init__.py": "",
        "kiln/fire.py": f"from kiln.heat import warm, hold\n\n{MODULE}",
        "kiln/heat.py": "def warm():\n    return 1\n\n\ndef hold():\n    return 2\n",
        "kiln/glaze.py": "def mix():\n    return 1\n\n\ndef dip():\n    return 2\n",
        "tests/test_fire.py": "from kiln.fire import fire\n\nassert fire(6)\n",
    }
    assert found(tmp_path, files, "SRC-002") == [("kiln/glaze.py", 1, "SRC-002")]


def test_without_any_tests_no_module_is_said_to_lack_them(tmp_path):
    assert not found(tmp_path, {"kiln.py": MODULE}, "SRC-002")


def test_large_source_files(tmp_path):
    fire = "def fire():\n    return 1\n\n\n"
    files = {
        "big.py": fire * 500 + "x = 1\n",
        "style.css": "a {}\n" * 2001,
        "fits.py": fire * 500,
    }
    assert found(tmp_path, files, "SRC-003") == [("big.py", 1, "SRC-003")]


def test_the_score_is_the_weighed_share_without_findings(tmp_path):
    files = {"a.md": "See [here](b.md).\n", "b.md": "# B\n"}
    assert linted(tmp_path, files, "LINK-001").score == 50
    assert linted(tmp_path, {}, "LINK-001", "GUI-001").score == 87


def test_an_empty_source_has_nothing_to_object_to(tmp_path):
    (tmp_path / "x").mkdir()
    result = linted(tmp_path / "x", {})
    assert (result.score, result.findings) == (100, ())


@linear
@pytest.mark.parametrize(
    "unit",
    [
        "- Click **Save**.\n",
        "[here](x) ",
        "See above. ",
        "See [x](y.md) above ",
        "## Example\n\n",
        "```\n<some-name>\n```\n\n",
        "<!-- ctxbuild-lint: disable-next=all -->\n\nSee above.\n\n",
        "currently not supported ",
        "| [here](x) ",
    ],
)
def test_time_is_linear_in_what_is_found(tmp_path, unit):
    result = linted(tmp_path, {"page.md": "# T\n\n" + large(unit, lines=20_000)})
    assert result.findings


SUMMARIES = ["Overview", "1. Introduction", "What is a glaze?", "概述"]


@pytest.mark.parametrize(
    ("heading", "expected"), [*((name, []) for name in SUMMARIES), ("Use", [1])]
)
def test_a_summary_may_stand_below_a_heading_that_means_to_give_one(tmp_path, heading, expected):
    text = f"# Glazes\n\n## {heading}\n\nGlazes melt on clay and seal it.\n\n## More\n\n{LONG}"
    assert lines(tmp_path, text, "PAGE-002") == expected


def test_a_section_named_in_quotes_is_a_place(tmp_path):
    assert not lines(tmp_path, 'Go on with the doors (see "Doors of kilns" above).', "REF-001")
    assert lines(tmp_path, "Go on with the doors (see above).", "REF-001")


def test_labels_of_code_are_shown_as_they_are_and_are_not_vague(tmp_path):
    page = {"page.md": "The [`kiln.fire`](gone.md) of [`this`](https://k.example/this).\n"}
    assert [hit.excerpt for hit in linted(tmp_path, page, "LINK-002").findings] == ["`kiln.fire`"]
    assert not lines(tmp_path, page["page.md"], "LINK-001")
