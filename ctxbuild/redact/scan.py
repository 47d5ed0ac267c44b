"""Finding secrets: one pass over the text for anchors, exact rules only around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

    from ctxbuild.redact.rules import Rule

VERSION = "1"
"""Changes whenever a rule does, so that remembered findings are not used again."""


@dataclass(frozen=True, slots=True, order=True)
class Secret:
    """A span to hide: character offsets and the rule that found it."""

    start: int
    end: int
    rule: str


def find_secrets(text: str, path: str) -> tuple[Secret, ...]:
    """Return the secrets in a text, in order, without overlaps.

    Args:
        text: the text to look through.
        path: the file's path; names such as ``.env`` announce secrets.

    """
    from ctxbuild.redact.files import is_secret_file, spans_in_file

    found = list(_anchored(text))
    if is_secret_file(path):
        found += [Secret(*span) for span in spans_in_file(text, path)]
    return _disjoint(found)


def redact(text: str, secrets: Sequence[Secret]) -> str:
    """Return the text with each span replaced by ``[REDACTED:rule]``."""
    parts, done = [], 0
    for secret in secrets:
        parts += [text[done : secret.start], f"[REDACTED:{secret.rule}]"]
        done = secret.end
    return "".join([*parts, text[done:]])


def _anchored(text: str) -> Iterator[Secret]:
    anchors, rules = _finder()
    for number, start, _ in anchors.find_matches_as_indexes(text):
        for rule in rules[number]:
            secret = _matched(text, start, rule)
            if secret is not None:
                yield secret


def _matched(text: str, start: int, rule: Rule) -> Secret | None:
    """Try a rule at an anchor, or before it where its pattern begins earlier."""
    for offset in range(max(start - rule.lookback, 0), start + 1):
        match = rule.pattern.match(text, offset)
        if match is not None:
            return Secret(*match.span("secret"), rule.name) if rule.test(match["secret"]) else None
    return None


@cache
def _finder() -> tuple[AhoCorasick, list[tuple[Rule, ...]]]:
    """Return the automaton of all anchors and the rules of each."""
    from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

    from ctxbuild.redact.rules import RULES

    anchors = sorted({anchor for rule in RULES for anchor in rule.anchors})
    rules = [tuple(rule for rule in RULES if anchor in rule.anchors) for anchor in anchors]
    automaton = AhoCorasick(
        anchors, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA
    )
    return automaton, rules


def _disjoint(found: list[Secret]) -> tuple[Secret, ...]:
    """Keep the first of overlapping spans, the longest where they start together."""
    kept: list[Secret] = []
    for secret in sorted(found, key=lambda s: (s.start, -s.end, s.rule)):
        if not kept or secret.start >= kept[-1].end:
            kept.append(secret)
    return tuple(kept)
