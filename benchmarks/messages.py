"""Commit messages as tasks: which of them describe one, and what they say without their tags.

A benchmark takes a commit's message for the question and its change for the
answer. That is fair only for messages people wrote about what they did to the
code, and without the numbers and trailers by which the answer could be looked up.
"""

from __future__ import annotations

import re

LEAST_WORDS = 4
"""Of a subject; shorter ones (``fix typo``, ``cleanup``) tell nobody where to look."""
LONGEST_QUERY = 4000
"""Characters; longer messages are change logs or pasted output."""

_MACHINES = re.compile(
    r"\[bot\]|\b(?:dependabot|renovate|greenkeeper|pre-commit-ci|github-actions|pyup-bot"
    r"|snyk|weblate|transifex|allcontributors|mergify|imgbot|semantic-release)\b"
    r"|(?:^|[\s._-])bot(?:$|[\s@._-])",
    re.IGNORECASE,
)
_TYPE = re.compile(
    r"(?:build|chore|ci|docs?|feat|fix|perf|refactor|revert|style|tests?|types?|wip)"
    r"(?:\([^()\n]{0,60}\))?!?:\s*",
    re.IGNORECASE,
)
"""The label of a conventional commit; not a word of the subject."""

_CHORES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"revert\b|reapply\b|merge\b|fixup!|squash!|amend!|wip\b",
        r"(?:chore|build|fix|ci)\((?:deps?|deps-dev|release)\)",
        r"bump\b|(?:up|down)grade\b.{0,80}\bto v?\d|update dependenc|update .{0,40}\bdependenc",
        r"update .{1,80}\bto v?\d+\.\d|pin\b.{0,60}==|\[?pre-commit",
        r"(?:prepare|cut|start|begin|finish) (?:for )?(?:the )?(?:next |new )?releas(?:e|ing)\b",
        r"(?:new )?release(?:d|\s*$|[ :-]+(?:v?\d|version|notes|candidate))",
        r"(?:set |tag |update )?(?:the )?version (?:to|number|bump|v?\d)|back to development\b",
        r"(?:[\w@/.-]+[ -])?v?\d+\.\d+(?:\.\d+)*(?:[-.]?(?:rc|alpha|beta|dev|pre)[-.]?\d*)?\s*$",
        r"(?:style|format|lint|docs?|ci|tests?|changelog|website)(?:\(|!?:)",
        r"(?:run|apply|use|switch to|reformat|format|auto-?format)\b.{0,60}"
        r"\b(?:black|ruff|isort|prettier|gofmt|gofumpt|rustfmt|cargo fmt|clang-format|pyupgrade"
        r"|eslint|rubocop|php-cs-fixer|spotless|formatter|formatting|code style)\b",
        r"re-?format\b|fix(?:e[sd])? (?:some |more |a )?(?:formatting|lint\w*|whitespace)\b",
        r".{0,200}\b(?:typos?|misspell\w*|spelling|grammar (?:fix|mistake|error)\w*|automated)\b",
        r"(?:update|add) (?:the )?(?:copyright|licen[cs]e) (?:year|header)",
    )
)
"""Subjects whose change has nothing to do with what the code is about, from their start."""

_REVERTS = re.compile(r"^This (?:reverts|backs out) commit", re.MULTILINE)
_TRAILER = re.compile(r"[A-Za-z][A-Za-z-]{1,40}:\s+\S")
_SIGNATURE = re.compile(
    r"(?:[A-Za-z-]{1,40}-by|change-id|reviewed-on|pr-url|git-svn-id|differential revision"
    r"|(?:imported|upstream)-commit|see-also|link|bug|issue|cc)\s*:|\(cherry[- ]picked from",
    re.IGNORECASE,
)
_CLOSING = (
    r"(?:fix(?:e[sd])?|close[sd]?|resolve[sd]?|refs?|references|see|addresses|part of|follow-?up to"
    r"|related to|issues?|bugs?|tickets?|pr|gh)"
)
_NUMBER = r"(?:[\w.-]{1,60}(?:/[\w.-]{1,80})?)?#\d{1,9}|gh-\d{1,9}"
_ADDRESS = re.compile(
    r"https?://[^\s/]{1,100}/[^\s)\]]{0,200}/(?:issues?|pulls?|commits?|merge_requests)/[^\s)\]]*"
)
_PARENTHESES = re.compile(
    rf"\s*[(\[]\s*(?:{_CLOSING}:?\s+)?(?:{_NUMBER})(?:,?\s+(?:{_CLOSING}:?\s+)?(?:{_NUMBER}))*\s*[)\]]",
    re.IGNORECASE,
)
_REFERENCE = re.compile(rf"(?:\b{_CLOSING}:?[ \t]+)?(?<![\w&])(?:{_NUMBER})\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}|[^\W\d_]")


def is_task(author: str, message: str) -> bool:
    """Return whether a person describes a change of code in at least four words.

    Args:
        author: name and address of the commit's author.
        message: the whole message.
    """
    subject = message.strip().split("\n", 1)[0].strip()
    if _MACHINES.search(author) or _REVERTS.search(message):
        return False
    plain = _TYPE.sub("", subject, count=1) if _TYPE.match(subject) else subject
    if any(chore.match(text) for chore in _CHORES for text in (subject, plain)):
        return False
    words = [word for word in query_of(plain).split() if _WORD.search(word)]
    return len(words) >= LEAST_WORDS


def query_of(message: str) -> str:
    """Return a message without trailers, issue numbers, addresses of issues and co-authors."""
    lines = message.replace("\r\n", "\n").strip().split("\n")
    kept = [line for line in _without_trailers(lines) if not _SIGNATURE.match(line.strip())]
    text = _ADDRESS.sub("", "\n".join(kept))
    text = _REFERENCE.sub("", _PARENTHESES.sub("", text))
    trimmed = (line.rstrip() for line in text.split("\n"))
    tidy = re.sub(r"\n{3,}", "\n\n", "\n".join(trimmed)).strip()
    return tidy[:LONGEST_QUERY].rstrip()


def _without_trailers(lines: list[str]) -> list[str]:
    """Drop a last paragraph, other than the first, that holds ``Key: value`` lines alone."""
    start = len(lines)
    while start > 0 and lines[start - 1].strip():
        start -= 1
    last = [line.strip() for line in lines[start:]]
    is_block = start > 1 and all(_TRAILER.match(x) or _SIGNATURE.match(x) for x in last)
    return lines[:start] if is_block else lines
