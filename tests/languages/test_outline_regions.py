"""Regions: the statements between definitions, and the blocks of long ones.

``region_samples`` holds one program for each core language and says how to
read the names in it.
"""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outlines import FIXTURES, parses, read_outline
from region_checks import (
    assert_covered,
    assert_sound,
    lines_of,
    rows_of,
    run_of,
    view_of,
)
from region_samples import SAMPLES, written_out

from ctxbuild.languages.outline import outline
from ctxbuild.languages.regions import LAST_ROWS, LEAST_ROWS
from ctxbuild.languages.serialise import decode_outline, encode_outline
from ctxbuild.languages.table import CORE
from ctxbuild.languages.views import merge_lines, region_lines, render_view, signature_lines
from ctxbuild.model import Outline, Region

every_language = pytest.mark.parametrize("language", SAMPLES)

# Statements of a module can only be definitions in these.
NO_MODULE_CODE = ("go", "java", "cpp", "csharp")
# A Bash array over several lines is not folded, nor a value below its brace.
NO_LONG_VALUE = ("bash", "csharp")


@cache
def sample(language: str) -> tuple[str, Outline]:
    text = written_out(SAMPLES[language])
    return text, outline(text.encode(), language)


def owner(found: Outline, region: Region) -> str:
    return found.symbols[region.parent].name if region.parent >= 0 else ""


def regions_with(text: str, found: Outline, word: str) -> list[Region]:
    return [r for r in found.regions if word in "\n".join(lines_of(text, r.lines))]


def blocks_of(found: Outline, name: str) -> list[Region]:
    return [region for region in found.regions if owner(found, region) == name]


# The core languages


def test_every_core_language_has_a_sample() -> None:
    assert list(SAMPLES) == [row.name for row in CORE]


@every_language
def test_a_sample_is_right(language: str) -> None:
    assert parses(sample(language)[0], language)


@every_language
def test_regions_are_in_order_apart_and_inside_the_text(language: str) -> None:
    assert_sound(*sample(language))


@every_language
def test_imports_are_one_region_apart_from_the_rest(language: str) -> None:
    text, found = sample(language)
    (imports,) = regions_with(text, found, "mported")
    assert imports.parent == -1
    alone = [line for line in lines_of(text, imports.lines) if len(line.strip()) > 1]
    assert [line for line in alone if "mported" not in line] in ([], ["import ("])


@pytest.mark.parametrize("language", [name for name in SAMPLES if name not in NO_MODULE_CODE])
def test_statements_of_a_module_are_a_region(language: str) -> None:
    text, found = sample(language)
    word = "SETUP" if language == "c" else "setup"
    (region,) = regions_with(text, found, word)
    assert region.parent == -1
    assert region.around == ()


@every_language
def test_a_licence_is_no_region(language: str) -> None:
    text, found = sample(language)
    assert "Licence" in text
    assert regions_with(text, found, "Licence") == []


@pytest.mark.parametrize("language", [name for name in SAMPLES if name != "bash"])
def test_statements_of_a_class_belong_to_it(language: str) -> None:
    text, found = sample(language)
    regions = regions_with(text, found, "member_")
    assert {owner(found, region).lower() for region in regions} == {"engine"}


@every_language
def test_blocks_of_a_long_definition_cover_its_fold(language: str) -> None:
    assert_covered(sample(language)[1])
    assert len(blocks_of(sample(language)[1], "run")) > 5


@every_language
def test_blocks_are_neither_short_nor_long(language: str) -> None:
    sizes = rows_of(blocks_of(sample(language)[1], "run"))
    assert [size for size in sizes if not LEAST_ROWS <= size <= LAST_ROWS] == []


@every_language
def test_a_block_comes_with_the_headers_of_what_it_is_in(language: str) -> None:
    text, found = sample(language)
    checked = 0
    for index, region in enumerate(found.regions):
        if owner(found, region) != "run":
            continue
        view = view_of(text, found, index)
        for name in re.findall(r"\b([a-z_]+)_\d+\b", "\n".join(lines_of(text, region.lines))):
            headers = [f"opens_{part}" for part in name.split("_") if f"opens_{part}" in text]
            assert [header for header in headers if header not in view] == []
            checked += len(headers)
    assert checked > 50


