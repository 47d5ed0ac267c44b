"""``ctxbuild llms``: parse, call the job, print."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ctxbuild.cli.console import user_cache, warn
from ctxbuild.cli.options import NO_BUDGET, BudgetType
from ctxbuild.cli.web_options import asked_of_web, web_options

if TYPE_CHECKING:
    from ctxbuild.jobs.llms import LlmsFiles
    from ctxbuild.jobs.llms_settings import LlmsSettings

_OF_SETTINGS = ("source", "output", "nav", "title", "base_url", "encoding", "twins")
_LISTS = ("include", "exclude", "promote", "demote", "optional")
_BUDGETS = ("budget", "full_budget", "small")
_SWITCHES = ("full", "nested", "relations", "directive")


@click.command("llms", epilog="Exit code 0 done, 1 failed or not current, 2 usage.")
@click.argument("source", required=False, metavar="[SOURCE]")
@click.option("-o", "--output", metavar="DIR", help="Write all files there; - prints llms.txt.")
@click.option("--base-url", metavar="URL", help="Where the files will be; . means relative links.")
@click.option("--nav", metavar="FILE", help="Take the navigation from this file of settings.")
@click.option("--title", metavar="TEXT", help="What the documentation is called.")
@click.option("--budget", type=BudgetType(), help="Tokens of llms.txt (10k); none lifts it.")
@click.option("--full-budget", type=BudgetType(), help="Tokens of llms-full.txt (none).")
@click.option("--small", type=BudgetType(), help="Write llms-small.txt within these tokens.")
@click.option("--encoding", metavar="NAME", help="What tokens are counted with (o200k_base).")
@click.option("--include", multiple=True, metavar="GLOB", help="Only pages that match.")
@click.option("--exclude", multiple=True, metavar="GLOB", help="No pages that match.")
@click.option("--promote", multiple=True, metavar="GLOB", help="Pages that matter more.")
@click.option("--demote", multiple=True, metavar="GLOB", help="Pages that matter less.")
@click.option("--optional", multiple=True, metavar="GLOB", help="Pages for the Optional section.")
@click.option(
    "--twins",
    type=click.Choice(["md", "html.md"]),
    help="Name the Markdown of page.html page.md (default) or page.html.md.",
)
@click.option("--full/--no-full", default=None, help="Write llms-full.txt.")
@click.option("--nested/--no-nested", default=None, help="Let directories have an llms.txt.")
@click.option(
    "--relations/--no-relations", default=None, help="Link HTML to its Markdown and to llms.txt."
)
@click.option(
    "--directive/--no-directive", default=None, help="Begin each page with where llms.txt is."
)
@click.option("--versions", metavar="NAME|all", default="", help="Of several versions, read this.")
@click.option("--languages", metavar="CODE|all", default="", help="Of several languages, this.")
@web_options
@click.option("--check", is_flag=True, help="Write nothing; fail if a file is not current.")
@click.option("--result", metavar="FILE", help="Write as JSON what was made and what changed.")
@click.option("--no-redact", is_flag=True, help="Keep secrets as they are.")
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache.")
@click.option("--no-config", is_flag=True, help="Ignore ctxbuild.toml and pyproject.toml.")
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
@click.option("-v", "--verbose", is_flag=True, help="Name everything that was left out.")
def command(**flags: Any) -> None:
    """Write llms.txt, llms-full.txt and the Markdown of every page.

    SOURCE is a built site, a docs URL or a repository; the current directory by
    default. Sections come from the navigation, descriptions from the pages. With -o
    naming the site itself, Markdown is written beside its pages. Settings stand in
    [tool.ctxbuild.llms] of pyproject.toml, or [llms] of ctxbuild.toml.
    """
    from ctxbuild.cli.progress import ProgressBar
    from ctxbuild.jobs.llms import changed_files
    from ctxbuild.jobs.llms_result import write_result
    from ctxbuild.jobs.llms_run import LlmsCall, is_docs_address, prepare, write

    settings = _settings(flags)
    call = LlmsCall(
        settings,
        version=flags["versions"],
        language=flags["languages"],
        redact=not flags["no_redact"],
        web=asked_of_web(flags) if is_docs_address(settings.source) else None,
    )
    cache = user_cache(disabled=flags["no_cache"])
    with cache, ProgressBar(quiet=flags["quiet"]) as progress:
        made = prepare(call, cache, progress)
        target = settings.output
        is_written = bool(target) and target != "-" and not flags["check"]
        wants_changes = flags["check"] or flags["result"]
        stale = changed_files(made, Path(target or ".")) if wants_changes else []
        written = write(made, call) if is_written else 0
        if flags["result"]:
            write_result(Path(flags["result"]), made, settings, stale)
    if not flags["quiet"]:
        for warning in made.warnings:
            warn(warning)
    if flags["check"]:
        _report(stale, target or ".")
    elif target in ("", "-"):
        sys.stdout.buffer.write(made.files[0][1].encode())
        sys.stdout.buffer.flush()
        if not flags["quiet"]:
            _left_out(made, verbose=flags["verbose"])
    elif not flags["quiet"]:
        _summary(made, target, written, verbose=flags["verbose"])


def _settings(flags: dict[str, Any]) -> LlmsSettings:
    """Return the settings of the current directory, with the flags over them."""
    from dataclasses import replace

    from ctxbuild.jobs.llms_settings import LlmsSettings, llms_settings

    found = LlmsSettings() if flags["no_config"] else llms_settings(Path.cwd())
    changes: dict[str, Any] = {
        name: flags[name] for name in (*_OF_SETTINGS, *_SWITCHES) if flags[name] is not None
    }
    changes |= {name: tuple(flags[name]) for name in _LISTS if flags[name]}
    for name in _BUDGETS:
        if flags[name] is not None:
            changes[name] = 0 if flags[name] == NO_BUDGET else flags[name]
    return replace(found, **changes)


def _report(stale: list[str], target: str) -> None:
    """Fail where files are not current.

    Raises:
        ClickException: they are not.
    """
    if not stale:
        return
    named = ", ".join(stale[:5]) + (f" and {len(stale) - 5} more" if len(stale) > 5 else "")
    raise click.ClickException(f"{target}: not current: {named}; run ctxbuild llms again")


def _summary(made: LlmsFiles, target: str, written: int, *, verbose: bool) -> None:
    from ctxbuild.formats.wording import plural

    for name, text in made.files:
        tokens = f"{made.tokens[name]:,} tokens"
        click.echo(f"  {name:<20} {tokens:>16}  {len(text):>10,} characters", err=True)
    root = made.pages.lists[0]
    titles = ", ".join(f"{s.title} {len(s.entries)}" for s in root.sections)
    click.echo(f"{plural(made.listed, 'page')} of {made.total} listed: {titles}", err=True)
    _left_out(made, verbose=verbose)
    click.echo(f"{plural(written, 'file')} written in {target}", err=True)


def _left_out(made: LlmsFiles, *, verbose: bool) -> None:
    """Say what is listed nowhere, was not read, or is to be known of the source."""
    from collections import Counter

    from ctxbuild.cli.summary import skipped_lines
    from ctxbuild.formats.names import shown_path

    if verbose:
        for number, reason in made.pages.left_out:
            click.echo(
                f"Left out {shown_path(made.corpus.documents[number].path)}: {reason}", err=True
            )
    elif made.pages.left_out:
        reasons = Counter(reason for _, reason in made.pages.left_out)
        words = ", ".join(f"{count} for {reason}" for reason, count in sorted(reasons.items()))
        click.echo(f"Listed nowhere: {words} (-v names them)", err=True)
    for line in skipped_lines(made.corpus, everything=verbose):
        click.echo(line, err=True)
    for note in made.corpus.notes:
        click.echo(f"Note: {note}", err=True)
