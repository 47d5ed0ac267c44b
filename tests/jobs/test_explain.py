"""``ctxbuild explain``: directories, several sources, near names, the least budget."""

from pathlib import Path

import pytest
from repositories import commit, repository, write

from ctxbuild.cache import Cache
from ctxbuild.jobs.bundle import BundleOptions, plan_repo
from ctxbuild.jobs.explain import ANY_PART, Explanation, explain
from ctxbuild.model import Signal, UsageError
from ctxbuild.readers.source import RepoOptions

CODE = "class Store:\n    def load_all(self, path):\n" + "".join(
    f"        step_{n} = path + {n}\n" for n in range(60)
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return repository(tmp_path / "app", {"src/store.py": CODE, "src/web/page.py": "x = 1\n"})


def told(root: Path, target: str, *sources: str) -> list[Explanation]:
    options = BundleOptions(RepoOptions(str(root)), 600)
    with Cache.disabled() as cache:
        return explain(target, options, cache, lambda *_: None, sources)


@pytest.mark.parametrize("target", ["src", "src/", "./src/", "."])
def test_a_directory_lists_what_is_in_it(root, target: str) -> None:
    assert [each.name for each in told(root, target)] == ["src/store.py", "src/web/page.py"]


def test_some_part_is_shown_from_no_more_than_all_of_it_takes(root) -> None:
    (found,) = told(root, "src/store.py:Store.load_all")
    assert found.budgets[ANY_PART] <= found.budgets["its signature"] < found.budgets["all of it"]


def test_with_several_sources_paths_begin_with_a_name(root, tmp_path) -> None:
    other = repository(tmp_path / "lib", {"core.py": "y = 2\n"})
    (found,) = told(root, "lib/core.py", str(root), str(other))
    assert found.documents == 3


@pytest.mark.parametrize(
    ("target", "hint"),
    [
        ("src/stor.py", r"did you mean src/store\.py"),
        ("src/store.py:Store.laod_all", r"did you mean Store\.load_all"),
        ("src/store.py:Qqq", r"there are Store, Store\.load_all"),
    ],
)
def test_a_name_that_is_not_there_gets_near_ones(root, target: str, hint: str) -> None:
    with pytest.raises(UsageError, match=hint):
        told(root, target)


@pytest.mark.parametrize(
    ("value", "words"),
    [(247.3, "247"), (12345.0, "12,345"), (7.46, "7.5"), (0.0421, "0.042"), (1e-7, "below 0.001")],
)
def test_numbers_have_no_exponents(value: float, words: str) -> None:
    assert str(Signal("words", value)) == f"words: {words}"


def test_one_source_may_name_a_commit_or_a_change(tmp_path) -> None:
    root = repository(tmp_path / "lib", {"core.py": "y = 1\n"})
    write(root, {"core.py": "y = 1\nz = 2\n"})
    commit(root)
    (then,) = told(root, "core.py", f"{root}@HEAD~1")
    assert then.lines == (1, 1)
    (found,) = told(root, "changes.diff", f"{root}@HEAD~1..HEAD")
    assert [str(signal) for signal in found.signals] == ["the change itself: 1"]


def test_of_several_sources_an_option_for_one_is_refused(root, tmp_path) -> None:
    options = BundleOptions(RepoOptions(ref="HEAD"), 600)
    with Cache.disabled() as cache, pytest.raises(UsageError, match="which of the sources"):
        explain("core.py", options, cache, lambda *_: None, (str(root), str(tmp_path)))


def test_a_symbol_without_a_path_is_a_mistake(root) -> None:
    with pytest.raises(UsageError, match="no path"):
        told(root, ":Store")


def test_what_the_bundle_shows_it_reaches(tmp_path) -> None:
    root = repository(tmp_path / "tiny", {"a.py": "def f(x):\n    return 2 * x\n"})
    options = BundleOptions(RepoOptions(str(root)))
    with Cache.disabled() as cache:
        (found,) = explain("a.py:f", options, cache, lambda *_: None)
        plan = plan_repo(options, cache)
    assert set(found.budgets.values()) == {plan.tokens}


def test_a_file_without_text_is_never_shown(tmp_path) -> None:
    root = repository(tmp_path / "app", {"a.py": "x = 1\n"})
    (root / "logo.png").write_bytes(b"\x89PNG\x00\x01")
    (found,) = told(root, "logo.png")
    assert (found.has_text, found.reduced) == (False, "binary")
