"""Questions whose answer is known, from a repository's own history and documents.

A subject line asks for the files that its commit changed; a paragraph of the
documentation, without the name that it speaks of, asks for the file that defines
it. The tree that is asked is older than all of those commits, and lacks all of
those paragraphs.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bases import Bases
from cases import Candidate, candidates, git_directory, is_source, sources_of
from documented import KINDS
from messages import query_of
from workshop import BenchmarkError

from ctxbuild.languages.outline import outline
from ctxbuild.languages.table import language_of
from ctxbuild.readers.git import GitError
from ctxbuild.readers.roles import classify

MOST_ANSWERS = 3
"""Files that a commit may have changed for its subject to be a question."""
_LOOKED_AT = 4
"""So many commits for each question wanted lie between the tree and its newest commit."""
_LEAST_NAME = 5
_LEAST_WORDS = 12
_MOST_FILE_BYTES = 1_000_000
_PROSE = frozenset(("readme", "docs"))
_INLINE = re.compile(r"(?::[\w:]{1,30}:)?(`{1,2})([^`\n]{1,120})\1(?!`)")
_NAME = re.compile(rf"[A-Za-z_]\w{{{_LEAST_NAME - 1},}}")
_FENCE = re.compile(r"\s{0,3}(?:`{3,}|~{3,})")
_LAYOUT = re.compile(r"\s|[#|>=.*+\d-]|\[\w+\]:|<")
"""How a line begins that is no prose: code, headings, tables, lists, directives, HTML."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A question and the files that answer it; ``kind`` is ``subject`` or ``paragraph``."""

    kind: str
    name: str
    text: str
    answers: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Paragraph:
    path: str
    text: str
    question: str
    answer: str


def questions_of(repo: Path, bases: Bases, each: int, seed: int) -> tuple[list[str], list[Asking]]:
    """Move a tree to where it knows none of the answers; return its files and its questions.

    Args:
        repo: a repository with history.
        bases: the tree that is moved and from whose documents paragraphs are taken away.
        each: how many questions of each kind are wanted.
        seed: another seed draws others.

    Raises:
        BenchmarkError: there is no commit that could be asked for.

    """
    directory = git_directory(repo)
    changes = _changes(directory, each * _LOOKED_AT)
    if not changes:
        raise BenchmarkError(f"{repo}: no commit of its history makes a question")
    paths = bases.move_to(changes[-1][0].base)
    known = frozenset(paths)
    subjects = [
        Asking("subject", commit.commit[:12], query_of(commit.message).split("\n")[0], files)
        for commit, files in changes
        if files <= known
    ]
    generator = random.Random(f"{seed}:{changes[-1][0].base}")
    paragraphs = _drawn(generator, _paragraphs(bases.tree, paths), each)
    _take_away(bases.tree, paragraphs)
    asked = [
        Asking("paragraph", f"{found.path}:{place}", found.question, frozenset((found.answer,)))
        for place, found in enumerate(paragraphs)
    ]
    return paths, generator.sample(subjects, min(each, len(subjects))) + asked


def _changes(directory: bytes, most: int) -> list[tuple[Candidate, frozenset[str]]]:
    """Return the newest commits that changed few source files, and these."""
    found: list[tuple[Candidate, frozenset[str]]] = []
    for candidate in candidates(directory):
        try:
            changed = sources_of(directory, candidate)
        except GitError:  # an object that a partial snapshot lacks
            continue
        files = frozenset(each.path for each in changed if each.old)
        if files and len(changed) <= MOST_ANSWERS:
            found.append((candidate, files))
        if len(found) == most:
            break
    return found


def _drawn(generator: random.Random, found: Sequence[_Paragraph], most: int) -> list[_Paragraph]:
    """Draw paragraphs, at most two for one answer, so that none speaks for all."""
    shuffled = generator.sample(found, len(found))
    taken: dict[str, int] = {}
    drawn = []
    for each in shuffled:
        taken[each.answer] = taken.get(each.answer, 0) + 1
        if taken[each.answer] <= 2 and len(drawn) < most:
            drawn.append(each)
    return sorted(drawn, key=lambda each: (each.path, each.text))


def _paragraphs(tree: Path, paths: Sequence[str]) -> list[_Paragraph]:
    homes = _homes(tree, paths)
    return [
        found
        for path in paths
        if language_of(path).kind == "prose" and classify(path, 0, b"", "prose").role in _PROSE
        for text in _prose(_text(tree / path).decode("utf-8", "replace"))
        if (found := _asked(path, text, homes)) is not None
    ]


def _homes(tree: Path, paths: Sequence[str]) -> dict[str, str]:
    """Return the file of each name that a single source file defines."""
    homes: dict[str, set[str]] = {}
    for path in filter(is_source, paths):
        data = _text(tree / path)
        if not is_source(path, data):
            continue
        language = language_of(path, data[:4000].decode("utf-8", "ignore")).name
        for symbol in outline(data, language).symbols:
            if symbol.kind in KINDS or symbol.kind == "method":
                homes.setdefault(symbol.name, set()).add(path)
    return {name: min(files) for name, files in homes.items() if len(files) == 1}


def _prose(text: str) -> Iterator[str]:
    """Yield the paragraphs of a document that are running text."""
    inside = False
    block: list[str] = []
    for row in [*text.split("\n"), ""]:
        fence = bool(_FENCE.match(row))
        if fence or inside or not row.strip() or (not block and _LAYOUT.match(row)):
            if block:
                yield "\n".join(block)
            block = []
            inside ^= fence
        else:
            block.append(row)


def _asked(path: str, text: str, homes: dict[str, str]) -> _Paragraph | None:
    """Make a question of a paragraph that names things of one file alone."""
    named = {
        name for _, code in _INLINE.findall(text) for name in _NAME.findall(code) if name in homes
    }
    if len({homes[name] for name in named}) != 1:
        return None
    gone = "|".join(map(re.escape, sorted(named)))
    question = re.sub(rf"\b(?:{gone})\b", " ", text)
    if len(re.findall(r"[^\W\d_]{2,}", question)) < _LEAST_WORDS:
        return None
    return _Paragraph(path, text, question, homes[min(named)])


def _take_away(tree: Path, paragraphs: Sequence[_Paragraph]) -> None:
    for found in paragraphs:
        file = tree / found.path
        data = _text(file)
        file.write_bytes(data.replace(found.text.encode(), b""))


def _text(path: Path) -> bytes:
    if path.is_symlink() or not path.is_file() or path.stat().st_size > _MOST_FILE_BYTES:
        return b""
    return path.read_bytes()
