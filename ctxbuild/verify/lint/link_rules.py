"""Links that hold only where a page was published."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from ctxbuild.verify.lint.blocks import Page
from ctxbuild.verify.lint.inline import links
from ctxbuild.verify.lint.reading import shortened
from ctxbuild.verify.lint.rule import Hit, Surroundings

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#|\?|\{|<|\$|%7B|:")
_NO_PATH = re.compile(
    r"[{}<>$*|@¤\s]|::|^\.{3}|^[\w.]+$(?<!\.\w{2})(?<!\.\w{3})(?<!\.\w{4})(?<!\.\w{5})"
)
"""Templates, and names that a generator resolves as it likes."""

_FILE = re.compile(r"\.(?:md|rst|html?|txt|py|ipynb|pdf|ya?ml|toml|json)$")
"""What Sphinx can only take for a file; other targets of links are its labels."""


def not_portable(page: Page, around: Surroundings) -> Iterator[Hit]:
    """Find relative links that lead to no file of the source."""
    if page.built or page.language != "markdown":
        return
    for block in page.blocks:
        if block.kind in ("code", "image"):
            continue
        for link in sorted(links(block.text, page.language)):
            target = unquote(link.target.partition("#")[0].partition("?")[0])
            if not target or _ABSOLUTE.match(link.target) or _NO_PATH.search(target):
                continue
            if around.sphinx and not _FILE.search(target):
                continue
            if target.startswith("/") or _resolved(page.path, target) not in around.paths:
                what = "begins at the root of a site" if target[0] == "/" else "is no file here"
                message = f"the link to {shortened(link.target, 60)} {what}"
                yield Hit(block.line_at(link.offset), message, shortened(link.label))


def _resolved(path: str, target: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
