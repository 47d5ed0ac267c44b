"""What a rule of ``ctxbuild check`` is: a row of a table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CheckRule:
    """One rule: what it finds, why that matters, and how it looks bad and mended.

    ``weight`` is 3 for what breaks readers or is not true, 2 for what misleads,
    1 for style or what is late.
    """

    id: str
    weight: int
    title: str
    why: str
    bad: str
    good: str
    code: str = ""
    """What the reader of the file calls it, where it is a reader that finds it."""
    default: bool = True

    @property
    def finds(self) -> str:
        """The title as a sentence."""
        return f"{self.title[:1].upper()}{self.title[1:]}."
