"""What a person sees after a run: a few lines and a small bar table."""

from __future__ import annotations

from collections import Counter

import click

from ctxbuild.formats.names import shown_path
from ctxbuild.formats.wording import plural
from ctxbuild.model import Corpus, Detail, Plan

_BAR_WIDTH = 24
_MOST_DIRECTORIES = 8
_MOST_SKIPPED = 5


def print_summary(plan: Plan, where: str, *, verbose: bool) -> None:
    """Print tokens, files by detail, top directories, what was skipped, and where it went."""
    from ctxbuild.formats.manifest import redactions

    _line(_tokens(plan))
    _line(_details(plan))
    for row in directory_bars(plan):
        _line("  " + row)
    for text in skipped_lines(plan.corpus, everything=verbose):
        _line(text)
    hidden = redactions(plan)
    if hidden:
        _line(f"Redacted {plural(hidden, 'secret')} (--no-redact keeps them).")
    for line in note_lines(plan):
        _line(line)
    _line(where)


def note_lines(plan: Plan) -> list[str]:
    """Return what the reader noted, and what this installation cannot do for such a source."""
    from ctxbuild.jobs.without_outlines import without_outlines

    missing = without_outlines(plan)
    return [f"Note: {note}" for note in (*plan.corpus.notes, *([missing] if missing else ()))]


def print_reasons(plan: Plan) -> None:
    """Print for each document, best first, what is shown of it and why."""
    ranked = sorted(plan.items, key=lambda item: (-item.detail, -item.tokens, item.document))
    for item in ranked:
        path = shown_path(plan.corpus.documents[item.document].id)
        _line(f"{item.detail.label:>10} {item.tokens:>8} {path}: {item.reason}")


def print_listing(corpus: Corpus, tokens: tuple[int, ...]) -> None:
    """Print to stdout what would be read: tokens, role and path, then the total."""
    for document, count in zip(corpus.documents, tokens, strict=True):
        note = f" ({document.reduced})" if document.reduced else ""
        click.echo(f"{count:>9} {document.role:<9} {shown_path(document.id)}{note}")
    click.echo(f"{sum(tokens):>9} total     {plural(len(corpus.documents), 'file')}")


def directory_bars(plan: Plan) -> list[str]:
    """Return the directories that take most of the output, each with a bar."""
    from ctxbuild.packing.map import parent_of

    spent: Counter[str] = Counter()
    for item in plan.items:
        top = parent_of(plan.corpus.documents[item.document].id).split("/")
        spent["/".join(top[:2])] += item.tokens
    rows = [(path, tokens) for path, tokens in spent.most_common() if tokens]
    rows.sort(key=lambda row: (-row[1], row[0]))
    shown = rows[:_MOST_DIRECTORIES]
    if len(shown) < 2:
        return []
    most = shown[0][1]
    width = max(len(_directory(path)) for path, _ in shown)
    bars = [
        f"{_directory(path):<{width}}  {tokens:>9,}  {'█' * max(1, _BAR_WIDTH * tokens // most)}"
        for path, tokens in shown
    ]
    rest = len(rows) - len(shown)
    return [*bars, f"… {rest} more"] if rest else bars


def skipped_lines(corpus: Corpus, *, everything: bool) -> list[str]:
    """Return what was not read and why; a few entries unless ``everything`` is asked for."""
    shown = corpus.skipped if everything else corpus.skipped[:_MOST_SKIPPED]
    lines = [f"Skipped {shown_path(entry.id)}: {entry.reason}" for entry in shown]
    rest = len(corpus.skipped) - len(shown)
    return [*lines, f"Skipped {rest} more (-v names them)."] if rest else lines


def _tokens(plan: Plan) -> str:
    about = "" if _is_exact(plan) else "about "
    used = f"{about}{plan.tokens:,} tokens"
    if plan.budget is None:
        return f"{used} ({plan.encoding}), no budget"
    share = 100 * plan.tokens / plan.budget
    return f"{used} of {plan.budget:,} ({share:.1f} %, {plan.encoding})"


def _is_exact(plan: Plan) -> bool:
    from ctxbuild.tokens import encoding_named

    return encoding_named(plan.encoding).exact


def _details(plan: Plan) -> str:
    counts = Counter(item.detail for item in plan.items)
    words = [
        f"{counts[level]} {level.label}" for level in sorted(Detail, reverse=True) if counts[level]
    ]
    return f"{plural(len(plan.items), 'file')}: {', '.join(words) or 'none'}"


def _directory(path: str) -> str:
    return shown_path(path) + "/" if path else "./"


def _line(text: str) -> None:
    click.echo(text, err=True)
