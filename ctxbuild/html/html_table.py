"""Tables as HTML, for those who ask for it: the other way to write a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ctxbuild.html.blocks import Block, Table

_TAGS = ("td", "th")


def write_html_table(table: Table, write: Callable[[Sequence[Block]], str]) -> str:
    """Return a table as HTML without attributes.

    Args:
        table: the table.
        write: writes the blocks of a cell as Markdown, which stands between empty lines
            in cells of more than one paragraph.

    """
    lines = ["<table>"]
    for number, row in enumerate(table.rows):
        tag = _TAGS[number < table.headers]
        lines.append("<tr>")
        for cell in row:
            text = write(cell)
            lines.append(f"<{tag}>\n\n{text}\n\n</{tag}>" if text else f"<{tag}></{tag}>")
        lines.append("</tr>")
    return "\n".join([*lines, "</table>"])
