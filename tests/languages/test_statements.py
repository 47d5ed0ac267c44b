"""Where long definitions are cut, and that the work stays in proportion to the text."""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable
from functools import partial
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outlines import parses
from region_checks import (
    assert_covered,
    assert_sound,
    first_lines,
    lines_of,
    rows_of,
    run_of,
    view_of,
)

from ctxbuild.languages.outline import outline
from ctxbuild.languages.regions import LAST_ROWS, LONG_FOLD
from ctxbuild.languages.table import LANGUAGES
from ctxbuild.model import Outline

# Blocks of long definitions


def long_function(body: str) -> tuple[str, Outline]:
    text = "def run(source):\n" + body
    return text, outline(text.encode(), "python")


def test_a_definition_has_no_blocks_until_its_fold_is_long() -> None:
    assert long_function(run_of(LONG_FOLD, "    step_{}()"))[1].regions == ()
    assert len(long_function(run_of(LONG_FOLD + 1, "    step_{}()"))[1].regions) == 2


def test_a_class_with_definitions_has_no_blocks_and_one_without_has() -> None:
    attributes = run_of(50, "    register({})")
    text = f"class A:\n{attributes}"
    assert len(outline(text.encode(), "python").regions) == 2
    method = "\n    def f(self):\n        pass\n"
    found = outline((text + method).encode(), "python")
    assert {region.parent for region in found.regions} == {0}
    assert found.regions[-1].lines == (27, 51)


def test_blocks_begin_where_statements_do() -> None:
    call = "    step(\n        source,\n        1,\n    )\n"
    text, found = long_function(call * 40)
    assert set(first_lines(text, found)) == {"step("}
    assert_covered(found)


def test_the_last_block_is_no_scrap() -> None:
    _, found = long_function(run_of(54, "    step_{}()"))
    assert rows_of(found.regions) == [25, 21, 8]


def test_blocks_begin_after_blank_lines_where_there_are() -> None:
    text, found = long_function((run_of(12, "    step_{}()") + "\n") * 6)
    assert set(first_lines(text, found)) == {"step_1()"}


def test_a_comment_goes_with_the_statement_after_it() -> None:
    paragraph = "    # Why this is done,\n    # in two lines.\n    step()\n    other()\n"
    text, found = long_function(paragraph * 30)
    assert "step()" not in first_lines(text, found)
    assert "# in two lines." not in first_lines(text, found)


def test_a_block_in_a_long_chain_shows_its_own_branch_and_the_first() -> None:
    parts = "".join(
        f"    elif source == {n}:\n" + run_of(9, f"        branch_{n}_{{}}()") for n in range(20)
    )
    text, found = long_function("    if source is None:\n        none()\n" + parts)
    assert_covered(found)
    for index, region in enumerate(found.regions):
        view = view_of(text, found, index)
        shown = set(re.findall(r"branch_(\d+)", "\n".join(lines_of(text, region.lines))))
        assert shown <= set(re.findall(r"elif source == (\d+):", view))
        assert "if source is None:" in view
        assert parses(view, "python")


def test_many_comments_do_not_all_go_with_the_statement_after_them() -> None:
    _, found = long_function("    first()\n" + run_of(200, "    # Remark {}.") + "    step()\n")
    assert_covered(found)
    assert max(rows_of(found.regions)) <= LAST_ROWS


def test_a_here_document_goes_with_its_command() -> None:
    text = "run() {\n" + "  cat <<END\ntext\nmore\nEND\n" * 20 + "}\n"
    assert set(first_lines(text, outline(text.encode(), "bash"))) == {"cat <<END"}


def test_a_part_of_a_statement_shows_how_it_goes_on() -> None:
    """A ``try`` alone would be no statement."""
    body = run_of(60, "    step_{}();")
    text = (
        f"function run() {{\n  try {{\n{body}  }} catch {{\n{body}  }} finally {{\n{body}  }}\n}}\n"
    )
    found = outline(text.encode(), "javascript")
    view = view_of(text, found, 0)
    assert "try {" in view
    assert "} catch {" in view
    assert "} finally {" not in view
    assert parses(view, "javascript")


