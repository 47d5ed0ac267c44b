"""Names are followed from the entries of packages to what they stand for."""

from dataclasses import replace

import pytest
from corpora import corpus

from ctxbuild.analysis.deprecation import deprecated_symbols
from ctxbuild.analysis.entries import find_entries, is_entry_manifest
from ctxbuild.analysis.surface import find_surface
from ctxbuild.languages.exports import exports
from ctxbuild.languages.outline import outline


def surface(files, roles=()):
    """Return the level of every symbol by ``path:qualified name``."""
    given = dict(roles)
    documents = []
    for document in corpus(files).documents:
        role = "source" if document.kind == "code" else "manifest"
        documents.append(replace(document, role=given.get(document.id, role)))
    code = [i for i, d in enumerate(documents) if d.kind == "code"]
    outlines = {i: outline(documents[i].content.data(), documents[i].language) for i in code}
    passed = {i: exports(documents[i].text(), documents[i].language) for i in code}
    manifests = {i: d.text() for i, d in enumerate(documents) if is_entry_manifest(d)}
    levels = find_surface(documents, outlines, passed, find_entries(documents, manifests))
    found = {}
    for index, own in levels.items():
        for symbol, level in zip(outlines[index].symbols, own, strict=True):
            key = f"{documents[index].id}:{symbol.qualified_name}"
            found[key] = max(level, found.get(key, 0.0))
    return found


def f(name):
    return f"def {name}():\n    return 1\n"


# Python


def test_a_private_module_is_public_where_its_package_passes_it_on():
    found = surface(
        {
            "src/p/__init__.py": "from ._core import run as start\n",
            "src/p/_core.py": f("run") + f("other"),
        }
    )
    assert found["src/p/_core.py:run"] == 1
    assert found["src/p/_core.py:other"] < 0.2


def test_names_are_followed_through_many_hops_and_aliases():
    files = {"p/__init__.py": "from .m0 import n0 as face\n"}
    files |= {f"p/m{n}.py": f"from .m{n + 1} import n{n + 1} as n{n}\n" for n in range(30)}
    files["p/m30.py"] = f("n30") + f("rest")
    found = surface(files)
    assert found["p/m30.py:n30"] == 1 > found["p/m30.py:rest"]


def test_modules_that_pass_on_each_other_end():
    found = surface(
        {
            "p/__init__.py": "from .a import *\nfrom .b import x\n",
            "p/a.py": "from .b import *\nfrom . import a\n" + f("own"),
            "p/b.py": "from .a import *\nfrom .a import x as y, y as x\n",
        }
    )
    assert found["p/a.py:own"] == 1


def test_a_list_of_all_names_keeps_the_others_back():
    found = surface(
        {
            "p/__init__.py": "from ._m import *\n",
            "p/_m.py": "__all__ = ['shown']\n" + f("shown") + f("kept"),
        }
    )
    assert found["p/_m.py:shown"] == 1
    assert found["p/_m.py:kept"] < 0.2


def test_lazy_names_count_like_imported_ones():
    found = surface(
        {
            "p/__init__.py": "_MAP = {'Thing': '._things'}\n"
            "def __getattr__(name):\n    return _MAP[name]\n",
            "p/_things.py": "class Thing:\n    def use(self):\n        return 1\n",
        }
    )
    assert found["p/_things.py:Thing"] == found["p/_things.py:Thing.use"] == 1


def test_an_assignment_is_an_alias():
    found = surface(
        {
            "p/__init__.py": "from . import _impl\nClient = _impl.Engine\n",
            "p/_impl.py": "class Engine:\n    x = 1\n",
        }
    )
    assert found["p/_impl.py:Engine"] == 1


def test_one_package_passes_on_another():
    found = surface(
        {
            "src/face/__init__.py": "from _inner.parts import mark\n",
            "src/_inner/__init__.py": "",
            "src/_inner/parts.py": f("mark") + f("hidden"),
        }
    )
    assert found["src/_inner/parts.py:mark"] == 1
    assert found["src/_inner/parts.py:hidden"] < 0.2


def test_modules_are_the_face_of_a_package_that_passes_nothing_on():
    files = {"p/__init__.py": "", "p/m.py": f("run")}
    bare = surface(files)["p/m.py:run"]
    files["p/__init__.py"] = "from .n import start\n"
    files["p/n.py"] = f("start")
    assert bare > surface(files)["p/m.py:run"] > 0.2


