"""Links in the HTML of a site to its Markdown: ``alternate`` to the twin, ``describedby``.

The proposal's version 2 has readers discover both by these relations. Agents that are given
the text of a page alone see neither; for them a link to the list may stand in the body, out of
sight (Agent-Friendly Documentation Spec, llms-txt-directive-html).
"""

from __future__ import annotations

import re
from pathlib import Path

from ctxbuild.formats.llms_txt import address_of
from ctxbuild.jobs.llms import LlmsFiles
from ctxbuild.jobs.output import write_files
from ctxbuild.model import CtxbuildError
from ctxbuild.packing.page_set import LIST_NAME
from ctxbuild.readers.site.folder import without_own_links

# Where a head ends: its end tag may be left out, and so may the tag of the body.
_HEAD_ENDS = tuple(
    re.compile(each, re.I) for each in (rb"</head\s*>", rb"<body(?=[\s>])", rb"(?<=</title>)")
)
_BODY = re.compile(rb"<body(?:\s[^<>]*)?>\n?", re.I)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def with_relations(target: Path, made: LlmsFiles) -> int:
    """Add the links to all pages that have a twin; links of a former run are replaced.

    Returns:
        How many pages changed.

    Raises:
        CtxbuildError: a page cannot be read or written; then none was changed.
    """
    directories = sorted((each.directory for each in made.pages.lists), key=len, reverse=True)
    changed: list[tuple[Path, tuple[bytes]]] = []
    for document in made.twins:
        if document.page is None or not document.page.file:
            continue
        path = target / document.page.file
        covering = next(each for each in directories if document.path.startswith(each))
        try:
            data = path.read_bytes()
        except OSError as error:
            raise CtxbuildError(f"{path}: cannot be read: {error.strerror}") from None
        listing = f"{covering}{LIST_NAME}"
        fresh = _linked(data, document.page.file, document.path, listing)
        if made.directive:
            fresh = _told(fresh, document.page.file, listing)
        if fresh != data:
            changed.append((path, (fresh,)))
    write_files(changed)
    return len(changed)


def _linked(data: bytes, page: str, twin: str, covering: str) -> bytes:
    """Return the bytes of a page with both links at the end of its head."""
    if data.startswith(_UTF_16):
        return data
    bare = without_own_links(data)
    end = next((found for each in _HEAD_ENDS if (found := each.search(bare))), None)
    if end is None:
        return data
    directory = page[: page.rfind("/") + 1]
    links = "".join(
        f'<link data-ctxbuild rel="{relation}"{kind} href="{address_of(to, directory, "")}">\n'
        for relation, kind, to in (
            ("alternate", ' type="text/markdown"', twin),
            ("describedby", "", covering),
        )
    )
    return bare[: end.start()] + links.encode() + bare[end.start() :]


_UNSEEN = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)"


def _told(data: bytes, page: str, covering: str) -> bytes:
    """Return the bytes of a page with a link to the list at the beginning of its body."""
    begin = _BODY.search(data)
    if begin is None or data.startswith(_UTF_16):
        return data
    address = address_of(covering, page[: page.rfind("/") + 1], "")
    address = address if address.startswith("../") else f"./{address}"
    told = (
        f'<div data-ctxbuild class="visually-hidden" style="{_UNSEEN}">'
        f'<a tabindex="-1" href="{address}">'
        "All pages of this documentation as Markdown: llms.txt</a></div>\n"
    )
    return data[: begin.end()] + told.encode() + data[begin.end() :]
