"""Imports as the syntax tree has them: with lines, and told from comments and strings."""

from __future__ import annotations

import pytest

from ctxbuild.languages.import_sites import decode_sites, encode_sites, import_sites


def names(text: str, language: str) -> list[tuple[str, str]]:
    return [(site.name, site.member) for site in import_sites(text.encode(), language) or ()]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "python",
            "import a.b as c, d\nfrom . import (x,\n  y as z)\nfrom ..q import *",
            [("a.b", ""), ("d", ""), (".", "x"), (".", "y"), ("..q", "*")],
        ),
        ("python", '"""\nimport nothing\n"""\n# import nothing', []),
        (
            "typescript",
            "import type {A} from './a.js';\nexport * from \"./c\";\nconst d = require('./d');\n"
            "import z = require('z');\n// import './no'\nconst s = \"import './no'\";",
            [("./a.js", ""), ("./c", ""), ("./d", ""), ("z", "")],
        ),
        (
            "rust",
            "use crate::{a::b, c::{self, d as e}};\nmod f;\n#[path = \"x/y.rs\"]\nmod q;",
            [("crate::a::b", ""), ("crate::c", ""), ("crate::c::d", ""), ("self::f", "mod"),
             ("./x/y.rs", "mod")],
        ),
        (
            "rust",
            "mod t { use super::*; use super::super::k; mod u { use super::w; mod v; } }",
            [("self", ""), ("super::k", ""), ("self::t::w", ""), ("self::t::u::v", "mod")],
        ),
        ("rust", "cfg_rt! {\n    pub mod fs;\n}", [("self::fs", "mod")]),
        ("go", 'import (\n  a "x/y"\n  . "z"\n)', [("x/y", ""), ("z", "")]),
        ("java", "package a.b;\nimport static x.Y.z;\nimport q.*;",
         [("a.b", ""), ("x.Y.z", ""), ("q.*", "")]),
        ("c", '#include "x.h"\n# include <y/z.h>\n/* #include "no.h" */',
         [("x.h", '"'), ("y/z.h", "<")]),
    ],
)  # fmt: skip
def test_imports_are_read(language, text, expected):
    assert names(text, language) == expected


def test_when_an_import_is_carried_out():
    text = "import a\nif TYPE_CHECKING:\n    import b\ndef f():\n    import c\n"
    found = import_sites(text.encode(), "python")
    assert [(s.name, s.when, s.lines) for s in found] == [
        ("a", "runtime", (1, 1)),
        ("b", "types", (3, 3)),
        ("c", "deferred", (5, 5)),
    ]


def test_what_cannot_be_read_is_told_from_what_imports_nothing():
    assert import_sites(b"x = 1", "python") == ()
    assert import_sites(b"x = 1", "cobol") is None
    assert import_sites(b"a<" * 20_000, "java") is None


def test_sites_come_back_as_they_were_written():
    for text in (b"import a\nfrom b import c", b""):
        sites = import_sites(text, "python")
        assert decode_sites(encode_sites(sites)) == sites
    assert decode_sites(encode_sites(None)) is None
