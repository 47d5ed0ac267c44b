"""Where the headings of a prose text are: Markdown, reStructuredText, AsciiDoc.

Each scanner walks the matches of one compiled pattern that begins with a
newline, so that ordinary lines cost one failed match, and keeps what it knows
of open blocks in local variables. All are linear in the size of the text.
Offsets are bytes of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple


class Heading(NamedTuple):
    """One heading: ``level`` from 1, where it starts and ends, and its raw title.

    ``end`` is the offset after the newline of its last line. ``body`` is
    where the text of the section begins, after a document header.
    """

    level: int
    start: int
    end: int
    title: bytes
    body: int


def _line(text: bytes, start: int) -> tuple[bytes, int]:
    """Return the line at ``start`` without its newline, and where the next one starts."""
    end = text.find(b"\n", start)
    return (text[start:], len(text)) if end < 0 else (text[start:end], end + 1)


def _line_before(text: bytes, start: int) -> tuple[bytes, int]:
    """Return the line that ends just before ``start``, and where it starts."""
    first = text.rfind(b"\n", 0, start - 1) + 1
    return text[first : start - 1], first


# Markdown (CommonMark 0.31, sections 4.2 to 4.6 and 5.2)

_MARKDOWN = re.compile(
    rb"""\n(?:
      [ ]{0,3}+(?:
        (?P<atx>\#{1,6}+)(?=[ \t\r\n]|\Z)(?P<title>[^\n]*+)
      | (?P<rule>=++|-++)[ \t]*+\r?(?=\n|\Z)
      | (?P<raw><(?:!--|(?i:pre|script|style|textarea)\b))
      )
    | (?P<indent>[ \t]*+(?:(?:[-*+]|[0-9]{1,9}+[.)])[ \t]++)*)
      (?P<fence>`{3,}+|~{3,}+)(?P<info>[^\n]*+)
    )""",
    re.VERBOSE,
)
_FRONT_MATTER = re.compile(
    rb"(?:---[ \t]*\r?\n(?=[\w\"'#-])(?:(?!---|\.\.\.)[^\n]*\n)*(?:---|\.\.\.)"
    rb"|\+\+\+[ \t]*\r?\n(?:(?!\+\+\+)[^\n]*\n)*\+\+\+)[ \t]*\r?(?:\n|\Z)"
)
_LIST_ITEM = re.compile(rb"[ ]{0,3}(?:[-*+]|[0-9]{1,9}[.)])[ \t]")
_NO_PARAGRAPH = re.compile(
    rb"[ ]{0,3}(?:>|(?:[-*+]|[0-9]{1,9}[.)])(?:[ \t]|\r?$)|\#{1,6}[ \t]|\[[^\]\n]*\]:|\|"
    rb"|(?:[-*_][ \t]*){3,}\r?$|<[^\n]*>[ \t]*\r?$)|[ ]*(?:`{3}[^`\n]*\r?$|~{3})"
)
"""Lines that a setext underline cannot turn into a heading."""

_RAW_END = re.compile(rb"</(?i:pre|script|style|textarea)>")
_ATX_TAIL = re.compile(rb"(?:(?<=[ \t])|\A)\#+[ \t]*\Z")
_DEEP = (b"    ", b"\t", b" \t", b"  \t", b"   \t")
"""Beginnings of a line indented by four columns or more: code, unless in a list."""


def markdown_headings(text: bytes) -> Iterator[Heading]:
    """Yield ATX and setext headings outside code, comments, HTML blocks and front matter."""
    front = _FRONT_MATTER.match(text)
    floor = front.end() if front else 0
    fence: tuple[bytes, int] | None = None
    lists = _Lists(text)
    for match in _MARKDOWN.finditer(b"\n" + text):
        start = match.start()
        if start < floor:
            continue
        end = min(match.end(), len(text))
        if match["fence"]:
            if fence is None:
                fence = _opened(match, start, lists)
            elif _closes(match, *fence):
                fence = None
                floor = end
        elif fence is not None:
            continue
        elif match["raw"]:
            floor = _raw_end(text, start, match["raw"])
        elif match["atx"]:
            floor = end
            if title := _ATX_TAIL.sub(b"", match["title"].strip()).rstrip():
                yield Heading(len(match["atx"]), start, end, title, end)
        else:
            first = _paragraph_start(text, start, floor)
            floor = end
            if first >= 0:
                level = 1 if match["rule"].startswith(b"=") else 2
                yield Heading(level, first, end, text[first:start].strip(), end)


class _Lists:
    """Says whether deeply indented lines belong to a list item, each line looked at once."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._asked = 0
        self._answer = False

    def __contains__(self, start: int) -> bool:
        at = start
        while at > self._asked:
            line, at = _line_before(self._text, at)
            if line.strip() and not line.startswith(_DEEP):
                self._answer = line.startswith(b" ") or _LIST_ITEM.match(line) is not None
                break
        self._asked = start
        return self._answer


def _opened(match: re.Match[bytes], start: int, lists: _Lists) -> tuple[bytes, int] | None:
    """Return the fence that a line opens and its indentation, if it does."""
    indent: bytes = match["indent"]
    if match["fence"].startswith(b"`") and b"`" in match["info"]:
        return None
    if indent.startswith(_DEEP) and start not in lists:
        return None
    return match["fence"], len(indent)


def _closes(match: re.Match[bytes], fence: bytes, indent: int) -> bool:
    """Say whether a fence line closes the open one; a list item may have indented both."""
    return (
        match["fence"].startswith(fence)
        and not match["info"].strip()
        and not match["indent"].strip()
        and len(match["indent"]) <= indent + 3
    )


def _raw_end(text: bytes, start: int, opener: bytes) -> int:
    """Return the end of a comment or raw HTML block; it may be that of the text."""
    if opener == b"<!--":
        end = text.find(b"-->", start)
    else:
        closing = _RAW_END.search(text, start)
        end = closing.start() if closing else -1
    return len(text) if end < 0 else _line(text, end)[1]


def _paragraph_start(text: bytes, end: int, floor: int) -> int:
    """Return where the paragraph starts whose last line ends before ``end``, or −1."""
    first = at = end
    while at > floor:
        line, at = _line_before(text, at)
        if not line.strip():
            break
        if _NO_PARAGRAPH.match(line):
            return -1
        first = at
    return -1 if first == end or text.startswith(_DEEP, first) else first


# reStructuredText (docutils, "Sections")

_ADORNMENT = re.compile(rb"\n(?P<rule>([!-/:-@\[-`{-~])\2*+)[ \t]*+\r?(?=\n|\Z)")
_NO_TITLE = re.compile(
    rb"[ \t]|[-+*][ \t]|\.\.(?:[ \t]|\r?$)|\|[ \t]|>>>|:[^:\s][^:\n]*:(?:[ \t]|\r?$)"
)
"""Lines that begin something else than a paragraph."""

_MIN_ADORNMENT = 4
"""A line of at least so many marks may be shorter than its title."""


def rst_headings(text: bytes) -> Iterator[Heading]:
    """Yield section titles; each new style of adornment is one level deeper.

    Titles are not indented, so that literal blocks and directives, which
    are, cannot be mistaken for sections.
    """
    styles: dict[tuple[int, bool], int] = {}
    floor = 0
    for match in _ADORNMENT.finditer(b"\n" + text):
        start = match.start()
        if start < floor or match["rule"] in (b"::", b".."):
            continue
        rule: bytes = match["rule"]
        found = _overlined(text, start, rule, floor) or _underlined(text, start, rule, floor)
        if found is None:
            continue
        first, title, overlined = found
        _, end = _line(text, _line(text, _line(text, start)[1])[1] if overlined else start)
        floor = end
        level = styles.setdefault((rule[0], overlined), len(styles) + 1)
        yield Heading(level, first, end, title, end)


def _is_long_enough(rule: bytes, title: bytes) -> bool:
    return len(rule) >= _MIN_ADORNMENT or len(rule) >= len(title.decode("utf-8", "replace"))


def _overlined(text: bytes, start: int, rule: bytes, floor: int) -> tuple[int, bytes, bool] | None:
    """Return start, title and True for adornments above and below a title."""
    title, after = _line(text, _line(text, start)[1])
    below, _ = _line(text, after)
    title = title.strip()
    if not title or below.rstrip() != rule or title == rule or not _is_long_enough(rule, title):
        return None
    if start > floor and _line_before(text, start)[0].strip():
        return None
    return start, title, True


def _underlined(text: bytes, start: int, rule: bytes, floor: int) -> tuple[int, bytes, bool] | None:
    """Return start, title and False for an adornment below a title."""
    if start <= floor:
        return None
    title, first = _line_before(text, start)
    stripped = title.strip()
    if not stripped or _NO_TITLE.match(title) or not _is_long_enough(rule, stripped):
        return None
    if first > floor:
        above = _line_before(text, first)[0]
        if above.strip() and not above.startswith(b".. "):
            return None
    return first, stripped, False


# AsciiDoc (Asciidoctor, "Section titles" and "Delimited blocks")

_ASCIIDOC = re.compile(
    rb"""\n(?:
      (?P<atx>={1,6}+|\#{1,6}+)[ \t]++(?P<title>[^\s][^\n]*+)
    | (?P<rule>--|[-=*._+/~^]{2,}+|```[^\n`]*+|[|,:!]={3,}+)[ \t]*+\r?(?=\n|\Z)
    )""",
    re.VERBOSE,
)
_DELIMITER = re.compile(rb"--|-{4,}|={4,}|\*{4,}|\.{4,}|_{4,}|\+{4,}|/{4,}|```.*|[|,:!]={3,}+")
_UNDERLINE = re.compile(rb"(?:=+|-+|~+|\^+|\++)")
_UNDERLINE_LEVELS = b"=-~^+"
_NO_TWO_LINE_TITLE = (b"  ", b"\t", b"[", b".", b"|", b"*", b"-", b"/", b":")
_ABOVE_TITLE = (b"[", b"//", b"ifdef::", b"ifndef::", b"ifeval::", b"endif::")
_DISCRETE = re.compile(rb"\[(?:discrete|float)\b")


def asciidoc_headings(text: bytes) -> Iterator[Heading]:
    """Yield titles in one and two lines; delimited blocks and discrete headings hold none."""
    closer: bytes | None = None
    floor = 0
    for match in _ASCIIDOC.finditer(b"\n" + text):
        start = match.start()
        end = min(match.end(), len(text))
        rule: bytes = match["rule"]
        if closer is not None:
            if rule == closer:
                closer, floor = None, end
        elif match["atx"]:
            if start > floor and _DISCRETE.match(_line_before(text, start)[0]):
                continue
            title = match["title"].rstrip().removesuffix(b" " + match["atx"]).rstrip()
            level = len(match["atx"])
            floor = end
            yield Heading(level, start, end, title, _header_end(text, end) if level == 1 else end)
        elif (first := _two_line_title(text, start, rule, floor)) >= 0:
            floor = end
            level = _UNDERLINE_LEVELS.index(rule[:1]) + 1
            yield Heading(level, first, end, text[first:start].strip(), end)
        elif _DELIMITER.fullmatch(rule):
            closer = b"```" if rule.startswith(b"`") else rule


def _two_line_title(text: bytes, start: int, rule: bytes, floor: int) -> int:
    """Return where a title starts that ``rule`` underlines, or −1; their lengths are alike."""
    if start <= floor or _UNDERLINE.fullmatch(rule) is None:
        return -1
    title, first = _line_before(text, start)
    width = len(title.decode("utf-8", "replace").rstrip())
    if width == 0 or title.startswith(_NO_TWO_LINE_TITLE) or abs(width - len(rule)) > 1:
        return -1
    above = _line_before(text, first)[0].strip() if first > floor else b""
    return -1 if above and not above.startswith(_ABOVE_TITLE) else first


def _header_end(text: bytes, start: int) -> int:
    """Return where the author, revision and attribute lines below a document title end."""
    while start < len(text):
        line, after = _line(text, start)
        if not line.strip():
            break
        start = after
    return start


SCANNERS: dict[str, Callable[[bytes], Iterator[Heading]]] = {
    "markdown": markdown_headings,
    "rst": rst_headings,
    "asciidoc": asciidoc_headings,
}
"""Language → its scanner."""
