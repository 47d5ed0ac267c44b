"""Source files grouped to components, and what these are called."""

from __future__ import annotations

import pytest
from repositories import read, write

from ctxbuild.analysis.component_names import name_components
from ctxbuild.analysis.components import find_components
from ctxbuild.analysis.module_docs import module_doc
from ctxbuild.cache import Cache
from ctxbuild.jobs.facts import material_of


def grouped(tmp_path, files):
    """Return directories of components with their numbers of files and titles."""
    corpus = read(write(tmp_path / "it", files))
    material, _ = material_of(corpus, Cache.disabled(), lambda *_: None)
    found = find_components(material)
    named = name_components(
        material, found, "it", {}, frozenset({"overview"}), [0.0] * len(material.documents)
    )
    return [(n.component.directory, len(n.documents), n.title, n.slug) for n in named]


def modules(directory, count):
    return {f"{directory}m{n}.py": f"def f{n}():\n    pass\n" for n in range(count)}


def test_a_small_source_is_one_component(tmp_path):
    assert grouped(tmp_path, modules("", 4)) == [("", 4, "it", "root")]


def test_large_groups_are_split_by_directory_and_small_ones_joined(tmp_path):
    files = modules("a/", 9) | modules("a/b/", 5) | modules("a/c/", 2)
    assert [(d, n) for d, n, _, _ in grouped(tmp_path, files)] == [("a", 11), ("a/b", 5)]


def test_a_manifest_bounds_a_component(tmp_path):
    files = {
        "packages/one/package.json": '{"name": "@x/one"}',
        "packages/one/index.js": "export const a = 1\n",
        "packages/two/package.json": '{"name": "@x/two"}',
        "packages/two/src/index.js": "export const a = 1\n",
    }
    found = grouped(tmp_path, files)
    assert [(d, t) for d, _, t, _ in found] == [
        ("packages/one", "@x/one"),
        ("packages/two", "@x/two"),
    ]


def test_equal_names_are_told_apart_by_directory(tmp_path):
    files = {}
    for place in ("one", "two"):
        files |= {f"{place}/package.json": '{"name": "same"}', f"{place}/i.js": "let a = 1\n"}
    assert [t for _, _, t, _ in grouped(tmp_path, files)] == ["same (one)", "same (two)"]


def test_slugs_differ_from_each_other_and_from_other_pages(tmp_path):
    files = modules("Overview/", 13) | modules("a-b/", 13) | modules("a_b/", 13)
    slugs = [slug for _, _, _, slug in grouped(tmp_path, files)]
    assert len(set(slugs)) == 3
    assert "overview" not in slugs


def test_tools_come_last(tmp_path):
    files = modules("ci/", 4) | modules("pond/", 4) | modules("scripts/", 9)
    assert [d for d, *_ in grouped(tmp_path, files)] == ["pond", "ci", "scripts"]


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("python", '"""Counts all ducks. Well."""\n', "Counts all ducks."),
        (
            "python",
            '# Copyright A\n\n"""\nTitle\n=====\n\nCounts all ducks."""\n',
            "Counts all ducks.",
        ),
        ("go", "// Package a counts all ducks.\npackage a\n", "Package a counts all ducks."),
        ("rust", "//! Counts all ducks.\nuse a;\n", "Counts all ducks."),
        ("java", "/**\n * Counts {@link a.Duck} ducks.\n */\npackage a;\n", "Counts a.Duck ducks."),
        ("c", "/* Copyright\n */\n/* Counts all ducks. */\n\nint x;\n", "Counts all ducks."),
        ("typescript", "/** Counts all ducks. */\nexport function f() {}\n", None),
        ("python", "import os\n", None),
        ("python", '"""unclosed\n', None),
        ("c", "// eslint-disable all of it\n", None),
    ],
)
def test_what_files_say_of_themselves(language, text, said):
    found = module_doc(text.split("\n"), language)
    assert (found.sentence if found else None) == said


def test_what_holds_most_of_the_source_comes_first_and_tools_last(tmp_path):
    files = {
        "a/package.json": '{"name": "a"}',
        "a/i.js": "let a = 1\n",
        "core/pyproject.toml": '[project]\nname = "core"\n',
        **modules("core/src/core/", 5),
        **modules("core/src/core/site/", 13),
        **modules("core/scripts/", 3),
        "core/src/core/__init__.py": "",
    }
    directories = [directory for directory, *_ in grouped(tmp_path, files)]
    assert directories == ["core/src/core", "core/src/core/site", "a", "core/scripts"]
