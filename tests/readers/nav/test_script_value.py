"""What scripts export, as far as that can be told without running them."""

from __future__ import annotations

import pytest
from growth import linear
from hypothesis import given
from hypothesis import strategies as st
from project_nav import of

from ctxbuild.readers.nav.script_reading import exported_value, exported_values
from ctxbuild.readers.nav.script_value import COMPUTED, Call, has_computed, unwrapped


def value(script, **others):
    files = {"a.ts": script, **{name.replace("_", "."): text for name, text in others.items()}}
    return exported_value("a.ts", of(files))


def test_literals_in_every_spelling():
    script = "module.exports = {a: 'x', \"b\": [1, -2.5, 1e3, true, null,], ['c' + 'd']: `t`, /**/}"
    assert value(script) == {"a": "x", "b": [1.0, -2.5, 1000.0, True, None], "cd": "t"}


def test_names_spreads_and_types_are_followed():
    script = """
    import type { T } from 'pack';
    const base = { a: 1 } as const, name = 'x';
    let list: T[] = ['p', ...['q', 'r']];
    export default { ...base, list, [`k${name}`]: (name + 'y')!, c: list[1] } satisfies T;
    """
    assert value(script) == {"a": 1.0, "list": ["p", "q", "r"], "kx": "xy", "c": "q"}


def test_functions_that_only_return_are_followed_with_their_arguments():
    script = """
    export default { a: items('/x', { deep: true }), b: group`t`, c: twice('z') };
    function items(base: string, { deep }) {
      const end = '/end';
      return [{ link: base + end, deep }];
    }
    const twice = (x) => [x, x].map((each) => ({ each }));
    """
    found = value(script)
    assert found["a"] == [{"link": "/x/end", "deep": True}]
    assert found["b"] is COMPUTED
    assert found["c"] == [{"each": "z"}, {"each": "z"}]


@pytest.mark.parametrize(
    "body", ["if (x) return [1]; return [2]", "items.push(1); return items", "for (;;) {}"]
)
def test_functions_that_do_more_are_not(body):
    assert value(f"export default f(); function f(x) {{ {body} }}") is COMPUTED


def test_other_files_are_read_whatever_their_names_end_in():
    found = value(
        "import d, { e as g } from './b.js'; import j from './c.json' with { type: 'json' };"
        "export default { d, g, n: j.name, r: require('./b') }",
        b_ts="export default 'D'; export const e = ['E']; export * from 'pack';",
        c_json='{"name": "N"}',
    )
    assert found == {"d": "D", "g": ["E"], "n": "N", "r": "D"}


def test_exports_pass_through_files():
    found = value(
        "import { x, y } from './b'; export default [x, y]",
        b_ts="export { one as x } from './c'; export * from './c';",
        c_ts="export const one = 1; const two = 2; export { two as y };",
    )
    assert found == [1.0, 2.0]


def test_calls_of_packages_stay_calls_around_what_they_are_given():
    found = value("import { defineConfig as d } from 'vp'; export default d({ a: 1 })")
    assert found == Call("vp", "defineConfig", ({"a": 1.0},))
    assert unwrapped(found) == {"a": 1.0}


def test_what_is_computed_is_marked_where_it_stands():
    found = value("export default { a: [1, f(), ...g()], b: process.env.X || 'y', ...h() }")
    assert found["a"] == [1.0, COMPUTED, COMPUTED]
    assert found["b"] is COMPUTED
    assert has_computed(found)


def test_choices_are_made_only_where_they_are_known():
    found = value("export default [true ? 1 : 2, x ? 1 : 2, null ?? 3, '' || 'z']")
    assert found == [1.0, COMPUTED, 3.0, "z"]


def test_escapes_and_all_exports():
    script = r"export const a = 'it\'s \u00e9\x41\u{1F600}\n'; export const b = `\``;"
    assert exported_values("a.ts", of({"a.ts": script})) == {"a": "it's éA\U0001f600\n", "b": "`"}


@linear
@pytest.mark.parametrize(
    "script",
    [
        "const a = [a, a]; export default a",
        "const f = (x) => f([x, x]); export default f(1)",
        "export { default } from './a'",
        "const a = { ...b }, b = { ...a, c: a }; export default b",
        "export default " + "[" * 3000 + "]" * 3000,
        "export default " + "+".join(["'x'"] * 5000),
        "const f = (x) => [x, x]; export default " + "f(" * 50 + "1" + ")" * 50,
        "const f = (x) => [...x, ...x]; export default " + "f(" * 50 + "[1]" + ")" * 50,
        "const f = (x) => x + x; export default " + "f(" * 50 + "'x'" + ")" * 50,
        "const a0=[1,1];"
        + "".join(f"const a{n}=[...a{n - 1},...a{n - 1}];" for n in range(1, 55))
        + "export default a54",
        "export default {",
        "\x00" * 5000,
        "",
    ],
)
def test_scripts_that_never_end_or_grow_without_end_are_computed_soon(script):
    has_computed(value(script))


@given(st.text("{}[]()'\"`$,:.=>ab1 \n\\/*-+?", max_size=80))
def test_any_text_can_be_read(text):
    value(f"export default {text}")
