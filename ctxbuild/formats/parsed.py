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

    @property
    def is_full(self) -> bool:
        """Whether the bundle holds all of the file."""
        return self.detail == Detail.FULL.label
