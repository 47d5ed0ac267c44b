"""``ctxbuild docs``: parse, call the job, print."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ctxbuild.cli.bundle_options import bundle_options
from ctxbuild.cli.console import user_cache
from ctxbuild.cli.web_options import asked_of_web, web_options

if TYPE_CHECKING:
    from ctxbuild.jobs.web import WebOptions
    from ctxbuild.readers.site import SiteOptions


@click.command("docs", epilog="Exit code 0 done, 1 failed, 2 usage, 130 interrupted.")
@click.argument("source", metavar="SOURCE")
@bundle_options
@click.option(
    "--versions", metavar="NAME|all", default="", help="Of several versions, read this one or all."
)
@click.option(
    "--languages", metavar="CODE|all", default="", help="Of several languages, read this or all."
)
@web_options
@click.option("--url", metavar="URL", default="", help="Where the site lives, if it does not say.")
def command(source: str, **flags: Any) -> None:
    """Pack a documentation site into one bundle, or write its pages as Markdown.

    SOURCE is a directory of HTML as a generator built it, one page, a zip or
    tar archive, or the address of a site's start page: what lies in its
    directory is read, politely, and only what changed the next time.
    With -o DIR/ every page becomes a Markdown file in a tree; of one page (on
    the web with --max-pages 1), -o - prints the Markdown.
    """
    from ctxbuild.jobs.bundle import BundleOptions
    from ctxbuild.jobs.docs import count_docs, site_options
    from ctxbuild.jobs.models import settled
    from ctxbuild.jobs.question import question
    from ctxbuild.readers.site import is_one_page
    from ctxbuild.readers.site.recognise import is_web
    from ctxbuild.readers.source import RepoOptions

    repo = RepoOptions(
        location=source,
        include=tuple(flags["include"]),
        exclude=tuple(flags["exclude"]),
        everything=flags["everything"],
        redact=not flags["no_redact"],
        max_file_bytes=flags["max_file_size"],
    )
    which = {"version": flags["versions"], "language": flags["languages"], "url": flags["url"]}
    site = site_options(repo, **which)
    target = flags["output"]
    web = asked_of_web(flags) if is_web(site.location) else None
    if target == "-" and (web.max_pages == 1 if web is not None else is_one_page(source)):
        _print_page(site, web, flags)
    elif target and (target.endswith(("/", "\\")) or Path(target).is_dir()):
        _write_tree(site, web, Path(target), flags)
    else:
        from ctxbuild.cli.delivery import make_bundle

        encoding, budget = settled(flags["model"], flags["encoding"], flags["budget"])
        record = which if web is None else {**which, **web.recorded()}
        asked = question(flags["query"], flags["query_file"], flags["issue"])
        options = BundleOptions(
            repo, budget, encoding, flags["format_"], asked, order=flags["order"], site=record
        )
        make_bundle(partial(count_docs, site, options, web=web), options, flags)


def _print_page(site: SiteOptions, web: WebOptions | None, flags: dict[str, Any]) -> None:
    from ctxbuild.jobs.docs import page_markdown

    cache = user_cache(disabled=flags["no_cache"])
    with cache:
        text = page_markdown(site, cache, web)
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


def _write_tree(
    site: SiteOptions, web: WebOptions | None, target: Path, flags: dict[str, Any]
) -> None:
    from ctxbuild.cli.progress import ProgressBar
    from ctxbuild.cli.summary import skipped_lines
    from ctxbuild.formats.wording import plural
    from ctxbuild.jobs.docs import write_twins
    from ctxbuild.jobs.tree import check_tree

    refused = ("manifest", "map", "copy", "why", "dry_run", "query", "query_file", "issue", "split")
    for name in refused:
        if flags[name]:
            flag = name.replace("_", "-")
            raise click.UsageError(f"--{flag} goes with a bundle; -o {target}/ writes all pages")
    check_tree(target)
    cache = user_cache(disabled=flags["no_cache"])
    with cache, ProgressBar(quiet=flags["quiet"]) as progress:
        corpus, written = write_twins(site, target, cache, progress, web)
    if flags["quiet"]:
        return
    pages = sum(document.content is not None for document in corpus.documents)
    for line in skipped_lines(corpus, everything=flags["verbose"]):
        click.echo(line, err=True)
    for note in corpus.notes:
        click.echo(f"Note: {note}", err=True)
    click.echo(f"{plural(pages, 'page')} in {target}, {written} of them new or changed", err=True)
