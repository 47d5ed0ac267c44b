"""The names that import statements bind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.languages.bindings import bindings_of


def bound(text: str, language: str) -> dict[int, set[str]]:
    return {each.lines[0]: set(each.names) for each in bindings_of(text.split("\n"), language)}


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("python", "import os, re", {1: {"os", "re"}}),
        ("python", "import xml.dom as tree, json.decoder", {1: {"tree", "json"}}),
        ("python", "from . import one as two, three  # four", {1: {"two", "three"}}),
        ("python", "from much import *", {}),
        ("javascript", "import base, { a as b, c } from 'x'", {1: {"base", "b", "c"}}),
        ("javascript", "import * as all from 'x'", {1: {"all"}}),
        ("javascript", "import './side-effect.css'", {}),
        ("javascript", "const { p, q: r } = require('z');", {1: {"p", "r"}}),
        ("javascript", "const held = require('z').held;", {1: {"held"}}),
        ("typescript", "import type { Shape, type Line } from './s'", {1: {"Shape", "Line"}}),
        ("go", 'import web "net/http"', {1: {"web"}}),
        ("go", 'import "example.org/some/yaml.v3"', {1: {"yaml"}}),
        ("go", 'import "example.org/some/tool/v2"', {1: {"tool"}}),
        ("rust", "use std::io::{Read as R, Write};", {1: {"R", "Write"}}),
        ("rust", "pub(crate) use held::*;", {}),
        ("java", "import static org.site.Tools.join;", {1: {"join"}}),
        ("java", "import org.site.*;", {}),
        ("kotlin", "import org.site.Thing as Other", {1: {"Other"}}),
        ("php", "use App\\Models\\{User, Group as Team};", {1: {"User", "Team"}}),
        ("csharp", "using Names = System.Collections.Generic.List<string>;", {1: {"Names"}}),
        ("csharp", "using System.Text;", {}),
        ("ruby", "require 'json'", {}),
    ],
)
def test_what_a_statement_binds(language, text, expected):
    assert bound(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("python", "from here import (\n    one,\n    two as pair,\n)"),
        ("typescript", "import {\n  one,\n  two as pair,\n} from 'here'"),
        ("rust", "use here::{\n    one,\n    two as pair,\n};"),
        ("go", 'import (\n\t"here/one"\n\tpair "here/two"\n)'),
    ],
)
def test_lines_of_a_long_statement_stand_between_its_ends(language, text):
    found = bindings_of([*text.split("\n"), "after"], language)
    assert [(each.lines, set(each.names)) for each in found] == [
        ((2, 2), {"one"}),
        ((3, 3), {"pair"}),
    ]
    assert {each.around for each in found} == {((1, 1), (4, 4))}


def test_an_import_that_never_ends_is_one_line():
    lines = ["from here import ("] + ["    name,"] * 5000
    assert bindings_of(lines, "python") == ()


def test_imports_below_the_margin_are_left_alone():
    assert bound("def f():\n    import os\n", "python") == {}


@given(st.text(alphabet="import from as,{}()*./\\\"'#= \nabc", max_size=200))
def test_any_text_is_read(text):
    lines = text.split("\n")
    for language in ("python", "javascript", "go", "rust", "php", "java", "csharp"):
        for each in bindings_of(lines, language):
            assert 1 <= each.lines[0] == each.lines[1] <= len(lines)
            assert each.names
