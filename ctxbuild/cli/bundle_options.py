"""The options that every command has which makes a bundle: one table for all of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from ctxbuild.cli.options import BudgetType, PartsType, SizeType

Command = TypeVar("Command", bound=Callable[..., Any])

_ENCODINGS = (
    "o200k_base, cl100k_base, p50k_base, r50k_base, gpt2; "
    "estimates: claude, claude-3, gemini, llama, qwen, deepseek, mistral"
)

# What belongs to one call and not to a project.
_NOT_SETTINGS = {"config", "dry_run", "from_stdin", "issue", "query", "query_file", "ref", "why"}
_NOT_SETTINGS |= {"changed_since", "copy", "diff", "map", "output", "split", "staged", "weight"}
# What says whom to trust or where to go is for the user alone to say.
_NOT_SETTINGS |= {"allow_shrink", "ca_file", "proxy", "refresh", "render", "scope", "server"}
# Which papers are meant.
_NOT_SETTINGS |= {"category", "jsonl", "month", "new", "sample", "seed", "since", "snapshot"}
_NOT_SETTINGS |= {"sort", "top", "until", "via"}
# Settings that some commands know, and the others pass over.
_OF_ONE_COMMAND = {"with_deps", "contact", "concurrency", "delay", "max_pages", "limit", "patience"}


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
        found = settings(Path.cwd(), {*flags, *_OF_ONE_COMMAND})
        context.default_map = {
            flags[name]: setting for name, setting in found.items() if name in flags
        }
    return value


_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--config/--no-config",
        default=True,
        is_eager=True,
        callback=_configured,
        help="Read ctxbuild.toml or [tool.ctxbuild] of the current directory.",
    ),
    click.option(
        "--budget",
        type=BudgetType(),
        show_default="128k",
        help="Most tokens of the whole output: N, 32k, 1m or none.",
    ),
    click.option("--encoding", show_default="o200k_base", help=f"One of {_ENCODINGS}."),
    click.option("--model", metavar="NAME", help="Take encoding and budget from a model's window."),
    click.option("--query", metavar="TEXT", help="Choose what answers a question or task."),
    click.option("--query-file", metavar="FILE", help="Read the question from FILE; - is stdin."),
    click.option("--issue", metavar="URL|TEXT", help="Choose what an issue is about."),
    click.option(
        "--format",
        "format_",
        type=click.Choice(["md", "xml", "json"]),
        default="md",
        show_default=True,
        help="Format of the bundle.",
    ),
    click.option(
        "--order",
        type=click.Choice(["nav", "path", "dependency", "relevant-first", "relevant-last"]),
        help="Order of files; dependency where parts are chosen, else nav: a site's own, or path.",
    ),
    click.option("-o", "--output", metavar="FILE", help="Write to FILE; - is stdout."),
    click.option(
        "--manifest", type=click.Path(path_type=Path), help="Write a JSON record beside it."
    ),
    click.option(
        "--map", type=click.Path(path_type=Path), help="Draw what is shown: .html or .svg."
    ),
    click.option(
        "--split", type=PartsType(), metavar="N|auto", help="Write N parts, each within the budget."
    ),
    click.option("--copy", is_flag=True, help="Put the bundle on the clipboard."),
    click.option("--include", multiple=True, metavar="GLOB", help="Only files that match."),
    click.option("--exclude", multiple=True, metavar="GLOB", help="No files that match."),
    click.option(
        "--all", "everything", is_flag=True, help="Show lock, generated and data files too."
    ),
    click.option(
        "--max-file-size",
        type=SizeType(),
        default="16m",
        show_default=True,
        help="Larger files are named, not read.",
    ),
    click.option("--dry-run", is_flag=True, help="List what would be read, with tokens."),
    click.option("--why", is_flag=True, help="Say for each file what is shown and why."),
    click.option("--no-redact", is_flag=True, help="Keep secrets as they are."),
    click.option("--no-cache", is_flag=True, help="Neither read nor write the cache."),
    click.option("-q", "--quiet", is_flag=True, help="Print errors only."),
    click.option("-v", "--verbose", is_flag=True, help="Name everything that was skipped."),
)


def bundle_options(function: Command) -> Command:
    """Give a command the options of a bundle, in the order of the table."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function
