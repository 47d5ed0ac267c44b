"""What people are told when a grammar is missing."""

from pathlib import Path

import pytest
from repositories import repository

from ctxbuild.cache import Cache
from ctxbuild.jobs import without_outlines as job
from ctxbuild.jobs.bundle import BundleOptions, plan_repo
from ctxbuild.jobs.without_outlines import without_outlines
from ctxbuild.model import Plan
from ctxbuild.readers.source import RepoOptions

FILES = {
    f"src/part{n}.kt": "".join(f"fun call{n}x{m}(a: Int) = a + {m}\n" for m in range(60))
    for n in range(4)
}


def planned(root: Path, budget: int | None) -> Plan:
    with Cache.disabled() as cache:
        return plan_repo(BundleOptions(RepoOptions(str(root)), budget), cache)


@pytest.mark.parametrize(
    ("missing", "budget", "told"),
    [("kotlin", 900, True), ("kotlin", None, False), ("swift", 900, False), ("python", 900, False)],
)
def test_a_language_chosen_from_by_lines_is_named(tmp_path, monkeypatch, missing, budget, told):
    root = repository(tmp_path / "app", FILES | {"tool.py": "x = 1\n"})
    monkeypatch.setattr(job, "is_available", lambda name: name != missing)
    note = without_outlines(planned(root, budget))
    assert ("no outlines of kotlin" in note and "ctxbuild[langs]" in note) is told
