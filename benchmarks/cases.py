"""Cases from a repository's own history: a message asks, the change that followed answers.

A case is a commit by a person. Its message, stripped of numbers and trailers,
is the query; the state before it, the base, is what a bundle is made of; the
source files, functions and lines that it changed are what the bundle should
hold. Nothing after the base may be visible to whoever answers.

As a program: ``python benchmarks/cases.py REPO --cases 30 -o cases.jsonl``.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

from messages import is_task, query_of
from workshop import BenchmarkError, main

from ctxbuild.languages.outline import outline
from ctxbuild.languages.table import language_of
from ctxbuild.model import CtxbuildError, Lines, Symbol
from ctxbuild.readers.git import GitError, run_git
from ctxbuild.readers.roles import classify

MOST_COMMITS = 3000
"""How far back cases come from; older code has little in common with today's."""
MOST_FILES = 8
MOST_FUNCTIONS = 12
MOST_LINES = 400
"""Changed source files, functions and lines; a commit over them is a sweep, and asks nothing."""
MOST_PATHS = 60
"""Files of any kind in one commit; only then are they looked at one by one."""
FUNCTIONS = frozenset(("function", "method"))

_FIELDS = "%P%x00%an <%ae>%x00%B%x00"
_RAW = ("diff-tree", "-r", "-z", "--raw", "--no-abbrev", "-M", "-l200")
_DIFF = ("diff", "-U0", "--inter-hunk-context=0", "--no-color", "--no-ext-diff", "--no-textconv")
_ALGORITHM = ("--diff-algorithm=histogram", "--indent-heuristic", "--no-prefix")
_HUNK = re.compile(rb"@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@")
_BESIDE = re.compile(
    r"(?:scripts|ci|tools?|website)/.*"
    r"|(?:.*/)?(?:testing|testsuites?|unit_?tests?|integration_?tests?|cypress|migrations)/.*"
    r"|(?:.*/)?(?:\.[^/]*|[^/]*\.config\.\w+|setup\.py)|\..*",
    re.IGNORECASE,
)
"""Files beside the code proper, in addition to what roles say."""
_REGULAR = frozenset(("100644", "100755"))


@dataclass(frozen=True, slots=True)
class Function:
    """A function or method that a commit changed, as it stands at the base.

    ``first`` and ``last`` are its lines with decorators, ``head`` those
    of its declaration alone, ``body`` the run of lines below signature and
    documentation, or all lines where it has none of its own.
    """

    path: str
    name: str
    first: int
    last: int
    head: Lines
    body: Lines


