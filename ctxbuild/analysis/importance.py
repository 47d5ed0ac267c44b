"""How important every document is when nothing is asked: roles, places, and who needs whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ctxbuild.analysis.pagerank import pagerank
from ctxbuild.model import Document, Edge, Role

# How much a file of a role is worth to a reader who knows nothing yet,
# relative to a source file.
_ROLE_WORTH: dict[Role, float] = {
    "readme": 1.0,
    "manifest": 1.5,
    "source": 1.0,
    "docs": 0.6,
    "example": 0.4,
    "config": 0.25,
    "test": 0.15,
    "data": 0.05,
    "generated": 0.08,
    "vendored": 0.05,
    "lock": 0.02,
    "minified": 0.01,
    "binary": 0.01,
    "change": 1.0,
}
# Files at the root introduce the whole; each level down tells less of it.
_DEPTH_FACTOR = 0.85
# Sites begin with what everybody needs: the 16th page is worth half of the first.
_PLACE_POWER = 0.25
_ROOT_BONUS: dict[Role, float] = {"readme": 80.0, "manifest": 3.0}
# Stems where reading starts, by convention of the common languages.
_ENTRY_STEMS = frozenset(
    {"__init__", "__main__", "main", "index", "lib", "mod", "app", "cli", "core", "api", "types"}
)
_ENTRY_FACTOR = 1.6
# Templates, styles and the like stand among the sources and tell less of them.
_NOT_CODE_FACTOR = 0.3
# Bytes at which a file is worth half of what a long one of its kind is: a stub
# of three lines costs nothing to show, and tells nothing.
_HALF_WORTH_BYTES = 500
# Part of a file's importance that comes from its place, not from its uses.
_PRIOR_SHARE = 0.4
# Part of a document's importance that comes from what its symbols are worth.
_SYMBOL_SHARE = 0.5
# Symbols compete with documents for the same tokens: what all of them are worth
# together, when all documents are worth 1.
_SIGNAL = 10.0
# Documents people file beside the code and newcomers seldom need.
_DULL_STEMS = frozenset(
    {"license", "licence", "copying", "notice", "authors", "changelog", "changes", "history"}
)
_DULL_DIRECTORIES = frozenset({"releases", "changelog", "changelogs", "news", "licenses"})
_DULL_FACTOR = 0.1


def importance(documents: Sequence[Document], edges: Sequence[Edge]) -> list[float]:
    """Return the importance of every document; sums to 1 unless there is none.

    A document's prior comes from role, depth and name; PageRank with the
    prior as restart adds what it is needed for.
    """
    prior = [_prior(document) for document in documents]
    total = sum(prior)
    if not total:
        return []
    restart = [weight / total for weight in prior]
    if not edges:
        return restart
    rank = pagerank(len(documents), edges, restart)
    caps = [_ROLE_WORTH[document.role] for document in documents]
    mixed = [
        _PRIOR_SHARE * own + (1 - _PRIOR_SHARE) * min(cap, 1.0) * linked
        for own, linked, cap in zip(restart, rank, caps, strict=True)
    ]
    whole = sum(mixed)
    return [weight / whole for weight in mixed]


def with_symbols(
    weights: Sequence[float], worths: Mapping[int, Sequence[float]]
) -> tuple[list[float], dict[int, tuple[float, ...]]]:
    """Return importance with that of the symbols added, and each symbol's relative to it.

    Args:
        weights: importance of documents; sums to 1.
        worths: what each symbol is worth, by document; sums to 1.

    """
    mixed = [
        (1 - _SYMBOL_SHARE) * weight + _SYMBOL_SHARE * sum(worths.get(index, ()))
        for index, weight in enumerate(weights)
    ]
    shares = {
        index: tuple(_SIGNAL * worth / max(mixed[index], 1e-12) for worth in own)
        for index, own in worths.items()
    }
    return mixed, shares


def is_seldom_needed(document: Document) -> bool:
    """Whether a document records changes, rights or people, by its path."""
    directory, _, name = document.path.rpartition("/")
    return name.split(".", 1)[0].lower() in _DULL_STEMS or not _DULL_DIRECTORIES.isdisjoint(
        directory.lower().split("/")
    )


def _prior(document: Document) -> float:
    directory, _, name = document.front.rpartition("/")
    depth = directory.count("/") + 1 if directory else 0
    page = document.page
    if page is not None:
        depth = len(page.breadcrumbs)
    worth = _ROLE_WORTH[document.role] * _DEPTH_FACTOR**depth
    if page is not None:
        # A site's start page leads to others and says little itself.
        worth /= max(page.place, 1) ** _PLACE_POWER
    elif not directory:
        worth *= _ROOT_BONUS.get(document.role, 1.0)
    stem = name.split(".", 1)[0].lower()
    if stem in _ENTRY_STEMS and document.kind == "code":
        worth *= _ENTRY_FACTOR
    if is_seldom_needed(document):
        worth *= _DULL_FACTOR
    if document.role == "source" and document.kind != "code":
        worth *= _NOT_CODE_FACTOR
    return worth * (document.size + 1) / (document.size + _HALF_WORTH_BYTES)
