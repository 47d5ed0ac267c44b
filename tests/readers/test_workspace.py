"""``--with-deps``: a package of a repository with the packages that it needs, and no others."""

from __future__ import annotations

import json

import pytest
from growth import large, linear
from hypothesis import given
from hypothesis import strategies as st
from repositories import git, ids, read, repository, revision, write

from ctxbuild.model import UsageError
from ctxbuild.readers.manifests import NOTHING, READERS, read_manifest


def directories(corpus) -> set[str]:
    return {i.rpartition("/")[0] for i in ids(corpus)}


def npm(name, **tables) -> str:
    return json.dumps({"name": name, **tables})


REPOSITORIES = {
    "npm": (
        {
            "package.json": npm("root", workspaces=["packages/*"]),
            "packages/app/package.json": npm("@w/app", dependencies={"@w/ui": "workspace:*"}),
            "packages/app/index.ts": "import x from '@w/hidden/sub';\nimport y from 'react';\n",
            "packages/ui/package.json": npm("@w/ui", devDependencies={"core": "file:../core"}),
            "packages/ui/ui.tsx": "export {};\n",
            "packages/core/package.json": npm("core"),
            "packages/core/core.js": "const s = require('../shared/s');\n",
            "packages/shared/package.json": npm("shared"),
            "packages/shared/s.js": "",
            "packages/hidden/package.json": npm("@w/hidden"),
            "packages/other/package.json": npm("@w/other"),
        },
        "packages/app",
        {"packages/app", "packages/ui", "packages/core", "packages/shared", "packages/hidden"},
    ),
    "cargo": (
        {
            "Cargo.toml": '[workspace]\nmembers=["c/*"]\n[workspace.dependencies]\n'
            'util = { path = "c/util" }\nother = { path = "c/other" }\n',
            "c/app/Cargo.toml": '[package]\nname="app"\n[dependencies]\nserde="1"\n'
            'util={workspace=true}\n[target."cfg(unix)".dependencies]\nunix={path="../unix"}\n',
            "c/util/Cargo.toml": '[package]\nname="util"\n',
            "c/unix/Cargo.toml": '[package]\nname="unix-things"\n',
            "c/other/Cargo.toml": '[package]\nname="other"\n',
            "c/serde/Cargo.toml": '[package]\nname="serde"\n',
        },
        "c/app",
        {"c/app", "c/util", "c/unix"},
    ),
    "go": (
        {
            "go.mod": "module example.org/m\n",
            "main.go": 'package main\nimport "example.org/m/internal/a"\n',
            "cmd/tool/main.go": 'package main\nimport (\n\t"fmt"\n\t"example.org/m/internal/a"\n'
            '\t"example.org/lib/x"\n)\n',
            "internal/a/a.go": 'package a\nimport "example.org/m/internal/b"\n',
            "internal/a/sub/s.go": "package sub\n",
            "internal/b/b.go": "package b\n",
            "internal/c/c.go": "package c\n",
            "lib/go.mod": "module example.org/lib\n",
            "lib/x/x.go": "package x\n",
        },
        "cmd/tool",
        {"cmd/tool", "internal/a", "internal/b", "lib/x"},
    ),
    "python projects": (
        {
            "pyproject.toml": "[tool.uv.workspace]\n",
            "libs/app/pyproject.toml": '[project]\nname="app"\ndependencies=["My.Util>=1"]\n'
            '[tool.uv.sources]\nlocal = { path = "../local" }\n',
            "libs/app/src/app/__init__.py": "import found.by_import\nimport os\n",
            "libs/util/pyproject.toml": '[project]\nname="my-util"\n',
            "libs/local/pyproject.toml": '[project]\nname="local"\n',
            "libs/imported/pyproject.toml": '[project]\nname="imported"\n',
            "libs/imported/src/found/__init__.py": "",
            "libs/imported/src/found/by_import.py": "",
            "libs/other/pyproject.toml": '[project]\nname="other"\n',
        },
        "libs/app",
        {"libs/app", "libs/app/src/app", "libs/util", "libs/local", "libs/imported",
         "libs/imported/src/found"},
    ),
    "python packages": (
        {
            "pyproject.toml": '[project]\nname="big"\n',
            "big/__init__.py": "",
            "big/forms/__init__.py": "from big.utils import text\nfrom ..core.a import thing\n",
            "big/utils/__init__.py": "",
            "big/utils/text.py": "",
            "big/utils/deep/__init__.py": "",
            "big/core/__init__.py": "",
            "big/core/a.py": "",
            "big/other/__init__.py": "",
        },
        "big/forms",
        {"big/forms", "big/utils", "big/core"},
    ),
    "maven": (
        {
            "pom.xml": "<project><artifactId>top</artifactId></project>",
            "app/pom.xml": "<project><parent><artifactId>top</artifactId></parent>"
            "<artifactId>app</artifactId><dependencies><dependency><groupId>g</groupId>"
            "<artifactId>core</artifactId></dependency></dependencies></project>",
            "core/pom.xml": "<project><artifactId>core</artifactId></project>",
            "other/pom.xml": "<project><artifactId>other</artifactId></project>",
        },
        "app",
        {"app", "core"},
    ),
    "gradle": (
        {
            "settings.gradle": "include ':app', ':libs:core', ':other'\n",
            "app/build.gradle": "dependencies { implementation project(':libs:core') }\n",
            "libs/core/build.gradle.kts": "",
            "other/build.gradle": "",
        },
        "app",
        {"app", "libs/core"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", REPOSITORIES)
def test_a_package_comes_with_what_it_needs_and_nothing_else(tmp_path, kind):
    files, package, expected = REPOSITORIES[kind]
    repo = repository(tmp_path / "repo", files)
    corpus = read(repo / package, with_deps=True)
    assert directories(corpus) == expected
    assert revision(corpus) == git(repo, "rev-parse", "HEAD")
    assert directories(read(repo / package, with_deps=True, ref="HEAD")) == expected


def test_ids_are_relative_to_the_top_of_the_repository(tmp_path):
    files, package, _ = REPOSITORIES["npm"]
    repo = repository(tmp_path / "repo", files)
    assert "packages/app/index.ts" in ids(read(repo / package, with_deps=True))
    assert "index.ts" in ids(read(repo / package))


def test_at_the_top_there_is_nothing_to_add(tmp_path):
    files, _, _ = REPOSITORIES["npm"]
    repo = repository(tmp_path / "repo", files)
    assert ids(read(repo, with_deps=True)) == ids(read(repo))


def test_packages_that_need_each_other_are_followed_once(tmp_path):
    files = {
        "a/package.json": npm("a", dependencies={"b": "*"}),
        "b/package.json": npm("b", dependencies={"a": "*"}),
        "c/package.json": npm("c"),
    }
    repo = repository(tmp_path / "repo", files)
    assert directories(read(repo / "a", with_deps=True)) == {"a", "b"}


def test_outside_a_repository_and_for_a_file_it_is_a_usage_error(tmp_path):
    plain = write(tmp_path / "plain", {"a.txt": ""})
    with pytest.raises(UsageError, match="--with-deps"):
        read(plain, with_deps=True)
    with pytest.raises(UsageError, match="--with-deps"):
        read(plain / "a.txt", with_deps=True)


def test_a_work_tree_moved_upwards_by_the_configuration_opens_no_other_directory(tmp_path):
    write(tmp_path, {"private/package.json": npm("private"), "private/secret.txt": "s\n"})
    repo = repository(
        tmp_path / "repo", {"package.json": npm("evil", dependencies={"private": "*"})}
    )
    git(repo, "config", "core.worktree", str(tmp_path))
    with pytest.raises(UsageError, match=r"core\.worktree"):
        read(repo, with_deps=True)


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"null", b"a=\n[["])
def test_a_broken_manifest_declares_nothing(name, data):
    assert read_manifest(name, data) == NOTHING


@linear
@pytest.mark.parametrize("name", ["pom.xml", "build.gradle", "go.mod"])
@pytest.mark.parametrize("part", [b"<parent>", b"<dependency>", b"project(", b"a/", b"require "])
def test_a_manifest_made_to_take_for_ever_does_not(name, part):
    assert not read_manifest(name, large(part)).names


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["name", "dependencies", "workspaces", "x"]), inner, max_size=3),
    max_leaves=10,
)  # fmt: skip


@given(JSON)
def test_any_json_is_a_manifest_or_nothing(value):
    read_manifest("package.json", json.dumps(value).encode())


@given(st.sampled_from(sorted(READERS)), st.binary(max_size=200))
def test_any_bytes_are_a_manifest_or_nothing(name, data):
    read_manifest(name, data)
