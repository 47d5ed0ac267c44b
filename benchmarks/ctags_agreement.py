"""Compare ctxbuild's outlines with Universal Ctags on a code base, in both directions.

Run ``python benchmarks/ctags_agreement.py LANGUAGE DIR`` (``--sample N`` for
more examples of differences). A definition agrees when the other side has one
of the same name and class of kind whose line lies in its head. What only one
side claims to list (locals, parameters, imports) is left out of both.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from ctxbuild.languages.outline import outline
from ctxbuild.languages.table import language_of
from ctxbuild.model import Symbol

CALLABLE, TYPE, VALUE, MODULE, MACRO = "callable", "type", "value", "module", "macro"

OURS = {
    "function": CALLABLE,
    "method": CALLABLE,
    "class": TYPE,
    "struct": TYPE,
    "union": TYPE,
    "interface": TYPE,
    "trait": TYPE,
    "enum": TYPE,
    "type": TYPE,
    "impl": TYPE,
    "constant": VALUE,
    "variable": VALUE,
    "field": VALUE,
    "module": MODULE,
    "macro": MACRO,
}
"""Our kind → class of kinds that is compared."""


@dataclass(frozen=True, slots=True)
class Peer:
    """How ctags sees a language: its name, the kinds asked for, and what each is."""

    name: str
    kinds: dict[str, str]
    classes: frozenset[str]
    """Classes of kinds that both sides list completely."""


def _peer(name: str, classes: str, **letters: str) -> Peer:
    kinds = {letter: group for group, text in letters.items() for letter in text}
    return Peer(name, kinds, frozenset(classes.split()))


PEERS = {
    "python": _peer("Python", "callable type", callable="fm", type="c"),
    "javascript": _peer("JavaScript", "callable type", callable="fmgGS", type="c"),
    "typescript": _peer(
        "TypeScript", "callable type module", callable="fmG", type="cgia", module="n"
    ),
    "go": _peer("Go", "callable type value", callable="fn", type="sita", value="cv"),
    "rust": _peer(
        "Rust",
        "callable type module macro",
        callable="fP",
        type="sgitc",
        value="vC",
        module="n",
        macro="M",
    ),
    "java": _peer("Java", "callable type value", callable="m", type="cgia", value="f"),
    "c": _peer("C", "callable type macro value", callable="fp", type="gstu", macro="d", value="vx"),
    "cpp": _peer(
        "C++", "callable type macro module", callable="fp", type="cgstuA", macro="d", module="n"
    ),
    "csharp": _peer("C#", "callable type", callable="m", type="cgist"),
    "ruby": _peer(
        "Ruby", "callable type module value", callable="fS", type="c", module="m", value="CA"
    ),
    "php": _peer("PHP", "callable type", callable="f", type="cit"),
    "bash": _peer("Sh", "callable", callable="f"),
}
PEERS["tsx"] = PEERS["typescript"]

SEPARATORS = re.compile(r"::|/|#")

FUNCTIONS = frozenset(("function", "method", "member", "func", "generator", "singletonMethod"))
"""Scope kinds whose insides are local."""


@dataclass(frozen=True, slots=True)
class Found:
    """A definition of one side; ``first`` to ``last`` is where its name may stand."""

    name: str
    group: str
    first: int
    last: int


def main() -> int:
    """Print agreement for one language and directory; exit 1 below ``--fail-under``."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("language", choices=sorted(PEERS))
    parser.add_argument("directory", type=Path)
    parser.add_argument("--sample", type=int, default=12, help="differences to print per side")
    parser.add_argument("--fail-under", type=float, default=0.0, help="per cent, either way")
    options = parser.parse_args()
    if shutil.which("ctags") is None:
        sys.exit("ctags: not found; install Universal Ctags")
    files = list_files(options.directory, options.language)
    peer = PEERS[options.language]
    theirs = run_ctags(files, peer, options.language)
    ours = {file: outline_of(file, options.language, peer) for file in files}
    bodies = {file: bodies_of(file, options.language) for file in files}
    return report(ours, theirs, bodies, options)


def list_files(directory: Path, language: str) -> list[Path]:
    """Return the files of ``language`` below ``directory``, up to 1 MB each, in order."""
    found = []
    for path in sorted(directory.rglob("*")):
        if not path.is_file() or path.is_symlink() or path.stat().st_size > 1_000_000:
            continue
        with path.open("rb") as file:
            head = file.read(4096).decode("utf-8", "replace")
        if language_of(path.as_posix(), head).name == language:
            found.append(path)
    return found


def run_ctags(files: list[Path], peer: Peer, language: str) -> dict[Path, list[Found]]:
    """Return what ctags finds in each file, locals left out."""
    letters = "".join(peer.kinds)
    command = [
        "ctags", "--options=NONE", "--output-format=json", "--fields=+nKZe", "--extras=+F-r",
        f"--language-force={peer.name}", f"--kinds-{peer.name}={letters}", "-f", "-", "-L", "-",
    ]  # fmt: skip
    names = "".join(f"{path}\n" for path in files)
    text = subprocess.run(command, input=names, capture_output=True, text=True, check=True).stdout
    groups = _groups_by_name(peer)
    found: dict[Path, list[Found]] = {path: [] for path in files}
    tags = [json.loads(line) for line in text.splitlines()]
    functions = {(tag["path"], _qualified(tag)) for tag in tags if tag["kind"] in FUNCTIONS}
    for tag in tags:
        group = groups.get(tag["kind"])
        if group not in peer.classes or _is_local(tag, functions):
            continue
        if language == "javascript" and group == TYPE and "class" not in tag["pattern"]:
            continue  # an object literal
        name = normal(tag["name"], language)
        found[Path(tag["path"])].append(Found(name, group, tag["line"], tag["line"]))
    return found


