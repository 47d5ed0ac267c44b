"""A source in a few lines, and the map of its files."""

from __future__ import annotations

from collections import Counter

from ctxbuild.analysis.sentences import paragraphs
from ctxbuild.formats.names import shown_path
from ctxbuild.formats.wording import plural
from ctxbuild.jobs.served.source import Served

_LONGEST_PARAGRAPH = 600


def overview(served: Served) -> str:
    """Return what a source is, in a few lines."""
    documents, source = served.corpus.documents, served.corpus.sources[0]
    languages = Counter(d.language for d in documents if d.kind == "code")
    listed = ", ".join(
        f"{name} {plural(count, 'file')}"
        for name, count in sorted(languages.items(), key=lambda each: (-each[1], each[0]))[:12]
    )
    skipped = len(served.corpus.skipped)
    facts = [
        f"- Source: {source.location}" + (f" at {source.revision}" if source.revision else ""),
        f"- Size: {plural(len(documents), 'file')}, {sum(served.tokens):,} tokens",
        *([f"- Code: {listed}"] if listed else []),
        *(f"- Note: {note}" for note in served.corpus.notes),
        *([f"- Not read: {plural(skipped, 'path')}"] if skipped else []),
    ]
    said = _summary(served)
    quoted = [f"> {said}", ""] if said else []
    return "\n".join([f"# {served.name}", "", *quoted, *facts, ""])


def _summary(served: Served) -> str:
    """Return the first paragraph of the readme, or nothing."""
    readmes = [d for d in served.corpus.documents if d.role == "readme"]
    first = min(readmes, key=lambda d: (d.path.count("/"), d.path), default=None)
    said = next(filter(None, paragraphs(first.text())), "") if first is not None else ""
    return said if len(said) <= _LONGEST_PARAGRAPH else said[: _LONGEST_PARAGRAPH - 1] + "…"


def map_page(served: Served) -> str:
    """Return every file of a source by directory, with its tokens."""
    found: dict[str, list[str]] = {}
    for document, tokens in zip(served.corpus.documents, served.tokens, strict=True):
        directory, _, name = document.path.rpartition("/")
        found.setdefault(directory, []).append(f"- {shown_path(name)} {tokens:,}")
    lines = [f"# Map of {served.name}", "", "Files with their tokens.", ""]
    for directory, files in sorted(found.items()):
        lines += [f"## {shown_path(directory)}/" if directory else "## ./", "", *files, ""]
    return "\n".join(lines)
