"""Diffs of lines: applying one gives the new text, git takes it, and hostile texts stay cheap."""

from __future__ import annotations

from itertools import pairwise

import pytest
from growth import LINES as MANY
from growth import linear
from hypothesis import given
from hypothesis import strategies as st
from repositories import git, write

from ctxbuild.analysis.differ import Hunk, diff_lines, split_lines
from ctxbuild.analysis.edits import changed_lines
from ctxbuild.analysis.headings import headings
from ctxbuild.analysis.unified import FileHeader, quoted, unified
from ctxbuild.readers.edits import Edit

LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "\n", "  d\n", "}\n", "\r\n", "\x0b\n"]))
SAME = FileHeader("f", "f")


@st.composite
def texts(draw):
    """Return two texts of which the second is often an edit of the first."""
    old = draw(LINES)
    new = list(old)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(new)))
        new[at : at + draw(st.integers(0, 3))] = draw(LINES)[:3]
    ends = draw(st.sampled_from(["", "end", "a"])), draw(st.sampled_from(["", "end", "b"]))
    return "".join(old) + ends[0], "".join(new) + ends[1]


def applied(old: list[str], new: list[str], hunks: tuple[Hunk, ...]) -> list[str]:
    result, at = [], 0
    for hunk in hunks:
        result += old[at : hunk.old_start - 1]
        came = hunk.new_start - 1
        assert len(result) == came
        result += new[came : came + hunk.new_count]
        at = hunk.old_start - 1 + hunk.old_count
    return result + old[at:]


def diff(old: str, new: str, header: FileHeader = SAME, context: int = 3) -> str:
    before, after = split_lines(old), split_lines(new)
    return unified(header, diff_lines(before, after), before, after, context)


@given(texts())
def test_applying_the_hunks_gives_the_new_text(pair):
    old, new = map(split_lines, pair)
    hunks = diff_lines(old, new)
    assert applied(old, new, hunks) == new
    for one, two in pairwise(hunks):
        assert two.old_start > one.old_start + one.old_count


@given(texts())
def test_both_directions_change_as_many_lines(pair):
    old, new = map(split_lines, pair)
    there = sum(h.old_count + h.new_count for h in diff_lines(old, new))
    assert (there == 0) == (old == new)
    assert there <= len(old) + len(new)


@given(st.text(alphabet="a\n\r\x0b\x0c\x85\u2028"))
def test_only_newlines_end_lines(text):
    lines = split_lines(text)
    assert "".join(lines) == text
    assert len(lines) == text.count("\n") + (not text.endswith("\n") and text != "")


def test_short_scripts_are_found_without_unique_lines():
    old, new = list("abcabba"), list("cbabac")
    assert sum(h.old_count + h.new_count for h in diff_lines(old, new)) == 5


def test_an_inserted_function_stands_in_one_piece():
    old = split_lines("def a():\n    x()\n    y()\n\ndef c():\n    x()\n    y()\n")
    new = split_lines("def a():\n    x()\n    y()\n\ndef b():\n    x()\n    y()\n\n") + old[4:]
    assert diff_lines(old, new) == (Hunk(5, 0, 5, 4),)


def test_a_removed_block_begins_with_its_head_and_not_with_the_brace_before():
    old = split_lines("a {\n  x\n}\nb {\n  x\n}\nc {\n  x\n}\n")
    new = old[:3] + old[6:]
    assert diff_lines(old, new) == (Hunk(4, 3, 4, 0),)


def test_neighbouring_hunks_do_not_slide_into_each_other():
    old, new = list("xaay"), list("aaaaz")
    hunks = diff_lines(old, new)
    assert applied(old, new, hunks) == new
    assert all(b.old_start > a.old_start + a.old_count for a, b in pairwise(hunks))


