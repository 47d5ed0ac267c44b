"""How the beginnings of ctxbuild's own outputs look, so that later runs leave them out."""

from __future__ import annotations

OWN_OUTPUT_MARKERS = (
    b"<!-- ctxbuild:",
    b'<?xml version="1.0" encoding="UTF-8"?>\n<ctxbuild',
    b'{"ctxbuild":',
)
"""First bytes of a bundle as Markdown, as XML, and of every JSON output."""

OWN_OUTPUT = "ctxbuild output"
"""The reason given for leaving one out."""
