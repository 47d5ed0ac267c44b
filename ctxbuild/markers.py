"""How the beginnings of ctxbuild's own outputs look, so that later runs leave them out."""

from __future__ import annotations

WIKI_PAGE = "# ctxbuild: wiki page"
"""The first line of the front matter of a wiki's page; a comment to readers of YAML."""

OWN_OUTPUT_MARKERS = (
    f"---\n{WIKI_PAGE}\n".encode(),
    b"<!-- ctxbuild:",
    b"/* ctxbuild:",
    b'<?xml version="1.0" encoding="UTF-8"?>\n<ctxbuild',
    b'{"ctxbuild":',
)
"""First bytes of a wiki's page, of Markdown, of scripts and style sheets, of XML and of JSON."""

OWN_OUTPUT = "ctxbuild output"
"""The reason given for leaving one out."""
