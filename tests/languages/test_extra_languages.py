"""The languages of the ``langs`` extra: definitions, visibility, docs and views.

``fixtures/languages/NAME.outline`` pins what is found in ``NAME``: one line for
each symbol, indented by its nesting, with its lines, its fold and whether it
is hidden from other files.
"""

import builtins
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ctxbuild.languages import grammars
from ctxbuild.languages.cocoa import blank_cocoa
from ctxbuild.languages.extra import EXTRA
from ctxbuild.languages.outline import outline
from ctxbuild.languages.table import LANGUAGES, language_of
from ctxbuild.languages.views import full_lines, merge_lines, render_view, signature_lines
from ctxbuild.model import Outline, Region, Symbol

FIXTURES = Path(__file__).parents[2] / "fixtures" / "languages"

FILES = [
    "shapes.kt",
    "Shapes.swift",
    "Shapes.scala",
    "layers.scala",
    "shapes.lua",
    "shapes.ex",
    "Shapes.hs",
    "Shapes.jl",
    "shapes.zig",
    "shapes.dart",
    "Shapes.m",
    "network.tf",
    "Shapes.pm",
    "shapes.sql",
    "Shapes.ps1",
]

GRAMMAR_GAPS = {
    "shapes.zig": "the grammar wants a field in every container",
    "shapes.sql": "the grammar wants a statement between dollar quotes",
}
"""Files whose views read well but do not parse, because a body of comments does not."""


def read(name: str) -> tuple[bytes, str, Outline]:
    text = (FIXTURES / name).read_bytes()
    language = language_of(name).name
    return text, language, outline(text, language)


def symbol(name: str, qualified: str, signature: str = "") -> Symbol:
    found = read(name)[2].symbols
    return next(s for s in found if s.qualified_name == qualified and signature in s.signature)


def depth(symbols: tuple[Symbol, ...], index: int) -> int:
    parent = symbols[index].parent
    return 0 if parent < 0 else 1 + depth(symbols, parent)


def pinned_lines(found: Outline) -> Iterator[str]:
    for index, item in enumerate(found.symbols):
        fold = f" fold {item.fold[0]}-{item.fold[1]}" if item.fold else ""
        hidden = "" if item.exported else " hidden"
        name = item.qualified_name or item.name
        indent = "  " * depth(found.symbols, index)
        yield f"{indent}{item.kind} {name} {item.lines[0]}-{item.lines[1]}{fold}{hidden}"


@pytest.mark.parametrize("row", EXTRA, ids=lambda row: row.name)
def test_every_extra_language_has_a_grammar_and_a_query_that_compiles(row: Any) -> None:
    assert grammars.is_available(row.name)


def test_every_extra_language_has_a_fixture() -> None:
    assert {language_of(name).name for name in FILES} == {row.name for row in EXTRA}


@pytest.mark.parametrize("name", FILES)
def test_symbols_of_the_fixture_are_as_pinned(name: str) -> None:
    _, _, found = read(name)
    assert not found.has_errors
    assert (
        list(pinned_lines(found))
        == (FIXTURES / f"{name}.outline").read_text("utf-8").split("\n")[:-1]
    )


@pytest.mark.parametrize("name", FILES)
def test_heads_folds_and_members_are_nested(name: str) -> None:
    text, _, found = read(name)
    total = text.count(b"\n")
    for item in found.symbols:
        first, last = item.lines
        assert item.head[0] <= first <= item.head[1] <= last <= total
        assert item.fold is None or item.head[1] < item.fold[0] <= item.fold[1] <= last
        if item.parent >= 0:
            outer = found.symbols[item.parent]
            fold = outer.fold or outer.lines
            assert fold[0] <= first <= last <= fold[1]


def parses(text: bytes, language: str) -> bool:
    loaded = grammars.load(language)
    assert loaded is not None
    prepared = blank_cocoa(text) if language == "objc" else text
    return not loaded[0].parse(prepared).root_node.has_error


@pytest.mark.parametrize("name", [name for name in FILES if name not in GRAMMAR_GAPS])
def test_signature_and_elided_views_parse_again(name: str) -> None:
    text, language, found = read(name)
    chance = random.Random(name)
    everything = range(len(found.symbols))
    for _ in range(25):
        whole = chance.sample(everything, chance.randint(0, 3))
        some = chance.choice([None, chance.sample(everything, chance.randint(1, len(everything)))])
        shown = merge_lines((*signature_lines(found, some), *full_lines(found, whole)))
        view = render_view(text.decode(), language, shown)
        assert parses(view.encode(), language), view


@pytest.mark.parametrize("name", FILES)
def test_signature_views_hide_bodies_and_keep_signatures(name: str) -> None:
    text, language, found = read(name)
    view = render_view(text.decode(), language, signature_lines(found))
    assert len(view) < len(text)
    lines = text.decode().split("\n")
    for item in found.symbols:
        assert lines[item.lines[0] - 1] in view


@pytest.mark.parametrize(
    ("name", "qualified", "doc"),
    [
        ("shapes.kt", "Shape", "A figure with an area."),
        ("Shapes.swift", "Circle.init", "Makes a circle of the given radius."),
        ("Shapes.scala", "Circle.area", "The area of a disc."),
        ("shapes.lua", "Shape.new", "Makes a shape."),
        ("shapes.ex", "Example.Shape", "Shapes and what can be done with them."),
        ("shapes.ex", "Example.Shape.new", "Makes a shape."),
        ("shapes.ex", "Example.Shape.twice", "Doubles the size."),
        ("Shapes.hs", "area", "The area of a shape."),
        ("Shapes.jl", "Shapes.Shape", "A figure with an area."),
        ("Shapes.jl", "Shapes.LIMIT", "How many shapes a drawing may hold."),
        ("shapes.zig", "Shape", "A figure with an area."),
        ("shapes.dart", "Shape", "A figure with an area."),
        ("Shapes.m", "Shape", "A figure with an area."),
        ("network.tf", "aws_instance.web", "The machines."),
        ("Shapes.pm", "new", "Makes a shape."),
        ("shapes.sql", "drawing.shapes", "One row per shape."),
        ("Shapes.ps1", "New-Shape", "Makes a shape."),
    ],
)
def test_docs_come_from_the_comment_or_string_before(name: str, qualified: str, doc: str) -> None:
    assert symbol(name, qualified).doc.startswith(doc)


