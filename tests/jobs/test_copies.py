"""Near-copies in whole runs: what is only in the copy, what is asked for by name, what changed."""

from __future__ import annotations

import pytest
from corpora import corpus
from repositories import repository

from ctxbuild import pack, render
from ctxbuild.cache import Cache
from ctxbuild.jobs.bundle import BundleOptions, plan_counted, plan_repo
from ctxbuild.jobs.explain import explain
from ctxbuild.jobs.many import ManyOptions, count_many
from ctxbuild.model import Plan
from ctxbuild.readers.change_request import change_request
from ctxbuild.readers.source import RepoOptions
from ctxbuild.tokens import counter


def function(name: str) -> str:
    body = f"    speed = wheel.speed_of({name!r})\n    return wheel.go(speed)\n"
    return f"def {name}(wheel):\n{body}\n\n"


ENGINE = "".join(function(f"turn_{n}") for n in range(40))
OTHER = "".join(function(f"paint_{n}").replace("wheel", "wall") for n in range(40))
FILES = {
    "v1/engine.py": ENGINE + function("brake_hard"),
    "v2/engine.py": ENGINE + function("honk_loud"),
    "walls.py": OTHER,
}


def lines_shown(plan: Plan, path: str) -> set[int]:
    ids = [document.id for document in plan.corpus.documents]
    runs = plan.items[ids.index(path)].shown
    return {line for first, last in runs for line in range(first, last + 1)}


def reason(plan: Plan, path: str) -> str:
    ids = [document.id for document in plan.corpus.documents]
    return plan.items[ids.index(path)].reason


def planned(files, budget, query=""):
    return pack(corpus(files), budget=budget, query=query, cache=False)


def quiet(*_args):
    return None


def test_what_only_the_copy_has_is_shown_before_the_copy():
    plan = planned(FILES, 2200)
    copy = next(p for p in ("v1/engine.py", "v2/engine.py") if "a copy of" in reason(plan, p))
    assert 201 in lines_shown(plan, copy)
    assert len(lines_shown(plan, copy)) < 10


def test_copies_that_a_question_names_are_both_shown():
    asked = "v1/engine.py and v2/engine.py disagree"
    plan = planned(FILES, 2600, asked)
    shown = [len(lines_shown(plan, path)) for path in ("v1/engine.py", "v2/engine.py")]
    assert min(shown) > 0.75 * max(shown)
    assert "a copy of" not in reason(plan, "v1/engine.py") + reason(plan, "v2/engine.py")


def variant(name: str) -> str:
    """Return a text that is less than 95 % like another: what is read does not tell them apart."""
    return ENGINE + "".join(function(f"{name}_{n}") for n in range(6))


@pytest.fixture
def sources(tmp_path):
    """Make two sources, each with a variant of the same file."""
    for name in ("one", "two"):
        files = {"engine.py": variant(name), "walls.py": OTHER + variant(name).replace("t", name)}
        repository(tmp_path / name, files)
    return str(tmp_path / "one"), str(tmp_path / "two")


def packed(sources, weights, **asked) -> Plan:
    bundle = BundleOptions(RepoOptions(**asked), budget=1500)
    with Cache.disabled() as cache:
        counted = count_many(ManyOptions(sources, weights, bundle), cache, quiet)
        return plan_counted(counted, bundle, cache)


@pytest.mark.parametrize(("heavy", "light"), [("one", "two"), ("two", "one")])
def test_the_source_with_more_weight_has_the_original(sources, heavy, light):
    plan = packed(sources, {heavy: 5.0})
    assert f"a copy of {heavy}/engine.py" in reason(plan, f"{light}/engine.py")
    assert "a copy of" not in reason(plan, f"{heavy}/engine.py")


def test_releases_are_compared_where_all_is_asked_for(sources):
    plan = packed(sources, {}, everything=True)
    reasons = [item.reason for item in plan.items]
    assert not any("a copy of" in each for each in reasons)


def test_changed_copies_are_shown_as_changed(tmp_path):
    root = repository(tmp_path / "cars", FILES)
    for path in ("v1/engine.py", "v2/engine.py"):
        file = root / path
        file.write_text(file.read_text().replace("'turn_7'", "'turn_seven'"))
    request = change_request(changed_since="HEAD")
    with Cache.disabled() as cache:
        plan = plan_repo(BundleOptions(RepoOptions(str(root)), 640, change=request), cache)
    for path in ("v1/engine.py", "v2/engine.py"):
        assert set(range(36, 39)) <= lines_shown(plan, path)


@pytest.mark.parametrize("budget", range(400, 3000, 130))
def test_copies_never_cost_the_budget(budget):
    plan = planned(FILES, budget)
    assert counter("o200k_base").count(render(plan)) == plan.tokens <= budget


def test_a_symbol_tells_where_else_it_stands(tmp_path):
    root = repository(tmp_path / "cars", FILES)
    with Cache.disabled() as cache:
        options = BundleOptions(RepoOptions(str(root)), 1500)
        (shared,) = explain("v2/engine.py:turn_7", options, cache, quiet)
        (own,) = explain("v2/engine.py:honk_loud", options, cache, quiet)
    assert "also in v1/engine.py: 100 per cent" in map(str, shared.signals)
    assert not any("also in" in str(signal) for signal in own.signals if signal.value > 70)
