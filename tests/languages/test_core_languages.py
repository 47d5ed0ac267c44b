"""The parsed languages of the core: definitions, docs, visibility and views.

``fixtures/languages/NAME.outline`` pins what is found in ``NAME``.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outlines import FIXTURES, parses, pinned_lines, read_outline

from ctxbuild.languages import grammars
from ctxbuild.languages.outline import outline
from ctxbuild.languages.table import CORE
from ctxbuild.languages.views import full_lines, merge_lines, render_view, signature_lines
from ctxbuild.model import Symbol

FILES = [
    "shapes.py",
    "shapes.js",
    "shapes.ts",
    "Shapes.tsx",
    "shapes.go",
    "shapes.rs",
    "Shapes.java",
    "shapes.h",
    "shapes.c",
    "shapes.cpp",
    "Shapes.cs",
    "shapes.rb",
    "shapes.php",
    "shapes.sh",
]


def symbol(name: str, qualified: str, kind: str = "") -> Symbol:
    found = read_outline(name)[2].symbols
    return next(s for s in found if s.qualified_name == qualified and kind in s.kind)


def symbols(text: str, language: str) -> list[tuple[str, str]]:
    return [(s.kind, s.qualified_name) for s in outline(text.encode(), language).symbols]


@pytest.mark.parametrize("row", CORE, ids=lambda row: row.name)
def test_every_core_language_has_a_grammar_and_a_query_that_compiles(row) -> None:
    assert grammars.is_available(row.name)


def test_every_core_language_has_a_fixture() -> None:
    assert {read_outline(name)[1] for name in FILES} == {row.name for row in CORE}


@pytest.mark.parametrize("name", FILES)
def test_symbols_of_the_fixture_are_as_pinned(name: str) -> None:
    _, _, found = read_outline(name)
    assert not found.has_errors
    pinned = (FIXTURES / f"{name}.outline").read_text("utf-8").split("\n")[:-1]
    assert list(pinned_lines(found)) == pinned


@pytest.mark.parametrize("name", FILES)
def test_symbols_come_in_document_order_and_lie_inside_their_parents(name: str) -> None:
    text, _, found = read_outline(name)
    assert [s.start_byte for s in found.symbols] == sorted(s.start_byte for s in found.symbols)
    for index, item in enumerate(found.symbols):
        first, last = item.lines
        assert item.head[0] <= first <= item.head[1] <= last <= text.count(b"\n")
        assert item.fold is None or item.head[1] < item.fold[0] <= item.fold[1] <= last
        assert item.parent < index
        if item.parent >= 0:
            outer = found.symbols[item.parent].lines
            assert outer[0] <= first <= last <= outer[1]


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=40)
@given(data=st.data())
def test_every_signature_and_elided_view_parses_again(name: str, data: st.DataObject) -> None:
    text, language, found = read_outline(name)
    indices = st.sets(st.integers(0, len(found.symbols) - 1))
    whole = data.draw(indices)
    some = data.draw(st.one_of(st.none(), indices))
    shown = merge_lines((*signature_lines(found, some), *full_lines(found, whole)))
    view = render_view(text.decode(), language, shown)
    assert parses(view, language), view


@pytest.mark.parametrize("name", FILES)
def test_a_signature_view_keeps_first_lines_and_hides_bodies(name: str) -> None:
    text, language, found = read_outline(name)
    view = render_view(text.decode(), language, signature_lines(found))
    lines = text.decode().split("\n")
    assert len(view) < len(text)
    assert "… " in view
    for item in found.symbols:
        assert lines[item.lines[0] - 1] in view
        if item.fold and not any(other.parent >= 0 for other in found.symbols):
            assert lines[item.fold[0] - 1] not in view


@pytest.mark.parametrize(
    ("name", "qualified", "doc"),
    [
        ("shapes.py", "LIMIT", "How many shapes a drawing may hold."),
        ("shapes.py", "Shape", "A figure with an area."),
        ("shapes.py", "draw", r"Draw a shape \o/."),
        ("shapes.js", "LIMIT", "How many shapes a drawing may hold."),
        ("shapes.js", "twice", "Doubles a shape."),
        ("shapes.ts", "Shape.area", "The area in square metres."),
        ("Shapes.tsx", "Card", "A card with one shape."),
        ("shapes.go", "Total", "Total adds up the areas of all shapes."),
        ("shapes.go", "Red", "Red is the first colour."),
        ("shapes.rs", "Circle", "A round one."),
        ("Shapes.java", "Shapes", "A figure with an area."),
        ("shapes.h", "SHAPES_LIMIT", "How many shapes a drawing may hold."),
        ("shapes.c", "shape_new", "Makes a shape. The caller frees it."),
        ("shapes.cpp", "shapes::plane::Shape", "A figure with an area."),
        ("Shapes.cs", "Example.Shapes.Shape", "A figure with an area."),
        ("shapes.rb", "Shapes", "Shapes and what can be done with them."),
        ("shapes.php", "Shape", "A figure with an area."),
        ("shapes.sh", "usage", "Prints how it is used."),
    ],
)
def test_docs_are_the_first_paragraph_as_plain_text(name: str, qualified: str, doc: str) -> None:
    assert symbol(name, qualified).doc == doc


@pytest.mark.parametrize(
    ("name", "qualified", "signature"),
    [
        ("shapes.py", "Circle", "class Circle(Shape)"),
        ("shapes.py", "Shape.area", "def area(self) -> float"),
        ("shapes.js", "Shape.corners", "*corners()"),
        ("shapes.ts", "Circle", "export class Circle extends Shape"),
        ("shapes.ts", "Shape.measure", "protected measure(): T[]"),
        ("shapes.go", "Total", "func Total[S Shape](shapes ...S) (sum float64, err error)"),
        ("shapes.go", "Stack.Push", "func (s Stack[T]) Push(item T) Stack[T]"),
        ("shapes.rs", "Circle::draw", "pub(crate) async fn draw(&mut self)"),
        ("Shapes.java", "Shapes.compareTo", "public int compareTo(Shapes<T> other)"),
        ("shapes.c", "shape_new", "shape_p shape_new(double width, double height)"),
        (
            "shapes.cpp",
            "shapes::plane::Shape::convert",
            "template <class U> U convert(U&& by) const",
        ),
        ("Shapes.cs", "Example.Shapes.Shape.Twice", "public virtual double Twice() => 2 * Area()"),
        ("shapes.rb", "Shapes::Shape::initialize", "def initialize(name, tags: [])"),
        ("shapes.php", "total", "function total(Shape ...$shapes): float"),
        ("shapes.sh", "area", "function area"),
    ],
)
def test_signatures_are_one_line_without_the_body(
    name: str, qualified: str, signature: str
) -> None:
    assert symbol(name, qualified).signature == signature


def test_the_prologue_is_the_module_doc_or_package_clause() -> None:
    prologues = {name: read_outline(name)[2].prologue for name in FILES}
    assert prologues["shapes.py"] == (1, 1)
    assert prologues["shapes.go"] == (1, 4)
    assert prologues["shapes.rs"] == (1, 3)
    assert prologues["Shapes.java"] == (1, 2)
    assert prologues["shapes.php"] == (1, 5)
    assert prologues["shapes.c"] is None


def test_definitions_inside_functions_are_not_symbols() -> None:
    text = "def f():\n    def g(): pass\n    class C: pass\n    x = 1\n"
    assert symbols(text, "python") == [("function", "f")]


def test_definitions_survive_an_error_elsewhere() -> None:
    found = outline(b"def f():\n    return 1\n\nclass (:\n\ndef g():\n    return 2\n", "python")
    assert found.has_errors
    assert {"f", "g"} <= {s.name for s in found.symbols}


UNREADABLE = """interface Maker<
  Bird,