def pyramid(levels: int, sibling: str) -> str:
    lines = []
    for level in range(1, levels + 1):
        indent = "    " * level
        lines += [indent + sibling] * bool(sibling) + [f"{indent}if level_{level}:"]
    return "\n".join(lines) + "\n" + run_of(60, "    " * (levels + 1) + "step_{}()")


def test_statements_are_opened_at_three_levels() -> None:
    """Bodies of one statement are not counted, up to ten in all."""
    most = {}
    for name, levels, sibling in (
        ("three", 3, "step()"),
        ("four", 4, "step()"),
        ("alone", 9, ""),
        ("deep", 11, ""),
    ):
        _, found = long_function(pyramid(levels, sibling))
        assert_covered(found)
        most[name] = max(rows_of(found.regions)) < 60
    assert most == {"three": True, "four": False, "alone": True, "deep": False}


def test_a_statement_that_cannot_be_divided_stays_whole() -> None:
    terms = "".join(f"        + term_{n}\n" for n in range(80))
    text, found = long_function("    first()\n    value = (\n        zero\n" + terms + "    )\n")
    assert_covered(found)
    assert max(rows_of(found.regions)) >= 80
    assert "value = (" in "\n".join(lines_of(text, found.regions[-1].lines))


def test_a_long_string_falls_into_paragraphs() -> None:
    paragraph = run_of(11, "Line {} of a text.") + "\n"
    text = "def run(source):\n    print('''\n" + paragraph * 6 + "''')\n    return source\n"
    found = outline(text.encode(), "python")
    assert_covered(found)
    inside = found.regions[1:]
    assert [lines_of(text, r.lines)[0] for r in inside] == ["Line 1 of a text."] * len(inside)
    assert all((2, 2) in region.around for region in inside)


def test_a_statement_on_one_line_with_others_is_not_parted_from_them() -> None:
    body = "  if (a) { b(); } else { c(); } d();\n" * 60
    text = f"function run() {{\n{body}}}\n"
    found = outline(text.encode(), "javascript")
    assert_covered(found)
    assert all(region.around == () for region in found.regions)


def test_a_macro_over_escaped_lines_has_no_blocks() -> None:
    text = "#define RUN(x) \\\n" + run_of(60, "\tstep_{}(x); \\") + "\tdone()\n"
    found = outline(text.encode(), "c")
    assert found.symbols[0].fold is not None
    assert found.regions == ()


def test_a_function_that_is_an_argument_is_cut_like_others() -> None:
    text = (
        "export const run = wrapped(\n  2,\n  (source) => {\n"
        + run_of(30, "    first_{}();")
        + "    while (source) {\n\n"
        + run_of(30, "      inner_{}();")
        + "    }\n  },\n);\n"
    )
    found = outline(text.encode(), "javascript")
    assert_covered(found)
    assert len(found.regions) == 3
    for index in range(3):
        assert parses(view_of(text, found, index), "javascript")
    assert "while (source) {" in view_of(text, found, 2)


def test_a_wide_table_of_numbers_is_cut_between_its_rows() -> None:
    rows = "".join(f"    {', '.join(str(n * k) for k in range(12))},\n" for n in range(60))
    found = outline(f"const int table[] = {{\n{rows}}};\n".encode(), "c")
    assert_covered(found)
    assert rows_of(found.regions) == [25, 25, 10]


def test_one_long_command_stays_whole_though_it_has_blank_lines() -> None:
    command = "".join(f"  step_{n} &&\n" + "\n" * (n % 12 == 0) for n in range(60))
    text = f"run() {{\n{command}  last\n}}\n"
    found = outline(text.encode(), "bash")
    assert not found.has_errors
    assert [region.lines for region in found.regions] == [found.symbols[0].fold]


# Where the parser fails


def test_a_function_with_an_error_is_cut_at_blank_lines() -> None:
    body = (run_of(12, "  step_{}();") + "\n") * 4 + "  let = = broken(;\n"
    text = f"function run(source) {{\n{body}}}\n"
    found = outline(text.encode(), "javascript")
    assert found.has_errors
    assert [symbol.name for symbol in found.symbols] == ["run"]
    assert_covered(found)
    assert first_lines(text, found) == ["step_1();"] * 3


