"""``ctxbuild arxiv``: parse, call the job, print."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ctxbuild.cli.arxiv_options import arxiv_options, asked_of_arxiv, network_of
from ctxbuild.cli.bundle_options import bundle_options
from ctxbuild.cli.console import user_cache

if TYPE_CHECKING:
    from ctxbuild.readers.arxiv import Request
    from ctxbuild.readers.arxiv.asking import Network


@click.command("arxiv", epilog="Exit code 0 done, 1 failed, 2 usage, 130 interrupted.")
@click.argument("what", nargs=-1, metavar="[WHAT]...")
@arxiv_options
@bundle_options
def command(what: tuple[str, ...], **flags: Any) -> None:
    """Pack abstracts of arXiv into one bundle, or write them as JSON lines.

    WHAT are identifiers (2601.00010, 2601.00010v2, hep-th/9901001, addresses),
    categories (cs.CL), or words to search for; --query searches as well, in
    arXiv's own language: ti:, au:, abs:, AND, OR, ANDNOT. Answers are kept for
    the day. With --snapshot nothing leaves this machine.
    """
    from ctxbuild.cli.delivery import make_bundle
    from ctxbuild.jobs.arxiv import count_arxiv
    from ctxbuild.jobs.bundle import BundleOptions
    from ctxbuild.jobs.models import settled
    from ctxbuild.jobs.question import question
    from ctxbuild.readers.source import RepoOptions

    request, network = asked_of_arxiv(what, flags), network_of(flags)
    if flags["jsonl"]:
        _write_lines(request, network, flags)
        return
    encoding, budget = settled(flags["model"], flags["encoding"], flags["budget"])
    asked = question(None, flags["query_file"], flags["issue"]) or request.words
    repo = RepoOptions(everything=flags["everything"], redact=not flags["no_redact"])
    record = {"arxiv": request.shown()}
    options = BundleOptions(
        repo, budget, encoding, flags["format_"], asked, order=flags["order"], site=record
    )
    make_bundle(partial(count_arxiv, request, network, options), options, flags)


def _write_lines(request: Request, network: Network, flags: dict[str, Any]) -> None:
    from ctxbuild.cli.progress import ProgressBar
    from ctxbuild.formats.wording import plural
    from ctxbuild.jobs.arxiv import write_papers
    from ctxbuild.jobs.output import check_writable, write_file

    target = flags["jsonl"]
    if target != "-":
        check_writable(Path(target))
    write = sys.stdout.buffer.writelines if target == "-" else partial(write_file, Path(target))
    cache = user_cache(disabled=flags["no_cache"])
    with cache, ProgressBar(quiet=flags["quiet"]) as progress:
        count, found = write_papers(request, network, write, cache, progress)
    if flags["quiet"]:
        return
    for entry in found.skipped if flags["verbose"] else found.skipped[:5]:
        click.echo(f"Skipped {entry.id}: {entry.reason}", err=True)
    if len(found.skipped) > 5 and not flags["verbose"]:
        click.echo(f"Skipped {len(found.skipped) - 5} more (-v names them).", err=True)
    for note in found.notes:
        click.echo(f"Note: {note}", err=True)
    click.echo(f"{plural(count, 'paper')} written to {flags['jsonl']}", err=True)
