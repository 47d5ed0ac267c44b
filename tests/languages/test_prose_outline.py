"""Sections of Markdown, reStructuredText and AsciiDoc."""

from itertools import pairwise

import pytest
from growth import large, linear
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.languages.headings import SCANNERS
from ctxbuild.languages.outline import outline
from ctxbuild.languages.prose import outline_prose
from ctxbuild.model import Symbol


def sections(text: str, language: str = "markdown") -> tuple[Symbol, ...]:
    return outline_prose(text.encode(), language).symbols


def signatures(text: str, language: str = "markdown") -> list[str]:
    return [symbol.signature for symbol in sections(text, language)]


def test_outline_reads_prose_languages_as_sections() -> None:
    assert [s.name for s in outline(b"# A\n", "markdown").symbols] == ["A"]
    assert [s.name for s in outline(b"A\n=\n", "rst").symbols] == ["A"]
    assert [s.name for s in outline(b"= A\n", "asciidoc").symbols] == ["A"]
    assert outline(b"# not a language with headings\n", "text").symbols == ()
    assert not outline(b"plain", "text").has_errors


def test_a_section_reaches_to_the_next_heading_of_its_level() -> None:
    text = "intro\n\n# A\na\n## B\nb\n\n## C\n# D\nd"
    a, b, c, d = sections(text)
    assert [s.qualified_name for s in (a, b, c, d)] == ["A", "A > B", "A > C", "D"]
    assert [s.lines for s in (a, b, c, d)] == [(3, 8), (5, 7), (8, 8), (9, 10)]
    assert [s.head for s in (a, b, c, d)] == [(3, 3), (5, 5), (8, 8), (9, 9)]
    assert [s.fold for s in (a, b, c, d)] == [(4, 8), (6, 7), None, (10, 10)]
    assert [s.parent for s in (a, b, c, d)] == [-1, 0, 0, -1]
    assert text.encode()[b.start_byte : b.end_byte] == b"## B\nb\n\n"
    assert {s.kind for s in (a, b, c, d)} == {"heading"}


def test_an_empty_text_and_one_without_headings_have_no_sections() -> None:
    for language in SCANNERS:
        assert sections("", language) == ()
        assert sections("just text\n", language) == ()


@pytest.mark.parametrize(
    "line",
    [
        "#hashtag",
        "    # indented code",
        "\\# escaped",
        "####### seven",
        "#",
        "> # quoted",
        "- # item",
    ],
)
def test_markdown_lines_that_are_no_headings(line: str) -> None:
    assert signatures(f"text\n\n{line}\n") == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("# A #", "# A"),
        ("   ## A ##  ", "## A"),
        ("# C#", "# C#"),
        ("#\tTab", "# Tab"),
        ("### `a_b_c` and **bold** [link](x.md)", "### a_b_c and bold link"),
        ("# **`ctx` build**", "# ctx build"),
        ("# [`code`](a(b).md) &amp; more", "# code & more"),
        ("# snake_case_name and _it_", "# snake_case_name and it"),
        ("# ![logo](x.png) Title {#anchor}", "# logo Title"),
        ('# <a id="x"></a>Generic List<T>', "# Generic List<T>"),
        ('# mark <Badge text="^1.2" /> <Lang js/>', "# mark"),
        ("# tool.<name>.path", "# tool.<name>.path"),
        ("# Title\r", "# Title"),
        (r"# 1\. \*Star\*", "# 1. *Star*"),
    ],
)
def test_markdown_titles_are_plain_text(line: str, expected: str) -> None:
    assert signatures(f"{line}\nbody\n") == [expected]


