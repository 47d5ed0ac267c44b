"""llms.txt files checked: form, words, size, where links lead, twins, and staleness."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ctxbuild.formats.llms_txt import MARK
from ctxbuild.formats.wording import plural
from ctxbuild.jobs.check_online import Asked, OnlineOptions, asked_findings, fetched
from ctxbuild.jobs.check_stale import fresh_lists, stale_findings
from ctxbuild.model import CtxbuildError, UsageError
from ctxbuild.readers.site.recognise import is_web
from ctxbuild.readers.site.site_files import SiteFiles
from ctxbuild.tokens import counter, encoding_named
from ctxbuild.verify.findings import Finding
from ctxbuild.verify.judging import applied
from ctxbuild.verify.llms.anchors import anchors, is_html
from ctxbuild.verify.llms.form import form_findings, parser_findings, size_findings
from ctxbuild.verify.llms.listing import Listing
from ctxbuild.verify.llms.rules import LLMS_RULES
from ctxbuild.verify.llms.targets import (
    goal_of,
    guessed_base,
    page_findings,
    target_findings,
)
from ctxbuild.verify.llms.words import word_findings
from ctxbuild.verify.report import Report
from ctxbuild.verify.twins.comparing import compare
from ctxbuild.verify.twins.fidelity_report import THRESHOLDS
from ctxbuild.verify.twins.markdown import read_twin
from ctxbuild.verify.twins.page import read_page

LIST_NAME = "llms.txt"
_MOST_BYTES = 20_000_000
_MARKDOWN = (".md", ".markdown")


@dataclass(frozen=True, slots=True)
class LlmsCheckOptions:
    """What is asked of a check.

    ``paths`` are files, directories or addresses; ``site`` is the directory that links
    lead into, else that of the file; ``base_url`` its address, guessed if empty;
    ``source`` is what the files were written from, to see whether they are current.
    """

    paths: tuple[str, ...]
    site: Path | None = None
    base_url: str = ""
    source: str = ""
    budget: int = 10_000
    encoding: str = "o200k_base"
    twins: bool = True
    fail_on: str = "warning"
    ignore: tuple[str, ...] = ()
    online: OnlineOptions | None = None


@dataclass(slots=True)
class _Run:
    options: LlmsCheckOptions
    findings: list[Finding] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    links: int = 0
    pages: dict[str, SiteFiles] = field(default_factory=dict)
    """Markdown that is listed, by what it is called in findings, with its name below a site."""
    made: dict[str, dict[str, str]] = field(default_factory=dict)

    def fresh(self, directory: str) -> dict[str, str]:
        """Return the lists that the source would give a directory now."""
        if directory not in self.made:
            options = self.options
            self.made[directory] = fresh_lists(options.source, options.base_url, directory)
        return self.made[directory]


class Site(SiteFiles):
    """The files of a site with their anchors, each looked up once."""

    def __init__(self, root: Path) -> None:
        """Take the directory that the site's address stands for."""
        super().__init__(root)
        self.root = root
        self._anchors: dict[str, frozenset[str]] = {}

    def anchors(self, name: str) -> frozenset[str]:
        """Return the places of a file."""
        if name not in self._anchors:
            self._anchors[name] = anchors(self.text(name))
        return self._anchors[name]


def is_listing(path: str) -> bool:
    """Whether something to check is an llms.txt, or holds some."""
    if is_web(path):
        return True
    place = Path(path)
    return place.is_dir() or not path.lower().endswith(_MARKDOWN)


def check_llms(options: LlmsCheckOptions) -> Report:
    """Check all files that the paths name.

    Raises:
        UsageError: a rule, an encoding or a path that there is not.
        CtxbuildError: a file that was named cannot be read.
    """
    rules = applied(LLMS_RULES, options.ignore)
    run = _Run(options)
    count = 0
    for path, directory, site, text in _listings(options):
        count += 1
        _check(run, Listing.of(path, text), directory, site)
    known = {rule.id for rule in rules}
    found = sorted({finding for finding in run.findings if finding.rule in known})
    numbers = {"files": count, "links": run.links, "pages": len(run.pages)}
    closing = f" in {plural(count, 'file')}, {plural(run.links, 'link')}"
    return Report("check", found, rules, numbers, run.unread, closing)


def _listings(options: LlmsCheckOptions) -> Iterator[tuple[str, str, Site | None, str]]:
    """Yield name in reports, directory below the site, site and text of each file."""
    for path in options.paths:
        if is_web(path):
            yield path, "", None, fetched(path, options.online or OnlineOptions())
            continue
        place = Path(path)
        root = options.site or (place if place.is_dir() else place.parent)
        if not root.is_dir():
            raise UsageError(f"{root}: there is no such directory")
        for file in _files(place) if place.is_dir() else (place,):
            below = os.path.relpath(os.path.realpath(file.parent), os.path.realpath(root))
            inside = below != "." and not below.startswith("..")
            directory = f"{Path(below).as_posix()}/" if inside else ""
            yield file.as_posix(), directory, Site(root), _read(file)


