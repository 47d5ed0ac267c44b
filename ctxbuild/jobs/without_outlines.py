"""Which languages of a selection could be shown better, if their grammars were installed."""

from __future__ import annotations

from collections import Counter

from ctxbuild.languages.grammars import is_available
from ctxbuild.languages.table import LANGUAGES
from ctxbuild.model import Plan

# A language of a smaller part of the code does not spoil a selection.
_LEAST_PART = 20
_ROLES = frozenset({"source", "test", "example"})


def without_outlines(plan: Plan) -> str:
    """Return a note on languages that are chosen from by lines for want of grammars.

    It depends on the installation, so it is for people and belongs in no output.

    Returns:
        The note; empty where all is shown, or where no grammar is missing that would
        outline a twentieth of the code.

    """
    if not plan.outlines:
        return ""
    sizes: Counter[str] = Counter()
    for document in plan.corpus.documents:
        if document.kind == "code" and document.role in _ROLES:
            sizes[document.language] += document.size
    least = sizes.total() / _LEAST_PART
    names = [name for name, size in sorted(sizes.items()) if size >= least and _is_missing(name)]
    if not names:
        return ""
    remedy = "pip install 'ctxbuild[langs]' chooses by definitions"
    return f"no outlines of {', '.join(names)}, which is chosen from by lines; {remedy}"


def _is_missing(language: str) -> bool:
    row = LANGUAGES.get(language)
    return row is not None and row.grammar is not None and not is_available(language)
