"""The judge of bundles: whatever the format, it sees what is shown and nothing else."""

from __future__ import annotations

import html
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from cases import Case, Function
from documented import code_blocks, share_shown, uses_of
from recall import Target, score, target_of

TILL = """class Till:
    def total(self, items):
        amount = sum(item.price for item in items)
        amount += self.shipping_cost(items)
        return amount

    def __repr__(self):
        return self.name
"""
DOOR = """class Door:
    def __repr__(self):
        return self.name

    def knock(self,
              times=3):
        for _ in range(times):
            self.sound("knocking")
        return True
"""
FILES = {"shop/till.py": TILL, "shop/door.py": DOOR}
TOTAL = Function("shop/till.py", "Till.total", 2, 5, (2, 2), (3, 5))
REPR = Function("shop/till.py", "Till.__repr__", 7, 8, (7, 7), (8, 8))
KNOCK = Function("shop/door.py", "Door.knock", 5, 9, (5, 6), (7, 9))


def made(tree: Path, functions: tuple[Function, ...], **lines: tuple[int, ...]) -> Target:
    for path, text in FILES.items():
        (tree / path).parent.mkdir(exist_ok=True)
        (tree / path).write_text(text, encoding="utf-8")
    files = {f"shop/{name}.py": numbers for name, numbers in lines.items()}
    case = Case("repo", "c", "b", "query", files, functions)
    return target_of(case, tree, sorted(FILES))


@pytest.fixture
def both(tmp_path: Path) -> Target:
    return made(tmp_path, (TOTAL, KNOCK), till=(3, 4), door=(8,))


@pytest.fixture
def repr_(tmp_path: Path) -> Target:
    return made(tmp_path, (REPR,), till=(8,))


def numbered(text: str) -> str:
    return "\n".join(f"{number:5} | {row}" for number, row in enumerate(text.split("\n"), 1))


FORMATS = {
    "Markdown": lambda path, text: f"## {path}\n\n```python\n{text}\n```\n",
    "XML": lambda path, text: f'<file path="{path}">\n{text}\n</file>\n',
    "escaped XML": lambda path, text: f"<file>{path}</file>\n{html.escape(text)}\n",
    "rules": lambda path, text: f"{'=' * 48}\nFILE: {path}\n{'=' * 48}\n{text}\n",
    "numbered": lambda path, text: f"{path}\n{numbered(text)}\n",
    "bars": lambda path, text: f"{path}:\n" + "\n".join(f"│{row}" for row in text.split("\n")),
    "reindented": lambda path, text: f"# {path}\n" + text.replace("    ", "\t"),
}


@pytest.mark.parametrize("name", FORMATS)
def test_everything_shown_scores_everything_in_any_format(
    name: str, both: Target, repr_: Target
) -> None:
    text = "\n".join(FORMATS[name](path, body) for path, body in FILES.items())
    whole = {"file": 1.0, "signature": 1.0, "body": 1.0, "all": 1.0, "edited": 1.0}
    assert score(both, text) == whole
    assert score(repr_, text) == whole


def test_nothing_shown_scores_nothing(both: Target) -> None:
    none = {"file": 0.0, "signature": 0.0, "body": 0.0, "all": 0.0, "edited": 0.0}
    assert score(both, "") == none
    assert score(both, "shop/till.py\nshop/door.py\n") == none


def test_a_signature_is_not_a_body(both: Target) -> None:
    text = "shop/till.py:\n⋮\n│    def total(self, items):\n⋮\n"
    found = score(both, text)
    assert (found["file"], found["signature"], found["body"], found["all"]) == (0.5, 0.5, 0.0, 0.0)


def test_a_signature_over_two_lines_may_be_put_on_one(both: Target) -> None:
    assert score(both, "def knock(self, times=3):")["signature"] == 0.5


def test_more_than_half_of_a_body_is_a_body_and_one_of_two_bodies_is_not_all(
    both: Target,
) -> None:
    text = "shop/till.py\n" + "\n".join(TILL.split("\n")[2:4])
    found = score(both, text)
    assert (found["body"], found["all"]) == (0.5, 0.0)
    assert found["edited"] == pytest.approx(2 / 3)


