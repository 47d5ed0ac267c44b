"""``ctxbuild init``: parse, call the job, print."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("init", epilog="Exit code 0 done, 1 failed, 2 usage.")
@click.argument("directory", default=".", type=click.Path(path_type=Path), metavar="[DIRECTORY]")
def command(directory: Path) -> None:
    """Write a minimal ctxbuild.toml and a workflow that keeps llms.txt current.

    Files that are there are left as they are.
    """
    from ctxbuild.jobs.init import init_project

    written, known = init_project(directory)
    for name in written:
        click.echo(f"wrote {directory / name}", err=True)
    for name in known:
        click.echo(f"left {directory / name} as it is", err=True)
