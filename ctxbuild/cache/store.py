"""The cache as its users see it.

A stored key is a digest of stage, version and the caller's key, so a new
version of the code that computes never meets values of the old one. Whatever
is wrong with the store, a result is the same: a damaged store or one of
another schema is set aside and begun anew; one that cannot be written, or is
locked, is left alone for the rest of the run. Each case is said once.
"""

from __future__ import annotations

import os
import threading
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

from ctxbuild.cache import database
from ctxbuild.cache.place import default_directory
from ctxbuild.model import CtxbuildError

if TYPE_CHECKING:
    import sqlite3

T = TypeVar("T")

DEFAULT_MAX_BYTES = 1 << 30
FILE_NAME = "ctxbuild.sqlite3"

# The store, its write-ahead log and the log's index.
_PARTS = ("", "-wal", "-shm")
_ASIDE = f"{FILE_NAME}.set-aside"
# Outlines of 16 KB shrink to a fifth; most values are a few bytes, and there time counts more.
_COMPRESS_FROM = 16_384
# What may wait for a transaction: 2,000 rows take about 20 ms to write, 8 MB little memory.
_PENDING_ROWS = 2000
_PENDING_BYTES = 8 << 20
_DAY_SECONDS = 86_400
_RAW, _PACKED = b"\0", b"\1"

# Connections of a parent process: to collect them would close them in the child.
_ABANDONED: list[sqlite3.Connection | None] = []


@dataclass(frozen=True, slots=True)
class CacheInfo:
    """Where a cache is and what it holds; ``size`` in bytes on disk."""

    path: str
    entries: int
    size: int
    stages: tuple[tuple[str, int, int], ...]
    """Stage, entries, bytes of values."""


