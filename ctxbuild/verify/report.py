"""Findings as people, programs, code scanners and GitHub's runners read them.

SARIF is version 2.1.0 of the OASIS standard; GitHub's commands are those of
its documentation, "Workflow commands", ``::warning file=…``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import quote

from ctxbuild.formats.names import shown_path
from ctxbuild.formats.wording import plural
from ctxbuild.verify.findings import Finding
from ctxbuild.version import __version__

SCHEMA = 1
"""Version of the JSON report."""

_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {3: "error", 2: "warning", 1: "note"}
_GITHUB = {3: "error", 2: "warning", 1: "notice"}


class Rule(Protocol):
    """What reports say of a rule; ``weight`` is 3 for errors, 2 for warnings, 1 for notes."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def finds(self) -> str: ...  # noqa: D102
    @property
    def why(self) -> str: ...  # noqa: D102
    @property
    def bad(self) -> str: ...  # noqa: D102
    @property
    def good(self) -> str: ...  # noqa: D102
    @property
    def weight(self) -> int: ...  # noqa: D102
    @property
    def default(self) -> bool: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Report:
    """What a command found: findings, the rules that were applied, and its numbers.

    ``closing`` ends the last line of the text, behind how many findings there are;
    ``details`` are further fields of the JSON.
    """

    command: str
    findings: Sequence[Finding]
    rules: Sequence[Rule]
    numbers: Mapping[str, int]
    unread: Sequence[str] = ()
    closing: str = ""
    details: Mapping[str, object] = field(default_factory=dict)


def as_text(report: Report) -> str:
    """Return a line for each finding, and what it comes to."""
    lines = [
        f"{shown_path(finding.path)}:{finding.line}: {finding.rule} {_visible(finding.message)}"
        for finding in report.findings
    ]
    lines += [f"not read: {_visible(reason)}" for reason in report.unread]
    counts = Counter(finding.rule for finding in report.findings)
    titles = {rule.id: rule.title for rule in report.rules}
    if counts:
        lines.append("")
        lines += [f"{n:>6}  {name}  {titles[name]}" for name, n in sorted(counts.items())]
    lines.append(f"{plural(len(report.findings), 'finding')}{report.closing}")
    return "\n".join(lines) + "\n"


def as_json(report: Report) -> str:
    """Return everything as JSON; its fields are described in ``docs/lint.md``."""
    record = {
        "schema": SCHEMA,
        "tool": {"name": "ctxbuild", "version": __version__, "command": report.command},
        **report.numbers,
        **report.details,
        "rules": {rule.id: rule.title for rule in report.rules},
        "findings": [
            {
                "path": shown_path(finding.path),
                "line": finding.line,
                "rule": finding.rule,
                "message": finding.message,
                "excerpt": finding.excerpt,
            }
            for finding in report.findings
        ],
        "unread": list(report.unread),
    }
    return _dumped(record)


def as_sarif(report: Report) -> str:
    """Return a SARIF log with one run."""
    numbers = {rule.id: number for number, rule in enumerate(report.rules)}
    driver = {
        "name": "ctxbuild",
        "version": __version__,
        "rules": [_sarif_rule(rule) for rule in report.rules],
    }
    results = [_sarif_result(finding, numbers, report.rules) for finding in report.findings]
    notices = [{"level": "warning", "message": {"text": reason}} for reason in report.unread]
    invocation = {"executionSuccessful": True, "toolExecutionNotifications": notices}
    run = {
        "tool": {"driver": driver},
        "invocations": [invocation],
        "columnKind": "unicodeCodePoints",
        "properties": dict(report.numbers),
        "results": results,
    }
    return _dumped({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def _sarif_rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.finds},
        "help": {"text": f"{rule.why}\n\nBad:\n{rule.bad}\n\nGood:\n{rule.good}"},
        "defaultConfiguration": {"level": _LEVELS[rule.weight], "enabled": rule.default},
    }


def _sarif_result(
    finding: Finding, numbers: Mapping[str, int], rules: Sequence[Rule]
) -> dict[str, Any]:
    number = numbers[finding.rule]
    location = {
        "artifactLocation": {"uri": _uri(finding.path)},
        "region": {"startLine": finding.line},
    }
    return {
        "ruleId": finding.rule,
        "ruleIndex": number,
        "level": _LEVELS[rules[number].weight],
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": location}],
    }


def _uri(path: str) -> str:
    """Return a relative path as a URI reference; its first segment cannot be taken for a scheme."""
    return quote(path.encode("utf-8", "surrogateescape"), safe="/-._~")


def as_github(report: Report) -> str:
    """Return a workflow command for each finding, which GitHub shows beside the line."""
    weights = {rule.id: rule for rule in report.rules}
    lines = [
        f"::{_GITHUB[weights[finding.rule].weight]} file={_property(finding.path)},"
        f"line={finding.line},title={finding.rule}::{_data(finding.message)}"
        for finding in report.findings
    ]
    return "".join(line + "\n" for line in lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    escaped = _data(text).replace(":", "%3A").replace(",", "%2C")
    return escaped.encode("utf-8", "backslashreplace").decode()


def _visible(text: str) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _dumped(record: Mapping[str, Any]) -> str:
    text = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
    return text.encode("utf-8", "backslashreplace").decode()


REPORTS: dict[str, Callable[[Report], str]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
}
"""Format → its writer."""
