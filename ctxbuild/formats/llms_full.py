"""All pages in one file: ``llms-full.txt``, its small version, and sets of pages.

One heading of the first level; each page begins with its title on the second and a
line ``Source:`` with its address, so that a piece of the file can still be cited.
Headings of the pages move down accordingly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ctxbuild.formats.llms_txt import MARK, summary_text, title_text
from ctxbuild.languages.headings import markdown_headings

_LOWEST = 6
_ATX = re.compile(r" {0,3}(#{1,6})")


def full_text(title: str, summary: str, pages: Sequence[str]) -> str:
    """Return the file; ``pages`` are made by :func:`page_text`."""
    return "".join(full_pieces(title, summary, pages))


def full_pieces(title: str, summary: str, pages: Sequence[str]) -> Iterator[str]:
    """Yield the pieces of the file."""
    yield f"# {title_text(title)}\n\n> {summary_text(summary)}\n\n{MARK}\n"
    for page in pages:
        yield f"\n{page}"


def page_text(title: str, address: str, markdown: str) -> str:
    """Return one page: its title, where it is, and its text with headings moved down."""
    body = _moved(markdown)
    return f"## {title_text(title)}\n\nSource: {address}\n\n{body.strip()}\n"


def _moved(markdown: str) -> str:
    """Return Markdown with headings one level lower, without the one it begins with."""
    data = markdown.encode("utf-8", "replace")
    headings = list(markdown_headings(data))
    if not headings:
        return markdown
    drop_first = headings[0].level == 1 and not data[: headings[0].start].strip()
    top = min((heading.level for heading in headings[drop_first:]), default=2)
    shift = max(1, 3 - top)
    pieces: list[bytes] = []
    done = 0
    for number, heading in enumerate(headings):
        pieces.append(data[done : heading.start])
        done = heading.end
        if not (number == 0 and drop_first):
            level = min(heading.level + shift, _LOWEST)
            title = b" ".join(heading.title.split())
            newline = b"\n" if data[done - 1 : done] == b"\n" else b""
            pieces.append(b"#" * level + b" " + title + newline)
    pieces.append(data[done:])
    return b"".join(pieces).decode("utf-8", "replace")
