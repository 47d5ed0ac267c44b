"""What a site allows: ``robots.txt`` by RFC 9309, with ``Crawl-delay`` besides.

The rules of the groups that name us are joined; without such a group those for
everybody hold. Of the rules that match a path the longest decides, and of equally
long ones the one that allows. Patterns are matched piece by piece, never by a
regular expression made from what a site sent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

AT_LEAST_READ = 500 * 1024
"""Bytes of the file that are looked at, as many as RFC 9309 §2.5 demands."""
_MOST_RULES = 20_000
_TOKEN = re.compile(r"[A-Za-z_-]+")
_SECONDS = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6})?")
_OK, _REDIRECTED, _CLIENTS_FAULT, _SERVERS_FAULT = 200, 300, 400, 500
_TOO_MANY = 429
# What owners write when they mean no: taken at its meaning.
_MEANT = dict.fromkeys(
    ("dissallow", "dissalow", "disalow", "diasllow", "disallaw"), "disallow"
) | dict.fromkeys(("useragent", "user agent"), "user-agent")


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: str
    allows: bool


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules for one visitor; ``delay`` in seconds, 0 where none is asked for."""

    rules: tuple[_Rule, ...] = ()
    delay: float = 0.0
    sitemaps: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    """``Content-Signal`` lines: how the owner wants the content to be used."""
    refused: str = ""
    """Why nothing at all may be read, where the file itself cannot be."""

    def allows(self, path: str) -> bool:
        """Whether a path, with its query, may be asked for."""
        if self.refused:
            return False
        asked = _plain(path)
        best = max(
            ((len(rule.pattern), rule.allows) for rule in self.rules if _matches(rule, asked)),
            default=(0, True),
        )
        return best[1]


def robots_of(status: int, body: bytes, agent: str, reason: str = "") -> Robots:
    """Return the rules that an answer for ``/robots.txt`` means (RFC 9309 §2.3.1).

    Args:
        status: of the answer; 0 where there was none.
        body: of the answer.
        agent: our name in that file, such as ``ctxbuild``.
        reason: why there was no answer.
    """
    if status == 0 or status == _TOO_MANY or status >= _SERVERS_FAULT:
        why = f"answers with status {status}" if status else f"cannot be had ({reason})"
        return Robots(refused=f"robots.txt {why}, which means that nothing may be read now")
    if not _OK <= status < _REDIRECTED or _is_page(body):
        return Robots()
    return parse_robots(body, agent)


def parse_robots(body: bytes, agent: str) -> Robots:
    """Return the rules of a file for the visitor ``agent``."""
    text = body[:AT_LEAST_READ].decode("utf-8-sig", "replace")
    reading = _Reading(agent.lower())
    for line in re.split(r"[\r\n]+", text):
        key, value = _parted(line.partition("#")[0])
        reading.take(_MEANT.get(key, key), value)
    return reading.result()


def _parted(line: str) -> tuple[str, str]:
    """Return key and value of a line; a blank does where the colon was forgotten."""
    key, colon, value = line.partition(":")
    if not colon:
        key, _, value = line.strip().partition(" ")
    return key.strip().lower(), value.strip()


class _Reading:
    """Groups of rules as they come: agents, then rules, then agents of the next group."""

    def __init__(self, agent: str) -> None:
        self._agent = agent
        self._naming = False
        self._current: set[str] = set()
        self._rules: dict[str, list[_Rule]] = {"us": [], "all": []}
        self._delays: dict[str, float] = {}
        self._named = False
        self._sitemaps: list[str] = []
        self._signals: list[str] = []

    def take(self, key: str, value: str) -> None:
        if key == "sitemap":
            self._sitemaps.append(value)
        elif key == "user-agent":
            self._start(value)
        elif key in ("allow", "disallow"):
            self._add(value, key == "allow")
        elif key in ("crawl-delay", "content-signal"):
            self._naming = False
            self._note(key, value)

    def _start(self, value: str) -> None:
        if not self._naming:
            self._current = set()
        self._naming = True
        token = _TOKEN.match(value)
        if value.startswith("*"):
            self._current.add("all")
        elif token and token[0].lower() == self._agent:
            self._current.add("us")
            self._named = True

    def _add(self, value: str, allows: bool) -> None:
        self._naming = False
        # An empty pattern matches nothing: "Disallow:" allows everything.
        if value.startswith(("/", "*")):
            rule = _Rule(_plain(value), allows)
            for who in self._current:
                if len(self._rules[who]) < _MOST_RULES:
                    self._rules[who].append(rule)

    def _note(self, key: str, value: str) -> None:
        if key == "content-signal" and self._current:
            self._signals.append(value[:200])
        elif key == "crawl-delay" and _SECONDS.fullmatch(value):
            for who in self._current:
                self._delays[who] = float(value)

    def result(self) -> Robots:
        who = "us" if self._named else "all"
        rules = tuple(dict.fromkeys(self._rules[who]))
        delay = self._delays.get(who, 0.0)
        return Robots(rules, delay, tuple(self._sitemaps), tuple(self._signals))


def _is_page(body: bytes) -> bool:
    """Whether the file is a web page, as sites send that answer 200 to everything."""
    start = body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype", b"<html", b"<head", b"<?xml"))


def _plain(path: str) -> str:
    """Return a path or pattern with its escapes undone, one character for each byte.

    Escaped ``*``, ``$``, ``%`` and ``/`` stay, as they mean themselves (RFC 9309 §2.2.2).
    """
    kept = re.sub(r"%(2[AaFf5]|24)", r"%25\1", path)
    return unquote_to_bytes(kept.encode("utf-8", "surrogatepass")).decode("latin-1")


def _matches(rule: _Rule, path: str) -> bool:
    """Whether a pattern with ``*`` and a final ``$`` matches the beginning of a path."""
    pattern, ends = rule.pattern, rule.pattern.endswith("$")
    first, *others = (pattern[:-1] if ends else pattern).split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for number, piece in enumerate(others):
        if ends and number == len(others) - 1:
            return len(path) - at >= len(piece) and path.endswith(piece)
        at = path.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return not ends or at == len(path)
