"""Ignore files, globs and file lists decide what is in, in a repository and outside one."""

from __future__ import annotations

import os

import pytest
from growth import linear
from repositories import ids, read, repository, skips, write

from ctxbuild.model import UsageError
from ctxbuild.readers.ignore import IgnoreRules

FILES = {
    "README.md": "r\n",
    "src/a.py": "a\n",
    "src/b.js": "b\n",
    "src/deep/c.py": "c\n",
    "docs/d.md": "d\n",
}


@pytest.fixture(params=["work tree", "commit", "plain"])
def source(request, tmp_path):
    """Return how to read a directory with ``FILES`` in it, with more files if asked."""

    def reader(more=(), **options):
        root = tmp_path / "root"
        if request.param == "plain":
            write(root, {**FILES, **dict(more)})
            return read(root, **options)
        repository(root, {**FILES, **dict(more)})
        return read(root, ref="HEAD" if request.param == "commit" else None, **options)

    return reader


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"include": ("*.py",)}, ["src/a.py", "src/deep/c.py"]),
        ({"include": ("src/*.py",)}, ["src/a.py"]),
        ({"include": ("src/**/*.py",)}, ["src/a.py", "src/deep/c.py"]),
        ({"include": ("docs", "/README.md")}, ["README.md", "docs/d.md"]),
        ({"include": ("src/", "!*.js")}, ["src/a.py", "src/deep/c.py"]),
        ({"include": ("./docs/",)}, ["docs/d.md"]),
        ({"exclude": ("src/", "docs/")}, ["README.md"]),
        ({"include": ("src/",), "exclude": ("*.py",)}, ["src/b.js"]),
        ({"include": ("nothing",)}, []),
    ],
)
def test_globs_of_the_call(source, options, expected):
    corpus = source(**options)
    assert ids(corpus) == expected
    left_out = len(FILES) - len(expected)
    assert f"{left_out} files left out by --include, --exclude or .ctxignore" in corpus.notes
    assert corpus.skipped == ()


def test_a_ctxignore_file_holds_for_tracked_files_and_nests(source):
    corpus = source(
        {
            ".ctxignore": "*.py\ndocs/\n",
            "src/deep/.ctxignore": "!c.py\n",
            "src/.ctxignore": "*.js\r\n",
        }
    )
    assert ids(corpus) == [
        ".ctxignore", "README.md", "src/.ctxignore", "src/deep/.ctxignore", "src/deep/c.py",
    ]  # fmt: skip


def test_the_ctxignore_above_a_subdirectory_holds_in_a_repository(tmp_path):
    repo = repository(tmp_path / "r", {**FILES, ".ctxignore": "/src/*.js\n"})
    assert ids(read(repo / "src")) == ["a.py", "deep/c.py"]
    assert ids(read(repo / "src", ref="HEAD")) == ["a.py", "deep/c.py"]


def test_a_ctxignore_that_git_ignores_still_holds(tmp_path):
    repo = repository(tmp_path / "r", {**FILES, ".gitignore": ".ctxignore\n"})
    write(repo, {".ctxignore": "docs/\n"})
    assert "docs/d.md" not in ids(read(repo))


def test_a_glob_that_is_none_is_a_usage_error(source):
    with pytest.raises(UsageError, match="--include"):
        source(include=("[z-a]",))


def test_lines_of_an_ignore_file_that_make_no_sense_are_passed_over():
    rules = IgnoreRules()
    rules.add(b"", b"\xef\xbb\xbf[z-a]\n!\n\\\n\xff\xfe\n# comment\n\n*.log\r\ntrail\\ \n")
    assert rules.excludes(b"x.log")
    assert rules.excludes(b"trail ")
    assert not rules.excludes(b"x.txt")


@linear
def test_a_pattern_made_to_take_for_ever_is_passed_over():
    rules = IgnoreRules()
    rules.add(b"", b"*a" * 30 + b"b\n" + b"*a**b*c*\n")
    assert not rules.excludes(b"a" * 255)


def test_outside_git_nested_gitignore_files_hold_and_noise_is_named(tmp_path):
    root = write(
        tmp_path / "root",
        {
            ".gitignore": "*.log\n!keep.log\n/out/\ndeep/no\n",
            "x.log": "", "keep.log": "k", "out/y.txt": "", "sub/out/z.txt": "z",
            "sub/.gitignore": "!x.log\n", "sub/x.log": "s", "deep/no": "", "deep/sub/no": "n",
            "node_modules/p/index.js": "", "sub/__pycache__/a.pyc": "", ".venv/lib/x.py": "",
        },
    )  # fmt: skip
    corpus = read(root)
    assert ids(corpus) == [
        ".gitignore", "deep/sub/no", "keep.log", "sub/.gitignore", "sub/out/z.txt", "sub/x.log",
    ]  # fmt: skip
    assert skips(corpus) == {
        ".venv/": "installed packages",
        "node_modules/": "installed packages",
        "sub/__pycache__/": "cache",
    }


def test_the_plain_file_set_agrees_with_gits(tmp_path):
    ignored = {".gitignore": "*.o\nbuild/\n!src/keep.o\n", "src/.gitignore": "/local\n"}
    files = {**FILES, **ignored, "x.o": "", "src/keep.o": "", "src/local": "", "build/x": "",
             "src/deep/local": "", "docs/build/y": ""}  # fmt: skip
    plain = write(tmp_path / "plain", files)
    repo = repository(tmp_path / "repo", {})
    write(repo, files)
    assert ids(read(plain)) == ids(read(repo))


def test_a_file_list_is_all_that_is_read_in_any_order(source):
    one = source(files=(b"src/b.js", b"README.md", b"missing.txt", b"./src/../README.md", b"src"))
    assert ids(one) == ["README.md", "src/b.js"]
    assert skips(one)["missing.txt"] == "not found"
    assert "src" in skips(one)


def test_a_file_list_may_name_paths_from_the_current_directory(tmp_path, monkeypatch):
    repo = repository(tmp_path / "r", FILES)
    monkeypatch.chdir(repo)
    asked = (b"src/a.py", os.fsencode(repo / "src/b.js"))
    assert ids(read("src", files=asked)) == ["a.py", "b.js"]


def test_a_file_list_may_name_an_ignored_file(tmp_path):
    repo = repository(tmp_path / "r", {**FILES, ".gitignore": "*.log\n"})
    write(repo, {"x.log": "x\n"})
    assert ids(read(repo, files=(b"x.log",))) == ["x.log"]


def test_globs_hold_for_a_file_list_too(source):
    assert ids(source(files=(b"src/a.py", b"docs/d.md"), exclude=("docs/",))) == ["src/a.py"]
