"""Which language a file is in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.languages.table import LANGUAGES, language_of


@pytest.mark.parametrize(
    ("path", "head", "name"),
    [
        ("src/a.py", "", "python"),
        ("a/B.TSX", "", "tsx"),
        ("x.d.ts", "", "typescript"),
        ("Makefile", "", "makefile"),
        ("docker/Dockerfile.dev", "", "dockerfile"),
        ("CMakeLists.txt", "", "cmake"),
        ("config.h.in", "", "c"),
        (".env.production", "", "dotenv"),
        ("LICENSE", "", "text"),
        ("README", "", "text"),
        ("no idea", "", "text"),
        ("", "", "text"),
        ("run", "#!/usr/bin/env -S python3.11 -u\n", "python"),
        ("run", "#!/bin/sh\n", "bash"),
        ("run", "#!/usr/bin/env node\n", "javascript"),
        ("data", '<?xml version="1.0"?>', "xml"),
        ("a.h", "int f(void);\n", "c"),
        ("a.h", "namespace a {\n}\n", "cpp"),
        ("a.h", "#include <vector>\n", "cpp"),
        ("a.h", "#include <stdio.h>\n", "c"),
        ("go.mod", "", "gomod"),
        ("Cargo.lock", "", "toml"),
        ("package.json", "", "json"),
    ],
)
def test_the_language_follows_from_name_and_head(path: str, head: str, name: str) -> None:
    assert language_of(path, head).name == name


def test_every_fence_ends_with_a_letter_or_digit() -> None:
    for row in LANGUAGES.values():
        assert row.fence, row.name
        assert row.fence[-1].isascii(), row.name
        assert row.fence[-1].isalnum(), row.name


def test_no_extension_or_file_name_is_claimed_twice() -> None:
    for field in ("extensions", "filenames", "shebangs"):
        claimed = [item for row in LANGUAGES.values() for item in getattr(row, field)]
        assert sorted(claimed) == sorted(set(claimed)), field


@given(st.text(max_size=30), st.text(max_size=60))
def test_any_path_has_a_language(path: str, head: str) -> None:
    assert language_of(path, head).name in LANGUAGES
