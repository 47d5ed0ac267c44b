"""A corpus → findings and a score."""

from __future__ import annotations

import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ctxbuild.model import Corpus, CtxbuildError, Detail, Document, Outline
from ctxbuild.verify.findings import Finding
from ctxbuild.verify.lint.blocks import Page
from ctxbuild.verify.lint.code import Code
from ctxbuild.verify.lint.pages import SCANNERS, read_page
from ctxbuild.verify.lint.rule import Hit, Module, Rule, Surroundings
from ctxbuild.verify.lint.suppressions import NOTHING, Suppressed, suppressed
from ctxbuild.verify.lint.tests_of import tested_modules

NEEDS_SCRIPTS = "no text without running its scripts"
"""What the reader of sites says of pages that JS-001 is about."""

_RECORDS = re.compile(
    r"(?:.*/)?(?:change[-_]?(?:log|s)|history|news|release[-_]?notes|whats?[-_]?new|authors|contributors"
    r"|maintainers|licen[cs]e|copying|code[-_]of[-_]conduct|security|thanks|credits|governance|attributions?"
    r"|pull[-_]request[-_]template|issue[-_]template)(?:[-_.][\w.-]*)?",
    re.IGNORECASE,
)
_RECORD_DIRECTORIES = frozenset(
    "changelog changelogs changes release-notes release_notes releases releasenotes whatsnew news "
    "newsfragments changelog.d .changeset .github issue_template blog _posts posts".split()
)
"""Records, legal texts and templates: not what an agent reads to do something."""

_CHANGES = re.compile(
    r"^(?:\S+ ){0,3}(?:change ?log|release notes|release history)$", re.IGNORECASE
)
_RELEASE = re.compile(
    r"\W*(?:(?:version|release|\S+)\s+)?v?\d+\.\d+[\w.+-]*(?:\W+(?:\w+\W+){0,3}\d{4}\b.*|\W*)$"
    r"|\W*\d{4}-\d\d-\d\d\W*$",
    re.IGNORECASE,
)
_LEAST_RELEASES = 4
"""Headings that are a version or a day, at least a third of all, make a list of releases."""

_MOST_OUTLINED = 1 << 20
_NO_OUTLINE = Outline("text", has_errors=True)


@dataclass(frozen=True, slots=True)
class Result:
    """What linting a source found."""

    findings: tuple[Finding, ...]
    suppressed: int
    """Findings that comments in the source switch off."""
    score: int
    """From 0 to 100: of the pages and modules, weighed by rule, the share without findings."""
    pages: int
    modules: int
    unread: tuple[str, ...] = ()
    """Documents that could not be looked at, with the reason."""


def is_page(document: Document) -> bool:
    """Whether rules for pages look at a document."""
    parts = document.path.lower().split("/")
    return (
        document.kind == "prose"
        and document.content is not None
        and document.language in SCANNERS
        and document.role in ("readme", "docs", "example")
        and document.ceiling == Detail.FULL
        and not _RECORDS.fullmatch(document.path)
        and not _RECORD_DIRECTORIES & set(parts[:-1])
    )


def is_record(page: Page) -> bool:
    """Whether a page is a list of releases, by its title or what its headings say."""
    names = [block.text for block in page.blocks if block.kind == "heading"]
    releases = sum(1 for name in names if _RELEASE.match(name[:120]))
    is_list = releases >= _LEAST_RELEASES and releases * 3 >= len(names)
    return is_list or _CHANGES.search(page.title) is not None


def is_module(document: Document) -> bool:
    """Whether rules for source files look at a document."""
    return (
        document.kind == "code"
        and document.content is not None
        and document.role == "source"
        and document.ceiling == Detail.FULL
    )


def lint_corpus(corpus: Corpus, rules: Sequence[Rule], code: Code) -> Result:
    """Return what rules find in a corpus.

    Args:
        corpus: what was read.
        rules: those to apply.
        code: gives what is known of source files.

    """
    return _Linting(corpus, rules).run(code)


