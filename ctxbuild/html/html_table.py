"""Tables as HTML, for those who prefer that: the other way to write a table."""

from __future__ import annotations

from ctxbuild.html.blocks import Table


def write_html_table(block: Table) -> str:
    """Return a table as HTML without attributes."""
    from html import escape

    from ctxbuild.html.markdown import plain_blocks

    lines = ["<table>"]
    for number, row in enumerate(block.rows):
        tag = "th" if number < block.headers else "td"
        cells = "".join(f"<{tag}>{escape(plain_blocks(cell), quote=False)}</{tag}>" for cell in row)
        lines.append(f"<tr>{cells}</tr>")
    return "\n".join([*lines, "</table>"])