> {
  <A>(
    a: Egg<
      A
    >,
  ): Nest<
    Bird,
    A
  >
  <
    B,
    C extends X = {},
  >(
    b: Egg<
      B
    >,
  ): Nest<Bird, B>
  withTypes<
    C extends P<A>,
  >(): Maker<
    Bird,
    O<A, C>
  >
}

export interface Makers<Bird> {
  hatch(
    egg: Egg<Bird, Shell>,
  ): Chick<Bird, Shell>

  prepare<P extends Q<any>>(
    egg: P,
  ): {
    kind: A.B
    hatch: Egg<
      Bird,
      D<E<F>>
    >
  }
}
"""
"""Two call signatures without semicolons, where the grammar loses count of braces."""


def test_definitions_survive_after_syntax_that_the_grammar_cannot_read() -> None:
    later = f"{UNREADABLE}\nexport const make = build()\n"
    assert ("constant", "make") in symbols(later, "typescript")


def test_a_short_body_is_shown_because_a_placeholder_costs_as_much() -> None:
    found = outline(b"def f():\n    return 1\n", "python").symbols
    assert found[0].fold is None


def test_a_body_that_shares_lines_with_its_header_is_not_folded() -> None:
    text = b"function f() { return [\n  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,\n]; }\n"
    assert outline(text, "javascript").symbols[0].fold is None


def test_a_long_data_type_is_folded_and_a_short_one_shown_whole() -> None:
    def struct(fields: int) -> bytes:
        body = "".join(f"    pub field_number_{n}: u64,\n" for n in range(fields))
        return f"pub struct S {{\n{body}}}\n".encode()

    assert outline(struct(38), "rust").symbols[0].fold is None
    assert outline(struct(60), "rust").symbols[0].fold == (2, 61)


def test_linkage_guards_of_c_headers_do_not_hide_what_they_enclose() -> None:
    text = '#ifdef __cplusplus\nextern "C" {\n#endif\nint f(void);\n#ifdef __cplusplus\n}\n#endif\n'
    assert symbols(text, "c") == [("function", "f")]


def test_macros_between_keyword_and_class_name_are_ignored() -> None:
    text = "class LIB_API Name : public Base {\n  void f() LIB_GUARDED_BY(lock);\n};\n"
    assert symbols(text, "cpp") == [("class", "Name"), ("method", "Name::f")]


def test_a_comment_that_ends_on_the_line_of_a_definition_belongs_to_it() -> None:
    text = b"x();\n/**\n * Doc.\n */function f() {\n  return 1;\n}\n"
    found = outline(text, "javascript").symbols[0]
    assert found.head[0] == 2


def test_crlf_and_blank_endings_do_not_move_lines() -> None:
    text = FIXTURES.joinpath("shapes.go").read_bytes()
    plain = outline(text, "go")
    windows = outline(text.replace(b"\n", b"\r\n"), "go")
    assert [s.lines for s in windows.symbols] == [s.lines for s in plain.symbols]
    assert [s.fold for s in windows.symbols] == [s.fold for s in plain.symbols]
    assert [s.doc for s in windows.symbols] == [s.doc for s in plain.symbols]


def test_a_language_without_a_grammar_gives_an_empty_outline_with_errors() -> None:
    assert outline(b"x", "no such language").symbols == ()
    assert outline(b"x", "cobol").has_errors


@pytest.mark.parametrize("row", CORE, ids=lambda row: row.name)
@pytest.mark.parametrize(
    "text",
    [
        b"a<" * 30_000,
        b"(" * 60_000,
        b"a|" * 30_000,
        b"template<" * 7_000,
        b"case a:" * 8_000,
        b"\x00\xff" * 20_000,
        b"[(" * 1_000 + b"{" * 1_000,
        b" " * 100_000,
        b"\n" * 100_000,
    ],
    ids=lambda text: repr(text[:9]),
)
def test_pathological_text_is_refused_or_read_quickly(row, text: bytes) -> None:
    assert len(outline(text, row.name).symbols) < 10_000


def test_four_hundred_levels_of_nesting_are_read() -> None:
    text = b"".join(b"class A%d {\n" % n for n in range(400)) + b"}\n" * 400
    found = outline(text, "java").symbols
    assert len(found) > 40


@settings(max_examples=60)
@given(
    st.sampled_from([row.name for row in CORE]),
    st.lists(
        st.sampled_from(
            ["def f", "class A", "{", "}", "(", ")", ":", ";", "\n", "\n    ", "#", "/*", "*/", "'",
             '"', "`", "<", ">", "=", "fn x", "function y", "struct S", "end", "do", "é", "\r",
             "export ", "if x", "else", "#if A\n", "#endif\n", "@a", ",", "\\"]
        ),
        max_size=60,
    ),
)  # fmt: skip
def test_any_text_gives_an_outline_whose_lines_exist(language: str, parts: list[str]) -> None:
    text = "".join(parts)
    found = outline(text.encode(), language)
    total = max(1, text.count("\n") + 1)
    for item in found.symbols:
        assert 1 <= item.head[0] <= item.lines[0] <= item.lines[1] <= total
    view = render_view(text, language, signature_lines(found))
    assert view.count("\n") <= total + 1
