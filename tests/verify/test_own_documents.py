"""What we ask of others holds for our own documents and code."""

from __future__ import annotations

from pathlib import Path

from ctxbuild.cache import Cache
from ctxbuild.jobs.lint import LintOptions, lint
from ctxbuild.readers.source import RepoOptions

ROOT = Path(__file__).parents[2]


def test_lint_finds_nothing_in_this_repository():
    with Cache.disabled() as cache:
        _, result = lint(LintOptions(RepoOptions(str(ROOT))), cache, lambda *_: None)
    assert [f"{f.path}:{f.line}: {f.rule} {f.excerpt}" for f in result.findings] == []
