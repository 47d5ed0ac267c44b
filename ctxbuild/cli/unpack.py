"""``ctxbuild unpack``: files back out of a bundle."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("unpack")
@click.argument("bundle", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="Directory to write to."
)
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
def command(bundle: Path, output: Path, quiet: bool) -> None:
    """Write every file that BUNDLE holds in full, byte for byte.

    Files that the bundle holds in part are named, files that exist with other
    content are kept.
    """
    from ctxbuild.formats.names import shown_path
    from ctxbuild.formats.wording import plural
    from ctxbuild.jobs.unpack import unpack

    result = unpack(bundle, output)
    if quiet:
        return
    for entry in result.skipped:
        click.echo(f"Skipped {shown_path(entry.id)}: {entry.reason}", err=True)
    for entry in result.altered:
        click.echo(f"Altered {shown_path(entry.id)}: {entry.reason}", err=True)
    click.echo(f"Wrote {plural(len(result.written), 'file')} to {output}", err=True)
