"""The one caching idiom: values by content, in SQLite, never needed for a result.

A stored key is a digest of stage, version and the caller's key, so a new
version of the code that computes never meets values of the old one. Whatever
is wrong with the store (corrupt, of another schema, read-only, full), the run
goes on without it and says so once.
"""

from __future__ import annotations

import os
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import sqlite3

SCHEMA = 1
DEFAULT_MAX_BYTES = 1 << 30

# SQLite takes 999 parameters in its older builds.
_KEYS_PER_QUERY = 500
# Values above this are compressed: below, zlib's header eats what it saves.
_COMPRESS_ABOVE = 4096
_FLUSH_AFTER = 2000
_BUSY_SECONDS = 30.0
_DAY_SECONDS = 86_400
_RAW, _PACKED = b"\0", b"\1"


@dataclass(frozen=True, slots=True)
class CacheInfo:
    """Where a cache is and what it holds; ``size`` in bytes on disk."""

    path: str
    entries: int
    size: int
    stages: tuple[tuple[str, int, int], ...]
    """Stage, entries, bytes of values."""


class Cache:
    """A store of computed values; opened on first use."""

    def __init__(
        self, directory: Path | None, warn: Callable[[str], None], max_bytes: int
    ) -> None:
        self._directory = directory
        self._warn = warn
        self._max_bytes = max_bytes
        self._connection: sqlite3.Connection | None = None
        self._pending: dict[bytes, tuple[str, bytes]] = {}
        self._touched: set[bytes] = set()
        self._today = int(time.time()) // _DAY_SECONDS
        self._warned = False
        self._written = False

    @classmethod
    def open(
        cls,
        directory: Path | None = None,
        *,
        warn: Callable[[str], None] | None = None,
        max_bytes: int = DEFAULT_MAX_BYTES,
    ) -> Cache:
        """Return the cache in a directory, by default the user's; nothing is opened yet.

        Args:
            directory: where the store lies.
            warn: told once, in one line, when the store cannot be used.
            max_bytes: size of the store above which old values are dropped on close.

        """
        return cls(directory or default_directory(), warn or (lambda _message: None), max_bytes)

    @classmethod
    def disabled(cls) -> Cache:
        """Return a cache that holds nothing."""
        return cls(None, lambda _message: None, 0)

    def get_many(self, stage: str, version: str, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """Return the values there are, by key."""
        found: dict[bytes, bytes] = {}
        if self._directory is None or not keys:
            return found
        stored = {_stored_key(stage, version, key): key for key in keys}
        for name in stored.keys() & self._pending.keys():
            found[stored[name]] = _unpacked(self._pending[name][1])
        with self._guarded() as connection:
            if connection is None:
                return found
            names = list(stored)
            for start in range(0, len(names), _KEYS_PER_QUERY):
                self._collect(connection, names[start : start + _KEYS_PER_QUERY], stored, found)
        return found

    def put_many(self, stage: str, version: str, items: Mapping[bytes, bytes]) -> None:
        """Store values by key; they are written in batches."""
        if self._directory is None:
            return
        for key, value in items.items():
            self._pending[_stored_key(stage, version, key)] = (stage, _packed(value))
        if len(self._pending) >= _FLUSH_AFTER:
            self.flush()

    def memo(self, stage: str, version: str, key: bytes, compute: Callable[[], bytes]) -> bytes:
        """Return the stored value, or compute and store it."""
        found = self.get_many(stage, version, (key,))
        if key in found:
            return found[key]
        value = compute()
        self.put_many(stage, version, {key: value})
        return value

    def flush(self) -> None:
        """Write what is pending, in one transaction."""
        if not self._pending and not self._touched:
            return
        rows = [
            (name, stage, value, zlib.crc32(value), self._today)
            for name, (stage, value) in self._pending.items()
        ]
        touched = [(self._today, name) for name in self._touched]
        self._pending.clear()
        self._touched.clear()
        with self._guarded() as connection:
            if connection is None:
                return
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.executemany("INSERT OR REPLACE INTO kv VALUES (?, ?, ?, ?, ?)", rows)
                connection.executemany("UPDATE kv SET day = ? WHERE k = ?", touched)
            self._written = True

    def close(self) -> None:
        """Write what is pending, keep the size bound, and close the store."""
        self.flush()
        if self._connection is None:
            return
        with self._guarded() as connection:
            if connection is not None and self._written:
                self._shrink(connection)
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def info(self) -> CacheInfo:
        """Return where the store is and what it holds."""
        stages: tuple[tuple[str, int, int], ...] = ()
        with self._guarded() as connection:
            if connection is not None:
                query = "SELECT stage, COUNT(*), SUM(LENGTH(v)) FROM kv GROUP BY stage ORDER BY 1"
                stages = tuple(connection.execute(query))
        path = self._path()
        size = path.stat().st_size if path.is_file() else 0
        return CacheInfo(str(path), sum(row[1] for row in stages), size, stages)

    def verify(self) -> int:
        """Check every value against its check sum; return how many were bad and are gone."""
        with self._guarded() as connection:
            if connection is None:
                return 0
            rows = connection.execute("SELECT k, v, crc FROM kv")
            bad = [(name,) for name, value, crc in rows if zlib.crc32(value) != crc]
            with connection:
                connection.executemany("DELETE FROM kv WHERE k = ?", bad)
            return len(bad)
        return 0

    def clear(self) -> int:
        """Remove the store's files; return the bytes that this freed."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        freed = 0
        for path in sorted(self._path().parent.glob(f"{self._path().name}*")):
            freed += path.stat().st_size
            path.unlink()
        return freed

    def _path(self) -> Path:
        return (self._directory or Path()) / "ctxbuild.sqlite3"

    def _collect(
        self,
        connection: sqlite3.Connection,
        names: list[bytes],
        stored: Mapping[bytes, bytes],
        found: dict[bytes, bytes],
    ) -> None:
        marks = ",".join("?" * len(names))
        for name, value, crc, day in connection.execute(
            f"SELECT k, v, crc, day FROM kv WHERE k IN ({marks})",  # noqa: S608
            names,
        ):
            if zlib.crc32(value) != crc:
                self._say("a damaged value was ignored; run 'ctxbuild cache verify'")
                continue
            found[stored[name]] = _unpacked(value)
            if day != self._today:
                self._touched.add(name)

    @contextmanager
    def _guarded(self) -> Iterator[sqlite3.Connection | None]:
        """Yield the connection, or ``None``; whatever fails turns the cache off."""
        import sqlite3

        try:
            yield self._opened()
        except (sqlite3.Error, OSError) as error:
            self._say(f"{error}; going on without it")
            self._turn_off()

    def _opened(self) -> sqlite3.Connection | None:
        import sqlite3

        if self._directory is None:
            return None
        if self._connection is None:
            self._directory.mkdir(parents=True, exist_ok=True)
            try:
                self._connection = _connect(self._path())
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):
                    raise
                self._set_aside()
                self._connection = _connect(self._path())
        return self._connection

    def _set_aside(self) -> None:
        """Move a store that cannot be read out of the way."""
        path = self._path()
        aside = path.with_name(f"{path.name}.unreadable-{os.getpid()}")
        self._say(f"it could not be read and was set aside as {aside.name}")
        path.replace(aside)
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)

    def _shrink(self, connection: sqlite3.Connection) -> None:
        """Drop the values used longest ago until the store is within its bound."""
        (size,) = connection.execute("SELECT COALESCE(SUM(LENGTH(v)), 0) FROM kv").fetchone()
        while size > self._max_bytes:
            (day,) = connection.execute("SELECT MIN(day) FROM kv").fetchone()
            with connection:
                connection.execute("DELETE FROM kv WHERE day = ?", (day,))
            (size,) = connection.execute("SELECT COALESCE(SUM(LENGTH(v)), 0) FROM kv").fetchone()

    def _say(self, message: str) -> None:
        if not self._warned:
            self._warned = True
            self._warn(f"cache {self._path()}: {message}")

    def _turn_off(self) -> None:
        if self._connection is not None:
            with suppress(Exception):
                self._connection.close()
        self._connection = None
        self._directory = None
        self._pending.clear()
        self._touched.clear()


def default_directory() -> Path:
    """Return ``CTXBUILD_CACHE_DIR``, or the user's cache directory."""
    named = os.environ.get("CTXBUILD_CACHE_DIR")
    if named:
        return Path(named)
    if sys.platform == "linux":
        base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
        return Path(base).expanduser() / "ctxbuild"
    import platformdirs

    return Path(platformdirs.user_cache_dir("ctxbuild", appauthor=False))


def _connect(path: Path) -> sqlite3.Connection:
    import sqlite3

    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version not in {0, SCHEMA}:
        connection.close()
        raise sqlite3.DatabaseError(f"schema {version}")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS kv (k BLOB PRIMARY KEY, stage TEXT, v BLOB, crc INTEGER, "
        "day INTEGER) WITHOUT ROWID"
    )
    connection.execute(f"PRAGMA user_version = {SCHEMA}")
    return connection


def _stored_key(stage: str, version: str, key: bytes) -> bytes:
    return blake2b(key, digest_size=20, person=_person(stage, version)).digest()


def _person(stage: str, version: str) -> bytes:
    return blake2b(f"{stage}\0{version}".encode(), digest_size=16).digest()


def _packed(value: bytes) -> bytes:
    if len(value) <= _COMPRESS_ABOVE:
        return _RAW + value
    return _PACKED + zlib.compress(value, 1)


def _unpacked(value: bytes) -> bytes:
    return value[1:] if value[:1] == _RAW else zlib.decompress(value[1:])
