"""Seeded changes of a source, and what they do to the lines that a page of a wiki cites."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

CITATION = re.compile(r"`([^`\n]+):(\d+)(?:-(\d+))?`")
DEFINES = re.compile(
    r"^\s*(?:export |default |pub(?:\(\w+\))? |async |abstract |unsafe |const )*"
    r"(?:def|class|func|fn|function|struct|enum|trait|interface|type)\s+(?:\([^)]*\)\s*)?(\w{3,})"
)
IMPORTS = re.compile(r"\bfrom\s+[\"'.\w]|\bimport\b|^\s*(?:pub )?(?:use|mod)\s|^\s*\"[\w./-]+\"$")
COMMENT = {".py": "#", ".go": "//", ".ts": "//", ".tsx": "//", ".rs": "//", ".js": "//"}
CODE = tuple(COMMENT)


class UnfitError(Exception):
    """A mutation finds nothing to change in this repository."""


@dataclass(frozen=True, order=True)
class Place:
    """Lines of a file that a page cites, counted from 1, the last included."""

    path: str
    first: int
    last: int


def lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8", errors="replace").split("\n")


def write(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join(lines), encoding="utf-8", newline="")


def pages_of(wiki: Path) -> dict[str, Path]:
    return {p.stem: p for p in sorted(wiki.glob("*.md"))}


def cited(page: Path, tree: Path) -> list[Place]:
    """Return what a page cites, as its Markdown says, of files that the tree has."""
    body = page.read_text(encoding="utf-8")
    places = {Place(m[1], int(m[2]), int(m[3] or m[2])) for m in CITATION.finditer(body)}
    return sorted(p for p in places if (tree / p.path).is_file())


def all_cited(wiki: Path, tree: Path) -> dict[str, list[Place]]:
    return {slug: cited(page, tree) for slug, page in pages_of(wiki).items()}


def stripped(lines: list[str]) -> list[str]:
    return [line.rstrip() for line in lines]


def state(place: Place, before: Path, after: Path) -> str:
    """Say what became of cited lines: same, moved, changed or gone."""
    if not (after / place.path).is_file():
        return "gone"
    was = stripped(lines_of(before / place.path))[place.first - 1 : place.last]
    now = stripped(lines_of(after / place.path))
    if now[place.first - 1 : place.last] == was:
        return "same"
    size = len(was)
    found = any(now[i : i + size] == was for i in range(len(now) - size + 1))
    return "moved" if found else "changed"


ORDER = ["same", "moved", "changed", "gone"]


def expectation(wiki: Path, before: Path, after: Path) -> dict[str, str]:
    """Return the worst that became of what each page cites, where it is not the same."""
    result = {}
    for slug, places in all_cited(wiki, before).items():
        worst = max((state(p, before, after) for p in places), key=ORDER.index, default="same")
        if names_a_lost_file(wiki / f"{slug}.md", before, after):
            worst = "gone"
        if worst != "same":
            result[slug] = worst
    return result


def names_a_lost_file(page: Path, before: Path, after: Path) -> bool:
    spans = set(re.findall(r"`([^`\n]+)`", page.read_text(encoding="utf-8")))
    return any("." in s and (before / s).is_file() and not (after / s).is_file() for s in spans)


# Mutations of a source. Each gets the tree, the places that pages cite, and a seeded generator.

Change = Callable[[Path, list[Place], random.Random], str]


def pick(places: list[Place], rng: random.Random, fits: Callable[[Place], bool]) -> Place:
    fitting = [p for p in places if fits(p)]
    if not fitting:
        raise UnfitError
    return rng.choice(fitting)


def definition(tree: Path, place: Place) -> re.Match[str] | None:
    if not place.path.endswith(CODE):
        return None
    return DEFINES.match(lines_of(tree / place.path)[place.first - 1])


def a_definition(tree: Path, places: list[Place], rng: random.Random) -> tuple[Place, str]:
    place = pick(places, rng, lambda p: bool(definition(tree, p)))
    match = definition(tree, place)
    assert match
    return place, match[1]


def extent(lines: list[str], first: int) -> int:
    """Return the last line of a definition that begins at a line, by indentation (both from 0)."""
    depth = len(lines[first]) - len(lines[first].lstrip())
    last = first
    for n in range(first + 1, len(lines)):
        if lines[n].strip() and len(lines[n]) - len(lines[n].lstrip()) <= depth:
            return n if lines[n].strip()[0] in ")}]" else last
        if lines[n].strip():
            last = n
    return last


def rename_definition(tree: Path, places: list[Place], rng: random.Random) -> str:
    place, name = a_definition(tree, places, rng)
    lines = lines_of(tree / place.path)
    n = place.first - 1
    lines[n] = re.sub(rf"\b{name}\b", name + "Renamed", lines[n], count=1)
    write(tree / place.path, lines)
    return f"{place.path}:{place.first} {name}"


def rename_everywhere(tree: Path, places: list[Place], rng: random.Random) -> str:
    place, name = a_definition(tree, places, rng)
    for path in sorted(tree.rglob("*")):
        if path.suffix in CODE and path.is_file() and ".git" not in path.parts:
            text = path.read_text(encoding="utf-8", errors="surrogateescape")
            new = re.sub(rf"\b{name}\b", name + "Renamed", text)
            if new != text:
                path.write_text(new, encoding="utf-8", errors="surrogateescape", newline="")
    return f"{place.path}:{place.first} {name}"


def blank_lines(tree: Path, places: list[Place], rng: random.Random) -> str:
    place, name = a_definition(tree, places, rng)
    lines = lines_of(tree / place.path)
    n = place.first - 1
    lines[n:n] = ["", "", ""]
    write(tree / place.path, lines)
    return f"above {place.path}:{place.first} {name}"


def comment_on_top(tree: Path, places: list[Place], rng: random.Random) -> str:
    place, _ = a_definition(tree, places, rng)
    lines = lines_of(tree / place.path)
    lines.insert(0, COMMENT[Path(place.path).suffix] + " A remark that says nothing.")
    write(tree / place.path, lines)
    return place.path


def move_down(tree: Path, places: list[Place], rng: random.Random) -> str:
    place, name = a_definition(tree, places, rng)
    lines = lines_of(tree / place.path)
    block = cut(lines, place.first - 1)
    write(tree / place.path, [*lines, *block, ""])
    return f"{place.path}:{place.first} {name}"


def cut(lines: list[str], first: int) -> list[str]:
    last = extent(lines, first)
    block = lines[first : last + 1]
    del lines[first : last + 1]
    return block


def move_elsewhere(tree: Path, places: list[Place], rng: random.Random) -> str:
    place, name = a_definition(tree, places, rng)
    suffix = Path(place.path).suffix
    other = pick(places, rng, lambda p: p.path.endswith(suffix) and p.path != place.path)
    lines = lines_of(tree / place.path)
    block = cut(lines, place.first - 1)
    write(tree / place.path, lines)
    write(tree / other.path, [*lines_of(tree / other.path), "", *block, ""])
    return f"{place.path}:{place.first} {name} to {other.path}"


def delete_definition(tree: Path, places: list[Place], rng: random.Random) -> str:
    place, name = a_definition(tree, places, rng)
    lines = lines_of(tree / place.path)
    cut(lines, place.first - 1)
    write(tree / place.path, lines)
    return f"{place.path}:{place.first} {name}"


def delete_file(tree: Path, places: list[Place], rng: random.Random) -> str:
    place = pick(places, rng, lambda p: p.path.endswith(CODE))
    (tree / place.path).unlink()
    return place.path


def rename_file(tree: Path, places: list[Place], rng: random.Random) -> str:
    place = pick(places, rng, lambda p: p.path.endswith(CODE))
    path = tree / place.path
    path.rename(path.with_name("renamed_" + path.name))
    return place.path


def change_token(tree: Path, places: list[Place], rng: random.Random) -> str:
    place = pick(places, rng, lambda p: p.path.endswith(CODE) and p.last > p.first)
    lines = lines_of(tree / place.path)
    choices = [n for n in range(place.first - 1, place.last) if re.search(r"\w{2,}", lines[n])]
    if not choices:
        raise UnfitError
    n = rng.choice(choices)
    match = rng.choice(list(re.finditer(r"\w{2,}", lines[n])))
    lines[n] = lines[n][: match.start()] + match[0] + "x" + lines[n][match.end() :]
    write(tree / place.path, lines)
    return f"{place.path}:{n + 1} {match[0]}"


def change_documentation(tree: Path, places: list[Place], rng: random.Random) -> str:
    def documented(place: Place) -> list[int]:
        lines = lines_of(tree / place.path)[place.first - 1 : place.last]
        return [
            place.first - 1 + n
            for n, line in enumerate(lines)
            if re.match(r"\s*(?:///?|//!|\*|\"\"\"|#)\s*\w+", line)
        ]

    place = pick(places, rng, lambda p: p.path.endswith(CODE) and bool(documented(p)))
    n = rng.choice(documented(place))
    lines = lines_of(tree / place.path)
    lines[n] = lines[n].replace(" ", " really ", 1) if " " in lines[n].strip() else lines[n] + " x"
    write(tree / place.path, lines)
    return f"{place.path}:{n + 1}"


def change_import(tree: Path, places: list[Place], rng: random.Random) -> str:
    def imports(p: Place) -> bool:
        line = lines_of(tree / p.path)[p.first - 1]
        return p.path.endswith(CODE) and bool(IMPORTS.search(line))

    place = pick(places, rng, imports)
    lines = lines_of(tree / place.path)
    n = place.first - 1
    words = [m for m in re.finditer(r"\w{3,}", lines[n]) if m[0] not in NOT_TARGETS]
    if not words:
        raise UnfitError
    match = words[0]
    lines[n] = lines[n][: match.start()] + "other" + match[0] + lines[n][match.end() :]
    write(tree / place.path, lines)
    return f"{place.path}:{n + 1} {lines[n].strip()}"


NOT_TARGETS = {"import", "from", "use", "pub", "mod", "type", "crate", "super", "self"}


def swap_definitions(tree: Path, places: list[Place], rng: random.Random) -> str:
    place, name = a_definition(tree, places, rng)
    lines = lines_of(tree / place.path)
    depth = re.match(r"\s*", lines[place.first - 1])
    assert depth
    heads = [
        n
        for n, line in enumerate(lines)
        if DEFINES.match(line)
        and re.match(r"\s*", line)[0] == depth[0]  # type: ignore[index]
        and n > extent(lines, place.first - 1)
    ]
    if not heads:
        raise UnfitError
    other = rng.choice(heads)
    second = cut(lines, other)
    first = cut(lines, place.first - 1)
    other -= len(first)
    lines[other:other] = first
    lines[place.first - 1 : place.first - 1] = second
    write(tree / place.path, lines)
    return f"{place.path}:{place.first} {name} with line {other + 1}"


def trailing_space(tree: Path, places: list[Place], rng: random.Random) -> str:
    place = pick(places, rng, lambda p: p.path.endswith(CODE))
    lines = lines_of(tree / place.path)
    lines[place.first - 1 : place.last] = [
        line + "  \t" for line in lines[place.first - 1 : place.last]
    ]
    write(tree / place.path, lines)
    return f"{place.path}:{place.first}"


def carriage_returns(tree: Path, places: list[Place], rng: random.Random) -> str:
    place = pick(places, rng, lambda p: p.path.endswith(CODE))
    write(tree / place.path, [line + "\r" for line in lines_of(tree / place.path)])
    return place.path


def indent(tree: Path, places: list[Place], rng: random.Random) -> str:
    place = pick(places, rng, lambda p: p.path.endswith(CODE))
    lines = lines_of(tree / place.path)
    lines[place.last - 1] = " " + lines[place.last - 1]
    write(tree / place.path, lines)
    return f"{place.path}:{place.last}"


def change_uncited(tree: Path, places: list[Place], rng: random.Random) -> str:
    place = pick(places, rng, lambda p: p.path.endswith(CODE))
    lines = lines_of(tree / place.path)
    taken = {n for p in places if p.path == place.path for n in range(p.first - 1, p.last)}
    free = [n for n in range(len(lines)) if n not in taken and re.search(r"\w{4,}", lines[n])]
    if not free:
        raise UnfitError
    n = rng.choice(free)
    lines[n] = re.sub(r"\w{4,}", "altered", lines[n], count=1)
    write(tree / place.path, lines)
    return f"{place.path}:{n + 1}"


def duplicate(tree: Path, places: list[Place], rng: random.Random) -> str:
    place, name = a_definition(tree, places, rng)
    lines = lines_of(tree / place.path)
    n = place.first - 1
    lines[n:n] = [*lines[n : extent(lines, n) + 1], ""]
    write(tree / place.path, lines)
    return f"{place.path}:{place.first} {name} twice"


def add_file(tree: Path, places: list[Place], rng: random.Random) -> str:
    place = pick(places, rng, lambda p: p.path.endswith(CODE))
    new = (tree / place.path).with_name("brand_new" + Path(place.path).suffix)
    shutil.copy(tree / place.path, new)
    return str(new.relative_to(tree))


def edit_cited_line(*names: str) -> Change:
    def change(tree: Path, places: list[Place], rng: random.Random) -> str:
        place = pick(places, rng, lambda p: any(re.search(n, p.path) for n in names))
        lines = lines_of(tree / place.path)
        n = place.first - 1
        lines[n] = re.sub(r"(\w{2,})(?!.*\w{2,})", r"\1zz", lines[n], count=1)
        write(tree / place.path, lines)
        return f"{place.path}:{n + 1} {lines[n].strip()[:60]}"

    return change


def drop_head(tree: Path, places: list[Place], rng: random.Random) -> str:
    place = pick(places, rng, lambda p: p.path.endswith(CODE) and p.first > 3)
    lines = lines_of(tree / place.path)
    write(tree / place.path, lines[: place.first - 1])
    return f"{place.path} ends before line {place.first}"


SOURCE: dict[str, Change] = {
    "rename at its definition": rename_definition,
    "rename everywhere": rename_everywhere,
    "blank lines above": blank_lines,
    "comment on top": comment_on_top,
    "move within the file": move_down,
    "move to another file": move_elsewhere,
    "delete a definition": delete_definition,
    "delete a file": delete_file,
    "rename a file": rename_file,
    "a token in cited lines": change_token,
    "documentation in cited lines": change_documentation,
    "an import's target": change_import,
    "swap two definitions": swap_definitions,
    "white space at ends": trailing_space,
    "carriage returns": carriage_returns,
    "indentation": indent,
    "a line nobody cites": change_uncited,
    "a definition twice": duplicate,
    "a new file": add_file,
    "README": edit_cited_line(r"^README"),
    "manifest": edit_cited_line(r"(pyproject\.toml|package\.json|go\.mod|Cargo\.toml)$"),
    "CI command": edit_cited_line(r"^\.github/"),
    "truncate a file": drop_head,
}
