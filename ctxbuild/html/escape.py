"""Which characters of plain text Markdown would take for mark-up, and only those.

The rules are those of CommonMark 0.31 and GitHub's extensions (tables, strike-through,
footnotes, task lists), of definition lists, and of formulas between dollar signs.
"""

from __future__ import annotations

import re
import string
import unicodedata

_SPECIAL = re.compile(r"[\\`*_\[\]<&~$|]")
_RUNS = re.compile(r"\\|`|\*+|_+|\[|\]|<|&|~+|\$|\|")
_PUNCTUATION = frozenset(string.punctuation)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_TAG_NEXT = re.compile(r"<[A-Za-z/!?]")
_LINE_START = re.compile(
    r"(?P<digits>[0-9]{1,9})(?=[.)](?:\s|$))|#{1,6}(?=\s|$)|[-+*:~](?=\s|$)|>|[=-]+\s*$|~~~"
    r"|(?:\*[ \t]*){3,}$|(?:_[ \t]*){3,}$|(?:-[ \t]*){3,}$|[-:|][-:| \t]*$"
    r"|(?=\[(?:[^\]\[\\]|\\.)*\]:)|(?=\[[ xX]\](?:\s|$))|(?=\[![A-Za-z]+\]\s*$)|(?=<!--)"
)


def escape_text(
    text: str, *, in_link: bool = False, in_table: bool = False, dollars: bool = False
) -> str:
    """Return a piece of a line with a backslash where it could be taken for mark-up.

    Args:
        text: the piece; what stands beside it is unknown, so its ends are escaped with care.
        in_link: whether it stands between the brackets of a link.
        in_table: whether it stands in a table's cell.
        dollars: whether formulas between dollar signs occur in the same document.

    """
    if not _SPECIAL.search(text):
        return text
    brackets = in_link and ("](" in text or "[^" in text or not _balanced(text))

    def safe(match: re.Match[str]) -> str:
        run = match[0]
        if _harmless(text, match, run[0], brackets, in_table, dollars):
            return run
        return "".join("\\" + character for character in run)

    return _RUNS.sub(safe, text)


def _harmless(
    text: str, match: re.Match[str], kind: str, brackets: bool, in_table: bool, dollars: bool
) -> bool:
    """Whether a run of one special character means nothing where it stands."""
    start, end = match.span()
    after = text[end : end + 1]
    if kind in "*_":
        before = text[start - 1 : start]
        if kind == "_" and before.isalnum() and after.isalnum():
            return True
        return before.isspace() and after.isspace()
    if kind == "\\":
        return bool(after) and after not in _PUNCTUATION
    if kind == "[":
        return not brackets and after != "^"
    if kind == "]":
        return not brackets and after != "("
    if kind == "<":
        return not _TAG_NEXT.match(text, start)
    if kind == "&":
        return not _ENTITY.match(text, start)
    if kind == "~":
        return end - start < 2
    return not {"$": dollars, "|": in_table, "`": True}[kind]


def _balanced(text: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == "[") - (character == "]")
        if depth < 0:
            return False
    return depth == 0


def escape_line_start(line: str) -> str:
    """Return a paragraph's line so that it does not begin another kind of block."""
    found = _LINE_START.match(line)
    if not found:
        return line
    digits = found["digits"]
    at = len(digits) if digits else 0
    return f"{line[:at]}\\{line[at:]}"


def escape_heading_end(line: str) -> str:
    """Return a heading's text so that number signs at its end are kept."""
    if line.endswith("#") and not line.endswith("\\#"):
        bare = line.rstrip("#")
        if not bare or bare[-1].isspace():
            return f"{bare}\\{line[len(bare) :]}"
    return line


def code_span(text: str, *, in_link: bool = False, in_table: bool = False) -> str:
    """Return code in a line between enough backticks.

    In a link at the start of a line, ``]:`` would make it a definition, and nothing can be
    escaped between backticks; there it stands between tags.
    """
    text = text.replace("\n", " ")
    if in_link and "]:" in text:
        return f"<code>{escape_text(text, in_link=True, in_table=in_table)}</code>"
    if in_table:
        text = text.replace("|", "\\|")
    if "`" not in text:
        pad = " " if text[0] == text[-1] == " " and text.strip() else ""
        return f"`{pad}{text}{pad}`"
    runs = set(map(len, re.findall("`+", text)))
    ticks = "`" * next(n for n in range(1, max(runs) + 2) if n not in runs)
    spaced = "`" in (text[0], text[-1]) or (text[0] == text[-1] == " ")
    pad = " " if spaced else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def fence(text: str, language: str) -> str:
    """Return a fenced code block; the fence is longer than any inside."""
    longest = max((len(run) for run in re.findall(r"^[ \t]*(`{3,})", text, re.M)), default=2)
    ticks = "`" * (longest + 1)
    return f"{ticks}{language}\n{text}\n{ticks}" if text else f"{ticks}{language}\n{ticks}"


_UNSAFE_IN_ADDRESS = re.compile(r"[\s<>\\|`\x00-\x1f]")


def address(url: str) -> str:
    """Return a link's address so that it ends where it should."""
    url = _UNSAFE_IN_ADDRESS.sub(_percent, url)
    if "(" in url or ")" in url:
        depth = 0
        for character in url:
            depth += (character == "(") - (character == ")")
            if depth < 0:
                break
        if depth:
            url = url.replace("(", "%28").replace(")", "%29")
    return _ENTITY.sub(lambda match: "&amp;" + match[0][1:], url)


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))


def opens(before: str, first: str) -> bool:
    """Whether a run of ``*`` between two characters can begin emphasis."""
    return not first.isspace() and (first.isalnum() or _apart(before))


def closes(last: str, after: str) -> bool:
    """Whether a run of ``*`` between two characters can end emphasis."""
    return not last.isspace() and (last.isalnum() or _apart(after))


def _apart(character: str) -> bool:
    """Whether a neighbour surely is white space or punctuation."""
    return (
        not character
        or character.isspace()
        or character in _PUNCTUATION
        or unicodedata.category(character).startswith("P")
    )


def apart(character: str) -> bool:
    """Whether ``_`` beside this character can begin or end emphasis."""
    return _apart(character)
