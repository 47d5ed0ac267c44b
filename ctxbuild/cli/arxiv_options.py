"""The options of commands that read papers of arXiv."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from ctxbuild.readers.arxiv import Request
    from ctxbuild.readers.arxiv.asking import Network

Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--category", multiple=True, metavar="CAT", help="Papers in CAT, such as cs.CL or math."
    ),
    click.option("--month", metavar="YYYY-MM", default="", help="Papers of a month."),
    click.option("--from", "since", metavar="DAY", default="", help="Submitted on DAY or later."),
    click.option("--until", metavar="DAY", default="", help="Submitted on DAY or earlier."),
    click.option(
        "--sample",
        type=click.IntRange(1),
        metavar="N",
        help="A uniform sample of N papers, of a month or a snapshot.",
    ),
    click.option("--seed", type=int, default=0, show_default=True, help="What a sample hangs on."),
    click.option(
        "--top", type=click.IntRange(1, 99_999), help="Highest number of the month, to draw again."
    ),
    click.option(
        "--sort",
        type=click.Choice(["submitted", "updated", "relevance", "id"]),
        help="Which papers come first; relevance for words, else the newest.",
    ),
    click.option(
        "--limit",
        type=click.IntRange(0),
        default=100,
        show_default=True,
        help="Most papers of a search; 0 is all.",
    ),
    click.option("--new", is_flag=True, help="What is announced today in the categories."),
    click.option(
        "--via",
        type=click.Choice(["api", "oai"]),
        default="api",
        show_default=True,
        help="Ask the query API, or harvest over OAI-PMH.",
    ),
    click.option(
        "--snapshot", metavar="FILE", default="", help="Read a file of JSON lines, no network."
    ),
    click.option("--jsonl", metavar="FILE", help="Write JSON lines to FILE instead; - is stdout."),
    click.option("--contact", metavar="TEXT", default="", help="Tell arXiv whom to write to."),
    click.option(
        "--patience",
        type=click.FloatRange(0, 1_000_000),
        default=900.0,
        show_default=True,
        help="Most seconds to wait while a service refuses.",
    ),
    click.option("--refresh", is_flag=True, help="Ask again what was answered today."),
    click.option("--server", metavar="URL", default="", help="Another server with the protocols."),
    click.option("--proxy", metavar="URL", default="", help="Reach services through this proxy."),
    click.option("--ca-file", metavar="FILE", default="", help="Trust these authorities too."),
)


def arxiv_options(function: Command) -> Command:
    """Give a command the options of arXiv, in the order of the table."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def asked_of_arxiv(what: tuple[str, ...], flags: dict[str, Any]) -> Request:
    """Return what the arguments and flags ask for."""
    from ctxbuild.readers.arxiv import Request, request_of

    request = Request(
        query=(flags["query"] or "").strip(),
        categories=tuple(flags["category"]),
        sample=flags["sample"] or 0,
        top=flags["top"] or 0,
        sort=flags["sort"] or "",
        via="rss" if flags["new"] else flags["via"],
        **{name: flags[name] for name in ("month", "since", "until", "seed", "limit", "snapshot")},
    )
    return request_of(what, request)


def network_of(flags: dict[str, Any]) -> Network:
    """Return how services are to be asked."""
    from ctxbuild.readers.arxiv.asking import Network

    names = ("contact", "patience", "refresh", "server", "proxy", "ca_file")
    return Network(**{name: flags[name] for name in names})