@every_language
def test_a_block_comes_without_the_headers_of_other_statements(language: str) -> None:
    text, found = sample(language)
    first = found.regions.index(blocks_of(found, "run")[0])
    view = view_of(text, found, first)
    assert "before_12" in view
    assert "opens_" not in view


@pytest.mark.parametrize("language", [name for name in SAMPLES if name not in NO_LONG_VALUE])
def test_a_long_value_falls_into_blocks_of_elements(language: str) -> None:
    text, found = sample(language)
    blocks = regions_with(text, found, "item_1") + regions_with(text, found, "item_60")
    assert blocks[0] != blocks[-1]
    assert {owner(found, block).lower() for block in blocks} <= {"values", "kvalues"}
    assert all("item_" in lines_of(text, block.lines)[0] for block in blocks)


@every_language
@settings(max_examples=25)
@given(data=st.data())
def test_any_regions_with_the_others_hidden_parse(language: str, data: st.DataObject) -> None:
    text, found = sample(language)
    chosen = data.draw(st.sets(st.sampled_from(range(len(found.regions))), min_size=1))
    symbols = data.draw(st.sets(st.sampled_from(range(len(found.symbols))), max_size=3))
    shown = region_lines(found, chosen)
    assert shown == merge_lines(shown)
    kept = {line for first, last in shown for line in range(first, last + 1)}
    for index in chosen:
        first, last = found.regions[index].lines
        assert kept.issuperset(range(first, last + 1))
    for run in (shown, merge_lines((*shown, *signature_lines(found, symbols)))):
        view = render_view(text, language, run)
        assert parses(view, language), view


@every_language
def test_regions_come_back_from_the_cache(language: str) -> None:
    found = sample(language)[1]
    assert decode_outline(encode_outline(found)).regions == found.regions


def fixture_names() -> list[str]:
    return sorted(path.name.removesuffix(".outline") for path in FIXTURES.glob("*.outline"))


@pytest.mark.parametrize("name", fixture_names())
def test_regions_of_the_fixtures_are_sound_and_none_lies_in_a_definition(name: str) -> None:
    data, _, found = read_outline(name)
    assert_sound(data.decode(), found)
    assert_covered(found)
    for region in found.regions:
        inner = [s for s in found.symbols if s.parent == region.parent]
        for symbol in inner:
            assert symbol.lines[1] < region.lines[0] or region.lines[1] < symbol.lines[0]


# How a view looks


def test_a_block_shows_signature_headers_and_placeholders() -> None:
    text = (
        "def run(source):\n"
        + run_of(12, "    before_{}()")
        + "    for item in source:\n"
        + run_of(36, "        inner_{}(item)")
        + "    return source\n"
    )
    found = outline(text.encode(), "python")
    assert [(r.lines, r.around) for r in found.regions] == [
        ((2, 13), ()),
        ((14, 38), ()),
        ((39, 51), ((14, 14),)),
    ]
    view = view_of(text, found, 2).split("\n")
    assert view[:4] == [
        "def run(source):",
        "    # … 12 lines (2-13)",
        "    for item in source:",
        "        # … 24 lines (15-38)",
    ]
    assert view[4].strip() == "inner_25(item)"
    assert view[-2:] == ["    return source", ""]


def test_no_region_shows_nothing() -> None:
    assert region_lines(sample("python")[1], ()) == ()


def test_a_region_of_a_class_shows_the_class() -> None:
    text, found = sample("python")
    index = next(i for i, r in enumerate(found.regions) if owner(found, r) == "Engine")
    assert "class Engine(Base):" in view_of(text, found, index)


# Between definitions


def test_a_comment_that_touches_the_first_statement_belongs_to_it() -> None:
    remark = run_of(6, "# Why, {}.")
    text = remark + "setup()\nstart()\n"
    assert outline(text.encode(), "python").regions == (Region((1, 8), -1),)


def test_a_short_comment_at_the_beginning_stays() -> None:
    text = "# Starts it.\n\nsetup()\n"
    assert outline(text.encode(), "python").regions == (Region((1, 3), -1),)


