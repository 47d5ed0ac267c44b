"""Files that a split cut, joined again from the parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from ctxbuild.formats.parsed import ParsedFile, PartLabel


@dataclass(slots=True)
class _Pieces:
    """What has been met of a file that was cut."""

    first: ParsedFile
    texts: list[str]
    next: int
    """The part that must come next; 0 when the file is complete."""


@dataclass(slots=True)
class Joiner:
    """Takes the files of parts, in ascending order of parts, and hands on whole ones."""

    _seen: dict[tuple[str, int], set[int]] = field(default_factory=dict)
    _open: dict[tuple[str, int, str], _Pieces] = field(default_factory=dict)

    def joined(self, label: PartLabel | None, files: Iterable[ParsedFile]) -> Iterator[ParsedFile]:
        """Yield the files of one part that are whole, cut ones with their last piece.

        Args:
            label: which part it is; ``None`` for an undivided bundle.
            files: what it holds.

        """
        if label is None:
            yield from files
            return
        self._seen.setdefault((label.key, label.total), set()).add(label.number)
        for file in files:
            if not file.before and not file.after:
                yield file
                continue
            pieces = self._piece(label, file)
            if pieces is not None and not pieces.next:
                del self._open[label.key, label.total, file.path]
                yield replace(pieces.first, text="".join(pieces.texts), after=0)

    def _piece(self, label: PartLabel, file: ParsedFile) -> _Pieces | None:
        """Add a piece where it follows; what comes before it may be missing."""
        place = label.key, label.total, file.path
        pieces = self._open.get(place)
        if not file.before:
            pieces = self._open[place] = _Pieces(file, [], label.number)
        elif pieces is None:
            pieces = self._open[place] = _Pieces(file, [], file.before)
        if pieces.next != label.number:
            return None
        pieces.texts.append(file.text)
        pieces.next = file.after
        return pieces

    def unfinished(self) -> Iterator[tuple[str, int]]:
        """Yield the path of each file that lacks a piece, and the part that it stands in."""
        for (_, _, path), pieces in self._open.items():
            yield path, pieces.next

    def missing(self) -> Iterator[PartLabel]:
        """Yield the parts that did not come."""
        for (key, total), numbers in self._seen.items():
            for number in range(1, total + 1):
                if number not in numbers:
                    yield PartLabel(number, total, key)