@pytest.mark.parametrize(
    ("name", "qualified", "signature"),
    [
        ("shapes.kt", "twice", "fun <T> List<T>.twice(): List<T>"),
        ("Shapes.swift", "Circle.scaled", "func scaled(by factor: Double) -> Circle"),
        ("Shapes.scala", "Circle", "class Circle(radius: Double) extends Shape"),
        ("shapes.ex", "Example.Shape.new", r"def new(name, size \\ 1.0)"),
        ("Shapes.hs", "total", "total :: [Shape] -> Double"),
        ("Shapes.jl", "Shapes.area", "function area(circle::Circle)::Float64"),
        ("shapes.zig", "total", "export fn total(shapes: [*]const Shape, length: usize) f64"),
        ("shapes.dart", "Circle.of", "Circle.of(double diameter) : _radius = diameter / 2"),
        ("Shapes.m", "Shape.moveToX", "- (void)moveToX:(double)x y:(double)y"),
        ("network.tf", "dns", 'module "dns"'),
        ("Shapes.ps1", "Shape.Unit", "static [Shape] Unit()"),
    ],
)
def test_signatures_are_one_line_without_the_body(
    name: str, qualified: str, signature: str
) -> None:
    assert symbol(name, qualified, signature).signature == signature


def test_the_equations_of_a_haskell_function_are_one_symbol() -> None:
    text = b"f :: Int -> Int\nf 0 = 1\nf n = n * f (n - 1)\n\ng x = x\ng y = y\n"
    found = outline(text, "haskell").symbols
    assert [(s.name, s.lines) for s in found] == [("f", (1, 3)), ("g", (5, 6))]


def test_cocoa_macros_are_read_as_what_they_stand_for() -> None:
    text = (
        b"NS_ASSUME_NONNULL_BEGIN\n@interface A : B\n- (void)go NS_SWIFT_NAME(run());\n@end\n"
        b"typedef NS_OPTIONS(NSUInteger, Mode) { ModeOn = 1 << 0 };\nNS_ASSUME_NONNULL_END\n"
    )
    found = outline(text, "objc")
    assert [(s.kind, s.name) for s in found.symbols] == [
        ("class", "A"),
        ("method", "go"),
        ("enum", "Mode"),
    ]
    assert not found.has_errors


def test_methods_in_conditionals_of_an_implementation_are_found() -> None:
    text = (
        b"@implementation A\n#if X\n- (int)f { return 1; }\n"
        b"#else\n- (int)g { return 2; }\n#endif\n@end\n"
    )
    names = [s.qualified_name for s in outline(text, "objc").symbols if s.kind == "method"]
    assert names == ["A.f", "A.g"]


def test_names_in_backticks_lose_them() -> None:
    assert [s.name for s in outline(b"fun `long name`() = 1\n", "kotlin").symbols] == ["long name"]


def test_a_table_of_methods_declared_twice_keeps_its_second_header() -> None:
    text = b"local M\nM = {\n  f = function(x)\n    return x, 'a long body of text'\n  end,\n}\n"
    found = outline(text, "lua").symbols
    assert [(s.qualified_name, s.parent) for s in found] == [("M", -1), ("M", -1), ("M.f", 1)]


@pytest.mark.parametrize("row", EXTRA, ids=lambda row: row.name)
def test_without_its_grammar_a_language_has_paragraphs_only(
    row: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = f"tree_sitter_{row.name}"
    real = builtins.__import__

    def missing(name: str, *rest: Any, **options: Any) -> Any:
        if name == module:
            raise ImportError(name)
        return real(name, *rest, **options)

    monkeypatch.setattr(builtins, "__import__", missing)
    monkeypatch.setattr(grammars, "import_module", missing)
    grammars.load.cache_clear()
    try:
        regions = (Region((1, 1), -1),)
        assert outline(b"x", row.name) == Outline(row.name, has_errors=True, regions=regions)
        assert not grammars.is_available(row.name)
    finally:
        grammars.load.cache_clear()


def test_a_grammar_with_other_nodes_than_the_query_gives_an_empty_outline(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(grammars, "query_source", lambda names: "(no_such_node) @function")
    grammars.load.cache_clear()
    try:
        assert outline(b"x = 1", "lua").symbols == ()
    finally:
        grammars.load.cache_clear()


@pytest.mark.parametrize("row", EXTRA, ids=lambda row: row.name)
@pytest.mark.parametrize("text", [b"", b"\x00\xff", b"(" * 20_000, b"{\n" * 5_000, b"a " * 50_000])
def test_hostile_text_never_raises(row: Any, text: bytes) -> None:
    assert outline(text, row.name).language == row.name


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("a/build.gradle.kts", "kotlin"),
        ("x.exs", "elixir"),
        ("main.tf", "hcl"),
        ("lib/Foo.pm", "perl"),
        ("View.mm", "objc"),
        ("init.lua", "lua"),
        ("config.ld", "lua"),
        ("stm32.ld", "linker"),
        ("profile.ps1", "powershell"),
    ],
)
def test_extra_languages_are_recognised_by_name(path: str, language: str) -> None:
    assert language_of(path) is LANGUAGES[language]
