"""What rules leave alone because something beside it answers the objection."""

from __future__ import annotations

import pytest
from linted import found

ABOUT = "How to fire a kiln, from loading it to opening the door when it is cold again.\n\n" * 6
CODE = "```sh\nkiln fire\n```\n\n"
MODULE = "def fire(cone):\n    return cone\n\n\ndef cool(hours):\n    return hours\n"


def lines(tmp_path, text, rule, name="page.md"):
    return [line for _, line, _ in found(tmp_path, {name: text}, rule)]


@pytest.mark.parametrize(
    "text",
    [
        "| a | b |\n|---|---|\n\nThe table above has the cones.\n",
        "![A kiln](kiln.png)\n\nThe picture above has the door.\n",
        "The diagram below has the stages.\n\n```mermaid\ngraph TD\n```\n",
        "The example below fires.\n\nIt is short.\n\n" + CODE,
        "Loading is slow.\n\nAs described above, be patient.\n",
        "The options are listed below:\n\n`cone`\n: how hot it gets\n",
        "The `retry` option (see below) helps.\n\n## Retries\n\nText.\n",
        "Stack by the list of cones below.\n\n## Glazes\n\n### List of cones\n\nText.\n",
        "This replaces the previous script format of kilns.\n",
        "It follows from the previous Command Module.\n",
        "The sections below are about cones.\n\n## Cones\n\nText.\n",
        "{/* The example below is old. */}\n\nText.\n",
        "The list below has all.\n\n" + CODE,
        "The example below fires.\n\n" + "One line.\n\n" * 4 + CODE,
        "- Load.\n- The options listed above.\n",
        "Cones melt at `1222`. With the example above, it is cone 6.\n",
        "## Fire\n\nAs set by the cone table described above.\n\n## The cone table\n\nText.\n",
        "## Fire\n\nTrace the previous script and adjust.\n",
    ],
)
def test_what_is_named_or_close_is_no_reference_by_position(tmp_path, text):
    assert not lines(tmp_path, "# Kilns\n\n" + text, "REF-001")


@pytest.mark.parametrize(
    "text",
    [
        CODE + "## Cones\n\nThe example above is short.\n",
        "The list below has all.\n\n## Cones\n\n" + CODE,
        "Text.\n\n## Cones\n\nAs described above, be patient.\n",
        "The example below fires.\n\n" + "One line.\n\n" * 14 + CODE,
        "- Load.\n\n## Cones\n\n- The options listed above.\n",
        "Replace `<cone>` with the code listed above, patiently.\n",
        "Text.\n\n---\n\n## Cones\n\nSee the previous section.\n",
    ],
)
def test_a_heading_or_much_else_between_takes_a_reference_its_place(tmp_path, text):
    assert len(lines(tmp_path, "# Kilns\n\n" + text, "REF-001")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Click the magnifier icon or press CTRL-S.\n",
        "Open the **Fire** menu by pressing kbd:[Ctrl,P].\n",
        "- **Click Rate:** how many clicked.\n",
        "- `click`: Click an element\n",
        "* Open outer links in new tab by default\n",
        "- open logs tab with filters;\n",
        "- Go to **Settings** > **Glazes** at [the settings](https://kiln.example/settings).\n",
        "### Web\n\nClick **Fire**.\n\n### CLI\n\n" + CODE,
        '=== "Screen"\n\n    Click **Fire**.\n\n=== "Terminal"\n\n    Type fire.\n',
        "Click **Fire**.\n\n**Using the API:**\n\nSend a request.\n",
        "Click **Fire**.\n\nOr pick Fire from the command palette.\n",
        "Click **Fire**.\n\nThe same is done with the API.\n",
        "Click **Fire**.\n\nIt opens `http://localhost:8090/fire`.\n",
        "Click **Fire**.\n\n## Fire from the API\n\n" + CODE,
        "From here you can select a cone from the dropdown menu.\n",
        "Say “click the Fire button” to it.\n",
        "Click a cone → `openCone(id)`.\n",
        "Open **two browser tabs** side by side.\n",
        "Then press the power button.\n",
    ],
)
def test_a_step_on_a_screen_may_have_its_like_elsewhere(tmp_path, text):
    assert not lines(tmp_path, "# Kilns\n\n## Fire\n\n" + text, "GUI-001")


