"""The one caching idiom: values by content, in SQLite, never needed for a result.

A stored key is a digest of stage, version and the caller's key, so a new
version of the code that computes never meets values of the old one. Whatever
is wrong with the store, a result is the same: a damaged store or one of
another schema is set aside and begun anew; one that cannot be written or
locked is left alone for the rest of the run. Each case is said once.
"""

from __future__ import annotations

import os
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

from ctxbuild.model import CtxbuildError

if TYPE_CHECKING:
    import sqlite3

T = TypeVar("T")

SCHEMA = 2
"""Layout of the store; a store with another number is set aside."""

DEFAULT_MAX_BYTES = 1 << 30
FILE_NAME = "ctxbuild.sqlite3"

# SQLite before 3.32 takes 999 parameters in a statement.
_KEYS_PER_QUERY = 500
# Outlines of 16 KB shrink to a fifth; below, most values are a few bytes and time counts more.
_COMPRESS_FROM = 16_384
# What may wait for a transaction: 2,000 rows cost about 20 ms to write, 8 MB little memory.
_PENDING_ROWS = 2000
_PENDING_BYTES = 8 << 20
# A batch is written in well under a second; who holds the lock for longer has been stopped.
_BUSY_SECONDS = 10.0
_DAY_SECONDS = 86_400
# Shrinking leaves a tenth free, so that not every later run has to shrink again.
_KEEP_SHARE = 0.9
_ROW_OVERHEAD = 64
_RAW, _PACKED = b"\0", b"\1"
# File systems on which several hosts cannot share the memory that WAL needs.
_NETWORK_SYSTEMS = ("nfs", "cifs", "smb", "fuse.sshfs", "9p", "lustre", "beegfs", "afs", "ceph")

_TABLE = (
    "CREATE TABLE kv (k BLOB PRIMARY KEY, stage TEXT, v BLOB, crc INTEGER, day INTEGER) "
    "WITHOUT ROWID"
)


@dataclass(frozen=True, slots=True)
class CacheInfo:
    """Where a cache is and what it holds; ``size`` in bytes on disk."""

    path: str
    entries: int
    size: int
    stages: tuple[tuple[str, int, int], ...]
    """Stage, entries, bytes of values."""


