"""``ctxbuild repo``: parse, call the job, print."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from ctxbuild.cli.options import BudgetType, PartsType, SizeType

_ENCODINGS = (
    "o200k_base, cl100k_base, p50k_base, r50k_base, gpt2; "
    "estimates: claude, claude-3, gemini, llama, qwen, deepseek, mistral"
)

# What belongs to one call and not to a project.
_NOT_SETTINGS = {"config", "dry_run", "from_stdin", "issue", "query", "query_file", "ref", "why"}
_NOT_SETTINGS |= {"changed_since", "copy", "diff", "map", "output", "split"}


def _configured(context: click.Context, _parameter: click.Parameter, value: Any) -> Any:
    """Make the settings of the current directory the defaults of the other options."""
    from ctxbuild.jobs.config import settings

    flags = {
        option.removeprefix("--").replace("-", "_"): parameter.name or ""
        for parameter in context.command.params
        if parameter.name not in _NOT_SETTINGS
        for option in parameter.opts
        if option.startswith("--")
    }
    if value:
        found = settings(Path.cwd(), flags)
        context.default_map = {flags[name]: setting for name, setting in found.items()}
    return value


@click.command("repo", epilog="Exit code 0 done, 1 failed, 2 usage, 130 interrupted.")
@click.argument("source", default=".", metavar="[SOURCE]")
@click.option(
    "--config/--no-config",
    default=True,
    is_eager=True,
    callback=_configured,
    help="Read ctxbuild.toml or [tool.ctxbuild] of the current directory.",
)
@click.option(
    "--budget",
    type=BudgetType(),
    show_default="128k",
    help="Most tokens of the whole output: N, 32k, 1m or none.",
)
@click.option("--encoding", show_default="o200k_base", help=f"One of {_ENCODINGS}.")
@click.option("--model", metavar="NAME", help="Take encoding and budget from a model's window.")
@click.option("--query", metavar="TEXT", help="Choose what answers a question or task.")
@click.option("--query-file", metavar="FILE", help="Read the question from FILE; - is stdin.")
@click.option("--issue", metavar="URL|TEXT", help="Choose what an issue is about.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["md", "xml", "json"]),
    default="md",
    show_default=True,
    help="Format of the bundle.",
)
@click.option("-o", "--output", metavar="FILE", help="Write to FILE; - is stdout.")
@click.option("--manifest", type=click.Path(path_type=Path), help="Write a JSON record beside it.")
@click.option("--map", type=click.Path(path_type=Path), help="Draw what is shown: .html or .svg.")
@click.option(
    "--split", type=PartsType(), metavar="N|auto", help="Write N parts, each within the budget."
)
@click.option("--copy", is_flag=True, help="Put the bundle on the clipboard.")
@click.option("--include", multiple=True, metavar="GLOB", help="Only files that match.")
@click.option("--exclude", multiple=True, metavar="GLOB", help="No files that match.")
@click.option("--all", "everything", is_flag=True, help="Show lock, generated and data files too.")
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
@click.option(
    "--max-file-size",
    type=SizeType(),
    default="16m",
    show_default=True,
    help="Larger files are named, not read.",
)
@click.option("--dry-run", is_flag=True, help="List what would be read, with tokens.")
@click.option("--why", is_flag=True, help="Say for each file what is shown and why.")
@click.option("--no-redact", is_flag=True, help="Keep secrets as they are.")
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache.")
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
@click.option("-v", "--verbose", is_flag=True, help="Name everything that was skipped.")
def command(source: str, **flags: Any) -> None:
    """Pack a repository into one bundle within a token budget.

    SOURCE is a directory, a file, a git URL, or owner/name[@ref]; the current
    directory by default. On a terminal the bundle goes to a file that is
    named afterwards, in a pipe to stdout.
    """
    from ctxbuild.cache import Cache
    from ctxbuild.cli.parts import asked_parts, check_split, deliver_parts
    from ctxbuild.cli.progress import ProgressBar
    from ctxbuild.jobs.bundle import BundleOptions, count_repo, plan_counted
    from ctxbuild.jobs.models import settled
    from ctxbuild.jobs.question import question
    from ctxbuild.jobs.split import plan_parts
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
    options = BundleOptions(repo, budget, encoding, flags["format_"], asked, change)
    _check_outputs(flags)
    if flags["split"] is not None and not flags["dry_run"]:
        check_split(flags, budget)
    cache = Cache.disabled() if flags["no_cache"] else Cache.open(warn=_warn)
    with cache, ProgressBar(quiet=flags["quiet"]) as progress:
        counted = count_repo(options, cache, progress)
        if flags["dry_run"]:
            _list(counted.corpus, counted.tokens, flags)
            return
        if flags["split"] is None:
            plan = plan_counted(counted, options, cache, progress)
        else:
            split = plan_parts(counted, options, asked_parts(flags), cache, progress)
    if flags["split"] is None:
        _deliver(plan, options, flags)
    else:
        deliver_parts(split, options, flags)


def _list(corpus: Any, tokens: tuple[int, ...], flags: dict[str, Any]) -> None:
    from ctxbuild.cli.summary import print_listing, skipped_lines

    print_listing(corpus, tokens)
    if not flags["quiet"]:
        for line in skipped_lines(corpus, everything=flags["verbose"]):
            click.echo(line, err=True)


def _deliver(plan: Any, options: Any, flags: dict[str, Any]) -> None:
    """Write the bundle where it was asked for and say where that is."""
    from ctxbuild.cli.summary import print_reasons, print_summary, skipped_lines
    from ctxbuild.jobs.bundle import default_output, encoded, write_bundle, write_manifest
    from ctxbuild.jobs.picture import write_map

    target = flags["output"]
    where = []
    if flags["copy"]:
        from ctxbuild.cli.clipboard import copy

        where.append(f"Copied with {copy(b''.join(encoded(plan)))}.")
    elif target is None and sys.stdout.isatty():
        target = str(default_output(plan.corpus.sources[0].name, plan.format))
    if target == "-" or (target is None and not flags["copy"]):
        sys.stdout.buffer.writelines(encoded(plan))
        sys.stdout.buffer.flush()
    elif target is not None:
        write_bundle(plan, Path(target))
        where.append(f"Written to {target}")
    if flags["manifest"]:
        write_manifest(plan, options, flags["manifest"])
        where.append(f"Manifest in {flags['manifest']}")
    if flags["map"]:
        write_map(plan, flags["map"])
        where.append(f"Map in {flags['map']}")
    if flags["why"]:
        print_reasons(plan)
    if not plan.corpus.documents:
        _warn("no file was read; see --include, --exclude and the ignore files")
    if not flags["quiet"]:
        # In a pipe the figures stand in the bundle; only what was skipped is news.
        if where or sys.stderr.isatty() or flags["verbose"]:
            print_summary(plan, "; ".join(where) or "Written to stdout", verbose=flags["verbose"])
        else:
            for line in skipped_lines(plan.corpus, everything=False):
                click.echo(line, err=True)


def _check_outputs(flags: dict[str, Any]) -> None:
    """Refuse outputs that cannot be written before any work is done."""
    from ctxbuild.jobs.output import check_writable
    from ctxbuild.jobs.picture import check_map

    if flags["map"]:
        check_map(flags["map"])
    for target in (flags["output"], flags["manifest"], flags["map"]):
        if target and str(target) != "-":
            check_writable(Path(target))


def _file_list() -> tuple[bytes, ...]:
    """Return the paths on stdin, NUL-separated where there is a NUL, else one a line."""
    data = sys.stdin.buffer.read()
    return tuple(path for path in data.split(b"\0" if b"\0" in data else b"\n") if path)


def _warn(message: str) -> None:
    click.echo(f"ctxbuild: {message}", err=True)
