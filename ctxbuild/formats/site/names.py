"""Names as they are shown where there is little room."""

from __future__ import annotations

import re
from html import escape

from ctxbuild.formats.mermaid import one_line

_MARK = re.compile(r"([._/])(?=\w)")


def breakable(name: str) -> str:
    """Return a name as HTML that may be broken after the marks within it, and not elsewhere."""
    return _MARK.sub(r"\1<wbr>", escape(one_line(name)))
