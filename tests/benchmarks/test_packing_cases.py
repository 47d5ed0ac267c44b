"""Cases from history: which commits ask something, what they changed, and what their base hides."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from bases import Bases
from cases import Case, cases_of, head_of, read_cases, write_cases
from messages import is_task, query_of
from workshop import BenchmarkError

SHOP = '''"""A shop."""

RATE = 7


class Till:
    """Where money goes."""

    def total(self, items):
        """Sum the prices."""
        amount = sum(item.price for item in items)
        return amount

    @property
    def is_open(self):
        return self.hours > 0


def greet(name):
    return f"good morning, {name}"
'''


class Yard:
    """A repository that grows commit by commit, the same in every run."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir()
        self.git("init", "-q", "-b", "main")
        self.clock = 1_700_000_000

    def git(self, *words: str) -> str:
        date = f"{getattr(self, 'clock', 0)} +0000"
        env = {
            **os.environ,
            "GIT_AUTHOR_DATE": date,
            "GIT_COMMITTER_DATE": date,
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
        }
        done = subprocess.run(
            ["git", "-c", "user.name=Ann", "-c", "user.email=ann@example.org", *words],
            cwd=self.path, env=env, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout

    def commit(self, message: str, author: str = "Ann <ann@example.org>", **files: str) -> str:
        for name, text in files.items():
            path = self.path / name.replace("__", "/")
            path = path.with_name(path.name + ".py")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self.clock += 60
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message, "--author", author)
        return self.git("rev-parse", "HEAD").strip()


@pytest.fixture
def yard(tmp_path: Path) -> Yard:
    made = Yard(tmp_path / "yard")
    made.commit("Open a small shop with a till", shop=SHOP)
    return made


def only_case(yard: Yard) -> Case:
    (case,) = cases_of(yard.path, 5)
    return case


def test_a_case_names_the_lines_and_the_function_at_the_parent(yard: Yard) -> None:
    base = yard.git("rev-parse", "HEAD").strip()
    changed = SHOP.replace("return amount", "return round(amount, 2)")
    commit = yard.commit("Round the total of the till (#12)", shop=changed)
    case = only_case(yard)
    assert (case.base, case.commit) == (base, commit)
    assert case.query == "Round the total of the till"
    assert case.files == {"shop.py": (12,)}
    (function,) = case.functions
    assert (function.name, function.first, function.last) == ("Till.total", 9, 12)
    assert (function.head, function.body) == ((9, 9), (11, 12))


def test_a_change_outside_functions_has_lines_and_no_function(yard: Yard) -> None:
    yard.commit("Raise the rate of all taxes", shop=SHOP.replace("RATE = 7", "RATE = 8"))
    case = only_case(yard)
    assert case.files == {"shop.py": (3,)}
    assert case.functions == ()


def test_a_function_added_below_another_does_not_change_the_one_above(yard: Yard) -> None:
    yard.commit("Say good bye to customers", shop=SHOP + "\n\ndef part():\n    return 'bye'\n")
    assert only_case(yard).functions == ()


def test_lines_added_at_the_end_of_a_function_change_it(yard: Yard) -> None:
    yard.commit("Say more to every customer", shop=SHOP + "    print('never reached')\n")
    case = only_case(yard)
    assert case.files == {"shop.py": (20,)}
    assert [each.name for each in case.functions] == ["greet"]


def test_the_declaration_stands_below_its_decorators(yard: Yard) -> None:
    yard.commit("Close the till when unattended", shop=SHOP.replace("hours > 0", "hours > 1"))
    (function,) = only_case(yard).functions
    assert (function.name, function.first, function.head) == ("Till.is_open", 14, (15, 15))


def test_tests_and_new_files_are_not_asked_for(yard: Yard) -> None:
    changed = SHOP.replace("morning", "evening")
    test = "def test_greet():\n    assert True\n"
    yard.commit("Greet in the evening too", shop=changed, tests__test_shop=test, fresh="A = 1\n")
    assert set(only_case(yard).files) == {"shop.py"}


def test_a_renamed_file_is_asked_for_by_its_old_name(yard: Yard) -> None:
    yard.git("mv", "shop.py", "store.py")
    yard.commit("Call the shop a store", store=SHOP.replace("A shop", "A store"))
    assert only_case(yard).files == {"shop.py": (1,)}


def test_a_commit_of_too_many_files_or_without_code_makes_no_case(yard: Yard) -> None:
    many = {f"part{number}": f"VALUE = {number}\n" for number in range(9)}
    yard.commit("Split the shop into nine parts", **many)
    yard.commit(
        "Change nine parts of it again", **{name: text + "X = 1\n" for name, text in many.items()}
    )
    (yard.path / "notes.md").write_text("# Notes\n", encoding="utf-8")
    yard.commit("Write down what we know")
    assert cases_of(yard.path, 5) == []