class _UnusableStoreError(Exception):
    """The file is a database, but not one of this schema."""


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
        cache = cls(directory or default_directory(), warn or (lambda _message: None), max_bytes)
        if cache._directory is None:
            cache._say("there is no home directory to keep it in; set CTXBUILD_CACHE_DIR")
        return cache

    @classmethod
    def disabled(cls) -> Cache:
        """Return a cache that holds nothing."""
        return cls(None, lambda _message: None, 0)

    def get_many(self, stage: str, version: str, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """Return the values there are, by key."""
        if self._directory is None or not keys:
            return {}
        with self._lock:
            person = _person(stage, version)
            names = {_stored_key(person, key): key for key in keys}
            found = {
                names[name]: _unpacked(self._pending[name][1])
                for name in names.keys() & self._pending.keys()
            }
            wanted = [name for name, key in names.items() if key not in found]
            rows = self._try(lambda store: _select(store, wanted), [])
            for name, value, crc, day in rows:
                if not _is_sound(name, value, crc):
                    self._say("a damaged value was ignored; run 'ctxbuild cache verify'")
                    continue
                found[names[name]] = _unpacked(value)
                if day != self._today:
                    self._touched.add(name)
            return found

    def put_many(self, stage: str, version: str, items: Mapping[bytes, bytes]) -> None:
        """Store values by key; they are written in batches."""
        if self._directory is None:
            return
        with self._lock:
            person = _person(stage, version)
            for key, value in items.items():
                packed = _packed(value)
                self._pending[_stored_key(person, key)] = (stage, packed)
                self._pending_bytes += len(packed)
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
            if not self._pending and not self._touched:
                return
            rows = [
                (name, stage, value, _checksum(name, value), self._today)
                for name, (stage, value) in self._pending.items()
            ]
            touched = [(self._today, name) for name in self._touched]
            self._drop_pending()
            self._written |= self._try(lambda store: _write(store, rows, touched), False)

    def close(self) -> None:
        """Write what is pending, keep the size bound, and close the store."""
        with self._lock:
            self.flush()
            if self._written:
                self._try(lambda store: _shrink(store, self._max_bytes), None)
            self._disconnect()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def info(self) -> CacheInfo:
        """Return where the store is and what it holds."""
        stages: tuple[tuple[str, int, int], ...] = ()
        if self._path().is_file():
            stages = self._try(_stages, stages)
        size = sum(path.stat().st_size for path in self._files())
        return CacheInfo(str(self._path()), sum(row[1] for row in stages), size, stages)

    def verify(self) -> int:
        """Check every value against its check sum; return how many were bad and are gone.

        A store that could not be read at all, and was set aside, counts as one.
        """
        if not self._path().is_file():
            return 0
        inode = self._path().stat().st_ino
        removed = self._try(_remove_damaged, 0)
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
                try:
                    freed += path.stat().st_size
                    path.unlink(missing_ok=True)
                except OSError as error:
                    raise CtxbuildError(f"{path}: {error.strerror}; remove it by hand") from error
            return freed

    def _path(self) -> Path:
        return (self._directory or Path()) / FILE_NAME

    def _files(self) -> list[Path]:
        """Return the files that are the store's: itself, its log, and what was set aside."""
        if self._directory is None or not self._directory.is_dir():
            return []
        return sorted(self._directory.glob(f"{FILE_NAME}*"))

    def _try(self, action: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        """Run an action on the store; without a usable one, return ``otherwise``.

        A store that turns out to be damaged is set aside and the action is
        tried on a new one. Whatever else fails turns the cache off.
        """
        with self._lock:
            try:
                return self._try_twice(action, otherwise)
            except _failures() as error:
                self._say(f"{_reason(error)}; going on without it")
                self._turn_off()
                return otherwise

    def _try_twice(self, action: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        for attempt in (1, 2):
            try:
                connection = self._opened()
                return otherwise if connection is None else action(connection)
            except _failures() as error:
                if attempt == 2 or not _is_damage(error):
                    raise
                self._set_aside(error)
        return otherwise

    def _opened(self) -> sqlite3.Connection | None:
        if self._directory is None:
            return None
        if self._owner != os.getpid():
            # SQLite forbids the use, and even the closing, of a connection across a fork.
            self._connection, self._owner = None, os.getpid()
        if self._connection is None:
            self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = self._path()
            if path.exists():
                self._inode = path.stat().st_ino
            self._connection = _connect(path)
            self._inode = path.stat().st_ino
        return self._connection

    def _set_aside(self, error: BaseException) -> None:
        """Move a store that cannot be used out of the way, unless another process just did.

        It takes the place of the one set aside before, so that they do not pile up.
        """
        self._disconnect()
        path = self._path()
        if not path.exists() or path.stat().st_ino != self._inode:
            return
        aside = path.with_name(f"{FILE_NAME}.set-aside")
        self._say(f"{_reason(error)}; it was set aside as {aside.name} and begun anew")
        for suffix in ("", "-wal", "-shm"):
            part = path.with_name(path.name + suffix)
            if part.exists():
                part.replace(aside.with_name(aside.name + suffix))

    def _say(self, message: str) -> None:
        if not self._warned:
            self._warned = True
            self._warn(f"cache {self._path()}: {message}")

    def _drop_pending(self) -> None:
        self._pending.clear()
        self._pending_bytes = 0
        self._touched.clear()

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None and self._owner == os.getpid():
            connection.close()

    def _turn_off(self) -> None:
        self._drop_pending()
        self._connection = None
        self._directory = None


def default_directory() -> Path | None:
    """Return ``CTXBUILD_CACHE_DIR``, or the user's cache directory; ``None`` without a home."""
    named = os.environ.get("CTXBUILD_CACHE_DIR")
    if not named and sys.platform == "linux":
        # By hand, as the base directory specification says: platformdirs takes 10 ms to import.
        base = os.environ.get("XDG_CACHE_HOME", "")
        named = str(Path(base if os.path.isabs(base) else "~/.cache", "ctxbuild"))
    elif not named:
        import platformdirs

        named = platformdirs.user_cache_dir("ctxbuild", appauthor=False)
    expanded = os.path.expanduser(named)  # noqa: PTH111 (Path raises where there is no home)
    return None if expanded.startswith("~") else Path(expanded)


def _failures() -> tuple[type[Exception], ...]:
    try:
        import sqlite3
    except ImportError:
        return (OSError, ImportError)
    return (OSError, sqlite3.Error, _UnusableStoreError)


def _is_damage(error: Exception) -> bool:
    """Whether an error says that the file itself is bad, so that a new one would do."""
    import sqlite3

    damaged = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
    code = getattr(error, "sqlite_errorcode", None)
    if isinstance(error, _UnusableStoreError) or code == sqlite3.SQLITE_IOERR_SHORT_READ:
        return True
    # The low byte is the kind of error, the rest says more about it.
    return code is not None and code & 0xFF in damaged


def _reason(error: BaseException) -> str:
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).splitlines()[0]


def _connect(path: Path) -> sqlite3.Connection:
    import sqlite3

    connection = sqlite3.connect(
        path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        connection.text_factory = _text
        journal = "DELETE" if is_on_network(path.parent) else "WAL"
        connection.execute(f"PRAGMA journal_mode = {journal}")
        connection.execute("PRAGMA synchronous = NORMAL")
        _prepare(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")


def _prepare(connection: sqlite3.Connection) -> None:
    """Check the schema; write it into an empty store."""
    import sqlite3

    if _schema(connection) == 0:
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            # Another process may have been faster.
            if _schema(connection) == 0:
                if connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
                    raise _UnusableStoreError("it is not a store of ctxbuild's")
                connection.execute(_TABLE)
                connection.execute(f"PRAGMA user_version = {SCHEMA}")
    if (found := _schema(connection)) != SCHEMA:
        raise _UnusableStoreError(f"it has schema {found}, this version needs {SCHEMA}")
    try:
        connection.execute("SELECT k, stage, v, crc, day FROM kv LIMIT 0")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_ERROR:
            raise _UnusableStoreError("its table is not as it should be") from error
        raise


def _schema(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def is_on_network(directory: Path, mounts: str | None = None) -> bool:
    """Whether a directory lies on a network file system, as far as Linux tells.

    ``mounts`` has the format of ``/proc/self/mounts`` (proc(5)): device, mount
    point with octal escapes, type.
    """
    if mounts is None:
        try:
            mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return False
    resolved = directory.resolve()
    best = (-1, "")
    for row in mounts.splitlines():
        fields = row.split(" ")
        if len(fields) > 2:
            point = Path(fields[1].replace(r"\040", " "))
            if resolved.is_relative_to(point):
                best = max(best, (len(point.parts), fields[2]), key=lambda row: row[0])
    return best[1].startswith(_NETWORK_SYSTEMS)


def _select(
    connection: sqlite3.Connection, names: Sequence[bytes]
) -> list[tuple[bytes, object, object, int]]:
    rows: list[tuple[bytes, object, object, int]] = []
    for start in range(0, len(names), _KEYS_PER_QUERY):
        some = names[start : start + _KEYS_PER_QUERY]
        marks = ",".join("?" * len(some))
        rows += connection.execute(
            f"SELECT k, v, crc, day FROM kv WHERE k IN ({marks})",  # noqa: S608
            some,
        )
    return rows


def _write(
    connection: sqlite3.Connection,
    rows: Iterable[tuple[bytes, str, bytes, int, int]],
    touched: Iterable[tuple[int, bytes]],
) -> bool:
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT OR REPLACE INTO kv VALUES (?, ?, ?, ?, ?)", rows)
        connection.executemany("UPDATE kv SET day = ? WHERE k = ?", touched)
    return True


def _stages(connection: sqlite3.Connection) -> tuple[tuple[str, int, int], ...]:
    query = "SELECT stage, COUNT(*), SUM(LENGTH(v)) FROM kv GROUP BY stage ORDER BY 1"
    return tuple(connection.execute(query))


def _remove_damaged(connection: sqlite3.Connection) -> int:
    import sqlite3

    (state,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if state != "ok":
        error = sqlite3.DatabaseError("its pages are damaged")
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error
    rows = connection.execute("SELECT k, v, crc FROM kv")
    bad = [(name,) for name, value, crc in rows if not _is_sound(name, value, crc)]
    _delete(connection, bad)
    return len(bad)


def _shrink(connection: sqlite3.Connection, max_bytes: int) -> None:
    """Drop the values used longest ago, in small batches, when the store is above its bound."""
    pages = "page_count", "freelist_count", "page_size"
    total, free, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in pages)
    used = (total - free) * size
    if used <= max_bytes:
        return
    excess, doomed = used - _KEEP_SHARE * max_bytes, []
    rows = connection.execute("SELECT k, LENGTH(v) FROM kv ORDER BY day")
    for name, length in rows:
        doomed.append((name,))
        excess -= length + _ROW_OVERHEAD
        if excess <= 0:
            break
    rows.close()
    _delete(connection, doomed)


def _delete(connection: sqlite3.Connection, names: Sequence[tuple[bytes]]) -> None:
    for start in range(0, len(names), _PENDING_ROWS):
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(
                "DELETE FROM kv WHERE k = ?", names[start : start + _PENDING_ROWS]
            )


def _person(stage: str, version: str) -> bytes:
    return blake2b(f"{stage}\0{version}".encode(), digest_size=16).digest()


def _stored_key(person: bytes, key: bytes) -> bytes:
    return blake2b(key, digest_size=20, person=person).digest()


def _checksum(name: bytes, value: bytes) -> int:
    """Return the check sum of key and value together: a value under a wrong key is damage."""
    return zlib.crc32(value, zlib.crc32(name))


def _is_sound(name: object, value: object, crc: object) -> bool:
    # Damage can change a column's type as well.
    return isinstance(name, bytes) and isinstance(value, bytes) and _checksum(name, value) == crc


def _packed(value: bytes) -> bytes:
    if len(value) >= _COMPRESS_FROM:
        packed = zlib.compress(value, 1)
        if len(packed) < len(value):
            return _PACKED + packed
    return _RAW + value


def _unpacked(value: bytes) -> bytes:
    return value[1:] if value[:1] == _RAW else zlib.decompress(value[1:])
