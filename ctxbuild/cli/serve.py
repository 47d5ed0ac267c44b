"""``ctxbuild serve``: parse, check what is asked for, run the server while sources are read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ctxbuild.cli.console import user_cache
from ctxbuild.cli.web_options import asked_of_web, web_options

if TYPE_CHECKING:
    from ctxbuild.jobs.served.opening import Opening

TOKEN_VARIABLE = "CTXBUILD_SERVE_TOKEN"  # noqa: S105 - a name, no token


@click.command("serve", epilog="Exit code 0 done, 1 failed, 2 usage, 130 interrupted.")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--http", metavar="[HOST:]PORT", help="Streamable HTTP at /mcp instead of stdio.")
@click.option(
    "--wiki", "wikis", multiple=True, metavar="[NAME=]DIR", help="Serve the pages of that wiki."
)
@web_options
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache.")
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
def command(sources: tuple[str, ...], **flags: Any) -> None:
    """Serve sources to agents over the Model Context Protocol.

    SOURCE is as in pack: a directory or directory@ref, a git URL, owner/name, a
    documentation site, papers of arXiv; the current directory by default. They are
    read once, at the start; calls that need one wait until it has been. Over HTTP it
    listens on 127.0.0.1 unless HOST says otherwise, and then CTXBUILD_SERVE_TOKEN must
    hold a token that clients send.
    """
    _check_installed()
    address = _address(flags["http"]) if flags["http"] else None
    quiet = flags["quiet"]
    with user_cache(disabled=flags["no_cache"]) as cache:
        opening = _announced(sources or (".",), flags, cache)
        from ctxbuild.integrations.mcp_running import run, transport

        token = os.environ.get(TOKEN_VARIABLE, "")
        server = transport(opening.library, address, token)
        if not quiet:
            where = f"http://{flags['http']}/mcp" if address else "stdio"
            names = ", ".join(opening.library.sources)
            click.echo(f"ctxbuild: serving {names} over {where}; Ctrl-C ends it", err=True)
        run(server, opening.library, lambda: _read(opening, quiet))


def _announced(sources: tuple[str, ...], flags: dict[str, Any], cache: Any) -> Opening:
    from ctxbuild.jobs.served.opening import announced

    wikis = {}
    for each in flags["wikis"]:
        name, equals, directory = each.partition("=")
        wikis[name if equals else ""] = Path(directory if equals else each)
    return announced(sources, wikis, asked_of_web(flags), cache)


def _read(opening: Opening, quiet: bool) -> None:
    from ctxbuild.cli.progress import ProgressBar

    with ProgressBar(quiet=quiet) as progress:
        opening.read(progress)
    if not quiet:
        click.echo("ctxbuild: all sources have been read", err=True)


def _check_installed() -> None:
    from importlib.util import find_spec

    from ctxbuild.model import UsageError

    if find_spec("mcp") is None:
        raise UsageError("serve needs the extra mcp: pip install 'ctxbuild[mcp]'")


def _address(text: str) -> tuple[str, int]:
    from ctxbuild.model import UsageError

    host, _, port = text.rpartition(":")
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 1 << 16):
        raise UsageError(f"--http {text}: give HOST:PORT or PORT, as in 127.0.0.1:8365")
    return host.strip("[]") or "127.0.0.1", int(port)