class Cache:
    """A store of computed values; opened on first use, safe to share between threads.

    Other processes may use the same store at the same time. After a fork,
    the child opens a connection of its own.
    """

    def __init__(self, directory: Path | None, warn: Callable[[str], None], max_bytes: int) -> None:
        self._directory = directory
        self._warn = warn
        self._max_bytes = max_bytes
        self._connection: sqlite3.Connection | None = None
        self._owner = os.getpid()
        self._inode = 0
        self._lock = threading.RLock()
        self._pending: dict[bytes, tuple[str, bytes]] = {}
        self._pending_bytes = 0
        self._used: set[bytes] = set()
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
        cache = cls(directory or default_directory(), warn or (lambda _message: None), max_bytes)
        if cache._directory is None:
            cache._say("there is no home directory to keep it in; set CTXBUILD_CACHE_DIR")
        return cache

    @classmethod
    def disabled(cls) -> Cache:
        """Return a cache that holds nothing."""
        return cls(None, lambda _message: None, 0)

    @property
    def directory(self) -> Path | None:
        """Where the store lies; ``None`` where nothing is kept."""
        return self._directory

    def get_many(self, stage: str, version: str, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """Return the values there are, by key."""
        if self._directory is None or not keys:
            return {}
        person = _person(stage, version)
        names = {_stored_key(person, key): key for key in keys}
        with self._lock:
            waiting = names.keys() & self._pending.keys()
            found = {names[name]: _unpacked(self._pending[name][1]) for name in waiting}
            for name, value, day in self._read([name for name in names if name not in waiting]):
                found[names[name]] = _unpacked(value)
                if day != self._today:
                    self._used.add(name)
        return found

    def put_many(self, stage: str, version: str, items: Mapping[bytes, bytes]) -> None:
        """Store values by key; they are written in batches."""
        if self._directory is None:
            return
        person = _person(stage, version)
        rows = {_stored_key(person, key): (stage, _packed(value)) for key, value in items.items()}
        with self._lock:
            self._pending |= rows
            self._pending_bytes += sum(len(value) for _, value in rows.values())
            if len(self._pending) >= _PENDING_ROWS or self._pending_bytes >= _PENDING_BYTES:
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
        with self._lock:
            if not self._pending and not self._used:
                return
            rows = [(name, stage, value) for name, (stage, value) in self._pending.items()]
            used = list(self._used)
            self._drop_pending()
            self._try(lambda store: database.write(store, rows, used, self._today), None)
            self._written = True

    def close(self) -> None:
        """Write what is pending, keep the size bound, and close the store."""
        with self._lock:
            self.flush()
            if self._written:
                self._try(lambda store: database.shrink(store, self._max_bytes), None)
            self._disconnect()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def info(self) -> CacheInfo:
        """Return where the store is and what it holds."""
        stages: tuple[tuple[str, int, int], ...] = ()
        if _inode(self._path()):
            stages = self._try(database.stages, stages)
        size = sum(map(_size, self._files()))
        return CacheInfo(str(self._path()), sum(row[1] for row in stages), size, stages)

    def verify(self) -> int:
        """Check every value against its check sum; return how many were bad and are gone.

        A store that could not be read at all, and was set aside, counts as one.
        """
        inode = _inode(self._path())
        if not inode:
            return 0
        removed = self._try(database.remove_damaged, 0)
        return removed + (self._inode != inode)

    def clear(self) -> int:
        """Remove the store's files, those set aside as well; return the bytes that this freed.

        Raises:
            CtxbuildError: a file could not be removed.

        """
        with self._lock:
            self._drop_pending()
            self._disconnect()
            freed = 0
            for path in self._files():
                size = _size(path)
                try:
                    path.unlink(missing_ok=True)
                except OSError as error:
                    raise CtxbuildError(f"{path}: {error.strerror}; remove it by hand") from error
                freed += size
            return freed

    def _path(self) -> Path:
        return (self._directory or Path()) / FILE_NAME

    def _files(self) -> list[Path]:
        """Return the files that are the store's: itself, its log, and what was set aside."""
        if self._directory is None:
            return []
        every = [
            self._directory / f"{name}{part}" for name in (FILE_NAME, _ASIDE) for part in _PARTS
        ]
        return [path for path in every if _inode(path)]

    def _read(self, names: Sequence[bytes]) -> list[database.Row]:
        nothing: list[database.Row] = []
        rows, sound = self._try(lambda store: database.select(store, names), (nothing, True))
        if not sound:
            self._say("a damaged value was ignored; run 'ctxbuild cache verify'")
        return rows

    def _try(self, action: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        """Run an action on the store; without a usable one, return ``otherwise``.

        A store that turns out to be damaged is set aside and the action is
        tried on a new one. Whatever else fails turns the cache off.
        """
        with self._lock:
            try:
                return self._try_twice(action, otherwise)
            except database.failures() as error:
                self._say(f"{_reason(error)}; going on without it")
                self._turn_off()
                return otherwise

    def _try_twice(self, action: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        for attempt in (1, 2):
            try:
                connection = self._opened()
                return otherwise if connection is None else action(connection)
            except database.failures() as error:
                if attempt == 2 or not database.is_damage(error):
                    raise
                self._set_aside(error)
        return otherwise

    def _opened(self) -> sqlite3.Connection | None:
        if self._directory is None:
            return None
        if self._owner != os.getpid():
            # SQLite forbids the use, and even the closing, of a connection across a fork.
            _ABANDONED.append(self._connection)
            self._connection, self._owner = None, os.getpid()
        if self._connection is None:
            self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = self._path()
            self._inode = _inode(path)
            self._connection = database.connect(path)
            self._inode = _inode(path)
        return self._connection

    def _set_aside(self, error: BaseException) -> None:
        """Move a store that cannot be used out of the way, unless another process just did.

        It takes the place of the one set aside before, so that they do not pile up.
        """
        self._disconnect()
        path = self._path()
        if _inode(path) != self._inode:
            return
        self._say(f"{_reason(error)}; it was set aside as {_ASIDE} and begun anew")
        for part in _PARTS:
            with suppress(FileNotFoundError):
                path.with_name(FILE_NAME + part).replace(path.with_name(_ASIDE + part))

    def _say(self, message: str) -> None:
        if not self._warned:
            self._warned = True
            self._warn(f"cache {self._path()}: {message}")

    def _drop_pending(self) -> None:
        self._pending.clear()
        self._pending_bytes = 0
        self._used.clear()

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None and self._owner == os.getpid():
            connection.close()

    def _turn_off(self) -> None:
        self._drop_pending()
        with suppress(*database.failures()):
            self._disconnect()
        self._directory = None


def _inode(path: Path) -> int:
    """Return what tells a file from the next one of its name; 0 where there is none."""
    try:
        return path.stat().st_ino
    except OSError:
        return 0


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _reason(error: BaseException) -> str:
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).splitlines()[0]


def _person(stage: str, version: str) -> bytes:
    return blake2b(f"{stage}\0{version}".encode(), digest_size=16).digest()


def _stored_key(person: bytes, key: bytes) -> bytes:
    return blake2b(key, digest_size=20, person=person).digest()


def _packed(value: bytes) -> bytes:
    if len(value) >= _COMPRESS_FROM:
        packed = zlib.compress(value, 1)
        if len(packed) < len(value):
            return _PACKED + packed
    return _RAW + value


def _unpacked(value: bytes) -> bytes:
    return value[1:] if value[:1] == _RAW else zlib.decompress(value[1:])
