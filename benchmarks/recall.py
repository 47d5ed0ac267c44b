"""What a text shows of a change: files, signatures, bodies, edited lines.

Any text can be judged, whatever wrote it. Lines are compared without white
space; numbers, bars and ellipses that a tool puts before a line are looked
past. A line is *distinctive* when it stands once in the whole repository:
where the text has it, it has that place of the source. For all other lines,
a short line of the text that holds a path of the repository and little else
is taken for the heading of a section, and a line counts when it stands in its
file's section beside a line that is its neighbour in the source too.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from cases import Case, Function

from ctxbuild.model import Lines

MEASURES = ("file", "signature", "body", "all", "edited")
"""In the order of tables; each a share from 0 to 1, or nothing where a case has none of it."""

BODY_SHARE = 0.6
"""Share of a body's distinctive lines from which on it counts as shown."""
LEAST_DISTINCTIVE = 6
"""Characters without white space; shorter lines are braces and keywords."""
LEAST_EDITED = 4
LEAST_KEY = 16
"""Characters of a declaration by which it is found; the first line and what follows."""
_MOST_FILE_BYTES = 4_000_000
_ENOUGH_DISTINCTIVE = 2
_ENOUGH_SHARE = 1 / 3
"""Number and share of a body's lines that must be distinctive for the body to be known by them.

Where copies are kept (a ``dist`` directory, a vendored twin), hardly a line is.
"""

_SPACE = {ord(character): None for character in " \t\r\f\v\u00a0"}
_TAIL = "{:;,"
_GUTTER = re.compile(r"\s*(?:\d{1,6}\s*[|:│\t→]\s?|\d{1,6}\s{2,}|[│|⋮…+]\s?)")
_PATH = re.compile(r"[\w@\-./+\[\]()$]+")
_HEADING_REST = 60
"""Characters beside the path in a heading."""
_LONGEST_HEADING = 300

Place = tuple[str, str]
"""A line and the one that follows it, both without white space; blank lines do not count."""


