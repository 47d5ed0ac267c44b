"""The text of an llms.txt, such that strict and tolerant readers find the same in it.

The form is that of the proposal, version 2 (llmstxt.org): a heading, a quote of one
line, paragraphs, and sections of links. What the official parser (PyPI ``llms-txt``)
trips over is not written: brackets in titles, parentheses and blanks in addresses,
lines in sections that are no links, two sections of one title.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from ctxbuild.model import PageEntry, PageList

MARK = "<!-- Written by ctxbuild; changes by hand are lost. -->"
"""A line of every llms.txt of ours, which says that it may be written again."""

_SAFE = "/:@!$&'*+,;=~-._#?%"
_KEPT = re.compile(r"%(?![0-9A-Fa-f]{2})")
# What CommonMark reads as emphasis, HTML, entities or escapes, in a word of its own.
_MARKUP = re.compile(r"\*|<(?=[A-Za-z/!?])|\\(?=[!-/:-@\[-`{-~]|$)|&#?\w+;|~~|^\W*_|_\W*$")
# Words; what stands between angle brackets, as in ``Map<Key, Value>``, is one of them.
_PARTS = re.compile(r"[^ <]*<[^<>]{0,60}(?:<[^<>]{0,60}>[^<>]{0,60}){0,3}>[^ ]*|[^ ]+")
_CODE_EDGE = re.compile(r"^([(\"'“‘]*)(.*?)([)\"'”’.,;:!?…]*)$", re.S)
_CLOSING = re.compile(r"(?:^|(?<= ))#+$")
"""What a heading may end in without being part of it."""
_BLOCK = re.compile(r"(?:[#>+=-]|\d+[.)]\s|[*_]{1,3}\s)")
_BARE_ADDRESS = re.compile(r"https?://\S+|www\.\S+")


def one_line(text: str) -> str:
    """Return a text on one line, of printable characters."""
    if text.isprintable():
        return " ".join(text.split())
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def title_text(text: str) -> str:
    """Return a title that can stand between brackets: those inside it become parentheses."""
    line = one_line(text.replace("[", "(").replace("]", ")").replace("`", ""))
    return _CLOSING.sub(r"`\g<0>`", _plain_words(line)) or "Untitled"


def description_text(text: str) -> str:
    """Return a description that reads the same with and without a parser of Markdown."""
    line = one_line(text.replace("`", ""))
    return _plain_words(line.replace("](", "] ("))


def _plain_words(line: str) -> str:
    """Return a line with the words in code that a parser of Markdown would change."""
    parts = _PARTS.findall(line)
    return " ".join(_as_code(part) if _MARKUP.search(part) else part for part in parts)


def summary_text(text: str) -> str:
    """Return a description that begins a paragraph: never a list or a heading."""
    line = description_text(text)
    return f"“{line}”" if _BLOCK.match(line) else line


def _as_code(word: str) -> str:
    found = _CODE_EDGE.fullmatch(word)
    before, inner, after = found.groups() if found else ("", word, "")
    if not _MARKUP.search(inner):
        before, inner, after = "", word, ""
    if after.startswith(")") and inner.count("(") > inner.count(")"):
        inner, after = f"{inner})", after[1:]
    return f"{before}`{inner}`{after}"


def address_text(address: str) -> str:
    """Return an address with what ends a link in Markdown spelled out."""
    return _KEPT.sub("%25", quote(address, safe=_SAFE))


def llms_text(pages: PageList, base: str = "") -> str:
    """Return the text of an llms.txt.

    Args:
        pages: what it lists.
        base: what addresses begin with; without it they are relative to the file.

    """
    lines = [f"# {title_text(pages.title)}", "", f"> {summary_text(pages.summary)}", ""]
    for paragraph in pages.details:
        lines += [paragraph, ""]
    lines += [MARK, ""]
    for section in pages.sections:
        lines += [f"## {title_text(section.title)}", ""]
        lines += [entry_line(entry, pages.directory, base) for entry in section.entries]
        lines.append("")
    return "\n".join(lines[:-1]) + "\n"


def entry_line(entry: PageEntry, directory: str = "", base: str = "") -> str:
    """Return the line of a page."""
    target = address_of(entry.target, directory, base)
    description = description_text(entry.description)
    tail = f": {description}" if description else ""
    return f"- [{title_text(entry.title)}]({target}){tail}"


def address_of(target: str, directory: str, base: str) -> str:
    """Return the address of a file of ours, as a file in some directory writes it.

    Args:
        target: path of the file, with an anchor if any.
        directory: where the file stands that links to it, ending in ``/`` or empty.
        base: what addresses begin with; without it they are relative.

    """
    if not base:
        return address_text(_relative(directory, target))
    path, mark, anchor = target.partition("#")
    return address_text(base) + quote(path, safe="/~-._") + mark + quote(anchor, safe="-_.~%")


def _relative(directory: str, target: str) -> str:
    ups = directory.count("/")
    common = 0
    own, theirs = directory.split("/")[:-1], target.split("/")
    while common < min(len(own), len(theirs) - 1) and own[common] == theirs[common]:
        common += 1
    return "../" * (ups - common) + "/".join(theirs[common:])