@linear
@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["a", "b"] * (MANY // 2), ["b", "a"] * (MANY // 2)),
        ([str(i * i % 7) for i in range(MANY)], [str(i * i % 11) for i in range(MANY)]),
        ([str(i) for i in range(MANY)], [str(i) for i in range(MANY, 0, -1)]),
        ([str(i % 317) for i in range(MANY)], [str(i % 311) for i in range(MANY)]),
        (["a"] * MANY, ["a"] * (MANY // 3) + ["b"] + ["a"] * (MANY // 3)),
        ([str((i * 7919) % 1009) for i in range(MANY)], [str(i * i % 1009) for i in range(MANY)]),
    ],
    ids=["swapped pairs", "few lines", "reversed", "periods", "one line", "shuffled"],
)
def test_texts_made_to_be_slow_are_not(old, new):
    hunks = diff_lines(old, new)
    assert applied(old, new, hunks) == new


@pytest.fixture(scope="module")
def work_tree(tmp_path_factory):
    directory = tmp_path_factory.mktemp("apply")
    git(directory, "init", "--quiet")
    git(directory, "config", "core.autocrlf", "false")
    return directory


NAMES = [
    "plain.txt",
    "with blank.txt",
    'quo"te.txt',
    "tab\there",
    "new\nline",
    "über",
    "back\\slash",
]
CASES = [
    ("a\nb\nc\n", "a\nB\nc\n"),
    ("a\n" * 20 + "b\n", "x\n" + "a\n" * 20),
    ("a", "a\n"),
    ("a\n", "a"),
    ("a\nb", "a\nc"),
    ("a\r\nb\r\n", "a\r\nB\r\n"),
    ("--- x\n+++ y\n@@ -1 +1 @@\n", "--- x\n-- y\n"),
    ("l\u2028m\x0cn\n", "l\u2028m\x0c\n"),
    ("a\n", ""),
    ("", "a\n"),
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("old", "new"), CASES)
@pytest.mark.parametrize("context", [0, 3])
def test_git_applies_a_change(work_tree, name, old, new, context):
    write(work_tree, {name: old})
    patch = work_tree / "patch"
    patch.write_bytes(diff(old, new, FileHeader(name, name), context).encode())
    options = ["--unidiff-zero"] if context == 0 else []
    git(work_tree, "apply", "--whitespace=nowarn", *options, "patch")
    assert (work_tree / name).read_bytes() == new.encode()


@pytest.mark.parametrize("text", ["a\nb\n", "a", ""])
def test_git_applies_creation_renaming_and_removal(work_tree, text):
    created = diff("", text, FileHeader(None, "one", "", "100755"))
    moved = diff(text, text, FileHeader("one", "two words", "100755", "100755"))
    plain = diff(text, text, FileHeader("two words", "two words", "100755", "100644"))
    removed = diff(text, "", FileHeader("two words", None, "100644", ""))
    for patch, path in ((created, "one"), (moved, "two words"), (plain, "two words")):
        (work_tree / "patch").write_text(patch)
        git(work_tree, "apply", "patch")
        assert (work_tree / path).read_text() == text
    (work_tree / "patch").write_text(removed)
    git(work_tree, "apply", "patch")
    assert not (work_tree / "two words").exists()


def test_nothing_changed_is_an_empty_diff():
    assert diff("a\n", "a\n") == ""


def test_contexts_that_touch_are_one_hunk_and_others_are_not():
    old = "".join(f"{i}\n" for i in range(20))
    near = old.replace("3\n", "x\n", 1).replace("10\n", "y\n")
    far = old.replace("3\n", "x\n", 1).replace("11\n", "y\n")
    assert diff(old, near).count("@@ -") == 1
    assert diff(old, far).count("@@ -") == 2


def test_paths_that_are_not_utf8_are_quoted_by_byte():
    assert quoted("a\udcff") == '"a\\377"'
    assert quoted("über") == "über"


PYTHON = """\
class A:
    def f(
        self,
    ) -> int:
        if self:
            return 1

    x = 2

y = 3
"""


@pytest.mark.parametrize(
    ("line", "heading"), [(6, "def f("), (5, "def f("), (8, "class A:"), (10, ""), (11, "")]
)
def test_the_heading_is_the_definition_around_a_line(line, heading):
    assert headings([*PYTHON.splitlines(), "z = 4"], [line - 1]) == [heading]


@pytest.mark.parametrize(
    "text",
    [
        "void f(int a)\n{\n    b();\n}\n",
        "func (t *T) f() {\n\tb()\n}\n",
        "f(a) {\n#if X\n  b();\n}\n",
    ],
)
def test_headings_are_known_in_languages_with_braces(text):
    lines = text.splitlines()
    at = next(i for i, line in enumerate(lines) if "b()" in line)
    assert headings(lines, [at]) == [lines[0]]


@linear
def test_headings_of_many_changes_in_a_flat_file_stay_cheap():
    lines = [" x"] * (2 * MANY)
    assert headings(lines, range(0, 2 * MANY, 2)) == [""] * MANY


def test_changes_name_lines_words_and_definition():
    edit = Edit("c1", "m.py", "def f():\n    a\n    b\n", "def f():\n    a\n    c\n    d\n")
    (change,) = changed_lines([edit])["c1"]
    assert (change.path, change.heading) == ("m.py", "def f():")
    assert (change.old_start, change.old_count, change.new_start, change.new_count) == (3, 1, 3, 2)
    assert (change.removed, change.added) == (("    b",), ("    c", "    d"))


def test_changes_of_a_commit_are_bounded():
    long = "x" * 300_000
    edits = [Edit("c1", f"{i}.txt", "", f"{long}\n") for i in range(3)] + [Edit("c2", "a", "", "b")]
    found = changed_lines(edits)
    assert [len(found["c1"]), len(found["c2"])] == [1, 1]
