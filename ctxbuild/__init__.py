"""ctxbuild: deterministic, budget-exact context for language models.

The stable API; everything is imported when it is first used::

    import ctxbuild

    corpus = ctxbuild.read("path/to/repository")
    plan = ctxbuild.pack(corpus, budget=32_000)
    text = ctxbuild.render(plan)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ctxbuild.version import __version__

if TYPE_CHECKING:
    from ctxbuild.analysis.terms import keyphrases
    from ctxbuild.html import html_to_markdown
    from ctxbuild.jobs.api import count_tokens, merge, pack, read, render
    from ctxbuild.model import Corpus, CtxbuildError, Document, Plan, UsageError

__all__ = [
    "Corpus",
    "CtxbuildError",
    "Document",
    "Plan",
    "UsageError",
    "__version__",
    "count_tokens",
    "html_to_markdown",
    "keyphrases",
    "merge",
    "pack",
    "read",
    "render",
]

_HOMES = {
    "Corpus": "ctxbuild.model",
    "CtxbuildError": "ctxbuild.model",
    "Document": "ctxbuild.model",
    "Plan": "ctxbuild.model",
    "UsageError": "ctxbuild.model",
    "count_tokens": "ctxbuild.jobs.api",
    "html_to_markdown": "ctxbuild.html",
    "keyphrases": "ctxbuild.analysis.terms",
    "merge": "ctxbuild.jobs.api",
    "pack": "ctxbuild.jobs.api",
    "read": "ctxbuild.jobs.api",
    "render": "ctxbuild.jobs.api",
}


def __getattr__(name: str) -> Any:
    """Import a public name on first use, so that importing ctxbuild costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'ctxbuild' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
