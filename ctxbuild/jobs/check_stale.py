"""Whether lists say what their source would give now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

from ctxbuild.cache import Cache
from ctxbuild.jobs.llms_run import LlmsCall, planned
from ctxbuild.jobs.llms_settings import llms_settings
from ctxbuild.verify.findings import Finding
from ctxbuild.verify.llms.listing import Listing

_SHOWN = 80


def fresh_lists(source: str, base_url: str, output: str) -> dict[str, str]:
    """Return the lists that a source gives now, by name, with the settings of this directory.

    Args:
        source: what is read.
        base_url: where the files are, empty for what the settings say.
        output: the directory that the lists stand in.

    Raises:
        CtxbuildError: the source cannot be read.
    """
    settings = llms_settings(Path.cwd())
    settings = replace(
        settings, source=source, output=output, base_url=base_url or settings.base_url
    )
    with Cache.open(warn=lambda _: None) as cache:
        made = planned(LlmsCall(settings), cache, lambda *_: None)
    return dict(made.files)


def stale_findings(listing: Listing, fresh: str) -> Iterator[Finding]:
    """Yield the lines in which a list differs from what its source gives."""
    if not fresh:
        yield listing.finding(1, "STALE-001", "the source gives no such file")
        return
    old, new = listing.text.split("\n"), fresh.split("\n")
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            continue
        for line in range(a, b):
            if old[line].strip():
                yield listing.finding(line + 1, "STALE-001", f"no longer: {old[line][:_SHOWN]}")
        for line in range(c, d):
            if new[line].strip():
                at = max(min(a, len(old)), 1)
                yield listing.finding(at, "STALE-002", f"missing: {new[line][:_SHOWN]}")
