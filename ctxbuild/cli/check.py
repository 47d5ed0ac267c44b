"""``ctxbuild check``: parse, call the job that options ask for, print."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

_PATH = click.Path(path_type=Path)


@click.command("check", epilog="Exit code 0 faithful, 1 not or failed, 2 usage, 130 interrupted.")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=_PATH)
@click.option(
    "--against-html",
    type=_PATH,
    metavar="PAGE|DIR",
    help="The page that PATH is the Markdown of, or a directory of them for a tree.",
)
@click.option(
    "--content", metavar="SELECTOR", default="", help="Where the content of pages is (CSS)."
)
@click.option(
    "--threshold",
    multiple=True,
    metavar="[NAME=]PERCENT",
    help="Fail below: 98 for all, or text=98, code=100, tables=…, headings=…, links=….",
)
@click.option(
    "--differences",
    type=click.IntRange(0),
    default=20,
    show_default=True,
    metavar="N",
    help="Name the first N differences of a twin.",
)
@click.option(
    "--format",
    "--report",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How the result is written.",
)
@click.option("-o", "--output", metavar="FILE", default="-", help="Write to FILE; - is stdout.")
def command(paths: tuple[Path, ...], against_html: Path | None, **flags: Any) -> int:
    """Check outputs against what they were made of.

    With --against-html, PATH is the Markdown version of a page, whoever wrote
    it, or a tree of them: text, code, tables, headings and links are compared,
    and the first differences are named with their lines.
    """
    if against_html is None:
        raise click.UsageError("say what to check against: --against-html PAGE.html")
    return _check_twins(paths, against_html, flags)


def _check_twins(paths: tuple[Path, ...], against: Path, flags: dict[str, Any]) -> int:
    from ctxbuild.jobs.check import TwinOptions, check_twins, threshold
    from ctxbuild.verify.twins.fidelity_report import FIDELITY_REPORTS

    thresholds: dict[str, float] = {}
    for text in flags["threshold"]:
        thresholds |= threshold(text)
    options = TwinOptions(paths, against, flags["content"], thresholds, flags["differences"])
    report = check_twins(options)
    _write(FIDELITY_REPORTS[flags["format_"]](report), flags["output"])
    return 0 if report.is_good() else 1


def _write(text: str, target: str) -> None:
    from ctxbuild.jobs.output import write_file

    if target == "-":
        click.echo(text.encode(), nl=False)
    else:
        write_file(Path(target), (text.encode(),))
