"""What the history tells: files that change often, files that change together, declared owners."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations

from ctxbuild.analysis.facts.material import Material, lines_of
from ctxbuild.claims import Claim
from ctxbuild.model import Commit


@dataclass(frozen=True, slots=True)
class HotFile:
    """A file and how many of the commits looked at changed it; ``newest`` is the last one."""

    path: str
    commits: int
    newest: str


@dataclass(frozen=True, slots=True)
class CoChange:
    """Two files that change together; ``lift`` compares that with chance.

    lift = together x commits / (changes of one x changes of the other), over commits
    of two to twenty files.
    """

    first: str
    second: str
    together: int
    lift: float


@dataclass(frozen=True, slots=True)
class Owner:
    """A pattern of ``CODEOWNERS`` and whom it names."""

    pattern: str
    owners: tuple[str, ...]
    claim: Claim


@dataclass(frozen=True, slots=True)
class Authorship:
    """How many of the commits looked at that changed a file are of one author, by name.

    ``share`` is that number divided by all of them; shares below a tenth are left out.
    """

    path: str
    author: str
    commits: int
    share: float


_MOST_HOT = 50
_LEAST_SHARE = 0.1
_MOST_AUTHORSHIPS = 20_000
_MOST_PAIRS = 100
_MOST_FILES = 20
_LEAST_TOGETHER = 4
_LEAST_LIFT = 2.0
_OWNED = re.compile(r"^([^\s#]\S*)[ \t]+(@\S[^\n#]*)", re.MULTILINE)


def find_hot_files(commits: Sequence[Commit], there: Collection[str]) -> tuple[HotFile, ...]:
    """Return the files still there that most commits changed; commits are newest first."""
    counts = Counter(path for commit in commits for path in set(commit.paths) if path in there)
    newest: dict[str, str] = {}
    for commit in commits:
        for path in commit.paths:
            newest.setdefault(path, commit.id)
    order = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    return tuple(HotFile(path, n, newest[path]) for path, n in order[:_MOST_HOT])


def find_authors(commits: Sequence[Commit], there: Collection[str]) -> tuple[Authorship, ...]:
    """Return the authors of the files still there, by path, those of most commits first."""
    counts: dict[str, Counter[str]] = {}
    for commit in commits:
        for path in set(commit.paths) if commit.author else ():
            if path in there:
                counts.setdefault(path, Counter())[commit.author] += 1
    found = [
        Authorship(path, author, n, round(n / authors.total(), 3))
        for path, authors in sorted(counts.items())
        for author, n in sorted(authors.items(), key=lambda row: (-row[1], row[0]))
        if n >= _LEAST_SHARE * authors.total()
    ]
    return tuple(found[:_MOST_AUTHORSHIPS])


def find_co_changes(commits: Sequence[Commit], there: Collection[str]) -> tuple[CoChange, ...]:
    """Return the pairs that change together more than twice as often as by chance."""
    sets = [sorted({p for p in c.paths if p in there}) for c in commits]
    sets = [paths for paths in sets if 2 <= len(paths) <= _MOST_FILES]
    single = Counter(path for paths in sets for path in paths)
    pairs = Counter(pair for paths in sets for pair in combinations(paths, 2))
    found = [
        CoChange(a, b, n, round(n * len(sets) / (single[a] * single[b]), 2))
        for (a, b), n in pairs.items()
        if n >= _LEAST_TOGETHER
    ]
    kept = (pair for pair in found if pair.lift >= _LEAST_LIFT)
    return tuple(
        sorted(kept, key=lambda p: (-p.together, -p.lift, p.first, p.second))[:_MOST_PAIRS]
    )


def find_owners(material: Material) -> tuple[Owner, ...]:
    """Return the rows of the first ``CODEOWNERS`` there is."""
    for index, text in material.named("CODEOWNERS"):
        return tuple(
            Owner(
                match[1],
                tuple(match[2].split()),
                material.claim(
                    index,
                    f"{match[1]} is owned.",
                    lines_of(text, match.start(), match.end()),
                    "quoted",
                    match[0],
                ),
            )
            for match in _OWNED.finditer(text)
        )
    return ()
