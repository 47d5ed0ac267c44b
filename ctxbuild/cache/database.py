"""The SQLite side of the cache: schema, reads, writes, checks and the size bound.

Functions on a connection; what they raise is classified by :func:`is_damage`
and :func:`failures`, what follows from it is decided by the store.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ctxbuild.cache.place import is_on_network

if TYPE_CHECKING:
    import sqlite3

SCHEMA = 2
"""Layout of the store; a store with another number is set aside."""

Row = tuple[bytes, bytes, int]
"""Stored key, value, day of last use."""

# A batch is written in well under a second; who holds the lock for longer has been stopped.
BUSY_SECONDS = 10.0
_TRIES = 50

# SQLite before 3.32 takes 999 parameters in a statement.
_KEYS_PER_QUERY = 500
_ROWS_PER_DELETE = 2000
# Shrinking leaves a tenth free, so that not every later run has to shrink again.
_KEEP_SHARE = 0.9

# With row ids: on 8,500 values of 4 B to 9 KB, half the CPU and 3/4 of the bytes of a table
# without, whose pages hold four values at most and are filled in the order of random keys.
_TABLE = "CREATE TABLE kv (day INTEGER, crc INTEGER, stage TEXT, k BLOB UNIQUE, v BLOB)"


class UnusableStoreError(Exception):
    """The file is a database, but not one of this schema."""


def failures() -> tuple[type[Exception], ...]:
    """Return the exceptions that the use of a store may raise."""
    try:
        import sqlite3
    except ImportError:
        return (OSError, ImportError)
    return (OSError, sqlite3.Error, UnusableStoreError)


def is_damage(error: Exception) -> bool:
    """Whether an error says that the file itself is bad, so that a new one would do."""
    import sqlite3

    code = getattr(error, "sqlite_errorcode", None)
    if isinstance(error, UnusableStoreError) or code == sqlite3.SQLITE_IOERR_SHORT_READ:
        return True
    # The low byte is the kind of error, the rest says more about it.
    return code is not None and code & 0xFF in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def connect(path: Path) -> sqlite3.Connection:
    """Open a store, which is created where there is none.

    Raises:
        UnusableStoreError: a database of another schema.
        sqlite3.Error: no database, or one that cannot be opened.

    """
    import sqlite3

    connection = sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        connection.text_factory = _text
        journal = "DELETE" if is_on_network(path.parent) else "WAL"
        _set_journal(connection, journal)
        connection.execute("PRAGMA synchronous = NORMAL")
        _prepare(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _set_journal(connection: sqlite3.Connection, journal: str) -> None:
    """Set the journal's mode; the change itself waits for nobody, a lock does."""
    import sqlite3

    for _ in range(_TRIES):
        try:
            connection.execute(f"PRAGMA journal_mode = {journal}")
            return
        except sqlite3.OperationalError:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("COMMIT")
    connection.execute(f"PRAGMA journal_mode = {journal}")


def select(connection: sqlite3.Connection, names: Sequence[bytes]) -> tuple[list[Row], bool]:
    """Return the sound rows of some stored keys, and whether all that were found are sound."""
    rows: list[Row] = []
    sound = True
    for start in range(0, len(names), _KEYS_PER_QUERY):
        some = names[start : start + _KEYS_PER_QUERY]
        marks = ",".join("?" * len(some))
        for name, value, crc, day in connection.execute(
            f"SELECT k, v, crc, day FROM kv WHERE k IN ({marks})",  # noqa: S608
            some,
        ):
            if _is_sound(name, value, crc):
                rows.append((name, value, day))
            else:
                sound = False
    return rows, sound


def write(
    connection: sqlite3.Connection,
    rows: Iterable[tuple[bytes, str, bytes]],
    used: Iterable[bytes],
    day: int,
) -> None:
    """Write rows of stored key, stage and value, and the day of use of others, at once."""
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            "INSERT OR REPLACE INTO kv (k, stage, v, crc, day) VALUES (?, ?, ?, ?, ?)",
            ((name, stage, value, _checksum(name, value), day) for name, stage, value in rows),
        )
        connection.executemany("UPDATE kv SET day = ? WHERE k = ?", ((day, name) for name in used))


def stages(connection: sqlite3.Connection) -> tuple[tuple[str, int, int], ...]:
    """Return the entries and the bytes of values of each stage."""
    query = "SELECT stage, COUNT(*), SUM(LENGTH(v)) FROM kv GROUP BY stage ORDER BY 1"
    return tuple(
        (str(stage), entries, size or 0) for stage, entries, size in connection.execute(query)
    )


def remove_damaged(connection: sqlite3.Connection) -> int:
    """Delete the values that differ from their check sums; return how many.

    Raises:
        UnusableStoreError: the pages themselves are damaged.

    """
    (state,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if state != "ok":
        raise UnusableStoreError("its pages are damaged")
    rows = connection.execute("SELECT rowid, k, v, crc FROM kv")
    bad = [(row,) for row, name, value, crc in rows if not _is_sound(name, value, crc)]
    _delete(connection, bad)
    return len(bad)


def shrink(connection: sqlite3.Connection, max_bytes: int) -> None:
    """Drop the values used longest ago, in small batches, when the store is above its bound."""
    pages = "page_count", "freelist_count", "page_size"
    total, free, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in pages)
    used = (total - free) * size
    if used <= max_bytes:
        return
    # Lengths say less than pages do, so the share to drop is what counts.
    (lengths,) = connection.execute("SELECT SUM(LENGTH(v) + LENGTH(k)) FROM kv").fetchone()
    excess = (lengths or 0) * (1 - _KEEP_SHARE * max_bytes / used)
    doomed: list[tuple[int]] = []
    rows = connection.execute("SELECT rowid, LENGTH(v) + LENGTH(k) FROM kv ORDER BY day, rowid")
    while excess > 0 and (row := rows.fetchone()):
        doomed.append((row[0],))
        excess -= row[1] or 0
    rows.close()
    _delete(connection, doomed)


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
                    raise UnusableStoreError("it is not a store of ctxbuild's")
                connection.execute(_TABLE)
                connection.execute(f"PRAGMA user_version = {SCHEMA}")
    if (found := _schema(connection)) != SCHEMA:
        raise UnusableStoreError(f"it has schema {found}, this version needs {SCHEMA}")
    try:
        connection.execute("SELECT k, stage, v, crc, day FROM kv LIMIT 0")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_ERROR:
            raise UnusableStoreError("its table is not as it should be") from error
        raise


def _schema(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _delete(connection: sqlite3.Connection, rows: Sequence[tuple[int]]) -> None:
    for start in range(0, len(rows), _ROWS_PER_DELETE):
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(
                "DELETE FROM kv WHERE rowid = ?", rows[start : start + _ROWS_PER_DELETE]
            )


def _checksum(name: bytes, value: bytes) -> int:
    """Return the check sum of key and value together: a value under a wrong key is damage."""
    return zlib.crc32(value, zlib.crc32(name))


def _is_sound(name: object, value: object, crc: object) -> bool:
    # Damage can change a column's type as well.
    return isinstance(name, bytes) and isinstance(value, bytes) and _checksum(name, value) == crc
