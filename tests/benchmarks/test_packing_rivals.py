"""The baselines keep to their budgets, and what is not installed is said to be absent."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from aider_map import mentioned_files
from bm25_baseline import Bm25, filled, ranked, terms_of
from rivals import Absent, Baseline, Question, cut, tools
from workshop import BenchmarkError

from ctxbuild import count_tokens

SOURCE = """def parse_date(text):
    return text.split("-")


def open_door(key):
    return key.turns
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "calendar.py").write_text(SOURCE * 30, encoding="utf-8")
    (tmp_path / "test_calendar.py").write_text(
        "def test_parse_date():\n    pass\n", encoding="utf-8"
    )
    return tmp_path


def test_names_are_found_whole_and_in_parts() -> None:
    assert list(terms_of("the parseHTTPDate of open_door")) == [
        *("parsehttpdate", "parse", "http", "date", "open_door", "open", "door")
    ]


def test_functions_with_the_words_of_the_query_come_first_and_tests_not_at_all(tree: Path) -> None:
    units = Bm25(functions=True).read(tree, ["calendar.py", "test_calendar.py"])
    found = ranked(units, "why does the door not open")
    assert len(units) == 60
    assert {unit.text.split("(")[0] for unit in found} == {"def open_door"}


@pytest.mark.parametrize("functions", [True, False])
@pytest.mark.parametrize("budget", [10, 50, 300, 2000])
def test_a_baseline_is_never_over_budget(tree: Path, functions: bool, budget: int) -> None:
    question = Question(tree, ("calendar.py",), "parse a date")
    (answer,) = Baseline(functions=functions).answers(question, [budget])
    assert count_tokens(answer.text) <= budget


def test_a_full_budget_is_nearly_used(tree: Path) -> None:
    units = Bm25(functions=True).read(tree, ["calendar.py"])
    assert 450 <= count_tokens(filled(ranked(units, "date"), 500)) <= 500


@pytest.mark.parametrize(
    "text", ["", "one two three\n" * 50, "한국어 문장 " * 60, "a" * 3000, "\ud800x" * 40]
)
@pytest.mark.parametrize("budget", [1, 7, 100])
def test_a_cut_text_is_never_over_budget(text: str, budget: int) -> None:
    assert count_tokens(cut(text, budget)) <= budget


def test_a_text_within_budget_is_not_cut() -> None:
    assert cut("one two three\n", 100) == "one two three\n"


def test_aider_without_its_python_is_absent_with_a_remedy(tmp_path: Path) -> None:
    for python in (None, str(tmp_path / "nowhere"), sys.executable):
        (tool,) = tools(["aider"], tmp_path, python)
        assert isinstance(tool, Absent)
        assert "aider-chat" in tool.remedy


def test_an_unknown_tool_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BenchmarkError, match="'grep'"):
        tools(["ctxbuild", "grep"], tmp_path, None)


def test_a_question_names_files_by_path_by_lone_base_name_or_by_stem() -> None:
    files = ["a/util.py", "b/util.py", "a/only.py", "src/calendar.py", "b/run"]
    query = "run `a/only.py` and util.py, then the Calendar"
    assert mentioned_files(query, {"Calendar"}, files) == {"a/only.py", "src/calendar.py"}
