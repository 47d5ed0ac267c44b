"""The options of commands that read documentation sites on the web."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from ctxbuild.jobs.web import WebOptions

Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--contact", metavar="TEXT", default="", help="Tell sites whom to write to: a URL or mail."
    ),
    click.option(
        "--concurrency",
        type=click.IntRange(1, 16),
        default=1,
        show_default=True,
        help="Pages asked for at a time.",
    ),
    click.option(
        "--delay",
        type=click.FloatRange(0, 600),
        default=0.5,
        show_default=True,
        help="Seconds between an answer and the next request.",
    ),
    click.option(
        "--max-pages",
        type=click.IntRange(1, 200_000),
        default=10_000,
        show_default=True,
        help="Most addresses asked for.",
    ),
    click.option(
        "--render", is_flag=True, help="Run the scripts of pages that are empty without, safely."
    ),
    click.option(
        "--scope", multiple=True, metavar="URL", help="Read the directory of that page as well."
    ),
    click.option(
        "--allow-shrink", is_flag=True, help="Accept that a site lost much since the last run."
    ),
    click.option(
        "--refresh/--no-refresh",
        default=True,
        help="Ask a site that was read before what has changed.",
    ),
    click.option("--proxy", metavar="URL", default="", help="Reach sites through this proxy."),
    click.option("--ca-file", metavar="FILE", default="", help="Trust these authorities too."),
)


def web_options(function: Command) -> Command:
    """Give a command the options of a crawl, in the order of the table."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def asked_of_web(flags: dict[str, Any]) -> WebOptions:
    """Return what the flags ask of a crawl."""
    from ctxbuild.jobs.web import WebOptions

    names = ("contact", "concurrency", "delay", "max_pages", "scope", "allow_shrink", "refresh")
    return WebOptions(**{name: flags[name] for name in (*names, "render", "proxy", "ca_file")})