@dataclass(frozen=True, slots=True)
class _Body:
    """The lines of one function's body by which it is recognised.

    ``distinctive`` is empty where there are too few of them; then ``places`` count.
    """

    path: str
    key: str
    key_is_unique: bool
    distinctive: tuple[str, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class _Edited:
    path: str
    line: str
    is_unique: bool
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """What has to be shown for a case, and how it is recognised."""

    paths: frozenset[str]
    files: Mapping[str, frozenset[str]]
    functions: tuple[_Body, ...]
    edited: tuple[_Edited, ...]


class Shown:
    """A text, indexed for what it shows of a repository with these paths."""

    def __init__(self, text: str, paths: frozenset[str]) -> None:
        self.flat = text.translate(_SPACE).replace("\n", "")
        self.lines: set[str] = set()
        self.sections: dict[str, list[str]] = {}
        current: list[str] = []
        for line in text.split("\n"):
            heading = _heading(line, paths)
            if heading is not None:
                current = self.sections.setdefault(heading, [])
                current.append("")
            forms = _forms(line)
            self.lines.update(forms)
            current.append(forms[-1])
        self._places: dict[str, set[Place]] = {}

    def places(self, path: str) -> set[Place]:
        """Return the pairs of neighbouring lines in the section of a path."""
        if path not in self._places:
            rows = [line for line in self.sections.get(path, ()) if line]
            self._places[path] = set(pairwise(rows))
        return self._places[path]


def plain(line: str) -> str:
    """Return a line as it is compared: no white space, no entities, no opener at its end."""
    text = html.unescape(line) if "&" in line else line
    return text.translate(_SPACE).rstrip(_TAIL)


def target_of(case: Case, tree: Path, paths: Sequence[str]) -> Target:
    """Return what has to be shown for a case.

    Args:
        case: its files and functions stand in ``tree``.
        tree: a work tree at the base of the case.
        paths: all files of the tree.

    """
    sources = {path: _rows(tree / path) for path in case.files}
    keys = {each: _key(sources[each.path], each) for each in case.functions}
    wanted = {plain(line) for rows in sources.values() for line in rows}
    lines, spans = _occurrences(tree, paths, wanted, set(keys.values()))
    once = frozenset(line for line, count in lines.items() if count == 1)
    return Target(
        frozenset(paths),
        {path: _distinctive(rows, once) for path, rows in sources.items()},
        tuple(_body(each, sources[each.path], once, keys[each], spans) for each in case.functions),
        tuple(
            edited
            for path, numbers in case.files.items()
            for edited in _edited(path, sources[path], numbers, once)
        ),
    )


def score(target: Target, text: str) -> dict[str, float | None]:
    """Return the share of each measure that a text shows; ``None`` where there is nothing to show.

    ``all`` is 1 when every body is shown, else 0.
    """
    shown = Shown(text, target.paths)
    files = [_file_is_shown(shown, path, lines) for path, lines in target.files.items()]
    bodies = [_body_is_shown(shown, body) for body in target.functions]
    signatures = [
        has_body or is_declared(shown, each.path, each.key, unique=each.key_is_unique)
        for each, has_body in zip(target.functions, bodies, strict=True)
    ]
    edited = [_line_is_shown(shown, line) for line in target.edited]
    return {
        "file": _share(files),
        "signature": _share(signatures),
        "body": _share(bodies),
        "all": float(all(bodies)) if bodies else None,
        "edited": _share(edited),
    }


def declaration_key(rows: Sequence[str], head: Lines) -> str:
    """Return the beginning of a declaration in one piece, without white space.

    Args:
        rows: the lines of the file.
        head: the first and the last line of the declaration.

    """
    key = ""
    for row in rows[head[0] - 1 : head[1]]:
        key += row.translate(_SPACE)
        if len(key) >= LEAST_KEY:
            break
    return key.rstrip(_TAIL)


def is_declared(shown: Shown, path: str, key: str, *, unique: bool) -> bool:
    """Return whether a declaration is shown: anywhere if it is unique, else in its section."""
    if unique:
        return bool(key) and key in shown.flat
    return any(_opens(line, key) for line in shown.sections.get(path, ()))


def _opens(line: str, key: str) -> bool:
    """Return whether a line of a section begins a declaration, long enough to mean it."""
    if len(line) >= len(key):
        return line.startswith(key)
    return len(line) >= LEAST_DISTINCTIVE and key.startswith(line)


def _heading(line: str, paths: frozenset[str]) -> str | None:
    """Return the path that a line is the heading of, if it is one."""
    if not 2 < len(line) < _LONGEST_HEADING or ("/" not in line and "." not in line):
        return None
    room = len(line.strip()) - _HEADING_REST
    word: str
    for word in _PATH.findall(line):
        bare = word.strip(".:()[],")
        for path in (word, bare, bare.removeprefix("./")):
            if path in paths and len(path) >= room:
                return path
    return None


def _forms(line: str) -> tuple[str, ...]:
    """Return a line as it is compared, and in a second form without what stands before it."""
    gutter = _GUTTER.match(line)
    return (plain(line), plain(line[gutter.end() :])) if gutter else (plain(line),)


def _rows(path: Path) -> list[str]:
    return path.read_bytes().decode("utf-8", "replace").split("\n")


def _key(rows: Sequence[str], function: Function) -> str:
    return declaration_key(rows, function.head)


def key_counts(tree: Path, paths: Sequence[str], keys: Collection[str]) -> Counter[str]:
    """Count how often beginnings of declarations stand in the files of a tree."""
    return _occurrences(tree, paths, frozenset(), frozenset(keys))[1]


def _occurrences(
    tree: Path, paths: Sequence[str], lines: Collection[str], keys: Collection[str]
) -> tuple[Counter[str], Counter[str]]:
    """Count how often lines and declarations stand in the files of a tree."""
    seen: Counter[str] = Counter()
    spans: Counter[str] = Counter()
    for path in paths:
        text = _text(tree / path)
        rows = [plain(row) for row in text.split("\n")] if "&" in text else _plain_rows(text)
        seen.update(row for row in rows if row in lines)
        flat = text.translate(_SPACE).replace("\n", "") if keys else ""
        spans.update({key: flat.count(key) for key in keys if key in flat})
    return seen, spans


def _plain_rows(text: str) -> list[str]:
    return [row.rstrip(_TAIL) for row in text.translate(_SPACE).split("\n")]


def _text(path: Path) -> str:
    """Return the text of a regular file that is neither large nor binary, else nothing."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size > _MOST_FILE_BYTES:
        return ""
    data = path.read_bytes()
    return "" if b"\0" in data[:8000] else data.decode("utf-8", "replace")


def _distinctive(rows: Iterable[str], once: frozenset[str]) -> frozenset[str]:
    lines = map(plain, rows)
    return frozenset(line for line in lines if len(line) >= LEAST_DISTINCTIVE and line in once)


def _body(
    function: Function,
    rows: Sequence[str],
    once: frozenset[str],
    key: str,
    spans: Mapping[str, int],
) -> _Body:
    first, last = function.body
    lines = [line for row in rows[first - 1 : last] if (line := plain(row))]
    distinctive = [line for line in lines if len(line) >= LEAST_DISTINCTIVE and line in once]
    above = [line for row in rows[: first - 1] if (line := plain(row))][-1:]
    places = tuple(pairwise([*above, *lines]))
    is_unique = len(key) >= LEAST_DISTINCTIVE and spans.get(key, 0) == 1
    enough = max(_ENOUGH_DISTINCTIVE, _ENOUGH_SHARE * len(lines))
    known_by = tuple(distinctive) if len(distinctive) >= enough else ()
    return _Body(function.path, key, is_unique, known_by, places)


def _edited(
    path: str, rows: Sequence[str], numbers: Iterable[int], once: frozenset[str]
) -> list[_Edited]:
    """Return the edited lines that say something, with their neighbours in the source."""
    lines = [plain(row) for row in rows]
    found = []
    for number in numbers:
        line = lines[number - 1] if number <= len(lines) else ""
        if len(line) >= LEAST_EDITED:
            before = next((each for each in reversed(lines[: number - 1]) if each), "")
            after = next((each for each in lines[number:] if each), "")
            found.append(_Edited(path, line, line in once, ((before, line), (line, after))))
    return found


def _file_is_shown(shown: Shown, path: str, lines: frozenset[str]) -> bool:
    if lines:
        return not shown.lines.isdisjoint(lines)
    return any(len(line) >= LEAST_DISTINCTIVE for line in shown.sections.get(path, ()))


def _body_is_shown(shown: Shown, body: _Body) -> bool:
    if body.distinctive:
        hits = sum(line in shown.lines for line in body.distinctive)
        return hits >= BODY_SHARE * len(body.distinctive)
    there = shown.places(body.path)
    hits = sum(place in there for place in body.places)
    return bool(body.places) and hits >= BODY_SHARE * len(body.places)


def _line_is_shown(shown: Shown, edited: _Edited) -> bool:
    if edited.is_unique and len(edited.line) >= LEAST_DISTINCTIVE:
        return edited.line in shown.lines
    there = shown.places(edited.path)
    return any(place in there for place in edited.places)


def _share(hits: Sequence[bool]) -> float | None:
    return sum(hits) / len(hits) if hits else None