def _qualified(tag: dict[str, str]) -> str:
    return SEPARATORS.sub(".", f"{tag['scope']}.{tag['name']}" if "scope" in tag else tag["name"])


def _is_local(tag: dict[str, str], functions: set[tuple[str, str]]) -> bool:
    """Say whether a tag lies in a function, at any depth, or has no name of its own."""
    if tag["name"].startswith(("__anon", "anon")):
        return True
    if tag["kind"] == "prototype" and tag["name"].isupper():
        return True  # MACRO(...); at top level, which ctags reads as a declaration
    if tag.get("scopeKind") in FUNCTIONS:
        return True
    parts = SEPARATORS.sub(".", tag.get("scope", "")).split(".")
    return any(
        (tag["path"], ".".join(parts[:n])) in functions for n in range(1, len(parts) + 1)
    ) and tag.get("scopeKind") not in (None, "namespace", "module", "implementation")


def _groups_by_name(peer: Peer) -> dict[str, str]:
    text = subprocess.run(
        ["ctags", f"--list-kinds-full={peer.name}"], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split() for line in text.splitlines()[1:]]
    return {row[1]: peer.kinds[row[0]] for row in rows if row[0] in peer.kinds}


def outline_of(file: Path, language: str, peer: Peer) -> list[Found]:
    """Return what our outline has of the compared classes."""
    found = outline(file.read_bytes(), language)
    return [
        Found(normal(symbol.name, language), OURS[symbol.kind], *name_lines(symbol))
        for symbol in found.symbols
        if OURS.get(symbol.kind) in peer.classes and is_compared(symbol, language)
    ]


def bodies_of(file: Path, language: str) -> list[tuple[int, int]]:
    """Return the line runs of functions and methods."""
    found = outline(file.read_bytes(), language)
    return [symbol.lines for symbol in found.symbols if OURS.get(symbol.kind) == CALLABLE]


def is_compared(symbol: Symbol, language: str) -> bool:
    """Say whether ctags means to list this symbol as well."""
    if language == "ruby" and symbol.kind == "field":
        return True
    if symbol.kind == "field":
        return language == "java"
    if symbol.kind == "impl" and not symbol.name.replace(":", "").isidentifier():
        return False  # impl Trait for &T, [T], (A, B): ctags has no name for these
    return not (language == "go" and symbol.name == "_")


def name_lines(symbol: Symbol) -> tuple[int, int]:
    """Return the lines on which the name may stand."""
    last = symbol.fold[0] if symbol.fold else symbol.lines[1]
    return symbol.lines[0], last


def normal(name: str, language: str) -> str:
    """Return a name without what the two sides only spell differently."""
    if language in ("javascript", "typescript", "tsx"):
        return name.strip("'\"`").removeprefix("#")
    if language == "php":
        return name.removeprefix("$")
    if language in ("c", "cpp"):
        return "operator" if "operator" in name else name.split("<")[0].rsplit("::", 1)[-1]
    if language == "csharp":
        return "operator" if "operator" in name else name.rsplit(".", 1)[-1].removeprefix("~")
    return name.removesuffix("=").rsplit("::", 1)[-1]


def report(
    ours: dict[Path, list[Found]],
    theirs: dict[Path, list[Found]],
    bodies: dict[Path, list[tuple[int, int]]],
    options: argparse.Namespace,
) -> int:
    """Print both directions with a sample of differences.

    What lies in the body of a function is local; ctags lists such names
    without their scope in some languages, and they do not count.
    """
    lowest = 100.0
    print(f"{options.language}: {len(ours)} files in {options.directory}")
    for title, left, right in (
        ("ctags definitions that ctxbuild has", theirs, ours),
        ("ctxbuild definitions that ctags has", ours, theirs),
    ):
        missing = [
            (path, item)
            for path in left
            for item in unmatched(left[path], right[path])
            if not any(first < item.first < last for first, last in bodies[path])
        ]
        total = sum(len(items) for items in left.values())
        share = 100.0 * (1 - len(missing) / total) if total else 100.0
        lowest = min(lowest, share)
        kinds = ", ".join(f"{n} {kind}" for kind, n in Counter(i.group for _, i in missing).items())
        print(f"  {title}: {total - len(missing)} of {total} = {share:.2f} %  ({kinds or 'none'})")
        step = max(1, len(missing) // max(1, options.sample))
        for path, item in missing[::step][: options.sample]:
            print(
                f"    {item.group} {item.name}  {path.relative_to(options.directory)}:{item.first}"
            )
    return 1 if lowest < options.fail_under else 0


def unmatched(items: list[Found], others: list[Found]) -> list[Found]:
    """Return the items that have no counterpart in ``others``."""
    index: dict[tuple[str, str], list[Found]] = {}
    for other in others:
        index.setdefault((other.name, other.group), []).append(other)
    return [
        item
        for item in items
        if not any(
            other.first <= item.last and item.first <= other.last
            for other in index.get((item.name, item.group), ())
        )
    ]


if __name__ == "__main__":
    sys.exit(main())
