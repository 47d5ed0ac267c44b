"""What files import, language by language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.languages.imports import MAX_IMPORTS, PATTERNS, imports

EVERY = [*PATTERNS, "python", "go", "rust"]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("python", "import os, sys as s\nimport a.b.c\n", ("os", "sys", "a.b.c")),
        ("python", "from . import a, b as c\nfrom ..x.y import d", (".a", ".b", "..x.y.d")),
        ("python", "from a import (b,  # why\n    c as d,\n)\n", ("a.b", "a.c")),
        ("python", "from q import *\nfrom t import a \\\n    , b\n", ("q", "t.a", "t.b")),
        ("javascript", "import a, {b} from 'x';\nconst z = require(\"z\")", ("x", "z")),
        ("typescript", "import {\n  a,\n} from './m';\nexport * from \"./e\"", ("./m", "./e")),
        ("tsx", "import './side';\nconst l = () => import('./lazy')", ("./side", "./lazy")),
        ("go", 'import "fmt"\nimport (\n\tx "y/z" // "no"\n\t. "k"\n)\n', ("fmt", "y/z", "k")),
        (
            "rust",
            "use a::b;\npub use crate::{self, c::{d, e as f, *}};\nmod m;\nuse super::x::*;",
            ("a::b", "crate", "crate::c::d", "crate::c::e", "crate::c", "self::m", "super::x"),
        ),
        ("java", "import a.B;\nimport static a.C.d;\nimport e.*;", ("a.B", "a.C.d", "e.*")),
        ("csharp", "using A.B;\nglobal using static C;\nusing X = D.E;", ("A.B", "C", "D.E")),
        ("php", "use A\\B as C;\nrequire_once __DIR__ . '/x.php';", ("A\\B", "/x.php")),
        ("c", '#include <a/b.h>\n  # include "c.h"', ("a/b.h", "c.h")),
        ("cpp", '#include "c.hpp"', ("c.hpp",)),
        ("ruby", "require 'set'\nrequire_relative \"a/b\"", ("set", "a/b")),
        ("bash", '. ./a.sh\nsource "$D/b.sh"', ("./a.sh", "$D/b.sh")),
        ("css", '@import url("a.css");\n@import "b";', ("a.css", "b")),
        ("markdown", "[a](b.md#c) ![i](../i.png)\n\n[r]: x.md", ("b.md#c", "../i.png", "x.md")),
        ("rst", ".. include:: a.txt\n\n`b <c.rst>`_", ("a.txt", "c.rst")),
        ("kotlin", "import a.b.C", ("a.b.C",)),
        ("protobuf", 'import public "a/b.proto";', ("a/b.proto",)),
    ],
)
def test_targets_come_in_order_of_appearance(language: str, text: str, found: tuple) -> None:
    assert imports(text, language) == found


def test_each_target_is_named_once() -> None:
    assert imports("import a\nimport b\nimport a\n", "python") == ("a", "b")


def test_web_addresses_and_anchors_are_not_files() -> None:
    assert imports("[a](https://x.org) [b](#c) [d](mailto:e@f)", "markdown") == ()


def test_methods_called_from_or_require_are_not_imports() -> None:
    assert imports("Array.from('abc'); loader.require('x')", "javascript") == ()


def test_an_unknown_language_imports_nothing() -> None:
    assert imports("import a", "no such language") == ()


def test_the_number_of_targets_is_bounded() -> None:
    text = "".join(f"import m{n}\n" for n in range(MAX_IMPORTS + 50))
    assert len(imports(text, "python")) == MAX_IMPORTS


@given(st.sampled_from(EVERY), st.text(max_size=200))
def test_any_text_is_read(language: str, text: str) -> None:
    assert all(isinstance(target, str) for target in imports(text, language))


@pytest.mark.parametrize("language", EVERY)
@pytest.mark.parametrize("text", ["import ", "from a import (", "use a::{", "[a](", "<a ", "`a <"])
def test_unfinished_statements_in_number_take_no_time(language: str, text: str) -> None:
    imports(text * 20_000, language)