def test_indented_text_is_cut_at_blank_lines_too() -> None:
    text = (
        "function(run)\n" + ("  step(1)\n" + "  step(more)\n" * 10 + "\n") * 6 + "endfunction()\n"
    )
    found = outline(text.encode(), "cmake")
    assert set(first_lines(text, found)[1:]) == {"step(1)"}


def test_code_without_a_grammar_is_cut_into_paragraphs() -> None:
    row = LANGUAGES["cmake"]
    assert (row.grammar, row.kind) == (None, "code")
    text = (run_of(11, "add_target(part_{})") + "\n") * 5
    found = outline(text.encode(), "cmake")
    assert found.symbols == ()
    assert [region.lines for region in found.regions] == [(1, 23), (25, 47), (49, 59)]
    assert {region.parent for region in found.regions} == {-1}


# Programs made up at random


FORMS = {
    "python": ("def run(x):", "if x > {}:", "x = call_{}(x)", "", ""),
    "javascript": ("function run(x) {", "if (x > {}) {{", "x = call_{}(x);", "}", "}"),
    "go": ("func run(x int) {", "if x > {} {{", "x = call_{}(x)", "}", "}"),
    "c": ("int run(int x) {", "while (x > {}) {{", "x = call_{}(x);", "}", "}"),
    "rust": ("fn run(x: i32) {", "if x > {} {{", "x = call_{}(x);", "}", "}"),
    "ruby": ("def run(x)", "if x > {}", "x = call_{}(x)", "end", "end"),
    "bash": ("run() {", "if x {}; then", "call_{} x", "fi", "}"),
}
"""Header of a function and a statement, a plain statement, and what ends both."""

bodies = st.recursive(
    st.integers(1, 30), lambda inner: st.lists(inner, min_size=1, max_size=5), max_leaves=20
)


def program(body: object, language: str) -> str:
    opening, header, plain, end, closing = FORMS[language]
    lines = [opening]

    def write(part: object, depth: int) -> None:
        indent = "    " * depth
        if isinstance(part, int):
            lines.extend(f"{indent}{plain.format(n)}" for n in range(part))
            lines.extend([""] * (part % 3 == 0))
        elif isinstance(part, list):
            for n, each in enumerate(part):
                if isinstance(each, list):
                    lines.append(indent + header.format(n))
                write(each, depth + isinstance(each, list))
                if isinstance(each, list):
                    lines.extend([indent + end] * bool(end))

    write(body if isinstance(body, list) else [body], 1)
    return "\n".join([*lines, *[closing] * bool(closing)]) + "\n"


@pytest.mark.parametrize("language", FORMS)
@settings(max_examples=60)
@given(body=bodies, data=st.data())
def test_any_blocks_of_any_program_parse(language: str, body: object, data: st.DataObject) -> None:
    text = program(body, language)
    assert parses(text, language)
    found = outline(text.encode(), language)
    assert_sound(text, found)
    assert_covered(found)
    if found.regions:
        chosen = data.draw(st.sets(st.sampled_from(range(len(found.regions))), min_size=1))
        view = view_of(text, found, *chosen)
        assert parses(view, language), view


# Hostile texts


def some_words(count: int) -> list[str]:
    """Return words that differ: texts that repeat themselves are not parsed."""
    source = random.Random(1)
    return ["".join(source.choices("abcdefgh", k=8)) for _ in range(count)]


def each(count: int, line: str) -> str:
    return "".join(line.format(word) for word in some_words(count))


def nested(count: int, opening: str, closing: str) -> str:
    words = some_words(count)
    return "".join(map(opening.format, words)) + "".join(map(closing.format, reversed(words)))


_JS, _C, _PYTHON = "function f() {\n", "int f(void) {\n", "def f():\n"

