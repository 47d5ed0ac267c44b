"""What comes back out of a bundle."""

from __future__ import annotations

from dataclasses import dataclass

from ctxbuild.model import CtxbuildError, Detail, Transform


class BundleError(CtxbuildError):
    """A text is not a bundle, or a damaged one."""


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """One file as a bundle holds it."""

    path: str
    detail: str
    text: str
    transforms: tuple[Transform, ...] = ()
    before: int = 0
    """The part that holds what comes before this piece of the file; 0 at its beginning."""
    after: int = 0
    """The part that holds what follows; 0 at the file's end."""

    @property
    def is_full(self) -> bool:
        """Whether the bundle, or all parts of it together, hold all of the file."""
        return self.detail == Detail.FULL.label


@dataclass(frozen=True, slots=True)
class PartLabel:
    """What a part of a split bundle says of itself."""

    number: int
    total: int
    key: str
    """The same in all parts of one split."""
