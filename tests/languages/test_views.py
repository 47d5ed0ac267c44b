"""Which lines a view shows, and how gaps look."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.languages.outline import outline
from ctxbuild.languages.table import LANGUAGES
from ctxbuild.languages.views import (
    declaration_lines,
    elision_note,
    full_lines,
    introduction_lines,
    merge_lines,
    render_lines,
    render_view,
    signature_lines,
)

TEXT = '''"""Doc."""

import os


class A:
    """A thing."""

    def first(self) -> int:
        value = os.getpid() + os.getppid()
        return value * value

    def second(self) -> int:
        value = os.getuid() + os.getgid()
        return value * value


def third() -> None:
    print("a long enough line to be hidden")
    print("another long enough line")
'''

runs = st.lists(st.tuples(st.integers(1, 40), st.integers(1, 40)), max_size=8)


def test_a_signature_view_shows_prologue_heads_and_placeholders() -> None:
    view = render_view(TEXT, "python", signature_lines(outline(TEXT.encode(), "python")))
    assert view == (
        '"""Doc."""\n'
        "# … 4 lines (2-5)\n"
        "class A:\n"
        '    """A thing."""\n'
        "\n"
        "    def first(self) -> int:\n"
        "        ...  # … 3 lines (10-12)\n"
        "    def second(self) -> int:\n"
        "        ...  # … 4 lines (14-17)\n"
        "def third() -> None:\n"
        "    ...  # … 2 lines (19-20)\n"
    )


def test_chosen_symbols_bring_their_ancestors() -> None:
    found = outline(TEXT.encode(), "python")
    second = next(i for i, s in enumerate(found.symbols) if s.name == "second")
    assert signature_lines(found, [second]) == ((6, 6), (13, 13))
    assert full_lines(found, [second]) == ((6, 6), (13, 15))


def test_no_symbol_shows_nothing_and_an_introduction_is_asked_for_by_itself() -> None:
    found = outline(TEXT.encode(), "python")
    assert signature_lines(found, []) == full_lines(found, []) == ()
    assert introduction_lines(found) == ((1, 1),)


DOCUMENTED = '''@wraps(other)
def f(
    a,
):
    """Do it.

    At length.
    """
    first = "a long enough line to be hidden"
    return first, "another long enough line"
'''


def test_a_declaration_is_decorators_and_signature_without_the_docstring() -> None:
    found = outline(DOCUMENTED.encode(), "python")
    assert found.symbols[0].docstring == (5, 8)
    assert declaration_lines(found, [0]) == ((1, 4),)
    assert signature_lines(found, [0]) == ((1, 8),)


def test_a_php_view_keeps_its_opening_tag() -> None:
    body = b"    $x = 'a long enough line';\n    return $x . $x;\n"
    text = b"<?php\nnamespace A;\n\nfunction f() {\n" + body + b"}\n"
    assert declaration_lines(outline(text, "php"), [0])[0] == (1, 2)


@pytest.mark.parametrize(
    ("text", "shown", "gap"),
    [
        ("def f():\n    return 1\n", (1, 1), "    ...  # … 1 line (2)"),
        ("def f(a,\n      b):  # why\n    return 1\n", (1, 2), "    ...  # … 1 line (3)"),
        ("def f():\n    # why\n    return 1\n", (1, 2), "    ...  # … 1 line (3)"),
        ("def f():\n    a = 1\n    return 1\n", (1, 2), "    # … 1 line (3)"),
        ("a = 1\nb = 2\n", (1, 1), "# … 1 line (2)"),
        ("a = 1\nb = 2\n", (2, 2), "# … 1 line (1)"),
    ],
)
def test_a_python_placeholder_is_a_statement_only_where_one_must_stand(text, shown, gap) -> None:
    view = render_view(text, "python", (shown,))
    assert gap in view.split("\n")
    compile(view, "view", "exec")


@given(runs)
def test_merged_runs_are_sorted_disjoint_and_cover_the_same_lines(pairs) -> None:
    merged = merge_lines(pairs)
    covered = {line for first, last in pairs for line in range(first, last + 1)}
    assert {line for first, last in merged for line in range(first, last + 1)} == covered
    assert all(a[1] + 1 < b[0] for a, b in itertools.pairwise(merged))


@given(st.lists(st.sampled_from(["a", "  b", "", " ", "# c", "x\r"]), max_size=30), runs)
def test_shown_lines_stand_as_they_are_and_each_gap_is_one_line(lines, pairs) -> None:
    shown = merge_lines((first, min(last, len(lines))) for first, last in pairs)
    shown = tuple(run for run in shown if run[0] <= len(lines))
    view = render_lines(lines, "python", shown)
    kept = [lines[n - 1] for first, last in shown for n in range(first, last + 1)]
    rest = iter(view.split("\n"))
    assert all(any(line == other for other in rest) for line in kept)
    assert view.count("…") <= len(shown) + 1


@given(st.text(alphabet="ab \n\r\t#", max_size=80))
def test_showing_everything_changes_nothing(text: str) -> None:
    total = text.count("\n") + (not text.endswith("\n") and text != "")
    view = render_view(text, "python", ((1, total),) if total else ())
    assert view == text or view == text + "\n"


@pytest.mark.parametrize(
    ("language", "placeholder"),
    [
        ("python", "  ...  # … 2 lines (2-3)"),
        ("go", "  // … 2 lines (2-3)"),
        ("bash", "  :  # … 2 lines (2-3)"),
        ("ruby", "  # … 2 lines (2-3)"),
        ("yaml", "  # … 2 lines (2-3)"),
        ("html", "  <!-- … 2 lines (2-3) -->"),
        ("css", "  /* … 2 lines (2-3) */"),
        ("markdown", "  … 2 lines (2-3)"),
        ("json", "  … 2 lines (2-3)"),
        ("no such language", "  … 2 lines (2-3)"),
    ],
)
def test_a_placeholder_is_a_comment_of_the_language(language: str, placeholder: str) -> None:
    assert render_view("a\n  b\n  c\nd\n", language, ((1, 1), (4, 4))) == f"a\n{placeholder}\nd\n"


def test_every_placeholder_is_a_format_with_one_slot() -> None:
    for row in LANGUAGES.values():
        assert elision_note(2, 5) in row.placeholder.format(elision_note(2, 5)), row.name


def test_a_gap_of_blank_lines_stays_blank() -> None:
    assert render_view("a\n\n \nb\n", "python", ((1, 1), (4, 4))) == "a\n\n \nb\n"


def test_a_python_placeholder_takes_its_indentation_from_code_not_comments() -> None:
    text = "def f():\n# at the margin\n    return 1\n"
    assert render_view(text, "python", ((1, 1),)) == "def f():\n    ...  # … 2 lines (2-3)\n"


def test_one_hidden_line_is_named_in_the_singular() -> None:
    assert elision_note(7, 7) == "… 1 line (7)"


def test_a_python_gap_that_begins_with_a_clause_is_a_comment() -> None:
    text = "if a:\n    x = 1\nelif b:\n    x = 2\nelse:\n    x = 3\n"
    view = render_view(text, "python", ((1, 2), (5, 6)))
    assert view == "if a:\n    x = 1\n# … 2 lines (3-4)\nelse:\n    x = 3\n"


def test_a_book_of_module_documents_is_cut_after_its_beginning() -> None:
    text = b"//! line\n" * 60 + b"pub fn f() {}\n"
    assert signature_lines(outline(text, "rust")) == ((1, 20), (61, 61))


SIBLINGS = '''class A:
    def first(self):
        text = """
def no_definition():
"""
        return text

    @property
    def second(self):
        def inner():
            return 1
        return inner


def last():
    return 2
'''


@pytest.mark.parametrize(
    ("shown", "gap"),
    [
        (((1, 2),), "        ...  # … 14 lines (3-16), other definitions from 8"),
        (((1, 6), (14, 16)), "    # … 7 lines (7-13)"),
        (((1, 2), (8, 16)), "        ...  # … 5 lines (3-7)"),
        (((1, 9), (12, 16)), "        # … 2 lines (10-11)"),
        (((1, 7),), "    # … 9 lines (8-16), other definitions from 15"),
    ],
)
def test_a_python_placeholder_tells_where_the_block_that_it_begins_in_has_ended(shown, gap) -> None:
    view = render_view(SIBLINGS, "python", shown)
    assert gap in view.split("\n")


def test_the_end_of_a_block_in_brackets_is_shown_and_not_told() -> None:
    view = render_view("f() {\n  a\n}\ndef b() {\n  c\n}\n", "ruby", ((1, 1),))
    assert "other" not in view