@pytest.mark.parametrize(
    "text",
    [
        "### Web\n\nClick **Fire**.\n\n### API keys\n\nText.\n",
        "1. open the **Fire** menu\n",
        "- Click **Fire**.\n",
        "Go to the **Fire** tab, then read.\n",
        "To fire, click **Fire**.\n\nThen wait.\n",
    ],
)
def test_a_step_on_a_screen_without_its_like(tmp_path, text):
    assert lines(tmp_path, "# Kilns\n\n## Fire\n\n" + text, "GUI-001")


@pytest.mark.parametrize(
    "text",
    [
        "## Red\n\n![A red glaze](a.png)\n\n## Blue\n\n![A blue glaze](b.png)\n",
        "## Ayu (light)\n\n![](ayu.png)\n\n## Ayu (dark)\n\n![](ayu-dark.png)\n",
        "## Errors\n\n![x](errors.png)\n\n### Cone too hot\n\nText.\n",
        '## Thanks\n\n<a href="x">\n  <img src="faces.png" />\n</a>\n',
        "## Stars\n\n![Stars](https://star-history.example/x.svg)\n",
        "## 2) Click FIRE\n\n![x](fire.png)\n",
        "## Door\n\n![The door of the kiln is open and its lamp is red](door.png)\n",
        "## Build\n\n[![Build](a.svg)](b)\n",
    ],
)
def test_pictures_that_stand_for_themselves(tmp_path, text):
    assert not lines(tmp_path, "# Kilns\n\n" + text, "GUI-002")


@pytest.mark.parametrize(
    "text",
    [
        "## Door\n\n![img.png](a.png)\n\n## Lamp\n\n![img.png](b.png)\n",
        "## Architecture\n\n![Kiln architecture](arch.png)\n\n## Use\n\nText.\n",
        "## Deployment\n\n![Overview](deployment.png)\n\n## Use\n\nText.\n",
    ],
)
def test_pictures_in_place_of_words(tmp_path, text):
    assert lines(tmp_path, "# Kilns\n\n" + text, "GUI-002")


def test_what_a_substitution_of_restructuredtext_stands_for_is_no_picture(tmp_path):
    text = "Kilns\n=====\n\nText.\n\nDoor\n----\n\n.. |x| image:: x.png\n"
    assert not lines(tmp_path, text, "GUI-002", "page.rst")
    shown = text.replace("|x| ", "")
    assert lines(tmp_path, shown, "GUI-002", "page.rst") == [6]
    said = shown + "   :alt: The door of the kiln is open and its lamp red\n"
    assert not lines(tmp_path, said, "GUI-002", "page.rst")


@pytest.mark.parametrize(
    "head",
    [
        "**Table of Contents**\n\n- [Glazes](#glazes)\n\n# Glazes\n\nGlazes melt and seal.\n\n",
        "- Kiln 5\n- [Cones](c.md)\n\n# Glazes\n\nGlazes melt and seal.\n\n",
        "# Glazes\n\n`glaze`-minded adapter for `kilns`.\n\n",
        "# Glazes\n\n## Objective\n\nGlazes melt and seal the clay.\n\n",
        "# Glazes\n\n## 🎯 Overview\n\nGlazes melt and seal the clay.\n\n",
        "# Glazes\n\n## Contents\n\n- [A](#a)\n\n## Overview\n\nGlazes melt and seal the clay.\n\n",
        '+++ {"raw": "cell of text"}\n\n+++\n\n## Glazes\n\nGlazes melt and seal the clay.\n\n',
        "# Glazes\n\n- **Date:** 2026-01-02\n- **Purpose:** list them\n\n",
        "# Glazes\n\n* A glaze is glass on clay.\n\n",
        "# Glazes\n\nGlass for clay pots\n\n",
        "# Glazes\n\n## Preface\n\n### Parts\n\nThis guide tells of glazes.\n\n",
        "# Glazes\n\n## Basics\n\nA glaze is glass on clay.\n\n",
        "# kiln.glazes\n\n## Colours of melted glass\n\nText.\n\n",
        "# How do I glaze?\n\n## Solution\n\nText.\n\n",
        "# Glaze [Name]\n\n## Solution\n\nText.\n\n",
        "<!--\n    tagline: Glass on clay\n-->\n\n# Glazes\n\n## Red\n\nText.\n\n",
        "### Glazes\n\n- Stir it.\n\n",
    ],
)
def test_pages_that_say_what_they_are_about(tmp_path, head):
    assert not lines(tmp_path, head + "## Cobalt\n\n" + ABOUT, "PAGE-002")


