"""Sentences of a Markdown page that stand in ordinary paragraphs, as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_FRONT = re.compile(r"\A(---|\+\+\+)[ \t]*\n.*?\n\1[ \t]*\n", re.S)
_RULE = re.compile(r" {0,3}(?:[-*_=~^\"'+#.:`][ \t]*){3,}$")
# Lines that begin what is not a paragraph: headings, tables, HTML, MDX, directives, references.
_OTHER = re.compile(
    r" {0,3}(?:#{1,6}[ \t]|\||</?[A-Za-z!]|\[[^\]\n]{1,200}\]:|\.\. |:::|!!!|\?\?\?|///|={1,6} "
    r"|@\w|\{%|\{\{|\[!|\[\[|<!--|:[\w-]+:|%%|\+---)"
    r"|(?:import|export)\s.*(?:from\s|[{;=])|    |\t"
)
_ITEM = re.compile(r" {0,3}(?:[-*+]|\d{1,9}[.)])[ \t]+")
_CALLOUT = re.compile(r" {0,3}>\s*\[!\w+\]")
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_IMAGE = re.compile(r"!\[[^\]\n]{0,400}\](?:\([^()\n]{0,1000}\)|\[[^\]\n]{0,200}\])?")
_LINK = re.compile(
    r"\[([^\[\]\n]{0,500})\]"
    r"(?:\([^()\n]{0,1500}(?:\([^()\n]{0,300}\))?[^()\n]{0,300}\)|\[[^\]\n]{0,200}\])"
)
_TARGET = re.compile(r"\]\([^()\s]{1,1500}\)")
_BARE = re.compile(r"\[([^\[\]\n]{1,300})\]")
_ROLE = re.compile(
    r"(?::(?:[\w+.-]+:)+|\{[\w:+.-]{1,40}\})`([^`<>\n]{1,200})(?:\s*<[^`\n]{0,200}>)?`"
)
_RST_LINK = re.compile(r"`([^`<>\n]{1,300})\s*<[^`<>\n]{1,500}>`_{1,2}")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,500}>")
_CODE = re.compile(r"(`+)([^`\n]{1,300})\1")
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{1,3})(?=\S)([^*_\n]{1,300}?)(?<=\S)\1(?![\w*])")
_BOTH = re.compile(r"(?<!\w)_(\*{1,2}[^*_\n]{1,300}\*{1,2})_(?!\w)")
_IN_WORD = re.compile(r"\*\*([A-Za-z]{1,30})\*\*")
_ATTRIBUTES = re.compile(r" ?(?<!`)\{:[^{}`\n]{0,200}\}")
"""What kramdown and Python-Markdown give elements: ``{: .class #id }``."""
_MARKED = re.compile(r"[\[`<*_\\\0]|\{:")
"""What all mark-up of a line holds at least one of."""
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_FOOTNOTE = re.compile(r"\[\^[\w-]{1,60}\]")
_ENDS = re.compile(
    r"(?<=[.!?。！？])(?:[\"')\]”’]*)\s+(?=[\"'(“‘`]*[A-Z0-9_`\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3])"
    r"|(?<=[。！？])"
)
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|resp|incl|esp|Mr|Mrs|Dr|St|No|Fig|Sec|Ch|v|al)"
    r"|\b[A-Z])\.$"
)
_MOST_LINES = 600
_LONGEST_ITEM = 60


def paragraphs(markdown: str) -> Iterator[str]:
    """Yield the paragraphs of a page in order, without mark-up, each on one line.

    What is in code, tables, lists, headings, callouts and HTML is passed over.
    """
    text = _COMMENT.sub("", _FRONT.sub("", markdown))
    lines: list[str] = []
    fence = ""
    quoted = False
    for line in text.split("\n")[:_MOST_LINES]:
        opening = _FENCE.match(line)
        if fence:
            fence = "" if opening and opening[1].startswith(fence) else fence
        elif opening:
            fence = opening[1]
        if ">" in line or quoted:
            quoted = bool(_CALLOUT.match(line)) or (quoted and line.lstrip().startswith(">"))
        rule = _RULE.match(line)
        passes = fence or opening or quoted or rule or not line or line.isspace()
        if rule and line.strip()[0] not in "*_":
            lines = []  # what it underlines is a heading
        elif passes or (not lines and (_OTHER.match(line) or _ITEM.match(line))):
            if passes and lines:
                yield _joined(lines)
            lines = [] if passes else [""]
        else:
            lines.append(line)
    if lines:
        yield _joined(lines)


def without_targets(markdown: str) -> str:
    """Return Markdown whose links lead nowhere; its sentences are the same."""
    return _TARGET.sub("]()", markdown)


def items(markdown: str) -> Iterator[str]:
    """Yield the first words of each item of a page's lists, without mark-up."""
    fence = ""
    for line in _COMMENT.sub("", markdown).split("\n")[:_MOST_LINES]:
        opening = _FENCE.match(line)
        if opening and (not fence or opening[1].startswith(fence)):
            fence = "" if fence else opening[1]
        found = None if fence else _ITEM.match(line)
        if found is not None:
            words = plain_text(line[found.end() :])
            head = re.split(r"[:—–]\s|\. | - ", words, maxsplit=1)[0]
            if head and len(head) <= _LONGEST_ITEM:
                yield head


def _joined(lines: list[str]) -> str:
    """Return a paragraph as plain text; empty where its first line began something else."""
    if not lines[0]:
        return ""
    return plain_text(" ".join(line.strip().removeprefix("> ") for line in lines))


def plain_text(markdown: str) -> str:
    """Return inline Markdown or reStructuredText without its mark-up, on one line."""
    if not _MARKED.search(markdown):
        return " ".join(unescape(markdown).replace("¶", "").replace("`", "").split())
    text = _ATTRIBUTES.sub("", markdown)
    if "[" in text:
        text = _FOOTNOTE.sub("", _IMAGE.sub("", text))
    if "`" in text:
        text = _ROLE.sub(lambda found: found[1].lstrip("~!").strip(), text)
        text = _RST_LINK.sub(lambda found: found[1].strip(), text)
    if "[" in text:
        text = _LINK.sub(r"\1", _LINK.sub(r"\1", text))
    text = _CODE.sub(lambda found: found[2].strip().replace("<", "\0"), text)
    text = _TAG.sub("", text) if "<" in text else text
    if "*" in text or "_" in text:
        text = _BOTH.sub(r"\1", text)
        text = _IN_WORD.sub(r"\1", _EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", text)))
    # Links around brackets are left, and say where they lead.
    text = _BARE.sub(r"\1", _ESCAPE.sub(r"\1", text.replace("]()", "]"))).replace("\0", "<")
    return " ".join(unescape(text).replace("¶", "").replace("`", "").split())


def sentences(paragraph: str) -> list[str]:
    """Return the sentences of a paragraph; dots of abbreviations end none."""
    found: list[str] = []
    for part in _ENDS.split(paragraph):
        if found and _ABBREVIATED.search(found[-1]):
            found[-1] = f"{found[-1]} {part}"
        elif part.strip():
            found.append(part.strip())
    return found
