"""Files that were moved and edited at once: which one that went is which that came.

Two files are the same where lines of at least half of the longer one stand in both, as git
counts it (git-diff(1), ``-M``). Nothing is asked of git, so trees, the index and the work
tree are told alike, and nothing that a repository configures is run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

_LEAST_SHARED = 0.5
"""Git's own threshold."""
_SAME_NAME = 0.2
"""What the same name in another directory is worth next to shared lines."""
_MOST_HOLDERS = 50
"""Lines of more files than that, such as licences, tell none from another."""
_MOST_FILES = 1000
"""On each side; as many as git looks at."""
_MOST_CHARACTERS = 16 << 20
"""Of all texts together: beyond, what went and what came is shown as such."""


class Text(Protocol):
    """The text of a version."""

    @property
    def text(self) -> str | None:
        """The text, ``None`` where there is none."""
        ...


class Version(Protocol):
    """One side of a change, as far as it counts here."""

    @property
    def path(self) -> str:
        """Where it is or was."""
        ...

    @property
    def mode(self) -> str:
        """Git's mode in octal."""
        ...

    def read(self) -> Text:
        """Return the text."""
        ...


Lines = dict[str, int]
"""How often each line stands in a file, without its indentation; blank ones do not count."""


def renamed_pairs(gone: Sequence[Version], came: Sequence[Version]) -> list[tuple[int, int]]:
    """Return which files that came are files that went: pairs of places in both sequences.

    Each file is in one pair at most; the most alike are joined first.

    Raises:
        ContentChangedError: a file changed while it was read.
    """
    if not gone or not came or max(len(gone), len(came)) > _MOST_FILES:
        return []
    texts = list(_lines((*gone, *came)))
    if len(texts) < len(gone) + len(came):
        return []
    olds, news = _telling(texts, len(gone))
    found: list[tuple[float, int, int]] = []
    for old, new, shared in _overlaps(olds, news):
        share = shared / max(_size(olds[old]), _size(news[new]))
        if share >= _LEAST_SHARED and gone[old].mode[:3] == came[new].mode[:3]:
            same = gone[old].path.rpartition("/")[2] == came[new].path.rpartition("/")[2]
            found.append((-share - same * _SAME_NAME, old, new))
    taken: tuple[set[int], set[int]] = set(), set()
    pairs = []
    for _, old, new in sorted(found):
        if old not in taken[0] and new not in taken[1]:
            pairs.append((old, new))
            taken[0].add(old)
            taken[1].add(new)
    return pairs


def _lines(versions: Iterable[Version]) -> Iterator[Lines]:
    """Yield the lines of each version, until they are too many."""
    left = _MOST_CHARACTERS
    for version in versions:
        text = version.read().text or ""
        left -= len(text)
        if left < 0:
            return
        counts = Counter(map(str.strip, text.split("\n")))
        counts.pop("", None)
        yield counts


def _telling(texts: Sequence[Lines], first: int) -> tuple[list[Lines], list[Lines]]:
    """Return the lines that tell files apart, of those that went and those that came."""
    holders = Counter(line for lines in texts for line in lines)
    kept = [
        {line: count for line, count in lines.items() if holders[line] <= _MOST_HOLDERS}
        for lines in texts
    ]
    return kept[:first], kept[first:]


def _overlaps(olds: Sequence[Lines], news: Sequence[Lines]) -> Iterator[tuple[int, int, int]]:
    """Yield places of files with lines in common, and how many characters these have."""
    having: dict[str, list[int]] = {}
    for old, lines in enumerate(olds):
        for line in lines:
            having.setdefault(line, []).append(old)
    for new, lines in enumerate(news):
        shared: Counter[int] = Counter()
        for line, count in lines.items():
            for old in having.get(line, ()):
                shared[old] += len(line) * min(count, olds[old][line])
        for old, characters in shared.items():
            yield old, new, characters


def _size(lines: Lines) -> int:
    return sum(len(line) * count for line, count in lines.items())
