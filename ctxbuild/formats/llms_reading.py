"""Reads anybody's llms.txt, and says by line what strict readers would trip over.

Nothing here knows how ours are written. The form is that of llmstxt.org, version 2: one
heading of the first level, a quote, any blocks, then sections of links. Files in the wild
have CRLF, several headings, prose in sections, other bullets and separators; what can be
understood is, and reported.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_BULLET = re.compile(r"([ \t]*)([-*+]|\d{1,9}[.)])[ \t]+(.*)$")
_TEXT = r"(?:[^\[\]\\]|\\.|\[[^\[\]]{0,300}\]){0,500}"
_LINK = re.compile(
    rf"\[(?P<title>{_TEXT})\]\((?:<(?P<angle>[^<>\n]{{0,2000}})>"
    r"|(?P<url>(?:[^\s()]|\([^\s()]{0,300}\)){0,2000}))"
    r"(?P<label>[ \t]+(?:\"[^\"\n]{0,300}\"|'[^'\n]{0,300}'))?\)"
)
_ESCAPED = re.compile(r"(`[^`]{0,300}`)|\\([\[\]\\])")
"""Code, in which a backslash is one, or a character behind a backslash."""
_SEPARATOR = re.compile(r"\s*(:|--?|–|—)\s*")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that a strict reader would not take, with its line from 1."""

    line: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class ListedLink:
    """A link of a section."""

    title: str
    url: str
    description: str
    line: int


@dataclass(slots=True)
class LinkSection:
    """A section with its links; ``title`` is empty for links above all in a file without."""

    title: str
    line: int
    links: list[ListedLink] = field(default_factory=list)


@dataclass(slots=True)
class LlmsTxt:
    """An llms.txt as it was understood."""

    title: str = ""
    summary: str = ""
    details: str = ""
    sections: list[LinkSection] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def links(self) -> list[ListedLink]:
        """Return the links of all sections in order."""
        return [link for section in self.sections for link in section.links]


def read_llms_txt(text: str) -> LlmsTxt:
    """Read an llms.txt; never fails, whatever the text is."""
    reading = _Reading(text)
    for number, line in enumerate(reading.lines, 1):
        reading.take(number, line)
    return reading.finished()


class _Reading:
    def __init__(self, text: str) -> None:
        self.found = LlmsTxt()
        if text.startswith("\ufeff"):
            self._problem(1, "bom", "a byte order mark, which the official parser refuses")
            text = text[1:]
        if "\r" in text:
            line = text.count("\n", 0, text.index("\r")) + 1
            self._problem(line, "crlf", "line ends of Windows stay in titles of strict readers")
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        self.lines = text.split("\n")
        self._fence = ""
        self._quote: list[str] = []
        self._details: list[str] = []
        self._loose: list[tuple[int, str, list[re.Match[str]]]] = []

    def _problem(self, line: int, code: str, message: str) -> None:
        self.found.problems.append(Problem(line, code, message))

    def take(self, number: int, line: str) -> None:
        """Look at one line."""
        opening = _FENCE.match(line)
        if self._fence:
            if opening and opening[1].startswith(self._fence) and not line.strip(" `~"):
                self._fence = ""
            return
        if opening:
            self._fence = opening[1]
            where = "in a section" if self.found.sections else "before the sections"
            self._problem(number, "code-block", f"a code block {where}")
            return
        heading = _HEADING.match(line)
        if heading is not None:
            self._heading(number, len(heading[1]), (heading[2] or "").strip())
        elif line.strip():
            self._text(number, line)

    def _heading(self, number: int, level: int, title: str) -> None:
        if level == 1 and not self.found.title:
            self.found.title = title
            if self.found.sections or self._details or self._quote:
                self._problem(number, "late-title", "the title stands behind other text")
            return
        if level != 2:
            kind = "another title" if level == 1 else f"a heading of level {level}"
            self._problem(number, "heading", f"{kind}: {title}")
        if any(section.title == title for section in self.found.sections):
            self._problem(number, "same-section", f"a second section called {title}")
        self.found.sections.append(LinkSection(title, number))

    def _text(self, number: int, line: str) -> None:
        bullet = _BULLET.match(line)
        links = list(_LINK.finditer(line))
        if not self.found.sections:
            self._opening(number, line, links if bullet is not None else [])
            return
        if bullet is None or not links:
            what = "an item without a link" if bullet else "text that is no link"
            self._problem(number, "no-link", f"{what} in the section {self._section.title}")
            if not links:
                return
        if bullet is not None and bullet[2] != "-":
            self._problem(number, "bullet", f"the bullet {bullet[2]}, not -")
        self._link(self._section, number, line, links)

    def _opening(self, number: int, line: str, links: list[re.Match[str]]) -> None:
        """Take a line above the first section."""
        if line.lstrip().startswith(">"):
            self._quote.append(line.lstrip(" >").strip())
        elif line.strip():
            self._details.append(line.strip())
            if links:
                self._loose.append((number, line, links))

    @property
    def _section(self) -> LinkSection:
        return self.found.sections[-1]

    def _link(
        self, section: LinkSection, number: int, line: str, links: list[re.Match[str]]
    ) -> None:
        first = links[0]
        tail = line[first.end() :].strip()
        separator = _SEPARATOR.match(tail)
        description = tail[separator.end() :].strip() if separator is not None else tail
        if tail and (separator is None or separator[1] != ":" or not tail.startswith(":")):
            self._problem(number, "separator", "the description does not follow a colon")
        if first["angle"] is not None or first["label"]:
            self._problem(number, "link-form", "an address in <> or with a title of its own")
        if "]" in first["title"] or "[" in first["title"]:
            self._problem(number, "bracket", "a bracket in the title")
        if "(" in (first["url"] or ""):
            self._problem(number, "parenthesis", "a parenthesis in the address")
        if len(links) > 1 and not separator:
            self._problem(number, "many-links", "more than one link on a line")
        title = _ESCAPED.sub(lambda found: found[1] or found[2], first["title"]).strip()
        url = (first["url"] if first["angle"] is None else first["angle"]) or ""
        section.links.append(ListedLink(title, url, description, number))

    def finished(self) -> LlmsTxt:
        """Return everything, with what is missing."""
        found = self.found
        found.summary = " ".join(self._quote).strip()
        found.details = "\n".join(self._details)
        if not found.title:
            self._problem(1, "no-title", "no heading of the first level")
        if not found.summary:
            self._problem(1, "no-summary", "no quote below the title")
        if not found.links():
            self._problem(1, "no-links", "no section with a link")
            self._take_loose()
        found.problems.sort(key=lambda each: (each.line, each.code))
        return found

    def _take_loose(self) -> None:
        """Take the items above the first section for the list, where no section has one."""
        if self._loose:
            self.found.sections.insert(0, LinkSection("", self._loose[0][0]))
        for number, line, links in self._loose:
            self._link(self.found.sections[0], number, line, links)
