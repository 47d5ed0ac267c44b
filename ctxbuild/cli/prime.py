"""``ctxbuild prime``: parse, call the job, print."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ctxbuild.cli.arxiv_options import arxiv_options, asked_of_arxiv, network_of
from ctxbuild.cli.console import user_cache
from ctxbuild.cli.options import NO_BUDGET, BudgetType

if TYPE_CHECKING:
    from ctxbuild.jobs.prime import Primed
    from ctxbuild.readers.arxiv import Request

_SEARCHED = 300
"""Papers of a search, where --limit does not say."""


@click.command("prime", epilog="Exit code 0 done, 1 failed, 2 usage, 130 interrupted.")
@click.argument("what", nargs=-1, metavar="[DOMAIN]...")
@click.option("--budget", type=BudgetType(), help="Tokens of the whole bundle (5k).")
@click.option(
    "--level",
    type=click.Choice(["newcomer", "practitioner", "specialist"]),
    default="newcomer",
    show_default=True,
    help="How well the reader knows the domain.",
)
@click.option("-o", "--output", metavar="FILE", help="Write there; - is stdout.")
@click.option("--skill", metavar="DIR", help="Write an Agent Skill there instead.")
@click.option("--zip", "zipped", is_flag=True, help="As one file, DIR.skill; with --skill.")
@click.option("--query", metavar="TEXT", help="Papers that arXiv finds for TEXT.")
@arxiv_options
@click.option("--model", metavar="NAME", help="Count tokens as this model does.")
@click.option("--encoding", metavar="NAME", help="What tokens are counted with (o200k_base).")
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache.")
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
def command(what: tuple[str, ...], **flags: Any) -> None:
    """Put a domain's own words, with their sources, in front of a model.

    DOMAIN is one or more categories (cs.CL), words to search for, or arXiv ids; or a
    repository or documentation site. With --snapshot FILE nothing leaves this machine.
    """
    from ctxbuild.formats.primer import document
    from ctxbuild.jobs.output import write_file
    from ctxbuild.jobs.prime import default_name

    _check_target(flags)
    primed = _primed(what, flags)
    for note in () if flags["quiet"] else primed.notes:
        click.echo(f"Note: {note}", err=True)
    if flags["skill"]:
        _write_skill(primed, flags)
        return
    text = document(primed.primer)
    target = flags["output"]
    if target is None and sys.stdout.isatty():
        target = str(default_name(primed.primer))
    if target in (None, "-"):
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
        return
    write_file(Path(target), [text.encode()])
    if not flags["quiet"]:
        _summary(primed, text, target)


def _check_target(flags: dict[str, Any]) -> None:
    """Refuse early what cannot be written."""
    from ctxbuild.jobs.output import check_writable
    from ctxbuild.jobs.skill import check_name

    if flags["zipped"] and not flags["skill"]:
        raise click.UsageError("--zip: packs a skill; name it with --skill DIR")
    if flags["jsonl"]:
        raise click.UsageError("--jsonl: ctxbuild arxiv writes papers; -o names the bundle")
    if flags["skill"] and flags["output"]:
        raise click.UsageError("--skill and -o: choose one")
    if flags["skill"]:
        check_name(Path(flags["skill"]))
    elif flags["output"] not in (None, "-"):
        check_writable(Path(flags["output"]))


def _primed(what: tuple[str, ...], flags: dict[str, Any]) -> Primed:
    from ctxbuild.cli.progress import ProgressBar
    from ctxbuild.jobs.models import settled
    from ctxbuild.jobs.prime import check_domain, is_source, prime_arxiv, prime_documents
    from ctxbuild.jobs.primer import DEFAULT_BUDGET, PrimeOptions
    from ctxbuild.jobs.web import WebOptions
    from ctxbuild.model import UsageError

    if flags["budget"] == NO_BUDGET:
        raise UsageError("--budget none: a priming bundle chooses; give tokens, as in 5k")
    encoding, budget = settled(flags["model"], flags["encoding"], flags["budget"] or DEFAULT_BUDGET)
    options = PrimeOptions(flags["level"], budget or DEFAULT_BUDGET, encoding, flags["seed"])
    cache = user_cache(disabled=flags["no_cache"])
    with cache, ProgressBar(quiet=flags["quiet"]) as progress:
        if is_source(what):
            return prime_documents(what[0], options, cache, progress, WebOptions())
        request = _limited(asked_of_arxiv(what, flags))
        check_domain(what, request)
        return prime_arxiv(request, network_of(flags), options, cache, progress)


def _limited(request: Request) -> Request:
    """Return a request for all of a file, or for enough papers of a search."""
    given = click.get_current_context().get_parameter_source("limit")
    if given is not None and given.name != "DEFAULT":
        return request
    return replace(request, limit=0 if request.snapshot else _SEARCHED)


def _write_skill(primed: Primed, flags: dict[str, Any]) -> None:
    from ctxbuild.jobs.skill import write_package, write_skill

    directory = Path(flags["skill"])
    if flags["zipped"]:
        said = f"{write_package(primed, directory)} written"
    else:
        said = f"{write_skill(primed, directory)} files written to {directory}"
    if not flags["quiet"]:
        click.echo(said, err=True)


def _summary(primed: Primed, text: str, target: str) -> None:
    from ctxbuild.tokens import counter

    primer = primed.primer
    tokens = counter(primer.encoding).count(text)
    papers = {each.paper for entry in primer.entries for each in entry.said}
    click.echo(
        f"{target}: {tokens:,} of {primer.budget:,} tokens, {len(primer.entries)} entries,"
        f" {len(papers)} of {primer.domain.papers:,} {primer.domain.noun} quoted",
        err=True,
    )
