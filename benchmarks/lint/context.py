"""What a labeller is shown around a finding: enough to judge it without the source at hand."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ctxbuild.cache import Cache
from ctxbuild.jobs.relevance import outlines_of
from ctxbuild.model import Corpus, Document
from ctxbuild.verify.findings import Finding
from ctxbuild.verify.lint.pages import read_page

WIDEST = 400
"""Characters of a line that are shown."""
FIRST_LINES = 40
WHOLE_PAGE = 160
"""Lines of a page that is shown whole."""
MOST_NAMES = 60
"""Names of files, headings or definitions in a list."""
AROUND = 12
"""Lines before and after a finding."""

_WORD = re.compile(r"[A-Za-z]{3,}")


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding's document, and what else its context is made of."""

    finding: Finding
    document: Document
    text: str
    corpus: Corpus
    cache: Cache

    @property
    def lines(self) -> list[str]:
        """The document's lines."""
        return self.text.split("\n")


def context(finding: Finding, corpus: Corpus, cache: Cache, location: str) -> str:
    """Return what is shown of a finding.

    Args:
        finding: what a rule found.
        corpus: the source that it was found in.
        cache: remembers outlines.
        location: a directory where pages lie that no document was made of.

    """
    document = next((d for d in corpus.documents if d.id == finding.path), None)
    if document is None:
        return _raw(Path(location) / finding.path)
    shown = Shown(finding, document, document.text(), corpus, cache)
    parts = (part(shown) for part in PARTS.get(finding.rule, (_size, _section)))
    return "\n\n".join(part for part in parts if part)


def _raw(path: Path) -> str:
    if not path.is_file():
        return ""
    return "THE PAGE AS IT IS\n" + path.read_text(encoding="utf-8", errors="replace")[:6000]


def _numbered(lines: Sequence[str], first: int, last: int, at: int = 0) -> Iterator[str]:
    for number in range(max(first, 1), min(last, len(lines)) + 1):
        mark = ">" if number == at else " "
        yield f"{mark}{number:5} {lines[number - 1][:WIDEST]}"


def _around(shown: Shown, before: int = AROUND, after: int = AROUND) -> str:
    line = shown.finding.line
    rows = _numbered(shown.lines, line - before, line + after, line)
    return "LINES AROUND\n" + "\n".join(rows)


def _section(shown: Shown) -> str:
    """Lines around, from the heading above where that is further up."""
    line = shown.finding.line
    above = [n for n, _ in _headings(shown) if n <= line]
    before = min(max(line - above[-1] if above else AROUND, AROUND), 3 * AROUND)
    trail = f"SECTION BEGINS ON LINE {above[-1]}\n\n" if above else ""
    return trail + _around(shown, before, AROUND)


def _widely(shown: Shown) -> str:
    return _around(shown, 2 * AROUND, 2 * AROUND)


def _first(shown: Shown) -> str:
    return "FIRST LINES\n" + "\n".join(_numbered(shown.lines, 1, FIRST_LINES))


def _whole(shown: Shown) -> str:
    return "ITS TEXT\n" + "\n".join(_numbered(shown.lines, 1, WHOLE_PAGE))


def _size(shown: Shown) -> str:
    lines = len(shown.lines)
    return f"SIZE {len(shown.text):,} characters, {lines:,} lines; {shown.document.language}"


def _headings(shown: Shown) -> list[tuple[int, str]]:
    document = shown.document
    page = read_page(document.id, document.language, shown.text, built=document.page is not None)
    return [
        (block.lines[0], f"{'#' * block.level} {block.text}")
        for block in page.blocks
        if block.kind == "heading"
    ]


def _outline(shown: Shown) -> str:
    return _listed("HEADINGS", [f"{line:6} {text}" for line, text in _headings(shown)], 120)


