"""``ctxbuild unpack``: files back out of a bundle."""

from __future__ import annotations

from pathlib import Path

import click

_PATH = click.Path(path_type=Path)


@click.command("unpack")
@click.argument("bundles", metavar="BUNDLE...", nargs=-1, required=True, type=_PATH)
@click.option("-o", "--output", type=_PATH, required=True, help="Directory to write to.")
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
def command(bundles: tuple[Path, ...], output: Path, quiet: bool) -> int:
    """Write every file that BUNDLE holds in full, byte for byte, and list them.

    Files that the bundle holds in part are named, files that exist with other
    content are kept. Give all parts of a split bundle: files that were cut are
    joined. When a part is missing, what is whole is written and the exit code
    is 1.
    """
    from ctxbuild.formats.names import shown_path
    from ctxbuild.formats.wording import plural
    from ctxbuild.jobs.unpack import unpack

    result = unpack(bundles, output)
    for part in result.missing:
        click.echo(f"ctxbuild: missing: {part}; files cut across it were not written", err=True)
    status = 1 if result.missing else 0
    if quiet:
        return status
    for path in result.written:
        click.echo(shown_path(path))
    for entry in result.skipped:
        click.echo(f"Skipped {shown_path(entry.id)}: {entry.reason}", err=True)
    for entry in result.altered:
        click.echo(f"Altered {shown_path(entry.id)}: {entry.reason}", err=True)
    click.echo(f"Wrote {plural(len(result.written), 'file')} to {output}", err=True)
    return status
