"""The tables of contents in Sphinx' documents, reStructuredText and MyST alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from ctxbuild.languages.headings import SCANNERS
from ctxbuild.languages.plain import title_text
from ctxbuild.model import NavItem
from ctxbuild.readers.nav.project_files import (
    ProjectFiles,
    ProjectNavigation,
    joined,
    without_ending,
)

_SETTING = r"^{}\s*=\s*[rRuU]?(['\"])(.{{1,200}}?)\1"
_DIRECTIVE = re.compile(r"([ \t]*)\.\.[ \t]+toctree::\s*$")
_FENCE = re.compile(r"([ \t]*)(`{3,}|~{3,}|:{3,})\{toctree\}\s*$")
_OPTION = re.compile(r"[ \t]*:([\w-]+):?[ \t]*(.*)")
_TITLED = re.compile(r"(.+?)\s*<([^<>]+)>$")
_MOST_PAGES = 20_000
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class _Tree:
    caption: str
    entries: tuple[tuple[str, str], ...]
    is_glob: bool


def read_sphinx(path: str, files: ProjectFiles) -> ProjectNavigation | None:
    """Read the navigation of the documents beside a ``conf.py``."""
    settings = files.text(path) or ""
    root = path.rpartition("/")[0]
    first = _setting(settings, "root_doc") or _setting(settings, "master_doc") or "index"
    start = files.page(joined(root, first))
    if not start:
        return None
    items = _Walk(root, files).items(start, 0)
    return ProjectNavigation(
        "conf.py", root, (NavItem("", start), *items), _setting(settings, "project")
    )


def _setting(settings: str, name: str) -> str:
    found = re.search(_SETTING.format(name), settings, re.M)
    return found[2] if found is not None else ""


class _Walk:
    """Follows tables of contents; each page is entered once."""

    def __init__(self, root: str, files: ProjectFiles) -> None:
        self._root, self._files = root, files
        self._seen: set[str] = set()

    def items(self, page: str, depth: int) -> tuple[NavItem, ...]:
        """Return what the tables of a page lead to."""
        self._seen.add(page)
        if depth > _DEEPEST or len(self._seen) > _MOST_PAGES:
            return ()
        trees = list(toctrees(self._files.text(page) or "", page))
        found: list[NavItem] = []
        for tree in trees:
            inner = tuple(self._entries(tree, page, depth))
            if tree.caption and inner and (len(trees) > 1 or depth == 0):
                found.append(NavItem(tree.caption, "", inner))
            else:
                found += inner
        return tuple(found)

    def _entries(self, tree: _Tree, page: str, depth: int) -> Iterator[NavItem]:
        home = page.rpartition("/")[0]
        for title, target in tree.entries:
            base = self._root if target.startswith("/") else home
            path = joined(base, target.lstrip("/"))
            matching = tree.is_glob and any(mark in target for mark in "*?[")
            pages = self._matching(path) if matching else [self._files.page(path)]
            for each in pages:
                if each and each not in self._seen:
                    yield NavItem(title, each, self.items(each, depth + 1))

    def _matching(self, pattern: str) -> list[str]:
        pages = self._files.below(self._root)
        return sorted(page for page in pages if fnmatchcase(without_ending(page), pattern))


def toctrees(text: str, path: str) -> Iterator[_Tree]:
    """Yield the tables of contents of a document, each called after its heading if it can be."""
    lines = text.split("\n")
    headings = _headings(text, path)
    for number, line in enumerate(lines):
        fence = _FENCE.match(line)
        if fence is not None or _DIRECTIVE.match(line):
            indent = len(line) - len(line.lstrip())
            closing = fence[2] if fence is not None else ""
            yield _tree(lines[number + 1 :], indent, closing, headings.get(number, ""))


def _tree(lines: list[str], indent: int, closing: str, heading: str) -> _Tree:
    caption, is_glob = heading, False
    entries: list[tuple[str, str]] = []
    in_options = False
    for line in lines:
        if closing and line.strip() == "---" and not entries:
            in_options = not in_options
            continue
        line = f":{line.strip()}" if in_options else line
        if closing and line.strip().startswith(closing):
            break
        if not line.strip():
            continue
        if not closing and len(line) - len(line.lstrip()) <= indent:
            break
        option = _OPTION.match(line)
        if option is not None and not entries:
            caption = option[2].strip() if option[1] == "caption" else caption
            is_glob = is_glob or option[1] == "glob"
            continue
        titled = _TITLED.fullmatch(line.strip())
        title, target = (titled[1], titled[2]) if titled is not None else ("", line.strip())
        if "://" not in target and target not in ("self", "genindex", "modindex", "search"):
            entries.append((title, target))
    return _Tree(caption, tuple(entries), is_glob)


def _headings(text: str, path: str) -> dict[int, str]:
    """Return for each line the heading of the second level or below that it stands under."""
    scan = SCANNERS["rst" if path.endswith((".rst", ".txt")) else "markdown"]
    data = text.encode()
    found: dict[int, str] = {}
    marks = [(data.count(b"\n", 0, h.start), h.level, h.title) for h in scan(data)]
    current = ""
    place = 0
    for line in range(text.count("\n") + 1):
        while place < len(marks) and marks[place][0] <= line:
            current = title_text(marks[place][2]) if marks[place][1] > 1 else ""
            place += 1
        if current:
            found[line] = current
    return found
