"""Where values are remembered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol


class Store(Protocol):
    """Remembers bytes by key, apart for each stage and version of the code that makes them."""

    def get_many(self, stage: str, version: str, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """Return the values there are, by key."""
        ...

    def put_many(self, stage: str, version: str, items: Mapping[bytes, bytes]) -> None:
        """Remember values by key."""
        ...
