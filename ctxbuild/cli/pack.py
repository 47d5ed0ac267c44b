"""``ctxbuild pack``: parse, call the job, print."""

from __future__ import annotations

from functools import partial
from typing import Any

import click

from ctxbuild.cli.bundle_options import bundle_options
from ctxbuild.cli.options import WeightType
from ctxbuild.cli.web_options import asked_of_web, web_options


@click.command("pack", epilog="Exit code 0 done, 1 failed, 2 usage, 130 interrupted.")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "--weight",
    type=WeightType(),
    multiple=True,
    metavar="NAME=NUMBER",
    help="What a file of that source is worth; 1 where not given.",
)
@bundle_options
@click.option("--changed-since", hidden=True)
@click.option("--diff", hidden=True)
@click.option("--staged", is_flag=True, hidden=True)
@web_options
def command(sources: tuple[str, ...], weight: tuple[tuple[str, float], ...], **flags: Any) -> None:
    """Pack several sources into one bundle, under one budget.

    Each SOURCE is a directory or directory@ref, a file, a git URL,
    owner/name[@ref], or a documentation site: built (docs:PATH where it is
    not recognised) or on the web (docs:URL), or papers of arXiv (arxiv:ID,
    arxiv:cs.CL, arxiv:WORDS, arxiv:FILE.jsonl); one of them may be
    directory@A..B, a change. Paths in the bundle begin with the name of their
    source: the last part of its address, with -2, -3 where two have the same.
    """
    from ctxbuild.cli.delivery import make_bundle
    from ctxbuild.jobs.bundle import BundleOptions
    from ctxbuild.jobs.many import ManyOptions, count_many
    from ctxbuild.jobs.models import settled
    from ctxbuild.jobs.question import question
    from ctxbuild.model import UsageError
    from ctxbuild.readers.source import RepoOptions

    for flag in ("changed_since", "diff", "staged"):
        if flags[flag]:
            shown = flag.replace("_", "-")
            remedy = "write the range behind the source that it is of: DIRECTORY@A..B"
            raise UsageError(f"--{shown}: which of the sources is meant? {remedy}")
    repo = RepoOptions(
        include=tuple(flags["include"]),
        exclude=tuple(flags["exclude"]),
        everything=flags["everything"],
        redact=not flags["no_redact"],
        max_file_bytes=flags["max_file_size"],
    )
    encoding, budget = settled(flags["model"], flags["encoding"], flags["budget"])
    asked = question(flags["query"], flags["query_file"], flags["issue"])
    options = BundleOptions(repo, budget, encoding, flags["format_"], asked, order=flags["order"])
    many = ManyOptions(sources, dict(weight), options, asked_of_web(flags))
    make_bundle(partial(count_many, many), options, flags)
