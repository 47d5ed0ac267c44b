"""Prose as blocks: what rules see of the three mark-up languages and their extensions."""

from __future__ import annotations

import pytest
from growth import large, linear
from hypothesis import given, settings
from hypothesis import strategies as st

from ctxbuild.verify.lint.pages import SCANNERS, read_page


def blocks(text, language="markdown"):
    return read_page("page", language, text).blocks


def kinds(text, language="markdown"):
    return [(block.kind, block.label, block.lines) for block in blocks(text, language)]


def test_markdown_has_headings_paragraphs_items_and_code():
    text = "# Kiln\n\nIt is hot.\nVery.\n\n1. Load\n2. Fire\n\n```sh\nkiln fire\n```\n"
    assert kinds(text) == [
        ("heading", "", (1, 1)),
        ("paragraph", "", (3, 4)),
        ("item", "1.", (6, 6)),
        ("item", "2.", (7, 7)),
        ("code", "sh", (9, 11)),
    ]


def test_what_looks_like_a_heading_in_a_fence_is_code():
    assert kinds("```\n# no heading\n```\n") == [("code", "", (1, 3))]


@pytest.mark.parametrize(
    ("info", "language"),
    [
        ("python", "python"),
        (" {.python .numberLines}", "python"),
        ("{python}", "python"),
        ("{code-block} python", "python"),
        ("{code-block}", ""),
        ("{code-cell}", "code-cell"),
        ('hl_lines="3"', ""),
        ('bash tab="CLI"', "bash"),
        ("js:title=kiln.js", "js"),
        ("", ""),
    ],
)
def test_fences_name_their_language_in_many_ways(info, language):
    assert [block.label for block in blocks(f"```{info}\nx\n```\n")] == [language]


def test_containers_are_looked_through():
    text = "!!! note\n    Hot.\n\n:::{tip}\nWait.\n:::\n\n> Quoted.\n\n````{note}\nInside.\n````\n"
    assert [b.text.strip() for b in blocks(text) if b.kind == "paragraph"] == [
        "Hot.",
        "Wait.",
        "Quoted.",
        "Inside.",
    ]


@pytest.mark.parametrize(
    "line",
    [
        '=== "pip"',
        ":::{tab-item} pip",
        '<TabItem value="x" label="pip">',
        '{{% tab "pip" %}}',
        '{{< tab name="pip" >}}',
        '{% tab title="pip" %}',
        "/// tab | pip",
        "{{< tab pip >}}",
        "{{% tab header=pip %}}",
    ],
)
def test_tabs_of_many_generators_have_labels(line):
    found = [block for block in blocks(f"{line}\n\nText.\n") if block.kind == "tab"]
    assert [block.label for block in found] == ["pip"]


def test_a_group_may_name_its_tabs():
    text = '{{< tabs "pip" uv >}}\n\n{{% codetab %}}\nA\n\n{{% codetab %}}\nB\n'
    assert [b.label for b in blocks(text) if b.kind == "tab"] == ["pip", "uv"]


def test_indented_code_is_code_unless_a_list_holds_it():
    assert kinds("Text.\n\n    kiln fire\n")[1][0] == "code"
    assert kinds("- Item.\n\n    More of it.\n")[1][0] == "paragraph"


def test_comments_and_raw_html_hold_no_prose():
    text = "<!-- Click\nhere -->\n\n<script>\nsee above\n</script>\n\nText.\n"
    assert [b.text for b in blocks(text) if b.is_prose] == ["Text."]


def test_restructuredtext_directives():
    text = (
        "Kiln\n====\n\n.. note::\n\n   Hot.\n\n.. code-block:: sh\n   :caption: x\n\n"
        "   kiln fire\n\n"
        "Like this::\n\n   kiln cool\n\n.. tabs::\n\n   .. tab:: pip\n\n      Text.\n\n"
        ".. image:: kiln.png\n   :alt: A kiln\n\n.. a comment\n   of two lines\n"
    )
    found = [(b.kind, b.label) for b in blocks(text, "rst") if b.kind != "markup"]
    assert found == [
        ("heading", ""),
        ("paragraph", ""),
        ("code", "sh"),
        ("paragraph", ""),
        ("code", ""),
        ("tab", "pip"),
        ("paragraph", ""),
        ("image", ""),
    ]
    code = [b for b in blocks(text, "rst") if b.kind == "code"]
    assert [(b.text.strip(), b.body) for b in code] == [("kiln fire", 11), ("kiln cool", 15)]


def test_fields_before_the_title_are_no_text():
    assert [b.kind for b in blocks(":orphan:\n\nKiln\n====\n", "rst")] == ["markup", "heading"]


def test_highlight_sets_the_language_of_what_follows():
    text = ".. highlight:: sh\n\n.. code-block::\n\n   kiln fire\n"
    assert [b.label for b in blocks(text, "rst") if b.kind == "code"] == ["sh"]


def test_asciidoc_listings_and_lists():
    text = (
        "= Kiln\n\nIt is hot.\n\n[source,sh]\n----\nkiln fire\n----\n\n----\nplain\n----\n\n"
        ". Load\n. Fire\n\n====\nAn example.\n====\n\nimage::kiln.png[]\n"
    )
    found = [(b.kind, b.label) for b in blocks(text, "asciidoc") if b.kind != "markup"]
    assert found == [
        ("heading", ""),
        ("paragraph", ""),
        ("code", "sh"),
        ("code", ""),
        ("item", "1."),
        ("item", "1."),
        ("paragraph", ""),
        ("image", ""),
    ]


def test_a_source_language_holds_for_the_document():
    text = "= Kiln\n:source-language: sh\n\n[source]\n----\nkiln fire\n----\n"
    found = [b.label for b in blocks(text, "asciidoc") if b.kind == "code"]
    assert found in (["sh"], [""])


def test_front_matter_is_no_text_and_may_describe():
    page = read_page("p.md", "markdown", "---\ntitle: Kiln\ndescription: Hot.\n---\n\nText.\n")
    assert (page.title, page.described) == ("Kiln", True)
    assert [b.text for b in page.blocks] == ["Text."]


PIECES = st.sampled_from(  # one text, split: easier to read than a list
    "# T|```|```sh|~~~|> q|- a|1. b|    x|\t|.. note::|.. code-block:: a|::|----|====|[source]|<!--"
    "|-->"
    '|<pre>|=== "t"|:::|:::{tab-item} x|---|+++|`a|``b``|[l](m)|![i](j)||text|{% highlight x %}'
    "|image::a[]|| a | b ||$ ls|<TabItem|\\|\r|$$|%".split("|")
)


@pytest.mark.parametrize("language", sorted(SCANNERS))
@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=14))
def test_any_text_becomes_blocks_in_order(language, lines):
    text = "\n".join(lines)
    found = read_page("p", language, text).blocks
    assert all(1 <= b.lines[0] <= b.lines[1] <= len(lines) + 2 for b in found)
    starts = [b.lines[0] for b in found]
    assert starts == sorted(starts)


@linear
@pytest.mark.parametrize("language", sorted(SCANNERS))
@pytest.mark.parametrize(
    "unit", ["> ", "`", "```\n", "- ", "[", "a ", "<", "::\n\n", ".. x\n", "*", "|"]
)
def test_time_is_linear(language, unit):
    read_page("p", language, large(unit))
