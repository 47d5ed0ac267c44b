"""A source written for a test, and what lint says of it."""

from __future__ import annotations

from ctxbuild.cache import Cache
from ctxbuild.jobs.lint import LintOptions, lint
from ctxbuild.readers.source import RepoOptions


def linted(root, files, *select):
    """Write files below a directory and return what rules find in them."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    options = LintOptions(RepoOptions(str(root)), select or ("all",))
    with Cache.disabled() as cache:
        return lint(options, cache, lambda *_: None)[1]


def found(root, files, *select):
    """Return path, line and rule of each finding."""
    return [(f.path, f.line, f.rule) for f in linted(root, files, *select).findings]