@dataclass(frozen=True, slots=True)
class Case:
    """One question to a repository, and what a good answer shows of it.

    ``files`` maps each changed source file that exists at the base to its
    changed lines there, 1-based: those deleted or replaced, and for a mere
    insertion the line before it (line 1 at the top of a file).
    """

    repo: str
    commit: str
    base: str
    query: str
    files: dict[str, tuple[int, ...]]
    functions: tuple[Function, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A commit that may make a case, and its parent."""

    commit: str
    base: str
    message: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A regular file that a commit changed; ``old`` and ``new`` are blobs, empty for none."""

    path: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class _Edit:
    """Lines at the base that are gone, or after which something was inserted.

    ``count`` is 0 for an insertion after line ``first``; ``indent`` is then that of
    the first line inserted.
    """

    first: int
    count: int
    indent: int


def cases_of(repo: Path, count: int, seed: int = 1) -> list[Case]:
    """Return up to ``count`` cases of a repository, the oldest first.

    The last 3,000 commits that lead to ``HEAD`` are cut into ``count`` equal
    stretches; each gives the first suitable commit in the order of a hash of
    seed and id. Where a stretch has none, the others give more.

    Args:
        repo: a work tree or a bare repository, with history.
        count: how many cases are wanted.
        seed: another seed draws other cases.

    Raises:
        BenchmarkError: there is no repository, or no commit in it.

    """
    directory = git_directory(repo)
    known = candidates(directory)
    chosen: dict[str, Case] = {}
    later: list[Candidate] = []
    for stretch in _stretches(known, count):
        drawn = sorted(stretch, key=lambda each: _draw(seed, each.commit))
        for place, candidate in enumerate(drawn):
            case = _case(repo, directory, candidate)
            if case is not None:
                chosen[candidate.commit] = case
                later += drawn[place + 1 :]
                break
    for candidate in sorted(later, key=lambda each: _draw(seed, each.commit)):
        if len(chosen) >= count:
            break
        case = _case(repo, directory, candidate)
        if case is not None:
            chosen[candidate.commit] = case
    return [chosen[each.commit] for each in reversed(known) if each.commit in chosen]


def read_cases(path: Path) -> list[Case]:
    """Return the cases that :func:`write_cases` wrote."""
    return [_parsed(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def write_cases(cases: Sequence[Case]) -> str:
    """Return cases as JSON lines."""
    return "".join(json.dumps(asdict(case), ensure_ascii=True) + "\n" for case in cases)


def _parsed(record: dict[str, object]) -> Case:
    files = record["files"]
    functions = record["functions"]
    assert isinstance(files, dict)
    assert isinstance(functions, list)
    return Case(
        repo=str(record["repo"]),
        commit=str(record["commit"]),
        base=str(record["base"]),
        query=str(record["query"]),
        files={path: tuple(lines) for path, lines in files.items()},
        functions=tuple(map(_function, functions)),
    )


def _function(record: dict[str, object]) -> Function:
    spans = {name: tuple(cast(list[int], record[name])) for name in ("head", "body")}
    return Function(**cast(dict[str, Any], {**record, **spans}))


def git_directory(repo: Path) -> bytes:
    """Return where the repository that ``repo`` belongs to keeps its objects.

    Raises:
        BenchmarkError: it belongs to none.

    """
    if not repo.is_dir():
        raise BenchmarkError(f"{repo}: no such directory")
    try:
        found = run_git(["rev-parse", "--absolute-git-dir"], bytes(repo))
    except (CtxbuildError, OSError) as error:
        raise BenchmarkError(f"{repo}: not a repository with history ({error})") from None
    return found.rstrip(b"\n")


def head_of(repo: Path) -> str:
    """Return the id of the commit that ``HEAD`` points to.

    Raises:
        BenchmarkError: there is none.

    """
    try:
        return run_git(["rev-parse", "--verify", "HEAD^{commit}"], git_directory(repo)).decode()[
            :-1
        ]
    except GitError as error:
        raise BenchmarkError(f"{repo}: no commit ({error})") from None


def candidates(directory: bytes) -> list[Candidate]:
    """Return commits with one parent whose message describes a task, newest first."""
    listing = ["rev-list", "--no-merges", f"--max-count={MOST_COMMITS}", "--encoding=UTF-8"]
    try:
        out = run_git([*listing, f"--format=tformat:{_FIELDS}", "HEAD"], directory)
    except GitError as error:
        raise BenchmarkError(f"no history to take cases from: {error}") from None
    fields = out.decode("utf-8", "replace").split("\0")
    found = []
    for head, author, message in zip(fields[0::3], fields[1::3], fields[2::3], strict=False):
        first, _, parents = head.strip("\n").partition("\n")
        if parents and " " not in parents and is_task(author, message):
            found.append(Candidate(first.removeprefix("commit "), parents, message))
    return found


def _stretches(known: Sequence[Candidate], count: int) -> Iterator[Sequence[Candidate]]:
    bounds = [len(known) * number // count for number in range(count + 1)]
    for start, stop in pairwise(bounds):
        yield known[start:stop]


def _draw(seed: int, commit: str) -> bytes:
    return blake2b(f"{seed}:{commit}".encode(), digest_size=8).digest()


def _case(repo: Path, directory: bytes, candidate: Candidate) -> Case | None:
    """Return the case that a commit makes, ``None`` where it changes too much or no code."""
    try:
        changed = sources_of(directory, candidate)
        if not 1 <= len(changed) <= MOST_FILES:
            return None
        files: dict[str, tuple[int, ...]] = {}
        functions: list[Function] = []
        for each in changed:
            if each.old:
                _add(directory, each, files, functions)
    except GitError:  # an object that a partial snapshot lacks
        return None
    lines = sum(map(len, files.values()))
    if not 1 <= lines <= MOST_LINES or len(functions) > MOST_FUNCTIONS:
        return None
    query = query_of(candidate.message)
    return Case(str(repo), candidate.commit, candidate.base, query, files, tuple(functions))


def sources_of(directory: bytes, candidate: Candidate) -> list[Changed]:
    """Return the source files, tests apart, that a commit changed, by their names at the base."""
    out = run_git([*_RAW, candidate.base, candidate.commit], directory)
    parts = out.decode("utf-8", "surrogateescape").split("\0")
    found: list[Changed] = []
    place = 0
    while place + 1 < len(parts) and place < 3 * MOST_PATHS:
        old_mode, new_mode, old, new, status = parts[place].lstrip(":").split(" ")
        path = parts[place + 1]
        place += 3 if status[0] in "RC" else 2
        old = old if old_mode in _REGULAR and status[0] != "C" else ""
        new = new if new_mode in _REGULAR else ""
        if old != new and is_source(path) and path.isprintable():
            found.append(Changed(path, old, new))
    return found


def is_source(path: str, text: bytes = b"") -> bool:
    """Return whether a file holds code of the project itself, tests and the like apart."""
    language = language_of(path, text[:4000].decode("utf-8", "ignore"))
    if language.kind != "code" or language.grammar is None or _BESIDE.fullmatch(path):
        return False
    return classify(path, len(text), text, language.kind).role == "source"


def _add(
    directory: bytes,
    changed: Changed,
    files: dict[str, tuple[int, ...]],
    functions: list[Function],
) -> None:
    text = run_git(["cat-file", "blob", changed.old], directory)
    if not is_source(changed.path, text):
        return
    size = text.count(b"\n") + (not text.endswith(b"\n"))
    edits = _edits(directory, changed) if changed.new else [_Edit(1, size, 0)]
    lines = sorted({line for edit in edits for line in _lines(edit)})
    if lines:
        files[changed.path] = tuple(lines)
        functions += _touched(changed.path, text, edits)


def _edits(directory: bytes, changed: Changed) -> list[_Edit]:
    out = run_git([*_DIFF, *_ALGORITHM, changed.old, changed.new], directory)
    rows = out.split(b"\n")
    found = []
    for place, row in enumerate(rows):
        hunk = _HUNK.match(row)
        if hunk:
            count = 1 if hunk[2] is None else int(hunk[2])
            found.append(_Edit(int(hunk[1]), count, 0 if count else _indent(rows[place + 1 :])))
    return found


def _indent(rows: Sequence[bytes]) -> int:
    """Return the indentation of the first line inserted that is not blank."""
    for row in rows:
        if not row.startswith(b"+"):
            break
        if row[1:].strip():
            return len(row[1:]) - len(row[1:].lstrip())
    return 0


def _lines(edit: _Edit) -> range:
    first = max(edit.first, 1)
    return range(first, first + max(edit.count, 1))


def _touched(path: str, text: bytes, edits: Sequence[_Edit]) -> Iterator[Function]:
    """Yield the innermost functions in which something was changed, in document order."""
    language = language_of(path, text[:4000].decode("utf-8", "ignore")).name
    symbols = outline(text, language).symbols
    rows = text.split(b"\n")
    spans = [symbol for symbol in symbols if symbol.kind in FUNCTIONS]
    hit = set()
    for edit in edits:
        for line in _lines(edit):
            inside = [each for each in spans if each.lines[0] <= line <= each.lines[1]]
            if inside and _is_within(edit, inside[-1], rows):
                hit.add(inside[-1].start_byte)
    for symbol in spans:
        if symbol.start_byte in hit:
            head, body = declaration(symbol, rows), symbol.fold or symbol.lines
            yield Function(path, symbol.qualified_name, *symbol.lines, head, body)


def _is_within(edit: _Edit, symbol: Symbol, rows: Sequence[bytes]) -> bool:
    """Return whether an edit changes a symbol, rather than adding something behind it."""
    if edit.count or edit.first < symbol.lines[1]:
        return True
    opening = rows[symbol.lines[0] - 1]
    return edit.indent > len(opening) - len(opening.lstrip())


def declaration(symbol: Symbol, rows: Sequence[bytes]) -> Lines:
    """Return the first and last line of a symbol's declaration, below its decorators."""
    name = symbol.name.encode("utf-8", "surrogateescape")
    signature = "".join(symbol.signature.split()).encode()
    for line in range(symbol.lines[0], symbol.lines[1] + 1):
        row = b"".join(rows[line - 1].split()).rstrip(b"{:;,")
        if name in row and (row in signature or signature in row):
            break
    else:
        line = symbol.lines[0]
    last, length = line, 0
    for row in rows[line - 1 : symbol.lines[1]]:
        length += len(b"".join(row.split()))
        if length >= len(signature):
            break
        last += 1
    return line, min(last, symbol.lines[1])


def _main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("repo", nargs="+", type=Path, help="a work tree or a bare repository")
    parser.add_argument("--cases", type=int, default=30, help="of each repository (30)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-o", "--output", type=Path, help="instead of standard output")
    options = parser.parse_args()
    text = "".join(
        write_cases(cases_of(repo, options.cases, options.seed)) for repo in options.repo
    )
    if options.output:
        options.output.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    main(_main)
