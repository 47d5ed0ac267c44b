"""``ctxbuild lint``: parse, call the job, print."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ctxbuild.cli.console import user_cache, write_text
from ctxbuild.cli.options import report_options


@click.command(
    "lint", epilog="Exit code 0 nothing found or score reached, 1 found, 2 usage, 130 interrupted."
)
@click.argument("source", default=".", metavar="[SOURCE]")
@click.option("--select", multiple=True, metavar="RULES", help="Only these: GUI-001,CODE, or all.")
@click.option("--ignore", multiple=True, metavar="RULES", help="Not these.")
@click.option(
    "--fail-under",
    type=click.IntRange(0, 100),
    metavar="SCORE",
    help="Exit with 1 only if the score is below SCORE.",
)
@report_options
@click.option("--include", multiple=True, metavar="GLOB", help="Only files that match.")
@click.option("--exclude", multiple=True, metavar="GLOB", help="No files that match.")
@click.option("--ref", metavar="REV", help="Read a commit, tag or branch instead of the work tree.")
@click.option("--list", "list_", is_flag=True, help="List the rules and exit.")
@click.option("--explain", metavar="RULE", help="Print the page of a rule and exit.")
@click.option(
    "--write-rules",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write a page for each rule into DIR and exit.",
)
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache.")
@click.option("-q", "--quiet", is_flag=True, help="Print findings and errors only.")
def command(source: str, **flags: Any) -> int:
    """Say how readable documents and code are for agents, with file:line findings.

    SOURCE is a directory, a git URL, owner/name[@ref], or a built
    documentation site; the current directory by default.
    """
    from ctxbuild.cli.progress import ProgressBar
    from ctxbuild.jobs.lint import LintOptions, is_good, lint, report
    from ctxbuild.readers.source import RepoOptions

    if flags["list_"] or flags["explain"] or flags["write_rules"]:
        _show_rules(flags)
        return 0
    repo = RepoOptions(
        location=source,
        ref=flags["ref"],
        include=tuple(flags["include"]),
        exclude=tuple(flags["exclude"]),
    )
    options = LintOptions(
        repo,
        _names(flags["select"]),
        _names(flags["ignore"]),
        flags["format_"],
        flags["fail_under"],
    )
    cache = user_cache(disabled=flags["no_cache"])
    with cache, ProgressBar(quiet=flags["quiet"]) as progress:
        corpus, result = lint(options, cache, progress)
    write_text(report(options, result), flags["output"])
    if not flags["quiet"]:
        for note in corpus.notes:
            click.echo(f"Note: {note}", err=True)
        if not result.pages and not result.modules:
            click.echo("Note: there is no page and no source file in it", err=True)
    return 0 if is_good(options, result) else 1


def _names(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for value in values for name in value.split(",") if name.strip())


def _show_rules(flags: dict[str, Any]) -> None:
    from ctxbuild.jobs.lint import selected, write_rule_pages
    from ctxbuild.verify.lint.rule_pages import rule_page

    if flags["write_rules"]:
        pages = write_rule_pages(flags["write_rules"])
        click.echo(f"{pages} pages in {flags['write_rules']}", err=True)
        return
    named = selected((flags["explain"] or "all",), ())
    for rule in named:
        if flags["explain"]:
            click.echo(rule_page(rule).encode(), nl=False)
        else:
            click.echo(f"{rule.id:<9} {'on ' if rule.default else 'off'}  {rule.title}")
