"""The Python API: three functions from a directory to a text."""

import subprocess
import sys

import pytest

import ctxbuild
from ctxbuild.cache import Cache
from ctxbuild.jobs.bundle import BundleOptions, Counted, plan_counted
from ctxbuild.model import Detail
from ctxbuild.readers.content import TextStore


@pytest.fixture
def project(tmp_path):
    root = tmp_path / "project"
    (root / "pkg").mkdir(parents=True)
    (root / "README.md").write_text("# Project\n")
    (root / "pkg/core.py").write_text("def core():\n    return 1\n")
    (root / "pkg/other.py").write_text("from pkg.core import core\n" + "x = core()\n" * 400)
    return root


def test_read_pack_render(project):
    corpus = ctxbuild.read(str(project))
    assert [document.id for document in corpus.documents] == [
        "README.md",
        "pkg/core.py",
        "pkg/other.py",
    ]
    plan = ctxbuild.pack(corpus, budget=1000)
    text = ctxbuild.render(plan)
    assert ctxbuild.count_tokens(text) == plan.tokens <= 1000
    assert "def core():" in text
    assert plan.items[1].detail == Detail.FULL
    assert plan.items[2].detail == Detail.EXCERPT


def test_one_corpus_serves_several_plans(project):
    corpus = ctxbuild.read(str(project), include=["*.py"], cache=False)
    small, large = (ctxbuild.pack(corpus, budget=b, cache=False) for b in (500, 50_000))
    assert small.value < large.value
    assert ctxbuild.render(ctxbuild.pack(corpus, format="json")).startswith('{"ctxbuild":')


def test_a_file_that_changes_between_reading_and_packing_is_left_out(project, monkeypatch):
    # A corpus too large to be held in memory is read again when it is packed.
    monkeypatch.setattr("ctxbuild.jobs.api.TextStore", lambda: TextStore(0, 0))
    (project / "last.txt").write_text("word\n" * 40)
    corpus = ctxbuild.read(str(project), cache=False)
    (project / "last.txt").write_text("changed\n")
    plan = plan_counted(
        Counted(corpus, (4, 160, 9, 2000)), BundleOptions(budget=None), Cache.disabled()
    )
    assert [entry.reason for entry in plan.corpus.skipped] == ["changed while it was being read"]


def test_errors_are_ctxbuild_errors(tmp_path):
    with pytest.raises(ctxbuild.UsageError):
        ctxbuild.read(str(tmp_path / "missing"))
    with pytest.raises(ctxbuild.UsageError):
        ctxbuild.count_tokens("x", encoding="no-such")


def test_counting_takes_any_string():
    assert ctxbuild.count_tokens("hello world") == 2
    assert ctxbuild.count_tokens("lone \ud800 surrogate") > 0


def test_importing_has_no_side_effects(tmp_path):
    code = "import ctxbuild, sys; assert dir(ctxbuild); print(len(ctxbuild.__all__))"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True)
    assert done.returncode == 0
    assert not done.stderr
    assert list(tmp_path.iterdir()) == []


def test_unknown_names_are_attribute_errors():
    with pytest.raises(AttributeError):
        ctxbuild.no_such_thing  # noqa: B018


def test_every_public_name_is_there_and_html_becomes_markdown() -> None:
    assert all(hasattr(ctxbuild, name) for name in ctxbuild.__all__)
    page = '<h1>Ponds</h1><p>See <a href="deep.html">deep</a>.'
    text = ctxbuild.html_to_markdown(page, "https://example.org/a/")
    assert text == "# Ponds\n\nSee [deep](https://example.org/a/deep.html).\n"