def test_a_file_of_the_same_name_elsewhere_is_not_followed():
    found = surface(
        {
            "p/__init__.py": "from .util import run\n",
            "p/util.py": f("run"),
            "q/_private/util.py": f("run"),
        }
    )
    assert found["p/util.py:run"] == 1
    assert found["q/_private/util.py:run"] < 0.2


def test_commands_of_a_project_are_entries():
    files = {
        "pyproject.toml": '[project.scripts]\ntool = "p._cli:main"\n',
        "p/__init__.py": "",
        "p/_cli.py": f("main") + f("helper"),
    }
    found = surface(files)
    assert found["p/_cli.py:main"] > found["p/_cli.py:helper"]


# Scripts


def test_the_entry_of_an_npm_package_is_found_behind_what_it_was_built_to():
    found = surface(
        {
            "package.json": '{"name": "a", "exports": {".": {"import": "./dist/index.mjs"}}}',
            "src/index.ts": "export { make } from './make.js'\nexport * from './types'\n",
            "src/make.ts": "export function make() {\n  return 1\n}\nexport function other() {}\n",
            "src/types.ts": "export interface Options {\n  a: string\n}\n",
        }
    )
    assert found["src/make.ts:make"] == found["src/types.ts:Options"] == 1
    assert found["src/make.ts:other"] < 0.2


def test_packages_of_a_workspace_pass_on_each_other():
    found = surface(
        {
            "packages/all/package.json": '{"name": "all", "main": "index.js"}',
            "packages/all/src/index.ts": "export * from '@x/part'\n",
            "packages/part/package.json": '{"name": "@x/part", "private": true}',
            "packages/part/src/index.ts": "export { run } from './run'\n",
            "packages/part/src/run.ts": "export const run = () => {\n  return 1\n}\n",
        }
    )
    assert found["packages/part/src/run.ts:run"] == 1


def test_modules_of_the_older_kind_are_followed():
    found = surface(
        {
            "package.json": '{"name": "a"}',
            "index.js": "module.exports = require('./lib/core');\n",
            "lib/core.js": "var Route = require('./route');\nexports = module.exports = make;\n"
            "function make() {\n  return 1\n}\nexports.Route = Route;\n",
            "lib/route.js": "module.exports = Route;\nfunction Route() {\n  return 1\n}\n",
        }
    )
    assert found["lib/core.js:make"] == found["lib/route.js:Route"] == 1


def test_a_default_import_that_is_exported_by_name_is_followed():
    found = surface(
        {
            "package.json": '{"main": "index.js"}',
            "index.js": "import Axle from './axle.js'\nexport { Axle }\n",
            "axle.js": "class Axle {\n  turn() {\n    return 1\n  }\n}\nexport default Axle\n",
        }
    )
    assert found["axle.js:Axle"] == 1


# Rust


def test_crates_offer_what_their_root_passes_on():
    found = surface(
        {
            "Cargo.toml": '[package]\nname = "a"\n',
            "src/lib.rs": "mod inner;\npub mod open;\n"
            "pub use inner::deep::Thing;\npub use b_core::*;\n",
            "src/inner/mod.rs": "pub mod deep;\npub fn unreached() {\n    1;\n}\n",
            "src/inner/deep.rs": "pub struct Thing {\n    a: u8,\n}\n\nimpl Thing {\n"
            "    pub fn make() {\n        1;\n    }\n    fn own() {\n        1;\n    }\n}\n",
            "src/open.rs": "pub(crate) fn near() {\n    1;\n}\npub fn far() {\n    1;\n}\n",
            "b-core/Cargo.toml": '[package]\nname = "b-core"\npublish = false\n',
            "b-core/src/lib.rs": "pub fn shared() {\n    1;\n}\n",
        }
    )
    assert found["src/inner/deep.rs:Thing"] == found["src/inner/deep.rs:Thing::make"] == 1
    assert found["src/inner/deep.rs:Thing::own"] < 0.3
    assert found["b-core/src/lib.rs:shared"] == 1
    assert found["src/open.rs:far"] == 1
    assert found["src/inner/mod.rs:unreached"] < 0.2


# Places