def _files(root: Path) -> list[Path]:
    """Return the llms.txt files below a directory, the nearest first.

    Raises:
        UsageError: there is none.
    """
    found = [
        Path(folder, LIST_NAME)
        for folder, _, names in os.walk(root)
        if LIST_NAME in names and ".git" not in Path(folder).parts
    ]
    if not found:
        raise UsageError(f"{root}: there is no {LIST_NAME} in it; name the file")
    return sorted(found, key=lambda path: (len(path.parts), path))


def _read(path: Path) -> str:
    try:
        if not path.is_file():
            raise CtxbuildError(f"{path}: there is no such file; name an llms.txt")
        if path.stat().st_size > _MOST_BYTES:
            raise CtxbuildError(f"{path}: has more than {_MOST_BYTES // 1_000_000} MB")
        data = path.read_bytes()
    except OSError as error:
        raise CtxbuildError(f"{path}: {error.strerror or error}") from error
    if b"\0" in data:
        raise CtxbuildError(f"{path}: is not text; name an llms.txt")
    return data.decode("utf-8", "replace")


def _check(run: _Run, listing: Listing, directory: str, site: Site | None) -> None:
    options = run.options
    encoding = encoding_named(options.encoding)
    count = counter(encoding.base).count
    run.links += len(listing.found.links())
    run.findings += [
        *form_findings(listing),
        *parser_findings(listing),
        *word_findings(listing),
        *size_findings(listing, count, options.budget, encoding.base),
    ]
    if options.source:
        _compare_with_source(run, listing, directory, site)
    urls = [link.url for link in listing.found.links()]
    base = options.base_url
    if site is not None:
        base = base or guessed_base(urls, site)
        _check_targets(run, listing, directory, base, site)
    if options.online is not None:
        asked = Asked(base if site is None else "", listing.path)
        findings, unread = asked_findings(listing, asked, options.online)
        run.findings += findings
        run.unread += unread


def _compare_with_source(run: _Run, listing: Listing, directory: str, site: Site | None) -> None:
    if MARK not in listing.text:
        run.unread.append(f"{listing.path}: not written by ctxbuild, so its age is not known")
    else:
        fresh = run.fresh("" if site is None else str(site.root))
        text = fresh.get(f"{directory}{LIST_NAME}", "")
        run.findings += stale_findings(listing, text)


def _check_targets(run: _Run, listing: Listing, directory: str, base: str, site: Site) -> None:
    """Check where links lead, and the Markdown that they lead to."""
    if base and not base.endswith("/"):
        base += "/"
    run.findings += target_findings(listing, directory, base, site)
    elsewhere = 0
    for link in listing.found.links():
        goal = goal_of(link.url, directory, base)
        elsewhere += goal.path is None
        name = site.find(goal.path) if goal.path is not None else None
        path = (site.root / name).as_posix() if name else ""
        if name and name.endswith(_MARKDOWN) and path not in run.pages:
            run.pages[path] = site
            run.findings += _page_findings(path, name, base, site, twins=run.options.twins)
    if elsewhere and run.options.online is None:
        where = "" if base else "; --base-url says where the files will be"
        links = plural(elsewhere, "link")
        run.unread.append(f"{listing.path}: {links} to elsewhere; --online asks for them{where}")


def _page_findings(
    path: str, name: str, base: str, site: Site, *, twins: bool
) -> Iterator[Finding]:
    text = site.text(name)
    if is_html(text):
        yield Finding(path, 1, "TWIN-002", "begins as HTML")
        return
    yield from page_findings(path, name, base, site)
    page = page_of(name, site) if twins else None
    if page is not None:
        fidelity = compare(path, read_twin(text), read_page(site.text(page)))
        low = [m for m in fidelity.measures if m.percent < THRESHOLDS[m.name]]
        if low:
            shown = ", ".join(f"{m.name} {m.percent:.1f} %" for m in low)
            line = fidelity.differences[0].line if fidelity.differences else 1
            yield Finding(path, line, "TWIN-001", f"compared with {page}: {shown}")


def page_of(name: str, site: Site) -> str | None:
    """Return the HTML beside a Markdown file."""
    stem = name.removesuffix(".md").removesuffix(".html")
    names = (f"{stem}.html", f"{stem}.htm", f"{stem}/index.html")
    return next((each for each in names if site.find(each) == each), None)