def _listed(title: str, names: Sequence[str], most: int = MOST_NAMES) -> str:
    more = [f"… and {len(names) - most} more"] if len(names) > most else []
    return "\n".join([f"{title} ({len(names)})", *names[:most], *more])


def _language_set(shown: Shown) -> str:
    """Lines that set a language for what follows, in reStructuredText and AsciiDoc."""
    found = [
        f"{number:6} {line[:WIDEST]}"
        for number, line in enumerate(shown.lines, 1)
        if re.search(r"\bhighlight::|:source-language:|highlight_language", line)
    ]
    return _listed("LINES THAT SET A LANGUAGE", found)


def _files_like(shown: Shown) -> str:
    """Files of the source that the words of a link could mean."""
    message = shown.finding.message + " " + shown.finding.excerpt
    targets = re.findall(r"[\w.-]*[\w-]{3}[\w.-]*", message)
    stems = {posixpath.splitext(each.lower())[0] for each in targets}
    names = [d.id for d in shown.corpus.documents] + [s.id for s in shown.corpus.skipped]
    alike = [
        name
        for name in sorted(names)
        if posixpath.splitext(posixpath.basename(name.lower()))[0] in stems
        or posixpath.basename(posixpath.dirname(name.lower())) in stems
    ]
    return _listed("FILES AND DIRECTORIES OF THE SOURCE NAMED LIKE IT", alike)


def _siblings(shown: Shown) -> str:
    directory = posixpath.dirname(shown.document.id)
    names = [d.id for d in shown.corpus.documents if posixpath.dirname(d.id) == directory]
    return _listed("FILES BESIDE IT", names)


def _definitions(shown: Shown) -> str:
    documents = shown.corpus.documents
    index = documents.index(shown.document)
    outline = outlines_of(documents, [index], shown.cache, lambda *_: None).get(index)
    symbols = outline.symbols if outline is not None else ()
    lines = [
        f"{symbol.head[0]:6} {symbol.kind} {symbol.name}{'' if symbol.exported else ' (private)'}"
        for symbol in symbols
    ]
    return _listed("DEFINITIONS", lines)


def _tests(shown: Shown) -> str:
    """Tests of the source, those whose path has words of the module's first."""
    words = set(_WORD.findall(shown.document.path.lower()))
    tests = [d.id for d in shown.corpus.documents if d.role == "test" and d.kind == "code"]
    tests.sort(key=lambda name: (-len(words & set(_WORD.findall(name.lower()))), name))
    return _listed("TESTS OF THE SOURCE, NEAREST FIRST", tests)


def _users(shown: Shown) -> str:
    """Lines of other files that say the module's name."""
    stem = posixpath.basename(shown.document.path).partition(".")[0]
    said = re.compile(rf"\b{re.escape(stem)}\b")
    found = []
    for document in shown.corpus.documents:
        if document.kind == "code" and document.content and document.id != shown.document.id:
            hits = [line.strip()[:120] for line in document.text().split("\n") if said.search(line)]
            found += [f"{document.role} {document.id}: {line}" for line in hits[:2]]
    return _listed(f"LINES OF OTHER SOURCE FILES THAT SAY “{stem}”", found, 30)


Part = Callable[[Shown], str]
PARTS: dict[str, tuple[Part, ...]] = {
    "CODE-001": (_language_set, _around),
    "CODE-003": (_widely,),
    "EX-001": (_size, _outline, _whole),
    "GUI-001": (_widely,),
    "HEAD-001": (_size, _outline, _around),
    "LINK-002": (_files_like, _around),
    "PAGE-001": (_size, _outline, _first),
    "PAGE-002": (_size, _outline, _first),
    "REF-001": (_outline, _around),
    "SRC-001": (_size, _definitions, _siblings, _whole),
    "SRC-002": (_definitions, _siblings, _tests, _users, _first),
    "SRC-003": (_size, _definitions, _first),
    "TAB-001": (_widely,),
}
"""Rule → what is shown; of others the section."""