@pytest.mark.parametrize(
    ("public", "private", "text", "name"),
    [
        ("a.go", "internal/a.go", "package a\n\nfunc Run() int {\n\treturn 1\n}\n", "Run"),
        ("include/a.h", "src/detail/a.h", "int run(int a);\n", "run"),
        ("src/a/A.java", "src/a/internal/A.java", "public class A {\n  int x;\n}\n", "A"),
        ("p/__init__.py", "p/_m.py", f("run"), "run"),
    ],
)
def test_internal_places_are_less_public(public, private, text, name):
    found = surface({public: text, private: text + "\n"})
    assert found[f"{public}:{name}"] > 3 * found[f"{private}:{name}"]


def test_methods_beside_their_type_are_as_public_as_it():
    found = surface(
        {
            "a.go": "package a\n\ntype Tool struct {\n\tx int\n}\n\n"
            "func (t *Tool) Use() int {\n\treturn 1\n}\n\n"
            "func (t *Tool) own() int {\n\treturn 1\n}\n"
        }
    )
    uses = [level for key, level in found.items() if key.endswith("Use")]
    own = [level for key, level in found.items() if key.endswith("own")]
    assert uses == [1]
    assert own[0] < 0.3


def test_the_copy_that_entries_reach_is_kept():
    text = f("one") + f("two") + f("three")
    found = surface(
        {
            "p/__init__.py": "from ._real import one, two, three\n",
            "p/_real.py": text,
            "p/extra/__init__.py": "",
            "p/extra/mirror.py": text,
        }
    )
    assert found["p/_real.py:one"] == 1
    assert found["p/extra/mirror.py:one"] < 0.1


def test_tests_and_vendored_code_are_no_face():
    found = surface(
        {"p/__init__.py": f("run"), "p/t.py": f("check"), "p/v.py": f("other")},
        {"p/t.py": "test", "p/v.py": "vendored"}.items(),
    )
    assert max(found["p/t.py:check"], found["p/v.py:other"]) < 0.05 < found["p/__init__.py:run"]


def test_bases_of_public_classes_are_met_by_users():
    found = surface(
        {
            "p/__init__.py": "from ._m import Public\n",
            "p/_m.py": "class Base:\n    x = 1\n\n\nclass Other:\n    x = 1\n\n\n"
            "class Public(Base):\n    y = 1\n",
        }
    )
    assert 1 > found["p/_m.py:Base"] > found["p/_m.py:Other"]


# Manifests nobody wrote for us


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "[" * 100_000, '{"exports": [1, {"a": null}], "bin": 5, "main": {}}'],
)
def test_a_broken_package_manifest_names_nothing(text):
    assert surface({"package.json": text, "src/a.ts": "export const a = 1\n"})


@pytest.mark.parametrize("text", ["", "[", "bin = 5", "lib = 5\npackage = 3", "[[bin]]\npath = 1"])
def test_a_broken_crate_manifest_names_nothing(text):
    assert surface({"Cargo.toml": text, "src/lib.rs": "pub fn a() {\n    1;\n}\n"})


# Deprecation


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("@deprecated('use new')\n" + f("old") + f("new"), "python"),
        ('def old():\n    """Deprecated: use new."""\n    return 1\n' + f("new"), "python"),
        (
            "def old():\n    warnings.warn(\n        'gone', DeprecationWarning\n    )\n"
            "    return new()\n" + f("new"),
            "python",
        ),
        (
            '#[deprecated(since = "1")]\npub fn old() {\n    1;\n}\npub fn new() {\n    1;\n}\n',
            "rust",
        ),
        ("// Deprecated: use New.\nfunc old() {\n}\n\nfunc new() {\n}\n", "go"),
        (
            "/**\n * @deprecated\n */\nfunction old() {\n  a()\n}\nfunction new_() {\n  a()\n}\n",
            "javascript",
        ),
    ],
)
def test_what_is_deprecated_is_known(text, language):
    found = outline(text.encode(), language)
    marked = {found.symbols[index].name for index in deprecated_symbols(found, text.encode())}
    assert marked == {"old"}


def test_a_warning_about_an_argument_does_not_deprecate_the_function():
    text = (
        "def run(a=None):\n    if a is not None:\n"
        "        warnings.warn('a is gone', DeprecationWarning)\n    return 1\n"
    )
    found = outline(text.encode(), "python")
    assert not deprecated_symbols(found, text.encode())
