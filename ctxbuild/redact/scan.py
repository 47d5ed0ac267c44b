"""Finding secrets: one pass over the text for anchors, exact rules only around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

    from ctxbuild.redact.rules import Rule

VERSION = "2"
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
    from ctxbuild.redact.files import spans_in_file

    found = list(_anchored(text, path))
    found += [Secret(*span) for span in spans_in_file(text, path)]
    return _disjoint(found) if found else ()


def redact(text: str, secrets: Sequence[Secret]) -> str:
    """Return the text with each span replaced by ``[REDACTED:rule]``.

    ``secrets`` are in order and without overlaps, as :func:`find_secrets` returns them.
    """
    parts, done = [], 0
    for secret in secrets:
        parts += [text[done : secret.start], f"[REDACTED:{secret.rule}]"]
        done = secret.end
    return "".join([*parts, text[done:]])


def _anchored(text: str, path: str) -> Iterator[Secret]:
    """Yield what the rules find, in the order of the table at each anchor."""
    anchors, rules = _finder()
    try:
        hits = anchors.find_matches_as_indexes(text)
    except UnicodeEncodeError:
        # Lone surrogates; one character for one keeps the offsets.
        text = re.sub("[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", text)
        hits = anchors.find_matches_as_indexes(text)
    if not hits:
        return
    from ctxbuild.redact.files import holds_settings
    from ctxbuild.redact.rules import RULES

    settings = holds_settings(path)
    tried = [0] * len(RULES)
    for number, start, _ in hits:
        for offset, order, rule in rules[number]:
            anchor = start + offset
            # What a rule has looked at, it does not look at again: hostile texts stay cheap.
            if anchor < tried[order] or (rule.configuration and not settings):
                continue
            match = rule.match(text, anchor)
            if match is not None:
                tried[order] = match.end("secret")
                if rule.is_secret(match):
                    yield _secret(match, rule.name)


def _secret(match: re.Match[str], rule: str) -> Secret:
    """Return the span of the group ``secret`` without white space around it."""
    start, end = match.span("secret")
    value = match["secret"]
    return Secret(
        start + len(value) - len(value.lstrip()), end - len(value) + len(value.rstrip()), rule
    )


@cache
def _finder() -> tuple[AhoCorasick, list[tuple[tuple[int, int, Rule], ...]]]:
    """Return the automaton of all anchors, and for each where to try which rules.

    The automaton reports the longest of the anchors at a place, so an anchor
    carries the rules of those inside it as well.
    """
    from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

    from ctxbuild.redact.rules import RULES

    orders: dict[str, list[int]] = {}
    for order, rule in enumerate(RULES):
        for anchor in rule.anchors:
            orders.setdefault(anchor, []).append(order)
    anchors = sorted(orders)
    rules = []
    for outer in anchors:
        inside = {
            (order, outer.find(inner))
            for inner in anchors
            if inner in outer
            for order in orders[inner]
        }
        rules.append(tuple((at, order, RULES[order]) for order, at in sorted(inside)))
    automaton = AhoCorasick(
        anchors, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA
    )
    return automaton, rules


def _disjoint(found: Sequence[Secret]) -> tuple[Secret, ...]:
    """Join overlapping spans under the name of the first, the longest, the most telling."""
    kept: list[Secret] = []
    for secret in sorted(found, key=lambda s: (s.start, -s.end, s.rule.startswith("assigned-"))):
        if kept and secret.start < kept[-1].end:
            first = kept.pop()
            secret = Secret(first.start, max(first.end, secret.end), first.rule)
        kept.append(secret)
    return tuple(kept)
