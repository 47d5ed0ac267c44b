"""``ctxbuild wiki``: parse, call the job, print."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ctxbuild.cli.console import user_cache, warn
from ctxbuild.cli.model_options import model_of, model_options
from ctxbuild.cli.options import NO_BUDGET, BudgetType

if TYPE_CHECKING:
    from ctxbuild.jobs.wiki import MadeWiki


@click.command("wiki", epilog="Exit code 0 done, 1 failed, 2 usage, 130 interrupted.")
@click.argument("source", default=".", metavar="[SOURCE]")
@click.option("-o", "--output", metavar="DIR", required=True, help="Write the pages there.")
@click.option(
    "--budget",
    type=BudgetType(),
    default=5_500,
    help="Tokens of each page (5.5k); what has no room stands on a further page.",
)
@click.option("--encoding", metavar="NAME", default="o200k_base", help="What counts tokens.")
@click.option(
    "--site/--no-site",
    default=True,
    show_default=True,
    help="Write DIR/site/ too: HTML that opens from the disk, without a server.",
)
@click.option("--single-file", metavar="FILE", help="Write the site as one HTML file instead.")
@click.option(
    "--source-url",
    metavar="TEMPLATE",
    default="",
    help="Where citations lead: an address with {commit} and {path}.",
)
@click.option("--include", multiple=True, metavar="GLOB", help="Only files that match.")
@click.option("--exclude", multiple=True, metavar="GLOB", help="No files that match.")
@click.option("--ref", metavar="REV", help="Read a commit, tag or branch instead of the work tree.")
@model_options
@click.option("--no-redact", is_flag=True, help="Keep secrets as they are.")
@click.option("--no-config", is_flag=True, help="Ignore ctxbuild.toml and pyproject.toml.")
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache.")
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
def command(source: str, **flags: Any) -> int:
    """Write a wiki of a repository in which every statement cites the lines that it is taken from.

    Overview, architecture, a page for each component, API, configuration, tests,
    history and more, as Markdown with diagrams; computed, not written by a model,
    and the same for the same commit. Only what changed is written again. SOURCE is
    a directory, a git URL or owner/name[@ref]; the current directory by default.
    """
    from ctxbuild.analysis.wiki_steering import Steering
    from ctxbuild.cli.progress import ProgressBar
    from ctxbuild.jobs.site import write_site
    from ctxbuild.jobs.wiki import WikiOptions, make_wiki, wiki_steering, write_wiki
    from ctxbuild.readers.source import RepoOptions

    repo = RepoOptions(
        location=source,
        ref=flags["ref"],
        include=tuple(flags["include"]),
        exclude=tuple(flags["exclude"]),
        redact=not flags["no_redact"],
    )
    steering = Steering() if flags["no_config"] else wiki_steering(Path.cwd())
    budget = 1 << 40 if flags["budget"] == NO_BUDGET else flags["budget"]
    prose, closing = model_of(flags)
    options = WikiOptions(repo, budget, flags["encoding"], flags["source_url"], steering, prose)
    output = Path(flags["output"])
    cache = user_cache(disabled=flags["no_cache"])
    with closing, cache, ProgressBar(quiet=flags["quiet"]) as progress:
        made = make_wiki(options, cache, progress, output)
        written = write_wiki(made, output)
        if flags["single_file"] or flags["site"]:
            one = flags["single_file"]
            target = Path(one) if one else output / "site"
            written += write_site(
                made.wiki, target, encoding=options.encoding, in_one_file=bool(one), cache=cache
            )
    if not flags["quiet"]:
        _summary(made, flags["output"], written)
    return 0


def _summary(made: MadeWiki, output: str, written: int) -> None:
    from ctxbuild.cli.summary import skipped_lines
    from ctxbuild.formats.wording import plural
    from ctxbuild.jobs.wiki_prose import prose_lines

    pages = made.wiki.pages
    tokens = sum(page.tokens for page in pages)
    click.echo(f"{plural(len(pages), 'page')}, {tokens:,} tokens", err=True)
    for line in skipped_lines(made.corpus, everything=False):
        click.echo(line, err=True)
    for problem in made.problems:
        warn(problem)
    for line in prose_lines(made.prose) if made.prose is not None else ():
        click.echo(line, err=True)
    for note in made.corpus.notes:
        click.echo(f"Note: {note}", err=True)
    click.echo(f"{plural(written, 'file')} written in {output}", err=True)
