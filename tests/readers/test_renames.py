"""Files that were moved and edited at once are one change, and their diff is small."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from changed import STAGED, between, changes, summary
from hypothesis import given
from hypothesis import strategies as st
from repositories import commit, git, repository, write

from ctxbuild.analysis.file_diff import file_diff
from ctxbuild.readers.renames import renamed_pairs

BODY = "".join(f"line {n} of something\n" for n in range(40))
EDITED = BODY.replace("line 7 of", "line seven of")


@dataclass(frozen=True)
class Version:
    path: str
    text: str | None
    mode: str = "100644"

    def read(self) -> Version:
        return self


@pytest.mark.parametrize("state", ["commit", "index", "work tree"])
def test_a_file_that_was_moved_and_edited_is_renamed_in_every_state(tmp_path, state) -> None:
    root = repository(tmp_path / "r", {"a/old.txt": BODY, "other.txt": "other\n"})
    old = git(root, "rev-parse", "HEAD:a/old.txt")
    (root / "a/old.txt").unlink()
    write(root, {"b/new.txt": EDITED})
    request = between("HEAD")
    if state == "index":
        git(root, "add", "--all")
        request = STAGED
    elif state == "commit":
        commit(root)
        request = between("HEAD~1", "HEAD")
    found = changes(root, request)
    assert summary(found) == {"b/new.txt": "renamed"}
    assert (found.files[0].old.path, found.files[0].old.object_id) == ("a/old.txt", old)
    diff = file_diff(found.files[0])
    assert (diff.added, diff.removed) == (1, 1)
    clone = repository(tmp_path / "clone", {"a/old.txt": BODY})
    (clone / "patch").write_text(diff.text)
    git(clone, "apply", "patch")
    assert (clone / "b/new.txt").read_text() == EDITED
    assert not (clone / "a/old.txt").exists()


def test_the_most_alike_are_joined_and_the_same_name_counts() -> None:
    gone = [Version("a/x", BODY), Version("a/y", BODY + "more\n")]
    came = [Version("b/y", EDITED), Version("b/z", EDITED + "more\n")]
    assert renamed_pairs(gone, came) == [(1, 0), (0, 1)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (Version("a", BODY), Version("b", BODY[:200])),
        (Version("a", BODY), Version("b", BODY, "120000")),
        (Version("a", ""), Version("b", "")),
        (Version("a", None), Version("b", None)),
        (Version("a", "\n \n"), Version("b", "\n\n")),
    ],
)
def test_what_is_mostly_something_else_is_no_rename(old, new) -> None:
    assert renamed_pairs([old], [new]) == []


def test_lines_that_all_files_share_tell_none_from_another() -> None:
    licence = "".join(f"licence {n}\n" for n in range(30))
    gone = [Version(f"a{n}", f"{licence}own {n}\n" + f"text of {n}\n") for n in range(60)]
    came = [Version(f"b{n}", f"{licence}own {n}\n" + f"new {n}\n") for n in range(59, -1, -1)]
    assert renamed_pairs(gone, came) == [] or all(a + b == 59 for a, b in renamed_pairs(gone, came))
    assert renamed_pairs(gone[:1], [Version("b", licence + "else\n")]) == [(0, 0)]


LINES = st.lists(st.sampled_from(["a", "b", "c", "  a", ""]), max_size=6).map("\n".join)


@given(st.lists(LINES, max_size=5), st.lists(LINES, max_size=5))
def test_each_file_is_in_one_pair_at_most(olds, news) -> None:
    pairs = renamed_pairs(
        [Version(f"o{n}", text) for n, text in enumerate(olds)],
        [Version(f"n{n}", text) for n, text in enumerate(news)],
    )
    for side in zip(*pairs, strict=True):
        assert len(set(side)) == len(side)