def test_a_few_words_are_no_summary_and_parts_of_pages_need_none(tmp_path):
    text = "# Glazes\n\nSee below.\n\n## Cobalt\n\n" + ABOUT
    assert lines(tmp_path / "page", text, "PAGE-002") == [1]
    context = "# Glazes\n\n- **Status:** accepted\n\n## Context\n\nWe fired pots.\n\n## Red\n\n"
    assert lines(tmp_path / "context", context + ABOUT, "PAGE-002") == [1]
    assert not lines(tmp_path / "a", text, "PAGE-002", "docs/_glazes.md")
    assert not lines(tmp_path / "b", text, "PAGE-002", "docs/partials/glazes.md")


def test_what_nobody_reads_makes_no_page_long(tmp_path):
    assert not lines(tmp_path, "# Kilns\n\n" + "x" * 60_000 + "\n", "PAGE-001")


def test_lists_of_releases_are_records(tmp_path):
    releases = "".join(f"## 1.{number} (2024-01-02)\n\nSee above.\n\n" for number in range(5))
    assert not lines(tmp_path, "# Kilns\n\n" + releases, "REF-001")
    assert not lines(tmp_path, "# Kiln changelog\n\n## Red\n\nSee above.\n", "REF-001")
    assert lines(tmp_path, "# Kilns\n\n## Version 1.2\n\nSee above.\n", "REF-001")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("If gas is not yet supported, wait.", []),
        ("It must be one of the currently supported ones.", []),
        ("Gas is not yet supported. Use it if you can.", [5]),
        ("Currently supported kilns:", [5]),
        ("Look up what is currently supported.", []),
        ("Take a device that is not yet supported.", []),
        ("At the time of writing the library, no kiln was known.", []),
        ("Kilns often have parts that are not yet available.", []),
        ("Since 2.3 there is gas. Oil is not yet supported.", []),
        (".. versionadded:: 2.3\n\nOil is not yet supported.", []),
    ],
)
def test_conditions_are_no_statements_about_now(tmp_path, text, expected):
    assert lines(tmp_path, f"# Kilns\n\n## Gas\n\n{text}\n", "VER-001") == expected
    assert not lines(tmp_path, f"# Kilns\n\n## Gas in 2.4\n\n{text}\n", "VER-001")


@pytest.mark.parametrize(
    "text",
    [
        "# Installation\n\n" + ABOUT + "## npm install kiln\n\nText.\n",
        "# Installation\n\n" + ABOUT + "Then `chmod a+x kiln`.\n",
        "# Installation exit codes\n\n" + ABOUT,
    ],
)
def test_pages_that_have_a_command_or_are_not_about_installing(tmp_path, text):
    assert not lines(tmp_path, text, "EX-001")


def test_an_index_that_leads_on_needs_no_command(tmp_path):
    ways = "".join(f"Read how to fire with {x}: [{x}]({x}.md).\n\n" for x in ("gas", "wood", "oil"))
    text = "# Getting started\n\n" + ABOUT.replace("\n\n", "\n\n## K\n\n") + ways
    assert not lines(tmp_path, text, "EX-001", "start/index.md")
    assert lines(tmp_path / "other", text, "EX-001", "start/first.md")


def test_what_is_for_itself_needs_no_documentation(tmp_path):
    kotlin = "fun fire(cone: Int) = cone\n\nfun cool(hours: Int) = hours\n"
    rust = "pub fn fire() {}\n\npub fn cool() {}\n"
    files = {
        "tool.py": "#!/usr/bin/env python3\n" + MODULE,
        "listings/ch1/kiln.py": MODULE,
        "kiln.mock.ts": "export function fire() {}\nexport function cool() {}\n",
        "hidden.kt": kotlin.replace("fun ", "internal fun "),
        "shown.kt": kotlin,
        "hidden.rs": rust.replace("pub ", "pub(crate) "),
        "shown.rs": rust,
    }
    assert [path for path, _, _ in found(tmp_path, files, "SRC-001")] == ["shown.kt", "shown.rs"]


def test_files_that_nobody_wrote_by_hand_may_be_large(tmp_path):
    long = "def fire():\n    return 1\n\n\n" * 600
    files = {
        "kiln.py": long,
        "made.py": "# Generated by the kiln compiler.\n" + long,
        "flow-typed/kiln.js": "function fire() {\n  return 1;\n}\n" * 900,
        "table.py": MODULE + "CONES = [\n" + "    6,\n" * 2_100 + "]\n",
    }
    assert [path for path, _, _ in found(tmp_path, files, "SRC-003")] == ["kiln.py"]
