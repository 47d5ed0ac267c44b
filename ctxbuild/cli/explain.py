"""``ctxbuild explain``: why something is in a bundle or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from ctxbuild.cli.console import user_cache
from ctxbuild.cli.options import BudgetType

if TYPE_CHECKING:
    from ctxbuild.jobs.explain import Explanation


@click.command("explain", epilog="Exit code 0 done, 1 failed, 2 usage, 130 interrupted.")
@click.argument("target", metavar="PATH[:SYMBOL]|DIRECTORY")
@click.option(
    "--source",
    "sources",
    multiple=True,
    default=(".",),
    show_default=True,
    help="What is packed; repeat it for several sources, as in pack.",
)
@click.option("--budget", type=BudgetType(), show_default="128k", help="As in repo.")
@click.option("--encoding", show_default="o200k_base", help="As in repo.")
@click.option("--model", metavar="NAME", help="As in repo.")
@click.option("--query", metavar="TEXT", help="The question that the bundle answers.")
@click.option("--query-file", metavar="FILE", help="Read the question from FILE; - is stdin.")
@click.option("--issue", metavar="URL|TEXT", help="Choose what an issue is about.")
@click.option("--ref", metavar="REV", help="Read a commit, tag or branch instead of the work tree.")
@click.option("--changed-since", metavar="REV", help="As in repo.")
@click.option("--diff", metavar="A..B|A...B", help="As in repo.")
@click.option("--staged", is_flag=True, help="As in repo.")
@click.option("--all", "everything", is_flag=True, help="Show lock, generated and data files too.")
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache.")
def command(target: str, **flags: Any) -> None:
    """Say why a file or symbol is in a bundle or not, and what budget would include it.

    PATH is relative to the source's root, and begins with the name of the
    source where there are several; changes.diff is that of a change. SYMBOL is
    a name as in the code, alone or with what is around it: Class.method. Of a
    DIRECTORY, every file in it and below has a line.
    """
    from ctxbuild.cli.progress import ProgressBar
    from ctxbuild.jobs.bundle import BundleOptions
    from ctxbuild.jobs.explain import explain
    from ctxbuild.jobs.models import settled
    from ctxbuild.jobs.question import question
    from ctxbuild.readers.change_request import change_request
    from ctxbuild.readers.source import RepoOptions

    sources = flags["sources"]
    repo = RepoOptions(ref=flags["ref"], everything=flags["everything"])
    change = change_request(
        flags["changed_since"], flags["diff"], staged=flags["staged"], ref=flags["ref"]
    )
    encoding, budget = settled(flags["model"], flags["encoding"], flags["budget"])
    asked = question(flags["query"], flags["query_file"], flags["issue"])
    options = BundleOptions(repo, budget, encoding, query=asked, change=change)
    cache = user_cache(disabled=flags["no_cache"])
    with cache, ProgressBar(quiet=False) as progress:
        found = explain(target, options, cache, progress, sources)
    if len(found) > 1 and ":" not in target:
        for line in _table(found):
            click.echo(line)
        return
    for each in found:
        for line in _lines(each, encoding):
            click.echo(line)


def _table(found: Sequence[Explanation]) -> Iterator[str]:
    """Yield a line for each file: what is shown, its place, the least budget that shows any."""
    from ctxbuild.jobs.explain import ANY_PART

    yield f"{'detail':10} {'lines':>13} {'place':>6} {'from':>9}  file"
    for each in found:
        last = each.lines[1]
        least = each.budgets.get(ANY_PART)
        shown = f"{_visible(each)} of {last}"
        tokens = f"{least:,}" if least is not None else "-"
        yield f"{each.detail.label:10} {shown:>13} {each.place:>6} {tokens:>9}  {each.name}"


def _visible(found: Explanation) -> int:
    return sum(last - first + 1 for first, last in found.shown)


def _lines(found: Explanation, encoding: str) -> list[str]:
    first, last = found.lines
    shown = f" ({first}-{last}): {_visible(found)} of {last - first + 1} lines shown"
    lines = [
        found.name + (shown if found.has_text else f": {found.reduced}, never shown"),
        f"  its file: {found.detail.label}, place {found.place} of {found.documents}",
    ]
    if found.reduced and found.has_text:
        lines.append(f"  reduced by a rule: {found.reduced}; --all lifts it")
    lines += [f"  {signal}" for signal in found.signals]
    return lines + [
        f"  {what}: from a budget of about {tokens:,} tokens ({encoding})"
        for what, tokens in found.budgets.items()
    ]
