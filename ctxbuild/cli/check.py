"""``ctxbuild check``: parse, call the job that options ask for, print."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ctxbuild.cli.console import user_cache, write_text
from ctxbuild.cli.options import NO_BUDGET, BudgetType, report_options

_PATH = click.Path(path_type=Path)


def _show_rules(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    """Print the rules and exit."""
    from ctxbuild.verify.llms.rules import LLMS_RULES
    from ctxbuild.verify.skills.rules import SKILL_RULES
    from ctxbuild.verify.wiki.rules import WIKI_RULES

    if not wanted:
        return
    levels = {3: "error", 2: "warning", 1: "note"}
    tables = LLMS_RULES, SKILL_RULES, WIKI_RULES
    for rule in (rule for table in tables for rule in table.values()):
        click.echo(f"{rule.id:<11} {levels[rule.weight]:<8} {rule.title}. {rule.why}")
    context.exit()


@click.command("check", epilog="Exit code 0 good, 1 not or failed, 2 usage, 130 interrupted.")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
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
@click.option("--site", type=_PATH, metavar="DIR", help="Where links of an llms.txt lead.")
@click.option("--base-url", metavar="URL", default="", help="The address of that directory.")
@click.option(
    "--against",
    metavar="SOURCE|REV",
    default="",
    help="Fail where SOURCE gives other lines by now, or does not have what is quoted; of a wiki,"
    " its source or a revision.",
)
@click.option(
    "--source",
    metavar="DIR|URL",
    default="",
    help="What a wiki was made of; the repository around it by default.",
)
@click.option("--fix", is_flag=True, help="Of a wiki, mend the places of lines that only moved.")
@click.option("--budget", type=BudgetType(), default=10_000, help="Tokens of llms.txt (10k).")
@click.option("--encoding", metavar="NAME", default="o200k_base", help="What counts tokens.")
@click.option("--twins/--no-twins", default=True, help="Compare listed Markdown with its HTML.")
@click.option("--ignore", multiple=True, metavar="RULES", help="Not these: TEXT,TARGET-003.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "note"]),
    default="warning",
    show_default=True,
    help="What makes the exit code 1.",
)
@click.option("--online", is_flag=True, help="Ask the web for links, politely.")
@click.option("--contact", metavar="TEXT", default="", help="Tell sites whom to write to.")
@click.option(
    "--delay",
    type=click.FloatRange(0, 600),
    default=0.5,
    show_default=True,
    help="Seconds between two requests.",
)
@click.option("--max-links", type=click.IntRange(1), default=1000, help="Most links asked for.")
@click.option("--proxy", metavar="URL", default="", help="Reach sites through this proxy.")
@click.option("--ca-file", metavar="FILE", default="", help="Trust these authorities too.")
@click.option(
    "--rules",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_rules,
    help="List the rules and exit.",
)
@report_options
def command(paths: tuple[str, ...], against_html: Path | None, **flags: Any) -> int:
    """Check outputs against what they were made of.

    PATH is a priming bundle, an Agent Skill's folder or .skill package, whoever made it: form,
    size, links; with --against SNAPSHOT, or the repository or site, every quotation and id.

    PATH is an llms.txt, whoever wrote it, its address, or a directory of them:
    form, descriptions, size, and whether links lead to files and anchors of the
    directory that it stands in, or of --site.

    With --against-html, PATH is the Markdown version of a page, whoever wrote
    it, or a tree of them: text, code, tables, headings and links are compared,
    and the first differences are named with their lines.

    A directory that ctxbuild wiki wrote is held to its source, the repository around it
    or --source, as it is or --against a revision: every claim, arrow and link; pages to
    make again are listed.
    """
    from ctxbuild.jobs.check_llms import is_listing
    from ctxbuild.jobs.check_primer import is_primed
    from ctxbuild.jobs.check_wiki import is_wiki

    if against_html is not None:
        return _check_twins(tuple(map(Path, paths)), against_html, flags)
    if all(is_primed(Path(path)) for path in paths):
        return _check_primers(tuple(map(Path, paths)), flags)
    wikis = [path for path in paths if is_wiki(path)]
    if wikis:
        if len(wikis) < len(paths):
            raise click.UsageError(f"{wikis[0]}: is a wiki; check it by itself")
        return max([_check_wiki(path, flags) for path in wikis])
    for path in paths:
        if not is_listing(path):
            raise click.UsageError(f"{path}: say what to check against: --against-html PAGE.html")
    return _check_llms(paths, flags)


def _check_wiki(path: str, flags: dict[str, Any]) -> int:
    from ctxbuild.jobs.check_wiki import WikiCheckOptions, check_wiki
    from ctxbuild.verify.judging import is_good
    from ctxbuild.verify.report import REPORTS

    source, against = flags["source"], flags["against"]
    if not source and Path(against).is_dir():
        source, against = against, ""
    ignore = tuple(name for value in flags["ignore"] for name in value.split(","))
    options = WikiCheckOptions(Path(path), source, against, flags["fix"], ignore)
    with user_cache(disabled=False) as cache:
        report = check_wiki(options, cache)
    write_text(REPORTS[flags["format_"]](report), flags["output"])
    return 0 if is_good(report, flags["fail_on"]) else 1


def _check_llms(paths: tuple[str, ...], flags: dict[str, Any]) -> int:
    from ctxbuild.jobs.check_llms import LlmsCheckOptions, check_llms
    from ctxbuild.jobs.check_online import OnlineOptions
    from ctxbuild.verify.judging import is_good
    from ctxbuild.verify.report import REPORTS

    names = ("contact", "delay", "proxy", "ca_file")
    web = OnlineOptions(**{name: flags[name] for name in names}, most=flags["max_links"])
    options = LlmsCheckOptions(
        paths,
        flags["site"],
        flags["base_url"],
        flags["against"],
        0 if flags["budget"] == NO_BUDGET else flags["budget"],
        flags["encoding"],
        twins=flags["twins"],
        ignore=tuple(name for value in flags["ignore"] for name in value.split(",")),
        online=web if flags["online"] else None,
    )
    report = check_llms(options)
    write_text(REPORTS[flags["format_"]](report), flags["output"])
    return 0 if is_good(report, flags["fail_on"]) else 1


def _check_primers(paths: tuple[Path, ...], flags: dict[str, Any]) -> int:
    from ctxbuild.jobs.check_primer import PrimerCheckOptions, check_primers
    from ctxbuild.verify.judging import is_good
    from ctxbuild.verify.report import REPORTS

    ignore = tuple(name for value in flags["ignore"] for name in value.split(","))
    options = PrimerCheckOptions(paths, flags["against"], ignore)
    with user_cache(disabled=False) as cache:
        report = check_primers(options, cache)
    write_text(REPORTS[flags["format_"]](report), flags["output"])
    return 0 if is_good(report, flags["fail_on"]) else 1


def _check_twins(paths: tuple[Path, ...], against: Path, flags: dict[str, Any]) -> int:
    from ctxbuild.jobs.check import TwinOptions, check_twins, threshold
    from ctxbuild.verify.twins.fidelity_report import FIDELITY_REPORTS

    if flags["format_"] not in FIDELITY_REPORTS:
        raise click.UsageError("--against-html has the formats text and json")
    thresholds: dict[str, float] = {}
    for text in flags["threshold"]:
        thresholds |= threshold(text)
    options = TwinOptions(paths, against, flags["content"], thresholds, flags["differences"])
    report = check_twins(options)
    write_text(FIDELITY_REPORTS[flags["format_"]](report), flags["output"])
    return 0 if report.is_good() else 1
