"""``ctxbuild repo``: parse, call the job, print."""

from __future__ import annotations

import sys
from functools import partial
from typing import Any

import click

from ctxbuild.cli.bundle_options import bundle_options


@click.command("repo", epilog="Exit code 0 done, 1 failed, 2 usage, 130 interrupted.")
@click.argument("source", default=".", metavar="[SOURCE]")
@bundle_options
@click.option("--ref", metavar="REV", help="Read a commit, tag or branch instead of the work tree.")
@click.option("--changed-since", metavar="REV", help="Pack what changed since REV parted.")
@click.option("--diff", metavar="A..B|A...B", help="Pack the change between two revisions.")
@click.option("--staged", is_flag=True, help="Pack what the next commit would change.")
@click.option(
    "--stdin", "from_stdin", is_flag=True, help="Read the file list from stdin (lines or NUL)."
)
@click.option(
    "--with-deps", is_flag=True, help="Add the packages of the repository that SOURCE uses."
)
def command(source: str, **flags: Any) -> None:
    """Pack a repository into one bundle within a token budget.

    SOURCE is a directory, a file, a git URL, or owner/name[@ref]; the current
    directory by default. On a terminal the bundle goes to a file that is
    named afterwards, in a pipe to stdout.
    """
    from ctxbuild.cli.delivery import make_bundle
    from ctxbuild.jobs.bundle import BundleOptions, count_repo
    from ctxbuild.jobs.models import settled
    from ctxbuild.jobs.question import question
    from ctxbuild.readers.change_request import change_request
    from ctxbuild.readers.source import RepoOptions

    repo = RepoOptions(
        location=source,
        ref=flags["ref"],
        files=_file_list() if flags["from_stdin"] else None,
        include=tuple(flags["include"]),
        exclude=tuple(flags["exclude"]),
        everything=flags["everything"],
        redact=not flags["no_redact"],
        with_deps=flags["with_deps"],
        max_file_bytes=flags["max_file_size"],
    )
    encoding, budget = settled(flags["model"], flags["encoding"], flags["budget"])
    asked = question(flags["query"], flags["query_file"], flags["issue"])
    change = change_request(
        flags["changed_since"], flags["diff"], staged=flags["staged"], ref=flags["ref"]
    )
    options = BundleOptions(repo, budget, encoding, flags["format_"], asked, change, flags["order"])
    make_bundle(partial(count_repo, options), options, flags)


def _file_list() -> tuple[bytes, ...]:
    """Return the paths on stdin, NUL-separated where there is a NUL, else one a line."""
    data = sys.stdin.buffer.read()
    return tuple(path for path in data.split(b"\0" if b"\0" in data else b"\n") if path)