def test_cases_are_the_same_twice_and_differ_with_the_seed(yard: Yard) -> None:
    for number in range(24):
        text = SHOP.replace("RATE = 7", f"RATE = {number + 10}")
        yard.commit(f"Adjust the rate for year {number}", shop=text)
    first = cases_of(yard.path, 6, seed=1)
    assert first == cases_of(yard.path, 6, seed=1)
    assert len({case.commit for case in first}) == 6
    assert first != cases_of(yard.path, 6, seed=2)
    order = yard.git("rev-list", "--reverse", "HEAD").split()
    places = [order.index(case.commit) for case in first]
    assert places == sorted(places)
    assert [place // 4 for place in (each - 1 for each in places)] == [0, 1, 2, 3, 4, 5]


def test_cases_survive_being_written_and_read(yard: Yard, tmp_path: Path) -> None:
    yard.commit("Greet in the évening too", shop=SHOP.replace("morning", "évening"))
    cases = cases_of(yard.path, 5)
    file = tmp_path / "cases.jsonl"
    file.write_text(write_cases(cases), encoding="utf-8")
    assert read_cases(file) == cases


def test_a_directory_without_history_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(BenchmarkError, match="history"):
        cases_of(tmp_path, 5)
    with pytest.raises(BenchmarkError, match="no such directory"):
        cases_of(tmp_path / "nowhere", 5)


def test_nothing_after_the_base_can_be_seen_from_its_tree(yard: Yard, tmp_path: Path) -> None:
    yard.commit("Greet in the evening too", shop=SHOP.replace("morning", "evening"))
    yard.git("branch", "later")
    yard.git("tag", "v2")
    case = only_case(yard)
    bases = Bases(yard.path, tmp_path / "tree")
    assert bases.move_to(head_of(yard.path)) == ["shop.py"]
    (bases.tree / "left-over.txt").write_text("from a tool\n", encoding="utf-8")
    assert bases.move_to(case.base) == ["shop.py"]
    assert "morning" in (bases.tree / "shop.py").read_text(encoding="utf-8")
    assert not (bases.tree / "left-over.txt").exists()
    log = subprocess.run(
        ["git", "log", "--all", "--reflog", "--format=%H"],
        cwd=bases.tree, capture_output=True, text=True, check=True,
    )  # fmt: skip
    seen = subprocess.run(
        ["git", "rev-list", "--all", "HEAD"],
        cwd=bases.tree, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert case.commit not in log.stdout
    assert seen.stdout.split() == [case.base]


@pytest.mark.parametrize(
    ("message", "query"),
    [
        ("Fix the parser of dates (#123)", "Fix the parser of dates"),
        ("Fix the parser of dates (fixes #1, #2)", "Fix the parser of dates"),
        ("Keep order of keys\n\nCloses #77.\n", "Keep order of keys\n\n."),
        ("Keep order of keys\n\nFixes: org/project#77", "Keep order of keys"),
        ("Keep order\n\nWhy.\n\nSigned-off-by: A <a@b>\nCo-authored-by: B <b@c>",
         "Keep order\n\nWhy."),
        ("Keep order\n\nChange-Id: I123abc\nReviewed-on: x", "Keep order"),
        ("Keep order https://example.org/a/b/issues/12", "Keep order"),
        ("Read C# sources", "Read C# sources"),
        ("Colour #ffffff in themes", "Colour #ffffff in themes"),
        ("scope: a subject is no trailer", "scope: a subject is no trailer"),
    ],
)  # fmt: skip
def test_a_query_is_the_message_without_numbers_and_trailers(message: str, query: str) -> None:
    assert query_of(message) == query


@pytest.mark.parametrize(
    "subject",
    [
        "Add a parser for ISO dates",
        "fix: keep the order of keys",
        "Release the lock before waiting for it",
        "Sort runs without a copy",
        "robot: stop when the battery is low",
    ],
)
def test_messages_of_people_about_code_are_tasks(subject: str) -> None:
    assert is_task("Ann <ann@example.org>", subject)


@pytest.mark.parametrize(
    ("author", "message"),
    [
        ("dependabot[bot] <d@example.org>", "Add a parser for ISO dates"),
        ("Ann", 'Revert "Add a parser for ISO dates"'),
        ("Ann", "Undo the parser of dates\n\nThis reverts commit 0123abc."),
        ("Ann", "Bump lodash from 4.1.0 to 4.2.0 in /web"),
        ("Ann", "chore(deps): move all of them up"),
        ("Ann", "Update dependency eslint to v9 for good"),
        ("Ann", "Prepare release of version 2.1"),
        ("Ann", "globset 0.4.20"),
        ("Ann", "Reformat everything with the new black"),
        ("Ann", "Run prettier on all the files"),
        ("Ann", "Fix several typos in the docstrings"),
        ("Ann", "fix bug (#12)"),
        ("Ann", "fix: the bug #12"),
        ("Ann", ""),
    ],
)
def test_chores_machines_and_short_words_are_no_tasks(author: str, message: str) -> None:
    assert not is_task(author, message)


def test_patterns_take_linear_time_on_long_messages() -> None:
    for unit in ("fix ", "#1 ", "(#1", "a-", "see ", "x/", "[[", "https://a/"):
        assert len(query_of("Keep order\n\n" + unit * 20_000)) <= 4000
        is_task("Ann" + unit * 20_000, unit * 20_000)
