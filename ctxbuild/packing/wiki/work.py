"""How the project is worked on: tests and CI, and what its history tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ctxbuild.analysis.facts.test_map import TestOf
from ctxbuild.packing.wiki.blocks import (
    At,
    Block,
    Code,
    Count,
    Draft,
    Items,
    Row,
    Section,
    Table,
    To,
    paragraph,
    said,
)
from ctxbuild.packing.wiki.known import Known

_CI = (
    ".github/workflows/",
    ".gitlab-ci",
    ".circleci/",
    "azure-pipelines",
    "Jenkinsfile",
    ".travis",
)
_MOST_FILES = 40
_MOST_COMMANDS = 40
_MOST_UNTESTED = 40
_MOST_HOT = 25
_MOST_PAIRS = 25
_MOST_OWNERS = 60


def tests_and_ci(known: Known) -> Draft:
    """Return which components tests reach, what CI runs, and what no test names or imports."""
    facts = known.facts
    documents = known.material.documents
    tests = [d.path for d in documents if d.role == "test" and d.kind == "code"]
    lead = paragraph(
        said(
            Count(len(tests), "test file"),
            ". A test is tied to a source file by its name or by what it imports; that it"
            " covers the file, nobody says.",
        )
    )
    sections = [Section((), (lead,))] if tests else []
    if facts.tests:
        sections.append(Section(("Tests by component",), (_by_component(known),)))
    commands = [c for c in facts.commands if c.task in {"test", "lint"} and c.origin == "ci"]
    if commands:
        rows = tuple(
            Row(((Code(c.line),), (c.task,)), (c.claim,)) for c in commands[:_MOST_COMMANDS]
        )
        sections.append(Section(("What CI runs",), (Table(("command", "task"), rows),)))
    files = [d.path for d in documents if d.path.startswith(_CI)]
    if files:
        items = tuple(Row(((At(path),),)) for path in files[:_MOST_FILES])
        sections.append(Section(("Files of CI",), (Items(items),)))
    untested = tuple(_untested(known)) if tests else ()
    if untested:
        sections.append(Section(("Source files that no test names or imports",), untested))
    summary = f"{len(tests)} test files, what they are tied to, and what CI runs."
    return Draft("tests", "Tests and CI", "Reference", summary, tuple(sections))


def _by_component(known: Known) -> Table:
    pairs: Counter[int] = Counter()
    reached: dict[int, set[str]] = {}
    first: dict[int, TestOf] = {}
    for each in known.facts.tests:
        home = known.homes.get(each.source)
        if home is not None:
            pairs[home] += 1
            reached.setdefault(home, set()).add(each.source)
            first.setdefault(home, each)
    rows = tuple(
        Row(
            (
                (To(known.components[home].slug, known.components[home].title),),
                (f"{len(reached[home])} of {len(known.components[home].documents)}",),
                (At(first[home].test),),
            ),
            (first[home].claim,),
        )
        for home in sorted(pairs)
    )
    return Table(("component", "source files tied to a test", "for one"), rows)


def _untested(known: Known) -> Iterator[Block]:
    tied = {each.source for each in known.facts.tests}
    missing = [d.path for _, d in known.material.sources() if d.path not in tied]
    if not missing:
        return
    counts = Counter(known.homes[path] for path in missing if path in known.homes)
    rows = tuple(
        Row(
            (
                (To(known.components[home].slug, known.components[home].title),),
                (str(count),),
            )
        )
        for home, count in sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    )
    yield Table(("component", "files"), rows[:_MOST_UNTESTED])
    if len(rows) > _MOST_UNTESTED:
        yield paragraph(said(Count(len(rows) - _MOST_UNTESTED, "more component"), "."))


def history(known: Known) -> Draft:
    """Return files that change often, files that change together, and declared owners."""
    facts = known.facts
    sections = []
    if facts.hot_files:
        lead = paragraph(said("Of the last ", Count(known.commits, "commit"), "."))
        rows = tuple(
            Row(((At(each.path),), (str(each.commits),), (known.link_to(each.path),)))
            for each in facts.hot_files[:_MOST_HOT]
        )
        table = Table(("file", "commits that changed it", "component"), rows)
        sections.append(Section(("Files that change most",), (lead, table)))
    if facts.co_changes:
        explained = paragraph(
            said(
                "Lift compares how often two files change in one commit with chance;"
                " commits of more than 20 files do not count."
            )
        )
        rows = tuple(
            Row(((At(p.first),), (At(p.second),), (str(p.together),), (f"{p.lift:g}",)))
            for p in facts.co_changes[:_MOST_PAIRS]
        )
        pairs = Table(("file", "changes with", "times", "lift"), rows)
        sections.append(Section(("Files that change together",), (explained, pairs)))
    if facts.owners:
        rows = tuple(
            Row(((Code(each.pattern),), (", ".join(each.owners),)), (each.claim,))
            for each in facts.owners[:_MOST_OWNERS]
        )
        blocks: list[Block] = [Table(("files", "owners"), rows)]
        if len(facts.owners) > _MOST_OWNERS:
            more = Count(len(facts.owners) - _MOST_OWNERS, "more rule")
            blocks.append(paragraph(said(more, " in ", Code("facts.json"), ".")))
        sections.append(Section(("Owners",), tuple(blocks)))
    summary = "Files that change most, and together; owners."
    return Draft("history", "History", "Reference", summary, tuple(sections))
