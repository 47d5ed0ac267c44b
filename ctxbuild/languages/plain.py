"""Prose without its mark-up: titles as names, and the first sentence of a section."""

from __future__ import annotations

import re

MAX_TITLE = 200
"""Characters of a title that are read; the rest becomes ``…``."""

MAX_SENTENCE = 240
"""Characters of a first sentence; the rest becomes ``…``."""

MAX_BLOCKS = 6
"""How many blocks (badges, notes, lists) may come before the first paragraph."""

MAX_BODY = 2_000
"""Bytes of a section in which its first paragraph is looked for."""

_MARKED = re.compile(r"[`*_\[\]<>\\&{}:#+|]")
_VERBATIM_SPAN = re.compile(r"(`+)(.+?)(?<!`)\1(?!`)_{0,2}|\\([!-/:-@\[-`{-~])")
"""Code, or an escaped character."""

_KEPT = re.compile(r"\0(\d+)\0")
"""What stands for a span of code while the rest is unmarked."""

_ROLE = re.compile(r"(?::[\w.+-]+)+:(?=`)|(?<!\w)_(?=`)")
_TARGET = re.compile(r"^(.+?)\s*<[^<>]*>$")
_IMAGE = re.compile(r"!\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])?")
_LINK = re.compile(r"\[([^\[\]]*)\](?:\([^()]*(?:\([^()]*\)[^()]*)?\)|\[[^\[\]]*\])")
_ASCIIDOC_LINK = re.compile(r"(?:link:|xref:|mailto:|https?://)[^\s\[\]]*\[([^\[\]]*)\]")
_ANCHOR = re.compile(r"\[\[[^\[\]]*\]\]|<<[^<>,]*,([^<>]*)>>|\s*\{[#:.][^{}]*\}")
_TAG = re.compile(
    r"</?(?:a|abbr|b|br|center|code|del|div|em|font|h[1-6]|i|img|ins|kbd|mark|p|picture|samp|small"
    r"|source|span|strong|su[bp]|tt|u|var)\b[^<>]*>|<[a-z][\w.-]*(?:\s[^<>]*)?/>|<!--.*?-->",
    re.IGNORECASE,
)
"""Tags that mark text up, and those closed at once, as components of pages are; others, as in
``tool.<name>.path``, are text."""

_STRONG = re.compile(r"(?<![\w*])(\*{1,3})(?=\S)([^*]*?\S)\1(?![\w*])")
_EMPHASIS = re.compile(r"(?<!\w)(_{1,3})(?=\S)([^_]*?[^\s_])\1(?!\w)")
_SPACE = re.compile(r"\s+")

_BLANK = re.compile(rb"\n[ \t\r]*\n")
_STARTS_PROSE = re.compile(
    r"(?!\d+[.)]\s|[*_-]\s|\*\*\*|[-=*_]{3,}|:[\w -]+:\s|\[.*\]:\s|include::)"
    r"[\w`*_\[(\"'“‘:{]"
)
_BADGE = re.compile(r"\[!\[|\[\[|\[[\w.%,#= -]+\](?:\n|$)")
_VERBATIM = (b"```", b"~~~", b"----", b"....")
_SENTENCE = re.compile(
    r".+?(?<!\be\.g)(?<!\bi\.e)(?<!\bcf)(?<!\bvs)(?<!\betc)[.!?][\"'”’)\]]*(?=\s+[^\sa-z]|\s*$)"
)


def plain_text(text: str) -> str:
    """Return one line of prose without mark-up of Markdown, reStructuredText or AsciiDoc."""
    text = _SPACE.sub(" ", text).strip()
    if _MARKED.search(text) is None:
        return text
    codes: list[str] = []

    def keep(match: re.Match[str]) -> str:
        codes.append(match[3] or _TARGET.sub(r"\1", match[2]).strip())
        return f"\0{len(codes) - 1}\0"

    text = _VERBATIM_SPAN.sub(keep, _ROLE.sub("", text.replace("\0", "")))
    text = _KEPT.sub(lambda match: codes[int(match[1])], _unmarked(text))
    return _SPACE.sub(" ", text).strip()


def _unmarked(text: str) -> str:
    text = _TAG.sub("", _ANCHOR.sub(r"\1", text))
    if "[" in text:
        text = _LINK.sub(r"\1", _ASCIIDOC_LINK.sub(r"\1", _IMAGE.sub(r"\1", text)))
    text = _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", text))
    if "&" in text:
        import html  # its table of entities takes a few ms to load

        text = html.unescape(text)
    return text


def title_text(raw: bytes) -> str:
    """Return a raw title as the name of its section."""
    text = raw.decode("utf-8", "replace")
    if len(text) > MAX_TITLE:
        text = text[: MAX_TITLE - 1] + "…"
    return plain_text(text) or _SPACE.sub(" ", text).strip()


def first_sentence(body: bytes) -> str:
    """Return the first sentence of the first paragraph in ``body``, or an empty string.

    Badges, lists, tables, directives and closed code blocks before it are
    passed over. Only the first 2,000 bytes are looked at.
    """
    blocks = _BLANK.split(body[:MAX_BODY].strip(), maxsplit=MAX_BLOCKS)
    verbatim = False
    for block in blocks[:MAX_BLOCKS]:
        marks = sum(line.lstrip().startswith(_VERBATIM) for line in block.split(b"\n"))
        if marks or verbatim:
            verbatim ^= marks % 2 == 1
            continue
        text = block.decode("utf-8", "replace")
        if block[:1] not in b" \t" and _STARTS_PROSE.match(text) and not _BADGE.match(text):
            return _sentence(text)
    return ""


def _sentence(paragraph: str) -> str:
    text = plain_text(paragraph[: 4 * MAX_SENTENCE])
    match = _SENTENCE.match(text)
    sentence = match[0] if match else text
    if len(sentence) > MAX_SENTENCE:
        return sentence[: MAX_SENTENCE - 1].rstrip() + "…"
    return sentence.rstrip(":")