@pytest.mark.parametrize(
    "block",
    [
        "```sh\n# no\n```",
        "~~~\n# no\n```\n# no\n~~~",
        "````\n```\n# no\n````",
        "  ```\n# no\n  ```",
        "- item\n  ```\n  # no\n  ```",
        "- ```yaml\n  # no\n  ```",
        "1. item\n\n    ```\n# no\n    ```",
        "<!--\n# no\n\n# no\n-->",
        "<pre>\n\n# no\n\n</pre>",
        "<SCRIPT>\n# no\n</SCRIPT>",
        "```\n# no, and never closed",
    ],
)
def test_markdown_code_and_comments_hold_no_headings(block: str) -> None:
    assert signatures(f"# Yes\n\n{block}\n\n") == ["# Yes"]


@pytest.mark.parametrize(
    "before",
    [
        "```one `line` of code```",
        "    ```",
        "``` `not a fence` ```",
        "<!-- closed -->",
        "text <!--",
    ],
)
def test_markdown_headings_after_what_only_looks_like_a_block(before: str) -> None:
    assert signatures(f"text\n\n{before}\n\n# Yes\n") == ["# Yes"]


def test_markdown_setext_headings_take_the_whole_paragraph() -> None:
    text = "Top\n===\n\nTwo\nlines\n---\nbody\n\n---\n\n- item\n---\n\n> quote\n---\n| a |\n---\n"
    top, two = sections(text)
    assert (top.signature, top.head) == ("# Top", (1, 2))
    assert (two.signature, two.head, two.qualified_name) == (
        "## Two lines",
        (4, 6),
        "Top > Two lines",
    )


def test_markdown_front_matter_is_not_a_heading() -> None:
    assert signatures("---\ntitle: x\n# comment\n---\n# Yes\n") == ["# Yes"]
    assert signatures("+++\ntitle = 'x'\n# comment\n+++\n# Yes\n") == ["# Yes"]
    assert signatures("---\n\nTitle\n---\n") == ["## Title"]


def test_rst_levels_follow_the_order_of_styles() -> None:
    text = (
        "=====\nTitle\n=====\n\nChapter\n=======\n\nSection\n-------\n\n"
        "Deep\n~~~~\n\nNext\n=======\nx\n\n-----\n Over\n-----\n"
    )
    assert signatures(text, "rst") == [
        "# Title",
        "## Chapter",
        "### Section",
        "#### Deep",
        "## Next",
        "##### Over",
    ]
    title, chapter, *_ = sections(text, "rst")
    assert title.head == (1, 3)
    assert chapter.head == (5, 6)
    assert chapter.qualified_name == "Title > Chapter"


@pytest.mark.parametrize(
    "block",
    [
        "Example::\n\n    Title\n    =====\n",
        ".. code-block:: rst\n\n   Title\n   =====\n",
        "two lines of\na paragraph\n=====\n",
        "=====  =====\na      b\n=====  =====\n",
        "text\n\n-----\n\ntext\n",
        "- item\n------\n",
        "Longer\n===\n",
        ":field: x\n---------\n",
        "Hi\n::\n",
    ],
)
def test_rst_adornments_that_make_no_section(block: str) -> None:
    assert signatures(block, "rst") == []


def test_rst_titles_lose_roles_and_targets() -> None:
    text = (
        "The :mod:`a.b` module\n=====================\n\n`Link <x>`_ to ``code_x``\n=========\n\n"
        ".. _label:\n\n**Bold**\n========\n"
    )
    assert signatures(text, "rst") == ["# The a.b module", "# Link to code_x", "# Bold"]


def test_rst_title_of_wide_letters_needs_only_a_short_adornment() -> None:
    assert signatures("模块许可\n====\n", "rst") == ["# 模块许可"]


def test_asciidoc_sections_in_one_and_two_lines() -> None:
    text = (
        "= Doc\nAn Author <a@b>\n:toc:\n\nFirst words. More.\n\n== One ==\n\n[[anchor]]\n"
        "=== Two\n\nThree\n-----\n\n====== Six\n"
    )
    assert signatures(text, "asciidoc") == ["# Doc", "## One", "### Two", "## Three", "###### Six"]
    assert sections(text, "asciidoc")[0].doc == "First words."