HOSTILE = {
    "statements": ("python", "", "{}()\n", ""),
    "statements of a function": ("python", _PYTHON, "    {}()\n", ""),
    "imports and calls": ("python", "", "{0}()\nimport {0}\n", ""),
    "definitions and calls": ("python", "", "{0}()\ndef {0}(): pass\n", ""),
    "exports and calls": ("javascript", "", "export let {0};\n" + run_of(30, "{{0}}({});"), ""),
    "members": ("ruby", "class A\n", "  {} :a\n", "  def f\n  end\nend\n"),
    "elements": ("javascript", "const x = [\n", "  '{}',\n", "];\n"),
    "words of a macro": ("rust", "fn f() {\nm! {\n", "{0} {{ {0} }}\n", "}\n}\n"),
    "lines of a string": ("javascript", _JS + "x = `\n", "{}\n", "`;\n}\n"),
    "comments": ("c", _C, "// {}\n", "}\n"),
    "stray braces": ("c", "", "{} {{\n", ""),
    "directives": ("c", "", "#ifdef {0}\n{0}();\n#endif\n", ""),
    "branches": ("javascript", _JS + "if (a) {\n", "{0}();\n}} else if ({0}) {{\n", "}\n}\n"),
    "calls of a chain": ("javascript", _JS + "a", ".{0}(() => {{\n{0}();\n}})", "\n}\n"),
    "terms": ("python", _PYTHON + "    x = (a\n", "    + {}\n", "    )\n"),
    "lines without a grammar": ("cmake", "", "{}()\n", ""),
}
"""Language, and a text: its beginning, what is repeated with another word each time, its end."""

NESTED = {
    "loops": ("c", _C, "while ({}) {{\n", "}} // {}\n", "}\n"),
    "conditions": ("ruby", "def f\n", "if {}\n", "end # {}\n", "end\n"),
    "callbacks": ("javascript", _JS, "{}(() => {{\n", "}}) // {}\n", "}\n"),
}
"""The same, with an end for each repetition."""


def hostile(name: str, lines: int) -> tuple[str, str]:
    """Return a text of about so many lines, and its language."""
    if name in NESTED:
        language, before, opening, closing, after = NESTED[name]
        return before + nested(lines // 2, opening, closing) + after, language
    language, before, repeated, after = HOSTILE[name]
    return before + each(lines // repeated.count("\n"), repeated) + after, language


def counted(make: Callable[[], Outline]) -> tuple[int, Outline]:
    """Return how many calls of functions it takes to make an outline, and it."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        made = make()
    finally:
        sys.setprofile(None)
    return calls, made


@pytest.mark.parametrize("name", [*HOSTILE, *NESTED])
def test_twice_the_text_takes_twice_the_work(name: str) -> None:
    work = []
    for lines in (1500, 3000):
        text, language = hostile(name, lines)
        calls, found = counted(partial(outline, text.encode(), language))
        assert_sound(text, found)
        assert_covered(found)
        assert sum(len(region.around) for region in found.regions) <= 12 * len(found.regions)
        work.append(calls)
    assert found.regions
    assert work[1] < 2.3 * work[0]
    assert work[1] < 60 * 3000


@pytest.mark.parametrize("name", NESTED)
def test_ten_thousand_nested_blocks_are_no_problem(name: str) -> None:
    text, language = hostile(name, 20_000)
    found = outline(text.encode(), language)
    assert not found.has_errors
    assert_sound(text, found)
    assert_covered(found)


def test_a_hundred_thousand_statements_are_blocks_of_the_right_size() -> None:
    text = "def f():\n" + each(100_000, "    {}()\n")
    found = outline(text.encode(), "python")
    assert_covered(found)
    assert set(rows_of(found.regions)) == {25}


@pytest.mark.parametrize("language", ["python", "javascript", "c", "cmake"])
def test_a_line_of_a_megabyte_is_one_region(language: str) -> None:
    text = "setup(" + ", ".join(some_words(99_000)) + ");\n"
    found = outline(text.encode(), language)
    assert [region.lines for region in found.regions] == [(1, 1)]


@pytest.mark.parametrize("end", ["x", "#", "end", "public:", ""])
def test_a_long_line_of_signs_takes_linear_time(end: str) -> None:
    """Were it the square, each of these would take an hour."""
    signs = "".join(random.Random(1).choices("+-*/%&|<>=!?.,;:~^ ", k=300_000))
    found = outline(f"setup();\n{signs}{end}\n".encode(), "javascript")
    assert found.regions[0].lines[0] == 1
    lone = outline(f"{signs}{end}\n".encode(), "javascript")
    assert len(lone.regions) == (end == "x")
