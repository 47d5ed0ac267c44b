"""Texts of a run that are needed again, on disk when they are many."""

from __future__ import annotations

import tempfile
import threading

_IN_MEMORY_BYTES = 32 << 20


class Spool:
    """Keeps texts in the order in which they come; they are found again by where they begin."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)  # noqa: SIM115
        self._end = 0
        self._lock = threading.Lock()

    def add(self, data: bytes) -> tuple[int, int]:
        """Keep some bytes; return where they begin and how many they are."""
        with self._lock:
            self._file.seek(self._end)
            self._file.write(data)
            place = (self._end, len(data))
            self._end += len(data)
        return place

    def get(self, place: tuple[int, int]) -> bytes:
        """Return bytes by what :meth:`add` returned."""
        with self._lock:
            self._file.seek(place[0])
            return self._file.read(place[1])
