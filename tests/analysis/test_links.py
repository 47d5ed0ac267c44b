"""Imports lead to the files that a person would open."""

import pytest
from corpora import corpus

from ctxbuild.analysis.links import PathIndex, import_edges, resolve

PATHS = [
    "src/app/__init__.py",
    "src/app/core/models.py",
    "src/app/core/views.py",
    "src/app/api.py",
    "other/core/models.py",
    "web/src/index.ts",
    "web/src/store/index.ts",
    "web/src/store/user.ts",
    "go/server/http.go",
    "go/server/tls.go",
    "rs/src/lib.rs",
    "rs/src/net/mod.rs",
    "rs/src/net/tcp.rs",
    "java/org/acme/Widget.java",
    "c/include/acme/list.h",
    "c/src/list.c",
    "php/src/Model/User.php",
]
SOURCE = corpus(dict.fromkeys(PATHS, "x\n"))
IDS = [document.id for document in SOURCE.documents]


def resolved(origin, name, language):
    index = PathIndex.of(SOURCE.documents)
    return [IDS[target] for target in resolve(index, IDS.index(origin), name, language)]


@pytest.mark.parametrize(
    ("origin", "name", "language", "target"),
    [
        ("src/app/api.py", "app.core.models", "python", "src/app/core/models.py"),
        ("src/app/api.py", "app.core.models.User", "python", "src/app/core/models.py"),
        ("src/app/core/views.py", ".models", "python", "src/app/core/models.py"),
        ("src/app/core/views.py", "..api", "python", "src/app/api.py"),
        ("src/app/core/views.py", "core.models", "python", "src/app/core/models.py"),
        ("src/app/api.py", "app", "python", "src/app/__init__.py"),
        ("web/src/index.ts", "./store", "typescript", "web/src/store/index.ts"),
        ("web/src/index.ts", "./store/user", "typescript", "web/src/store/user.ts"),
        ("web/src/store/user.ts", "../index.js", "typescript", "web/src/index.ts"),
        ("rs/src/lib.rs", "crate::net::tcp", "rust", "rs/src/net/tcp.rs"),
        ("rs/src/net/tcp.rs", "crate::net", "rust", "rs/src/net/mod.rs"),
        ("c/src/list.c", "acme/list.h", "c", "c/include/acme/list.h"),
        ("src/app/api.py", "org.acme.Widget", "java", "java/org/acme/Widget.java"),
        ("src/app/api.py", "Acme\\Model\\User", "php", "php/src/Model/User.php"),
    ],
)
def test_a_name_leads_to_the_file_it_means(origin, name, language, target):
    assert resolved(origin, name, language) == [target]


def test_a_go_import_leads_to_every_file_of_the_package():
    found = resolved("src/app/api.py", "example.org/acme/go/server", "go")
    assert found == ["go/server/http.go", "go/server/tls.go"]


@pytest.mark.parametrize(
    ("name", "language"),
    [("numpy", "python"), ("react", "typescript"), ("fmt", "go"), ("std::io", "rust"), ("", "c")],
)
def test_what_is_not_in_the_repository_leads_nowhere(name, language):
    assert resolved("src/app/api.py", name, language) == []


def test_a_path_that_climbs_out_of_the_root_leads_nowhere():
    assert resolved("web/src/index.ts", "../../../../etc/passwd", "typescript") == []


def test_edges_leave_out_a_file_that_imports_itself():
    origin = IDS.index("src/app/core/models.py")
    assert import_edges(SOURCE.documents, [(origin, ["app.core.models"])]) == []
