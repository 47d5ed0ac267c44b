"""How readable a source is for agents: findings, a score, and a report of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ctxbuild.analysis.links import import_edges
from ctxbuild.cache import Cache
from ctxbuild.formats.wording import plural
from ctxbuild.jobs.docs import read_site, site_options
from ctxbuild.jobs.output import write_files
from ctxbuild.jobs.relevance import entries_of, imported_names, outlines_of
from ctxbuild.model import Corpus, CtxbuildError, Document, Outline, Progress, UsageError
from ctxbuild.readers.content import TextStore
from ctxbuild.readers.repo import read_repo
from ctxbuild.readers.site import is_site
from ctxbuild.readers.source import RepoOptions
from ctxbuild.verify.lint.linting import Result, lint_corpus
from ctxbuild.verify.lint.rule import Rule
from ctxbuild.verify.lint.rule_pages import rule_pages
from ctxbuild.verify.lint.table import RULES
from ctxbuild.verify.report import REPORTS, Report


@dataclass(frozen=True, slots=True)
class LintOptions:
    """What is asked of a linting.

    ``select`` and ``ignore`` hold rules' ids or the beginnings of ids; with
    ``select``, rules that are off by default can be named. ``fail_under`` is
    the least score that is good enough; ``None`` takes no finding at all.
    """

    repo: RepoOptions
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    format: str = "text"
    fail_under: int | None = None


def lint(options: LintOptions, cache: Cache, progress: Progress) -> tuple[Corpus, Result]:
    """Read a source and apply the rules.

    Raises:
        UsageError: there is no such source or rule.
        CtxbuildError: the source cannot be read.
    """
    rules = selected(options.select, options.ignore)
    if options.repo.ref is None and is_site(options.repo.location):
        corpus = read_site(site_options(options.repo), cache, TextStore(), progress)
    else:
        corpus = read_repo(options.repo, cache, TextStore(), progress)
    return corpus, lint_corpus(corpus, rules, _Code(corpus.documents, cache, progress))


def is_good(options: LintOptions, result: Result) -> bool:
    """Whether a result is what the call asks for."""
    if options.fail_under is None:
        return not result.findings
    return result.score >= options.fail_under


def report(options: LintOptions, result: Result) -> str:
    """Return the findings in the format asked for."""
    rules = selected(options.select, options.ignore)
    numbers = {
        "score": result.score,
        "pages": result.pages,
        "modules": result.modules,
        "suppressed": result.suppressed,
    }
    found = Report("lint", result.findings, rules, numbers, result.unread, _closing(result))
    return REPORTS[options.format](found)


def _closing(result: Result) -> str:
    what = f"{plural(result.pages, 'page')}, {plural(result.modules, 'source file')}"
    hidden = f", {result.suppressed} suppressed" if result.suppressed else ""
    return f" in {what}{hidden}; score {result.score}"


def selected(select: Sequence[str], ignore: Sequence[str]) -> list[Rule]:
    """Return the rules that a call asks for, in the order of the table.

    Raises:
        UsageError: a name is the beginning of no rule's id.
    """
    wanted = [_matching(name) for name in select]
    unwanted = {rule.id for name in ignore for rule in _matching(name)}
    chosen = {rule.id for rules in wanted for rule in rules} if select else None
    return [
        rule
        for rule in RULES.values()
        if rule.id not in unwanted and (rule.default if chosen is None else rule.id in chosen)
    ]


def _matching(name: str) -> list[Rule]:
    text = name.strip().upper()
    found = [
        rule for rule in RULES.values() if text == "ALL" or (text and rule.id.startswith(text))
    ]
    if not found:
        raise UsageError(f"no rule {name!r}; there are {', '.join(RULES)}")
    return found


def write_rule_pages(directory: Path) -> int:
    """Write a page for each rule, and one that lists them, into a directory.

    Returns:
        How many pages there are.

    Raises:
        CtxbuildError: the directory is missing or cannot be written to.
    """
    if not directory.is_dir():
        raise CtxbuildError(f"{directory}: there is no such directory; create it first")
    pages = rule_pages()
    write_files((directory / name, (text.encode(),)) for name, text in pages.items())
    return len(pages)


class _Code:
    """Outlines and imports, remembered by content."""

    def __init__(self, documents: Sequence[Document], cache: Cache, progress: Progress) -> None:
        self._documents, self._cache, self._progress = documents, cache, progress

    def outlines(self, indices: Sequence[int]) -> Mapping[int, Outline]:
        """Return the outlines of documents, by index."""
        return outlines_of(self._documents, indices, self._cache, self._progress)

    def imports(self) -> Iterable[tuple[int, int]]:
        """Return pairs of documents, the first of which imports the second."""
        documents = self._documents
        code = [i for i, d in enumerate(documents) if d.kind == "code" and d.content is not None]
        names = imported_names(documents, code, self._cache, self._progress)
        packages = entries_of(documents).packages
        edges = import_edges(documents, zip(code, names, strict=True), packages)
        return ((edge.origin, edge.target) for edge in edges)
