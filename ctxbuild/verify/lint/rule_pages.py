"""``docs/lint/``: a page for each rule, made from the table so that it cannot drift."""

from __future__ import annotations

from ctxbuild.verify.lint.rule import Rule
from ctxbuild.verify.lint.table import RULES

_WEIGHTS = {
    3: "3: an agent cannot do what the page says",
    2: "2: it may do the wrong thing",
    1: "1: it loses time",
}
_SCOPES = {"page": "pages", "module": "source files", "site": "built sites"}


def rule_pages() -> dict[str, str]:
    """Return the pages by file name, the list of all rules among them."""
    pages = {f"{rule.id}.md": rule_page(rule) for rule in RULES.values()}
    return {"index.md": _index(), **pages}


def rule_page(rule: Rule) -> str:
    """Return the page of one rule, as Markdown."""
    state = "on" if rule.default else f"off; switch it on with `--select {rule.id}`"
    off = (
        f"To switch it off in one file: `<!-- ctxbuild-lint: disable={rule.id} -->`, "
        "in whatever form the language writes comments."
    )
    parts = [
        f"# {rule.id}: {rule.title}",
        rule.finds,
        f"## Why {rule.id} matters",
        rule.why,
        f"## Example of {rule.id}",
        "Found:",
        _fenced(rule.bad, rule.markup),
        "Better:",
        _fenced(rule.good, rule.markup),
        f"## How {rule.id} is applied",
        f"- Looks at {_SCOPES[rule.scope]}.\n- By default: {state}.\n"
        f"- Weight in the score: {_WEIGHTS[rule.weight]}.\n- {off}",
        "How often it is right: [how precise the rules are](../lint.md#how-precise-the-rules-are).",
    ]
    return "\n\n".join(parts) + "\n"


def _fenced(text: str, language: str) -> str:
    return f"````{language}\n{text}\n````"


def _index() -> str:
    rows = [
        f"| [{rule.id}]({rule.id}.md) | {rule.title} | {_SCOPES[rule.scope]} "
        f"| {'on' if rule.default else 'off'} | {rule.weight} |"
        for rule in RULES.values()
    ]
    head = (
        "# Rules of ctxbuild lint\n\n"
        "What each rule finds in documents and code, with the reason and an example; "
        "[Lint](../lint.md) says how to run them. This directory is written by "
        "`ctxbuild lint --write-rules docs/lint`.\n\n"
        "| rule | finds | looks at | default | weight |\n|---|---|---|---|---|\n"
    )
    return head + "\n".join(rows) + "\n"
