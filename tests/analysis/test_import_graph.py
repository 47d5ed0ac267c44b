"""Each resolver against small trees of files whose imports are known."""

from __future__ import annotations

import pytest
from repositories import write

from ctxbuild.cache import Cache
from ctxbuild.jobs.facts import material_of
from ctxbuild.readers.content import TextStore
from ctxbuild.readers.repo import RepoOptions, read_repo


def edges(directory) -> set[tuple[str, str]]:
    corpus = read_repo(RepoOptions(str(directory)), Cache.disabled(), TextStore())
    material, _ = material_of(corpus, Cache.disabled(), lambda *_: None)
    paths = [document.path for document in corpus.documents]
    return {(paths[origin], paths[target]) for origin, target in material.graph.pairs()}


CASES = {
    "Python: source roots, members, the library's own modules": (
        {
            "src/p/__init__.py": "from .a import x\n",
            "src/p/a.py": "import json\nfrom p import b\nimport p.c.d\n",
            "src/p/b.py": "from .c import d\n",
            "src/p/json.py": "",
            "src/p/c/__init__.py": "",
            "src/p/c/d.py": "from ... import nothing\nfrom .. import a\n",
            "tests/requests/__init__.py": "",
            "src/p/e.py": "import requests\n",
        },
        {
            ("src/p/__init__.py", "src/p/a.py"),
            ("src/p/a.py", "src/p/b.py"),
            ("src/p/a.py", "src/p/c/d.py"),
            ("src/p/b.py", "src/p/c/d.py"),
            ("src/p/c/d.py", "src/p/a.py"),
        },
    ),
    "scripts: suffixes, index, aliases, own packages": (
        {
            "tsconfig.json": '{"compilerOptions": {"paths": {"@/*": ["./src/*"],}}} // c',
            "src/a.ts": "import './b.js'; import '@/c';\n"
            "import 'own'; import 'own/sub'; import 'x';",
            "src/b.ts": "",
            "src/c/index.tsx": "import '../a'",
            "packages/own/package.json": '{"name": "own", "main": "dist/index.js"}',
            "packages/own/src/index.ts": "",
            "packages/own/src/sub.ts": "",
        },
        {
            ("src/a.ts", "src/b.ts"),
            ("src/a.ts", "src/c/index.tsx"),
            ("src/c/index.tsx", "src/a.ts"),
            ("src/a.ts", "packages/own/src/index.ts"),
            ("src/a.ts", "packages/own/src/sub.ts"),
        },
    ),
    "Go: directories of modules, without tests": (
        {
            "go.mod": "module example.org/m\n",
            "main.go": 'package main\nimport (\n"fmt"\n'
            '"example.org/m/in/x"\n"example.org/mm/x"\n)\n',
            "in/x/x.go": "package x\n",
            "in/x/y.go": "package x\n",
            "in/x/x_test.go": "package x\n",
        },
        {("main.go", "in/x/x.go"), ("main.go", "in/x/y.go")},
    ),
    "Rust: the tree of modules, crates of the workspace": (
        {
            "a/Cargo.toml": '[package]\nname = "a-b"\n',
            "a/src/lib.rs": "mod x;\nuse x::y::Z;\nuse std::fmt;\n",
            "a/src/x/mod.rs": "pub mod y;\nuse crate::x::y;\nmod t { use super::super::w; }\n",
            "a/src/x/y.rs": "use super::super::x;\n",
            "b/Cargo.toml": '[package]\nname = "c"\n',
            "b/src/main.rs": "use a_b::x::Thing;\n",
        },
        {
            ("a/src/lib.rs", "a/src/x/mod.rs"),
            ("a/src/lib.rs", "a/src/x/y.rs"),
            ("a/src/x/mod.rs", "a/src/x/y.rs"),
            ("a/src/x/mod.rs", "a/src/lib.rs"),
            ("a/src/x/y.rs", "a/src/x/mod.rs"),
            ("b/src/main.rs", "a/src/x/mod.rs"),
        },
    ),
    "Java: packages wherever they lie": (
        {
            "m/src/main/java/o/p/A.java": "package o.p;\nimport o.q.B;\nimport static o.q.B.C.d;\n",
            "n/src/o/q/B.java": "package o.q;\nimport java.util.List;\nimport o.p.*;\nclass B {}\n",
        },
        {
            ("m/src/main/java/o/p/A.java", "n/src/o/q/B.java"),
            ("n/src/o/q/B.java", "m/src/main/java/o/p/A.java"),
        },
    ),
    "C: beside the file, else the end of a path; headers of the system": (
        {
            "src/a.c": '#include "b.h"\n#include <lib/c.h>\n#include <string.h>\n#include "no.h"\n',
            "src/b.h": "",
            "other/b.h": "",
            "include/lib/c.h": "",
            "src/string.h": "",
        },
        {("src/a.c", "src/b.h"), ("src/a.c", "include/lib/c.h")},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_imports_lead_where_the_language_says(case, tmp_path):
    files, expected = CASES[case]
    assert edges(write(tmp_path, files)) == expected


@pytest.mark.parametrize(
    "files",
    [
        {"tsconfig.json": '{"extends": "./tsconfig.json"}', "a.ts": "import 'x'"},
        {"package.json": '{"name": 3, "imports": [], "exports": 7}', "a.ts": "import '#x'"},
        {"Cargo.toml": "[package\n", "src/lib.rs": "mod lib; mod r#type;"},
        {"go.mod": "module\n", "a.go": 'package a\nimport ""\n'},
        {"a.py": "from ............ import x\nimport .\nfrom . import\n"},
        {"a.c": '#include ""\n#include "../../../../a.c"\n'},
    ],
)
def test_broken_settings_and_imports_break_nothing(files, tmp_path):
    assert edges(write(tmp_path, files)) == set()
