"""Pages as wholes: their size, their beginning, headings, tabs, how to install."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from ctxbuild.verify.lint.blocks import Block, Page
from ctxbuild.verify.lint.inline import Link, links, spans_of_code, words
from ctxbuild.verify.lint.reading import shortened
from ctxbuild.verify.lint.rule import Hit, Surroundings

MOST_CHARACTERS = 50_000
"""What tools that fetch pages for agents take in one piece (agent-docs-spec 0.6.0)."""

FROM_ELSEWHERE = re.compile(
    r"\s*(?:\.\. (?:auto\w*|include|literalinclude|click|argparse|program-output|toctree)::"
    r"|include::|:::\s*\w+\.\w"
    r"|\{%-?\s*include|\{%|\{\{|--8<--|<[A-Z]\w*|```\{include\}|\.\. [\w:]+::|@\w+)"
)
"""Lines that put what another file says into a page."""


def too_long(page: Page, _around: Surroundings) -> Iterator[Hit]:
    """Find pages that do not fit what agents read in one piece."""
    if page.characters > MOST_CHARACTERS:
        message = f"{page.characters:,} characters; tools for agents cut at {MOST_CHARACTERS:,}"
        yield Hit(1, message, shortened(page.title), whole=True)


GENERIC = frozenset(
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
            if name in GENERIC:
                places[name].append(block)
    for name, headings in places.items():
        if len(headings) >= _LEAST_REPEATED:
            message = f"{len(headings)} headings say only “{name}”; name what each is about"
            yield Hit(headings[1].lines[0], message, headings[1].text[:80])


_EDGE_OF_TABS = re.compile(
    r"\s*(?:</?\w*Tabs\b|\{[%{][%<]?-?\s*/?(?:end)?tabs\b|:{3,}\s*\{?tab(?:-set|s)\b|/{3,})"
)


def unlabelled_tabs(page: Page, _around: Surroundings) -> Iterator[Hit]:
    """Find tabs that do not say which alternative they hold."""
    for tabs in _groups(page.blocks):
        seen: set[str] = set()
        for tab in tabs:
            if not tab.label:
                yield Hit(tab.lines[0], "a tab with no label", shortened(tab.text))
            elif tab.label in seen:
                message = f"two tabs of a group are called “{shortened(tab.label, 60)}”"
                yield Hit(tab.lines[0], message, shortened(tab.text))
            seen.add(tab.label)


def _groups(blocks: Sequence[Block]) -> list[list[Block]]:
    """Return runs of tabs that stand together; where that is doubtful, they do not."""
    groups: list[list[Block]] = []
    current: list[Block] = []
    for block in blocks:
        if block.kind == "tab":
            if not current or current[-1].indent != block.indent:
                current = []
                groups.append(current)
            current.append(block)
        elif current and _ends_group(block, current[-1]):
            current = []
    return groups


def _ends_group(block: Block, tab: Block) -> bool:
    if block.kind == "heading" and block.level <= 2:
        return True
    by_indent = tab.text.lstrip().startswith(("===", ".."))
    return block.indent <= tab.indent if by_indent else bool(_EDGE_OF_TABS.match(block.text))


_INSTALL = re.compile(
    r"(?:[\d.]+\s+)?(?:how to )?(?:(?:install(?:ation|ing)?|set(?:ting)?[ -]?up)"
    r"(?:\s+(?:guide|instructions|steps|and|on|of|with|for|via|using|from|in)\b.{0,40})?"
    r"|install\s.{1,40}|getting[ -]started\b.{0,40}|quick[ -]?start\b.{0,40})",
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
_INDEX = re.compile(r"(?:^|/)(?:_?index|readme)\.\w+$", re.IGNORECASE)
_LEAST_LINKS = 3
_CALL = re.compile(r"^[\s$>%#]*[a-z][\w.-]*\s+\S")
"""A word in lower case and something after it, in the type of code."""

_COMMAND = re.compile(rf"^[\s$>%#]*(?:{_COMMANDS}|\S+\s+-{{1,2}}\w)", re.MULTILINE)


def nothing_to_run(page: Page, _around: Surroundings) -> Iterator[Hit]:
    """Find pages about installing that show no command."""
    title = page.title.strip()
    is_index = bool(title) and _INDEX.search(page.path) is not None
    by_path = not is_index and _INSTALL_PATH.fullmatch(page.path) is not None
    if not by_path and not _INSTALL.fullmatch(title):
        return
    if any(block.kind == "markup" and FROM_ELSEWHERE.match(block.text) for block in page.blocks):
        return
    prose = [block for block in page.blocks if block.is_prose]
    if sum(words(block.text) for block in prose) < 20 or _leads_on(page, prose):
        return
    if not any(_runs(block, page.language) for block in page.blocks):
        message = "a page about installing, with no command to run"
        yield Hit(1, message, page.title[:80], whole=True)


def _runs(block: Block, language: str) -> bool:
    """Whether a block has something to run: code, a command in a line or in a heading."""
    if block.kind == "code":
        return bool(block.text.strip())
    if block.kind == "heading":
        return re.search(rf"(?:^|[\s`]){_COMMANDS}\s+\S", block.text) is not None
    codes = spans_of_code(block.text, language)
    return any(_COMMAND.match(code) or _CALL.match(code) for code in codes)


def _leads_on(page: Page, prose: Sequence[Block]) -> bool:
    """Whether a page is a list of links to the pages that say how, or the index of a directory."""
    linked = sum(1 for b in prose if any(map(_is_near, links(b.text, page.language))))
    most = linked * 2 > len(prose)
    return bool(prose) and (most or (linked >= _LEAST_LINKS and bool(_INDEX.search(page.path))))


def _is_near(link: Link) -> bool:
    """Whether a link leads to a page of the same source."""
    return not re.match(r"https?:|#|mailto:", link.target)
