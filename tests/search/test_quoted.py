"""What a query quotes: paths, lines, names, messages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.search.quoted import Literal, Name, find_quoted

TRACES = {
    "python": ('  File "src/app/main.py", line 12, in run_all\n', "src/app/main.py", 12, "run_all"),
    "pytest": ("src/app/main.py:12: AssertionError\n", "src/app/main.py", 12, ""),
    "node": ("    at runAll (/srv/src/app/main.js:12:7)\n", "/srv/src/app/main.js", 12, "runAll"),
    "firefox": ("runAll@src/app/main.js:12:7\n", "src/app/main.js", 12, "runAll"),
    "java": ("\tat org.app.Main.runAll(Main.java:12)\n", "org/app/Main.java", 12, "runAll"),
    "csharp": (
        "   at App.Main.RunAll() in C:\\src\\Main.cs:line 12\n",
        "/src/Main.cs",
        12,
        "RunAll",
    ),
    "go": (
        "main.runAll(0x1)\n\t/go/src/app/main.go:12 +0x1d\n",
        "/go/src/app/main.go",
        12,
        "runAll",
    ),
    "rust": (
        "  3: app::run_all\n             at ./src/main.rs:12:5\n",
        "./src/main.rs",
        12,
        "run_all",
    ),
    "ruby": ("lib/app/main.rb:12:in `run_all'\n", "lib/app/main.rb", 12, "run_all"),
    "php": ("#0 /srv/src/Main.php(12): App\\Main->runAll()\n", "/srv/src/Main.php", 12, "runAll"),
    "gdb": ("#1  0x0040 in run_all (n=1) at src/main.c:12\n", "src/main.c", 12, "run_all"),
    "swift": (
        "Fatal error: file Sources/App/main.swift, line 12\n",
        "Sources/App/main.swift",
        12,
        "",
    ),
}


@pytest.mark.parametrize("trace", TRACES.values(), ids=list(TRACES))
def test_frames_of_a_stack_trace_name_file_line_and_function(trace) -> None:
    text, path, line, function = trace
    quoted = find_quoted(text)
    if path:
        assert (path, line) in {(place.path, place.line) for place in quoted.places}
    if function:
        assert function in {name.name for name in quoted.names}


def test_a_link_to_a_forge_names_path_and_line() -> None:
    quoted = find_quoted("see https://example.org/o/n/blob/abc/src/pkg/pastebin.py#L68-L73")
    assert any(p.path.endswith("src/pkg/pastebin.py") and p.line == 68 for p in quoted.places)


def test_names_are_those_written_as_in_code() -> None:
    quoted = find_quoted("`frob` and App.start or do_it() but plain words like start do not count")
    names = {name.name for name in quoted.names}
    assert {"frob", "start", "do_it"} <= names
    assert not {"plain", "words", "count"} & names
    assert Name("start", "App") in quoted.names


def test_messages_are_cut_where_they_vary() -> None:
    quoted = find_quoted('ValueError: cannot convert value "abc" of column 7 to an integer')
    assert Literal(("cannot convert value",)) in quoted.literals
    assert Literal(("to an integer",)) in quoted.literals


def test_flags_are_spelt_as_code_may_have_them() -> None:
    quoted = find_quoted("run it with --no-cache-dir please")
    spelt = '"no-cache-dir"', '"no_cache_dir"', '"noCacheDir"'
    assert Literal(("--no-cache-dir", *spelt)) in quoted.literals
    names = [name.name for name in quoted.names]
    assert names == ["no_cache_dir", "noCacheDir", "NoCacheDir", "NO_CACHE_DIR"]


@given(st.text(alphabet="ab/.:`'\"()#\n -_L1", max_size=300))
def test_whatever_is_quoted_stands_in_the_text(text: str) -> None:
    quoted = find_quoted(text)
    plain = text.replace("\\", "/")
    assert all(place.path in plain for place in quoted.places)
    assert all(_letters(name.name) in _letters(text) for name in quoted.names)
    assert all(literal.forms[0].strip('"') in text for literal in quoted.literals)


def _letters(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())


@pytest.mark.parametrize("unit", ["a", "a.", "a/", "`", "'a ", "Error: ", "at ", "```\n", "a.b:1 "])
def test_a_long_query_is_read_in_linear_time(unit: str) -> None:
    quoted = find_quoted(unit * (200_000 // len(unit)))
    assert max(len(quoted.places), len(quoted.names), len(quoted.literals)) <= 200
