"""The directories of a change: few rows that leave no file out."""

import re

from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.analysis.change_list import directory_rows
from ctxbuild.analysis.file_diff import FileDiff
from ctxbuild.readers.versions import FileChange

PATHS = st.lists(
    st.lists(st.sampled_from("abcdef"), min_size=1, max_size=5).map("/".join),
    min_size=17,
    max_size=200,
    unique=True,
)
ROW = re.compile(r"  \S*/…? (\d+) (?:other )?files \+(\d+) -(\d+)")


def diffs(paths: list[str]) -> list[FileDiff]:
    return [
        FileDiff(FileChange(f"{path}.py", "modified", None, None), "source", added=n, removed=1)
        for n, path in enumerate(paths)
    ]


@given(PATHS)
def test_rows_are_few_and_their_sums_are_those_of_all_files(paths: list[str]) -> None:
    rows = [ROW.fullmatch(row) for row in directory_rows(diffs(paths))]
    assert len(rows) <= 24
    if rows:
        assert sum(int(row[1]) for row in rows) == len(paths)
        assert sum(int(row[2]) for row in rows) == sum(range(len(paths)))


def test_few_files_need_no_directories() -> None:
    assert list(directory_rows(diffs([f"a/{n}" for n in range(16)]))) == []


def test_the_largest_directory_is_told_in_parts() -> None:
    paths = [f"src/core/f{n}" for n in range(60)] + [f"src/web/f{n}" for n in range(30)]
    rows = list(directory_rows(diffs([*paths, "docs/a", "docs/b", "readme"])))
    assert "  src/core/ 60 files +1770 -60" in rows
    assert any(row.startswith("  src/web/ 30 files") for row in rows)
