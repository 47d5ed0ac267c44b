"""Links in the HTML of a site to its Markdown: ``alternate`` to the twin, ``describedby``.

The proposal's version 2 has readers discover both by these relations.
"""

from __future__ import annotations

import re
from pathlib import Path

from ctxbuild.formats.llms_txt import address_of
from ctxbuild.jobs.llms import LlmsFiles
from ctxbuild.jobs.output import write_files
from ctxbuild.model import CtxbuildError
from ctxbuild.packing.page_set import LIST_NAME

_HEAD_END = re.compile(rb"</head\s*>", re.I)
_OWN = re.compile(rb'<link data-ctxbuild rel="(?:alternate|describedby)"[^<>]*>\n?')
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
        fresh = _linked(data, document.page.file, document.path, f"{covering}{LIST_NAME}")
        if fresh != data:
            changed.append((path, (fresh,)))
    write_files(changed)
    return len(changed)


def _linked(data: bytes, page: str, twin: str, covering: str) -> bytes:
    """Return the bytes of a page with both links at the end of its head."""
    if data.startswith(_UTF_16):
        return data
    bare = _OWN.sub(b"", data)
    end = _HEAD_END.search(bare)
    if end is None:
        return data
    home = page.rpartition("/")[0]
    directory = f"{home}/" if home else ""
    links = "".join(
        f'<link data-ctxbuild rel="{relation}"{kind} href="{address_of(to, directory, "")}">\n'
        for relation, kind, to in (
            ("alternate", ' type="text/markdown"', twin),
            ("describedby", "", covering),
        )
    )
    return bare[: end.start()] + links.encode() + bare[end.start() :]
