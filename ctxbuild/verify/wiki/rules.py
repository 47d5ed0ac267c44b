"""What can be wrong with a wiki."""

from __future__ import annotations

from ctxbuild.verify.rule import CheckRule

_ROWS = (
    CheckRule(
        "WIKI-001",
        3,
        "a cited file is gone",
        "The statement has no ground any more.",
        "`src/old.py:3-9`, which was deleted",
        "run ctxbuild wiki again",
    ),
    CheckRule(
        "WIKI-002",
        3,
        "cited lines have changed",
        "What the page says may not hold any more.",
        "`src/a.py:3-9`, rewritten since",
        "run ctxbuild wiki again",
    ),
    CheckRule(
        "WIKI-003",
        2,
        "cited lines have moved",
        "A reader is led to other lines than those that are meant.",
        "`src/a.py:3-9`, which stand at 13-19",
        "run ctxbuild check --fix, or ctxbuild wiki again",
    ),
    CheckRule(
        "WIKI-004",
        3,
        "cited lines do not say so",
        "A definition or the words of a claim do not stand in the lines.",
        "Pond cited in lines that define Lake",
        "run ctxbuild wiki again",
    ),
    CheckRule(
        "WIKI-005",
        3,
        "a page is missing or was changed",
        "The record does not describe what readers read.",
        "overview.md, edited by hand",
        "run ctxbuild wiki again in a new directory",
    ),
    CheckRule(
        "WIKI-006",
        3,
        "an arrow without evidence",
        "A diagram must not show what is not in the code.",
        "a --> b, without an import",
        "run ctxbuild wiki again",
    ),
    CheckRule(
        "WIKI-007",
        3,
        "a link leads nowhere, or a file that is named is gone",
        "Readers and agents end up at nothing.",
        "[Ponds](ponds.md), which is not there",
        "run ctxbuild wiki again",
    ),
    CheckRule(
        "WIKI-008",
        3,
        "an import or a base leads elsewhere",
        "The lines are the same, but what they name stands in another file or in none.",
        "a imports b, which was deleted",
        "run ctxbuild wiki again",
    ),
    CheckRule(
        "WIKI-009",
        3,
        "a page is over its budget",
        "It does not fit one answer of a server any more.",
        "6,012 tokens of 5,500",
        "run ctxbuild wiki again",
    ),
    CheckRule(
        "WIKI-010",
        3,
        "record and pages disagree",
        "What is not in wiki.json cannot be checked, and what no list names is not found.",
        "a place on a page without a claim",
        "run ctxbuild wiki again in a new directory",
    ),
    CheckRule(
        "WIKI-011",
        1,
        "facts.json is older than the source",
        "Programs that read it are led to other lines.",
        "facts.json of last week",
        "run ctxbuild wiki again",
    ),
    CheckRule(
        "WIKI-012",
        1,
        "the site is older than the pages",
        "People who read the site see what the pages said before.",
        "pages that were mended, without their site",
        "run ctxbuild wiki again",
    ),
    CheckRule(
        "WIKI-013",
        2,
        "a page that no record names",
        "It looks like a page of the wiki, and nothing on it is checked.",
        "overview (copy).md",
        "remove it",
    ),
)
WIKI_RULES = {rule.id: rule for rule in _ROWS}
