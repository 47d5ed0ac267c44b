"""What rules about source files have to be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from ctxbuild.model import Outline


class Code(Protocol):
    """What is known of source files, computed when a rule asks for it."""

    def outlines(self, indices: Sequence[int]) -> Mapping[int, Outline]:
        """Return the outlines of documents, by index."""
        ...

    def imports(self) -> Iterable[tuple[int, int]]:
        """Return pairs of documents, the first of which imports the second."""
        ...