class _Linting:
    def __init__(self, corpus: Corpus, rules: Sequence[Rule]) -> None:
        self._corpus = corpus
        self._rules = rules
        paths = _paths(corpus)
        sphinx = any(path.rpartition("/")[2] == "conf.py" for path in paths)
        self._around = Surroundings(corpus, paths, sphinx)
        self._findings: list[Finding] = []
        self._suppressed = 0
        self._looked: Counter[str] = Counter()
        self._objected: dict[str, set[str]] = defaultdict(set)
        self._unread: list[str] = []

    def run(self, code: Code) -> Result:
        """Apply the rules to all pages, then to all source files."""
        pages = [document for document in self._corpus.documents if is_page(document)]
        modules = [i for i, d in enumerate(self._corpus.documents) if is_module(d)]
        for document in pages:
            self._page(document)
        if any(rule.check_module for rule in self._rules):
            self._modules(modules, code)
        self._sites()
        return Result(
            tuple(sorted(self._findings)),
            self._suppressed,
            self._score(),
            len(pages),
            len(modules),
            tuple(self._unread),
        )

    def _page(self, document: Document) -> None:
        try:
            text = document.text()
        except CtxbuildError as error:
            self._unread.append(str(error))
            return
        built = document.page is not None
        page = read_page(document.id, document.language, text, built=built)
        if is_record(page):
            return
        off = suppressed(text, [block.lines for block in page.blocks if block.kind == "code"])
        for rule in self._rules:
            if rule.check is not None:
                self._take(rule, document.id, rule.check(page, self._around), off)

    def _take(self, rule: Rule, path: str, hits: Iterable[Hit], off: Suppressed) -> None:
        self._looked[rule.id] += 1
        for hit in hits:
            if off.covers(rule.id, hit.line, whole=hit.whole):
                self._suppressed += 1
                continue
            self._findings.append(Finding(path, hit.line, rule.id, hit.message, hit.excerpt))
            self._objected[rule.id].add(path)

    def _modules(self, indices: Sequence[int], code: Code) -> None:
        documents = self._corpus.documents
        known = code.outlines([i for i in indices if documents[i].size <= _MOST_OUTLINED])
        tested = tested_modules(documents, indices, known, code)
        introduced = _introduced_packages(documents, known)
        for index in indices:
            document = documents[index]
            text = document.text()
            module = Module(
                document,
                known.get(index, _NO_OUTLINE),
                text,
                None if tested is None else index in tested,
                posixpath.dirname(document.id) in introduced,
            )
            off = suppressed(text)
            for rule in self._rules:
                if rule.check_module is not None:
                    self._take(rule, document.id, rule.check_module(module), off)

    def _sites(self) -> None:
        """Apply the rule about pages that the reader could make nothing of."""
        rule = next((rule for rule in self._rules if rule.scope == "site"), None)
        if rule is None or all(source.kind != "docs" for source in self._corpus.sources):
            return
        self._looked[rule.id] += sum(d.page is not None for d in self._corpus.documents)
        for skipped in self._corpus.skipped:
            if skipped.reason == NEEDS_SCRIPTS:
                hit = Hit(1, "the page has no text until its scripts have run", whole=True)
                self._take(rule, skipped.id, [hit], NOTHING)

    def _score(self) -> int:
        """Return the weighed share of pages and modules without findings, rounded down."""
        weights = {rule.id: rule.weight for rule in self._rules if self._looked[rule.id]}
        total = sum(weights.values())
        if not total:
            return 100
        clean = sum(
            weight * (1 - len(self._objected[name]) / self._looked[name])
            for name, weight in weights.items()
        )
        return int(100 * clean / total + 1e-9)


def _paths(corpus: Corpus) -> frozenset[str]:
    """Return the ids of all files, read or not, and of the directories that they are in."""
    files = [document.id for document in corpus.documents]
    files += [skipped.id for skipped in corpus.skipped]
    paths = {*files, "."}
    for name in files:
        directory = posixpath.dirname(name)
        while directory and directory not in paths:
            paths.add(directory)
            directory = posixpath.dirname(directory)
    return frozenset(paths)


def _introduced_packages(
    documents: Sequence[Document], outlines: Mapping[int, Outline]
) -> frozenset[str]:
    """Return the directories of Go packages of which some file has a package comment."""
    return frozenset(
        posixpath.dirname(documents[i].id)
        for i, found in outlines.items()
        if documents[i].language == "go"
        and found.prologue is not None
        and found.prologue[0] < found.prologue[1]
    )