def test_lines_that_stand_elsewhere_too_count_only_in_their_own_section(repr_: Target) -> None:
    shown = "def __repr__(self):\n        return self.name\n"
    assert score(repr_, f"shop/door.py\n{shown}")["body"] == 0.0
    assert score(repr_, f"shop/door.py\n{shown}")["signature"] == 0.0
    assert score(repr_, f"shop/till.py\n{shown}")["body"] == 1.0
    assert score(repr_, f"shop/till.py\n{shown}")["edited"] == 1.0


def test_a_common_line_beside_other_neighbours_is_not_the_edited_one(repr_: Target) -> None:
    text = "shop/till.py\ndef other(self):\n    return self.name\n"
    assert score(repr_, text)["edited"] == 0.0


def test_a_body_that_is_kept_twice_must_be_shown_at_its_own_place(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "copy.py").write_text(DOOR.replace("knocking", "a knock"), encoding="utf-8")
    for path, text in FILES.items():
        (tmp_path / path).write_text(text, encoding="utf-8")
    case = Case("repo", "c", "b", "query", {"shop/door.py": (9,)}, (KNOCK,))
    target = target_of(case, tmp_path, [*sorted(FILES), "copy.py"])
    assert score(target, f"copy.py\n{DOOR}")["body"] == 0.0
    assert score(target, f"shop/door.py\n{DOOR}")["body"] == 1.0


def test_a_case_without_functions_has_no_score_for_them(tmp_path: Path) -> None:
    found = score(made(tmp_path, (), till=(1,)), "shop/till.py\n" + TILL)
    assert (found["signature"], found["body"], found["all"]) == (None, None, None)
    assert (found["file"], found["edited"]) == (1.0, 1.0)


ROWS = [row for path, text in FILES.items() for row in (path, "⋮", *text.split("\n"))]


@given(st.lists(st.sampled_from(ROWS), max_size=30), st.integers(0, 30))
def test_more_text_never_shows_less(
    tmp_path_factory: pytest.TempPathFactory, rows: list[str], cut: int
) -> None:
    tree = tmp_path_factory.getbasetemp() / "monotone"
    tree.mkdir(exist_ok=True)
    target = made(tree, (TOTAL, REPR, KNOCK), till=(3, 8), door=(8,))
    less, more = (score(target, "\n".join(each)) for each in (rows[:cut], rows))
    assert all((less[name] or 0.0) <= (more[name] or 0.0) for name in more)


@given(st.text(max_size=200))
def test_any_text_can_be_judged(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    tree = tmp_path_factory.getbasetemp() / "monotone"
    tree.mkdir(exist_ok=True)
    found = score(made(tree, (TOTAL,), till=(3,)), text)
    assert all(value is None or 0.0 <= value <= 1.0 for value in found.values())


README = """# Shop

```python
till = Till()
till.total([])
```

```sh
knock --help
```

Door::

    Door().knock()

>>> greet("you")
"""


def test_code_in_markdown_and_restructured_text_is_found() -> None:
    assert [block.split() for block in code_blocks(README)] == [
        ["till", "=", "Till()", "till.total([])"],
        ["Door().knock()"],
        [">>>", 'greet("you")'],
    ]


def test_names_used_in_the_documentation_are_shown_by_their_declarations(tmp_path: Path) -> None:
    made(tmp_path, (), till=(1,))
    (tmp_path / "README.md").write_text(README, encoding="utf-8")
    uses = uses_of(tmp_path, [*sorted(FILES), "README.md"])
    assert uses.weights == {"Door": 1, "Till": 1, "knock": 1, "total": 1}
    assert share_shown(uses, "") == 0.0
    assert share_shown(uses, README) == 0.0
    assert share_shown(uses, "shop/till.py\nclass Till:\n    def total(self, items):\n") == 0.5
    assert share_shown(uses, TILL + DOOR) == 1.0
