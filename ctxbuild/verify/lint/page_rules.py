"""Pages as wholes: their size, their beginning, headings, tabs, how to install."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from ctxbuild.verify.lint.blocks import Block, Page
from ctxbuild.verify.lint.inline import links, spans_of_code, words
from ctxbuild.verify.lint.reading import shortened
from ctxbuild.verify.lint.rule import Hit, Surroundings

MOST_CHARACTERS = 50_000
"""What tools that fetch pages for agents take in one piece (agent-docs-spec 0.6.0)."""

LEAST_WORDS = 5
_PURPOSE = re.compile(r"\S[^\n]{0,80}?\s(?:—|–|-{1,2})\s+\S")
"""``LOCK — lock a table``: a name and what it is for, in however few words."""
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_LEAST_WIDE = 8
"""Characters of scripts that put no space between words."""
_ALWAYS_SAID = re.compile(r"\s*(?:table of contents|contents|on this page|toc)\b", re.IGNORECASE)
_FROM_ELSEWHERE = re.compile(
    r"\s*(?:\.\. (?:auto\w*|include|literalinclude|click|argparse|program-output|toctree)::"
    r"|include::|:::\s*\w+\.\w"
    r"|\{%-?\s*include|\{%|\{\{|--8<--|<[A-Z]\w*|```\{include\}|\.\. [\w:]+::|@\w+)"
)
_OPENING = re.compile(
    r"(?:[\d.]+\s+)?(?:(?:\w+ )?overview|introduction|intro|about(?: .{1,40})?|summary|purpose"
    r"|abstract|what (?:is|are) .{1,60}|概述|概览|简介|介绍|概要|はじめに|개요|소개)"
)
"""Headings below which a page says what it is about, if it says it nowhere before."""
_LEAST_PAGE = 60
"""Words; a shorter page says what it is by being read."""


def too_long(page: Page, _around: Surroundings) -> Iterator[Hit]:
    """Find pages that do not fit what agents read in one piece."""
    if page.characters > MOST_CHARACTERS:
        message = f"{page.characters:,} characters; tools for agents cut at {MOST_CHARACTERS:,}"
        yield Hit(1, message, shortened(page.title), whole=True)


def no_summary(page: Page, _around: Surroundings) -> Iterator[Hit]:
    """Find pages that do not begin by saying what they are about."""
    if page.described or sum(words(b.text) for b in page.blocks if b.is_prose) < _LEAST_PAGE:
        return
    line = 1
    opened = False
    for number, block in enumerate(page.blocks):
        if block.kind == "heading" and number and not _is_title(page, number):
            name = block.text.strip(" :`*").lower()
            if name == "name":  # of a manual page, which says it there
                return
            if opened or not _OPENING.fullmatch(name):
                break
            opened = True
        elif block.kind == "heading":
            line = block.lines[0]
        if block.kind == "paragraph" and _is_summary(block):
            return
        if block.kind == "markup" and _FROM_ELSEWHERE.match(block.text):
            return
    yield Hit(
        line, "no sentence at the beginning says what the page is about", page.title[:80], True
    )


def _is_title(page: Page, number: int) -> bool:
    """Whether a heading is the first one, after nothing that is read."""
    before = page.blocks[:number]
    return not any(b.kind == "heading" or (b.is_prose and words(b.text)) for b in before)


def _is_summary(block: Block) -> bool:
    if _ALWAYS_SAID.match(block.text):
        return False
    return (
        words(block.text) >= LEAST_WORDS
        or _PURPOSE.match(block.text) is not None
        or len(_WIDE.findall(block.text)) >= _LEAST_WIDE
    )


_GENERIC = frozenset(
    "example|examples|usage|overview|introduction|notes|note|parameters|params|arguments|args|options"
    "|returns|return value|return values|description|details|syntax|see also|configuration|settings"
    "|remarks|properties|methods|attributes|fields|summary|background|requirements|prerequisites"
    "|request|response|input|output|inputs|outputs|example usage|usage example|basic usage|errors"
    "|how to use|why|what|how|rationale|more|other|misc|miscellaneous|general|getting started"
    "|type|default".split("|")
)
_LEAST_REPEATED = 3


def repeated_headings(page: Page, _around: Surroundings) -> Iterator[Hit]:
    """Find general headings that occur again and again on one page."""
    places: dict[str, list[Block]] = defaultdict(list)
    for block in page.blocks:
        if block.kind == "heading":
            name = block.text.strip(" :.`*").lower()
            if name in _GENERIC:
                places[name].append(block)
    for name, headings in places.items():
        if len(headings) >= _LEAST_REPEATED:
            message = f"{len(headings)} headings say only “{name}”; name what each is about"
            yield Hit(headings[1].lines[0], message, headings[1].text[:80])


def unlabelled_tabs(page: Page, _around: Surroundings) -> Iterator[Hit]:
    """Find tabs that do not say which alternative they hold."""
    groups = _groups(page.blocks)
    for tabs in groups:
        for tab, _ in tabs:
            if not tab.label:
                yield Hit(tab.lines[0], "a tab with no label", shortened(tab.text))
        headings = [{b.text for b in inner if b.kind == "heading"} for _, inner in tabs]
        same = set.intersection(*headings) if len(tabs) > 1 else set()
        if same:
            first = tabs[0][0]
            message = f"all tabs have the same heading “{min(same)}”"
            yield Hit(first.lines[0], message, shortened(first.text))


def _groups(blocks: Sequence[Block]) -> list[list[tuple[Block, list[Block]]]]:
    """Return runs of tabs that stand together, each with what it holds."""
    groups: list[list[tuple[Block, list[Block]]]] = []
    current: tuple[Block, list[Block]] | None = None
    for block in blocks:
        if block.kind == "tab":
            entry: tuple[Block, list[Block]] = (block, [])
            together = current is not None and current[0].indent == block.indent
            if together:
                groups[-1].append(entry)
            else:
                groups.append([entry])
            current = entry
        elif current is not None:
            closed = block.kind == "markup" and re.match(
                r"\s*(?:</Tabs|\{%-? ?endtabs)", block.text
            )
            if closed or (block.kind == "heading" and block.level <= 2):
                current = None
            else:
                current[1].append(block)
    return groups


_INSTALL = re.compile(
    r"(?:[\d.]+\s+)?(?:how to )?(?:install(?:ation|ing)?\b.{0,40}|getting[ -]started\b.{0,40}"
    r"|quick[ -]?start\b.{0,40}|set(?:ting)?[ -]?up)",
    re.IGNORECASE,
)
_INSTALL_PATH = re.compile(
    r"(?:.*/)?(?:install(?:ation|ing)?|setup|getting[-_]?started|quick[-_]?start)(?:/index)?\.\w+",
    re.IGNORECASE,
)
_COMMANDS = (
    r"(?:sudo |python3? -m |py -m )?"
    r"(?:pip3?|pipx|uvx?|conda|mamba|apt(?:-get)?|dnf|yum|brew|port|npm"
    r"|npx|pnpm|yarn|bun|deno|cargo|go|gem|bundle|composer|docker|podman|kubectl|helm|git|curl|wget"
    r"|make|cmake|mvn|gradle|\./\S+|nix(?:-env)?|pacman|apk|zypper|choco|scoop|winget|snap|dotnet|mix"
    r"|luarocks|poetry|pdm|hatch|flatpak|emerge|guix|opam|stack|cabal|julia|R|Rscript|mkdir|cd|tar"
    r"|bash|sh|python3?|nuget|vcpkg|conan)\b"
)
_COMMAND = re.compile(rf"^[\s$>%#]*(?:{_COMMANDS}|\S+\s+-{{1,2}}\w)", re.MULTILINE)


def nothing_to_run(page: Page, _around: Surroundings) -> Iterator[Hit]:
    """Find pages about installing that show no command."""
    if not (_INSTALL_PATH.fullmatch(page.path) or _INSTALL.fullmatch(page.title.strip())):
        return
    if any(block.kind == "markup" and _FROM_ELSEWHERE.match(block.text) for block in page.blocks):
        return
    prose = [block for block in page.blocks if block.is_prose]
    if sum(words(block.text) for block in prose) < 20 or _only_leads_on(page, prose):
        return
    if any(block.kind == "code" and block.text.strip() for block in page.blocks):
        return
    if any(
        _COMMAND.match(code)
        for block in page.blocks
        for code in spans_of_code(block.text, page.language)
    ):
        return
    yield Hit(1, "a page about installing, with no command to run", page.title[:80], whole=True)


def _only_leads_on(page: Page, prose: Sequence[Block]) -> bool:
    """Whether a page is a list of links to the pages that say how."""
    linked = sum(1 for block in prose if any(True for _ in links(block.text, page.language)))
    return bool(prose) and linked * 2 > len(prose)