@pytest.mark.parametrize(
    "block",
    [
        "----\n== no\n----",
        "[source,ruby]\n----\n== no\n.....\n----",
        "....\n== no\n....",
        "////\n== no\n////",
        "|===\n== no\n|===",
        "```sh\n== no\n```",
        "====\n== no\n====",
        "[discrete]\n== no",
        "==no",
        " == no",
        "text that is long\n----\n== no\n----",
    ],
)
def test_asciidoc_blocks_hold_no_sections(block: str) -> None:
    assert signatures(f"== Yes\n\n{block}\n\n== Also\n", "asciidoc") == ["## Yes", "## Also"]


@pytest.mark.parametrize(
    ("body", "doc"),
    [
        ("One sentence. Another.", "One sentence."),
        ("Uses e.g. Rust and v1.2 of\nit. Next.", "Uses e.g. Rust and v1.2 of it."),
        ("[![badge](b.svg)](u)\n\nThe `text`: see [here](x).", "The text: see here."),
        ("- list\n- only", ""),
        ("```\ncode\n\nmore code\n```\n\nAfter code.", "After code."),
        ("| a | b |\n|---|---|", ""),
        ("No full stop", "No full stop"),
        ("Such as this:\n\n- item", "Such as this"),
        ("", ""),
    ],
)
def test_the_doc_is_the_first_sentence(body: str, doc: str) -> None:
    assert sections(f"# T\n\n{body}\n")[0].doc == doc


def test_a_doc_never_comes_from_a_subsection() -> None:
    top, sub = sections("# T\n\n## S\n\nWords.\n")
    assert (top.doc, sub.doc) == ("", "Words.")


_PIECES = st.sampled_from(
    ["#", "##", " ", "  ", "    ", "\t", "\n", "\n\n", "\r\n", "a", "Title", "==", "-----", "~~~~",
     "```", "~~~", "<!--", "-->", "<pre>", "</pre>", "- ", "1. ", "> ", "|", "[x](y)", "`", "*",
     "_", "---\n", "+++\n", "a: b\n", "|===", "....", "====", "[float]\n", "é", "\x00", "::",
     ".. x::"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=60).map("".join) | st.text(), st.sampled_from(sorted(SCANNERS)))
def test_sections_are_nested_ordered_and_reach_the_end(text: str, language: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    symbols = outline_prose(data, language).symbols
    total = data.count(b"\n") + (not data.endswith(b"\n") and data != b"")
    for index, symbol in enumerate(symbols):
        first, last = symbol.lines
        assert symbol.name
        assert 1 <= first == symbol.head[0] <= symbol.head[1] <= last <= total
        assert data[: symbol.start_byte].count(b"\n") == first - 1
        if symbol.fold:
            assert symbol.fold == (symbol.head[1] + 1, last)
        assert symbol.parent < index
        if symbol.parent >= 0:
            fold = symbols[symbol.parent].fold
            assert fold is not None
            assert fold[0] <= first <= last <= fold[1]
    tops = [symbol.lines for symbol in symbols if symbol.parent < 0]
    assert all(after[0] == before[1] + 1 for before, after in pairwise(tops))
    assert not tops or tops[-1][1] == total


@given(st.binary(max_size=200), st.sampled_from(sorted(SCANNERS)))
def test_no_bytes_raise(data: bytes, language: str) -> None:
    outline_prose(data, language)


@linear
@pytest.mark.parametrize("language", sorted(SCANNERS))
@pytest.mark.parametrize(
    "unit",
    ["#", "# ", "    ```\n", "- ", "<!--", "=", "a\n=\n", "[", "[a](", "*", "`", "a\n", " ", "-\n",
     "====\n", "a\n====\n", "== a\n[", "_a", "{#", "<a"],
)  # fmt: skip
def test_time_is_linear_in_the_size_of_the_text(unit: str, language: str) -> None:
    data = large(unit).encode()
    outline_prose(data, language)
    outline_prose(b"# " + data, language)
