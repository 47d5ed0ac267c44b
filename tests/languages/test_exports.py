"""Re-exports, aliases and export lists are read from text, in linear time."""

import pytest
from growth import large, linear
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.languages.exports import (
    MAX_EXPORTS,
    Export,
    Exports,
    decode_exports,
    encode_exports,
    exports,
    passes_on,
)


def offered(text, language="python"):
    return {(e.name, e.origin, e.original) for e in exports(text, language).entries if e.offered}


def bound(text, language="python"):
    return {
        (e.name, e.origin, e.original) for e in exports(text, language).entries if not e.offered
    }


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("from ._api import get as get\n", ("get", "._api", "get")),
        ("from .a import *\n", ("*", ".a", "*")),
        ("import os.path as path\n__all__ = ['path']\n", ("path", "os.path", "*")),
        ("Client = _client.Client\n", ("Client", "", "_client.Client")),
        (
            "from .x import (\n    y as z,  # why (not)\n    w,\n)\n__all__ = ['z']",
            ("z", ".x", "y"),
        ),
        ("__all__ = [\n  'a',  # see (b]\n  'c',\n]\n", ("c", "", "c")),
        ("__all__ += sub.__all__\n", ("*", ".sub", "*")),
        ("__all__.extend(['late'])\n", ("late", "", "late")),
    ],
)
def test_python_offers(text, entry):
    assert entry in offered(text)


def test_an_import_in_python_binds_and_does_not_offer():
    assert bound("from .x import (a, b as c)\n") == {("a", ".x", "a"), ("c", ".x", "b")}


def test_a_list_of_all_names_closes_the_module():
    assert exports("__all__ = ['a']\n", "python").closed
    assert not exports("a = 1\n# __all__ is not set\n", "python").closed


def test_python_names_that_are_loaded_when_asked_for():
    text = (
        "_LAZY = {'Thing': '.things', 'Other': ('pkg.other', 'attribute')}\n"
        "_groups = {'models': ['Small', 'Large']}\n"
        "def __getattr__(name):\n    return load(_LAZY[name])\n"
    )
    assert offered(text) >= {
        ("Thing", ".things", "Thing"),
        ("Other", "pkg.other", "attribute"),
        ("Small", "models", "Small"),
        ("Large", "models", "Large"),
    }


def test_a_table_in_a_module_that_is_not_lazy_offers_nothing():
    assert offered("PLACES = {'Rome': 'Italy'}\n") == set()


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("export { a, type B as C } from './x'\n", ("C", "./x", "B")),
        ("export type { T } from './t.js';\n", ("T", "./t.js", "T")),
        ("export {\n  one, // first\n  two,\n} from './n'\n", ("two", "./n", "two")),
        ("export * from '@scope/part'\n", ("*", "@scope/part", "*")),
        ("export * as tools from './tools'\n", ("tools", "./tools", "*")),
        ("const x = 1\nexport { x as y }\n", ("y", "", "x")),
        ("export default class Engine {}\n", ("default", "", "Engine")),
        ("export default async function start() {}\n", ("default", "", "start")),
        ("export = Whole;\n", ("default", "", "Whole")),
        ("module.exports = require('./lib/core');\n", ("default", "./lib/core", "default")),
        ("exports = module.exports = make;\n", ("default", "", "make")),
        ("module.exports = { a, b: c }\n", ("b", "", "c")),
        ("module.exports = { d: require('./d') }\n", ("d", "./d", "default")),
        ("exports.Route = require('./route');\r\n", ("Route", "./route", "default")),
        ("exports.json = parser;\n", ("json", "", "parser")),
    ],
)
def test_scripts_offer(text, entry):
    assert entry in offered(text, "typescript")


def test_exports_on_lines_that_follow_each_other_are_all_seen():
    text = "".join(f"export {{ n{n} }}\n" for n in range(5))
    assert {name for name, _, _ in offered(text, "javascript")} == {f"n{n}" for n in range(5)}


def test_imports_of_scripts_bind():
    text = (
        "import Def, { a as b } from './x'\nimport * as ns from './n'\nconst c = require('./c')\n"
    )
    assert bound(text, "javascript") == {
        ("Def", "./x", "default"),
        ("b", "./x", "a"),
        ("ns", "./n", "*"),
        ("c", "./c", "default"),
    }


def test_what_is_imported_and_then_exported_keeps_its_origin():
    assert ("b", "./x", "a") in offered(
        "import { a as b } from './x'\nexport { b }\n", "typescript"
    )


def test_rust_passes_on_trees_globs_and_modules_but_only_to_everyone():
    text = (
        "pub use self::a::{b, c::{self, d as e}, f::*};\n"
        "pub mod open;\nmod closed;\npub(crate) use z::Z;\n"
        "#[doc(hidden)]\npub mod unseen;\n"
        "cfg! {\n    pub use inner::I;\n}\n"
    )
    assert offered(text, "rust") == {
        ("b", "self::a", "b"),
        ("c", "self::a::c", "*"),
        ("e", "self::a::c", "d"),
        ("*", "self::a::f", "*"),
        ("open", "self::open", "*"),
        ("I", "inner", "I"),
    }


def test_dart_passes_on_files_and_names():
    text = "export 'src/a.dart';\nexport 'src/b.dart' show B, C;\n"
    assert offered(text, "dart") == {
        ("*", "src/a.dart", "*"),
        ("B", "src/b.dart", "B"),
        ("C", "src/b.dart", "C"),
    }


def test_a_language_without_rows_passes_nothing_on():
    assert exports("export { a }\n", "go") == Exports()
    assert not passes_on("go")
    assert passes_on("tsx")


def test_there_is_a_limit_to_what_one_file_passes_on():
    text = "".join(f"from .m{n} import n{n} as n{n}\n" for n in range(MAX_EXPORTS + 50))
    assert len(exports(text, "python").entries) == MAX_EXPORTS


names = st.text("abcXYZ_.*/@:", max_size=8)


@given(st.lists(st.builds(Export, names, names, names, st.booleans())), st.booleans())
def test_encoding_is_undone_by_decoding(entries, closed):
    found = Exports(tuple(entries), closed)
    assert decode_exports(encode_exports(found)) == found


@given(st.text("\n\t ={}[](),.*:;'\"#_aeximportsfrldu", max_size=300))
def test_any_text_can_be_read_and_remembered(text):
    for language in ("python", "typescript", "rust", "dart"):
        found = exports(text, language)
        assert decode_exports(encode_exports(found)) == found


@linear
@pytest.mark.parametrize(
    ("unit", "language"),
    [
        ("__all__ = [", "python"),
        ("__all__ = [\n#", "python"),
        ("def __getattr__\n'a':" + " " * 9, "python"),
        ("from x import (a,\n", "python"),
        ("export { a,\n", "typescript"),
        ("module.exports = {\n", "javascript"),
        ("import " + " " * 50, "javascript"),
        ("pub use a::{\n", "rust"),
        ("#[doc(hidden)]\n\n", "rust"),
        (" ", "python"),
        ("\n", "typescript"),
    ],
)
def test_time_grows_with_the_text_and_not_with_its_square(unit, language):
    exports(large(unit, lines=100_000), language)
