"""``ctxbuild facts``: parse, call the job, print."""

from __future__ import annotations

from typing import Any

import click

from ctxbuild.cli.console import user_cache, write_pieces


@click.command("facts", epilog="Exit code 0 done, 1 failed, 2 usage, 130 interrupted.")
@click.argument("source", default=".", metavar="[SOURCE]")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["json", "md"]),
    default="json",
    show_default=True,
    help="JSON with every claim, or Markdown tables with citations.",
)
@click.option("-o", "--output", metavar="FILE", default="-", help="Write to FILE; - is stdout.")
@click.option("--include", multiple=True, metavar="GLOB", help="Only files that match.")
@click.option("--exclude", multiple=True, metavar="GLOB", help="No files that match.")
@click.option("--ref", metavar="REV", help="Read a commit, tag or branch instead of the work tree.")
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache.")
@click.option("-q", "--quiet", is_flag=True, help="Print facts and errors only.")
def command(source: str, **flags: Any) -> int:
    """Write what a repository says of itself, each statement with the lines that it is taken from.

    Purpose, languages, commands, entry points, public API, imports, layers and
    cycles, dependencies, licences, and what could not be seen. SOURCE is a
    directory, a git URL or owner/name[@ref]; the current directory by default.
    """
    from ctxbuild.cli.progress import ProgressBar
    from ctxbuild.jobs.facts import FactsOptions, facts_of, written
    from ctxbuild.readers.source import RepoOptions

    repo = RepoOptions(
        location=source,
        ref=flags["ref"],
        include=tuple(flags["include"]),
        exclude=tuple(flags["exclude"]),
    )
    options = FactsOptions(repo, flags["format_"])
    cache = user_cache(disabled=flags["no_cache"])
    with cache, ProgressBar(quiet=flags["quiet"]) as progress:
        corpus, facts = facts_of(options, cache, progress)
    write_pieces(written(options, corpus, facts), flags["output"])
    if not flags["quiet"]:
        for gap in facts.gaps:
            click.echo(f"Note: {gap.kind}: {gap.reason} ({gap.count})", err=True)
    return 0
