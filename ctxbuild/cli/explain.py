"""``ctxbuild explain``: why something is in a bundle or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ctxbuild.cli.options import BudgetType

if TYPE_CHECKING:
    from ctxbuild.jobs.explain import Explanation


@click.command("explain", epilog="Exit code 0 done, 1 failed, 2 usage, 130 interrupted.")
@click.argument("target", metavar="PATH[:SYMBOL]")
@click.option("--source", default=".", show_default=True, help="The repository that is packed.")
@click.option("--budget", type=BudgetType(), show_default="128k", help="As in repo.")
@click.option("--encoding", show_default="o200k_base", help="As in repo.")
@click.option("--model", metavar="NAME", help="As in repo.")
@click.option("--query", metavar="TEXT", help="The question that the bundle answers.")
@click.option("--query-file", metavar="FILE", help="Read the question from FILE; - is stdin.")
@click.option("--issue", metavar="URL|TEXT", help="Choose what an issue is about.")
@click.option("--ref", metavar="REV", help="Read a commit, tag or branch instead of the work tree.")
@click.option("--all", "everything", is_flag=True, help="Show lock, generated and data files too.")
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache.")
def command(target: str, **flags: Any) -> None:
    """Say why a file or symbol is in a bundle or not, and what budget would include it.

    PATH is relative to the source's root; SYMBOL is a name as in the code,
    alone or with what is around it: Class.method.
    """
    from ctxbuild.cache import Cache
    from ctxbuild.cli.progress import ProgressBar
    from ctxbuild.jobs.bundle import BundleOptions
    from ctxbuild.jobs.explain import explain
    from ctxbuild.jobs.models import settled
    from ctxbuild.jobs.question import question
    from ctxbuild.readers.source import RepoOptions

    repo = RepoOptions(flags["source"], ref=flags["ref"], everything=flags["everything"])
    encoding, budget = settled(flags["model"], flags["encoding"], flags["budget"])
    asked = question(flags["query"], flags["query_file"], flags["issue"])
    options = BundleOptions(repo, budget, encoding, query=asked)
    cache = Cache.disabled() if flags["no_cache"] else Cache.open(warn=_warn)
    with cache, ProgressBar(quiet=False) as progress:
        found = explain(target, options, cache, progress)
    for each in found:
        for line in _lines(each, encoding):
            click.echo(line)


def _lines(found: Explanation, encoding: str) -> list[str]:
    first, last = found.lines
    visible = sum(b - a + 1 for a, b in found.shown)
    lines = [
        f"{found.name} ({first}-{last}): {visible} of {last - first + 1} lines shown",
        f"  its file: {found.detail.label}, place {found.place} of {found.documents}",
    ]
    if found.reduced:
        lines.append(f"  reduced by a rule: {found.reduced}; --all lifts it")
    lines += [f"  {signal}" for signal in found.signals]
    return lines + [
        f"  {what}: from a budget of about {tokens:,} tokens ({encoding})"
        for what, tokens in found.budgets.items()
    ]


def _warn(message: str) -> None:
    click.echo(f"ctxbuild: {message}", err=True)