def test_a_licence_after_the_prologue_is_no_region() -> None:
    text = '"""Doc."""\n\n' + run_of(6, "# Licence, {}.") + "\nsetup()\n"
    found = outline(text.encode(), "python")
    assert found.prologue == (1, 1)
    assert found.regions == (Region((10, 10), -1),)


def test_comments_between_definitions_stay_with_what_follows_them() -> None:
    text = "A = 1\n\n" + run_of(6, "# Table, {}.") + "\nsetup()\n"
    assert outline(text.encode(), "python").regions == (Region((3, 10), -1),)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("python", "# Only remarks.\n\n# And more.\n"),
        ("c", "/* Only\n\n   remarks. */\n\n// More.\n"),
        ("cpp", "class A {\n public:\n  int f();\n\n private:\n  int g();\n};\n"),
        ("c", "#ifdef A\nint f(void);\n#else\nint g(void);\n#endif /* A */\n"),
        ("python", ""),
        ("javascript", "\n\n\n"),
    ],
)
def test_what_says_nothing_is_no_region(language: str, text: str) -> None:
    assert outline(text.encode(), language).regions == ()


def test_statements_before_and_after_a_definition_are_two_regions() -> None:
    text = "first()\n\n\ndef f():\n    pass\n\n\nsecond()\n"
    regions = outline(text.encode(), "python").regions
    assert regions == (Region((1, 1), -1), Region((8, 8), -1))


def test_a_remark_and_a_blank_line_do_not_part_imports() -> None:
    text = "setup()\nimport a\n# More of them.\n\nimport b\n"
    found = outline(text.encode(), "python")
    assert found.regions == (Region((1, 1), -1), Region((2, 5), -1, imports=True))


@pytest.mark.parametrize("call", ["load.cache();", "source = find();", "package = other.use;"])
def test_what_is_only_called_like_an_import_is_none(call: str) -> None:
    text = f"import 'a';\n{call}\n"
    regions = outline(text.encode(), "javascript").regions
    assert [region.lines for region in regions] == [(1, 1), (2, 2)]


def test_imports_stay_together_however_many() -> None:
    text = run_of(80, "import module_{}") + "setup()\n"
    found = outline(text.encode(), "python")
    assert [region.lines for region in found.regions] == [(1, 80), (81, 81)]


def test_a_long_run_between_definitions_is_cut_at_blank_lines() -> None:
    text = (run_of(11, "setup_{}()") + "\n") * 5
    found = outline(text.encode(), "python")
    assert [region.lines for region in found.regions] == [(1, 23), (25, 47), (49, 59)]


def test_a_long_statement_of_a_module_is_opened() -> None:
    text = "while ready():\n" + run_of(60, "    setup_{}()")
    found = outline(text.encode(), "python")
    assert [(region.lines, region.around) for region in found.regions] == [
        ((1, 25), ()),
        ((26, 50), ((1, 1),)),
        ((51, 61), ((1, 1),)),
    ]


def test_definitions_that_share_lines_give_each_line_once() -> None:
    text = "class A { f() {} } setup(); class B { g() {} }\nsetup();\n" * 20
    found = outline(text.encode(), "javascript")
    assert_sound(text, found)
    assert found.regions


# Where the parser fails


def test_an_error_in_one_function_does_not_spoil_another() -> None:
    text, _ = sample("javascript")
    broken = "function other() {\n  let = = broken(;\n}\n"
    found = outline((text + broken).encode(), "javascript")
    assert found.has_errors
    assert found.regions[: len(sample("javascript")[1].regions)] == sample("javascript")[1].regions


@pytest.mark.parametrize("language", ["python", "javascript", "cpp", "rust", "ruby", "bash"])
@settings(max_examples=40)
@given(data=st.data())
def test_regions_of_damaged_programs_are_sound(language: str, data: st.DataObject) -> None:
    lines = sample(language)[0].split("\n")
    start = data.draw(st.integers(0, len(lines)))
    stop = data.draw(st.integers(start, len(lines)))
    junk = data.draw(st.text("(){}[]\"'`#/*\\:;= \nab\u00e9\t", max_size=12))
    text = "\n".join([*lines[:start], junk, *lines[stop:]])
    found = outline(text.encode(), language)
    assert_sound(text, found)
    assert_covered(found)
