"""Every answer of a crawl, kept in SQLite the moment it is complete.

A run is one crawl from its beginning to its end, however often it was interrupted.
The answers of the last finished run stay beside those of the one under way, until
that is finished and accepted. Bodies are kept once, by their digest. One process
at a time uses a journal; SQLite's own lock, which dies with its owner, sees to that.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from ctxbuild.cache.place import is_on_network
from ctxbuild.model import CtxbuildError, UsageError
from ctxbuild.net.urls import parse_url
from ctxbuild.readers.crawl.look import Look

if TYPE_CHECKING:
    import sqlite3

SCHEMA = 1
_TABLES = (
    "CREATE TABLE run (number INTEGER PRIMARY KEY, finished INTEGER NOT NULL)",
    "CREATE TABLE answer (run INTEGER, key TEXT, body TEXT, data BLOB NOT NULL, crc INTEGER,"
    " PRIMARY KEY (run, key)) WITHOUT ROWID",
    "CREATE TABLE body (digest TEXT PRIMARY KEY, data BLOB NOT NULL)",
    "CREATE TABLE note (name TEXT PRIMARY KEY, value REAL NOT NULL)",
)
_OK = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of asking for an address; ``status`` is 0 where nothing came back.

    ``url`` is where the answer was found, ``location`` where it sends on to.
    ``problem`` is one of ``lost``, ``late``, ``large``, ``refused``, ``failed``
    or nothing; ``reason`` says it in words. ``stale`` says why the answer is that
    of the last run.
    """

    url: str
    status: int = 0
    location: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    digest: str = ""
    size: int = 0
    problem: str = ""
    reason: str = ""
    stale: str = ""
    look: Look | None = None
    look_version: str = ""
    rendered: str = ""
    """``yes`` where the body was made by a browser, else why that did not work."""

    @property
    def passing(self) -> bool:
        """Whether another try at another time may well give another answer."""
        if self.problem:
            return self.problem in ("lost", "late", "failed")
        return self.status in (408, 425, 429) or self.status >= 500

    @property
    def good(self) -> bool:
        """Whether there is a body to use."""
        return self.status == _OK and not self.problem


class Journal:
    """The answers of one site's crawls; to be closed after use."""

    def __init__(self, path: Path | None) -> None:
        """Open a journal, which is created where there is none; ``None``: in memory.

        Raises:
            UsageError: another process is at it, or it cannot be written.
        """
        self._path = path
        self._connection = _opened(path)
        self.run = self._latest()[0]
        """The run that answers are recorded for; 0 before the first."""

    def close(self) -> None:
        """Close the file; bodies can no longer be read."""
        self._connection.close()

    def begin(self) -> bool:
        """Go on with a run that was interrupted, or begin one; return whether it goes on."""
        number, finished = self._latest()
        self.run = number + 1 if finished or not number else number
        with self._connection as connection:
            connection.execute("INSERT OR IGNORE INTO run VALUES (?, 0)", (self.run,))
        return self.run == number

    @property
    def finished(self) -> int:
        """The number of the last run that came to its end, or 0."""
        rows = self._connection.execute("SELECT max(number) FROM run WHERE finished")
        return int(rows.fetchone()[0] or 0)

    def finish(self) -> None:
        """Accept the run under way and forget the ones before it, with what only they need."""
        with self._connection as connection:
            connection.execute("UPDATE run SET finished = 1 WHERE number = ?", (self.run,))
            connection.execute("DELETE FROM answer WHERE run < ?", (self.run,))
            connection.execute("DELETE FROM run WHERE number < ?", (self.run,))
            connection.execute("DELETE FROM body WHERE digest NOT IN (SELECT body FROM answer)")

    def drop(self) -> None:
        """Forget the run under way."""
        with self._connection as connection:
            connection.execute("DELETE FROM answer WHERE run = ?", (self.run,))
            connection.execute("DELETE FROM run WHERE number = ?", (self.run,))
        self.run = self._latest()[0]

    def answer(self, key: str, run: int | None = None) -> Answer | None:
        """Return what was recorded for ``key`` in a run, by default the one under way."""
        rows = self._connection.execute(
            "SELECT data, crc FROM answer WHERE run = ? AND key = ?",
            (self.run if run is None else run, key),
        )
        found = rows.fetchone()
        return _decoded(*found) if found else None

    def has(self, key: str, run: int) -> bool:
        """Whether anything was recorded for ``key`` in a run."""
        query = "SELECT 1 FROM answer WHERE run = ? AND key = ?"
        return self._connection.execute(query, (run, key)).fetchone() is not None

    def keys(self, run: int, start: str) -> Iterator[str]:
        """Yield the keys that begin with ``start`` and were recorded with a body, in order."""
        query = "SELECT key FROM answer WHERE run = ? AND body > '' ORDER BY key"
        for (key,) in self._connection.execute(query, (run,)).fetchall():
            if key.startswith(start):
                yield key

    def record(self, key: str, answer: Answer, body: bytes | None = None) -> None:
        """Keep an answer, at once and for good."""
        data = _encoded(answer)
        with self._connection as connection:
            if body is not None:
                connection.execute(
                    "INSERT OR IGNORE INTO body VALUES (?, ?)",
                    (answer.digest, zlib.compress(body, 3)),
                )
            connection.execute(
                "INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?)",
                (self.run, key, answer.digest, data, zlib.crc32(data)),
            )

    def body(self, digest: str) -> bytes:
        """Return a body.

        Raises:
            CtxbuildError: it is not there, or damaged.
        """
        rows = self._connection.execute("SELECT data FROM body WHERE digest = ?", (digest,))
        found = rows.fetchone()
        try:
            body = zlib.decompress(found[0]) if found else b""
        except zlib.error:
            body = b""
        if not found or body_digest(body) != digest:
            raise CtxbuildError(f"{self._path}: a page in it is damaged; delete the file")
        return body

    def note(self, name: str, value: float) -> None:
        """Keep a number beside the answers."""
        with self._connection as connection:
            connection.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (name, value))

    def noted(self, name: str) -> float:
        """Return a number that was kept, or 0."""
        rows = self._connection.execute("SELECT value FROM note WHERE name = ?", (name,))
        found = rows.fetchone()
        return float(found[0]) if found else 0.0

    def _latest(self) -> tuple[int, bool]:
        rows = self._connection.execute(
            "SELECT number, finished FROM run ORDER BY number DESC LIMIT 1"
        )
        number, finished = rows.fetchone() or (0, 0)
        return int(number), bool(finished)


def journal_path(directory: Path, start: str) -> Path:
    """Return where the journal of a site lies in a directory of journals.

    Raises:
        RefusedError: ``start`` is no http(s) address.
    """
    target = parse_url(start)
    digest = blake2b(target.url.encode(), digest_size=8).hexdigest()
    return directory / f"{target.host.replace(':', '-')}-{digest}.sqlite3"


def failures() -> type[Exception]:
    """Return what reading and writing a journal may raise: a full disk, for one."""
    import sqlite3

    return sqlite3.Error


def body_digest(body: bytes) -> str:
    """Return the digest that a body is kept by."""
    return blake2b(body, digest_size=20).hexdigest()


def _encoded(answer: Answer) -> bytes:
    import msgspec

    return zlib.compress(msgspec.json.encode(answer), 3)


def _decoded(data: bytes, crc: int) -> Answer | None:
    """Return an answer; one that is damaged or of another version counts as not there."""
    import msgspec

    if zlib.crc32(data) != crc:
        return None
    try:
        return msgspec.json.decode(zlib.decompress(data), type=Answer)
    except (msgspec.MsgspecError, zlib.error):
        return None


def _opened(path: Path | None) -> sqlite3.Connection:
    import sqlite3

    try:
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
        return _prepared(path)
    except (OSError, sqlite3.Error) as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if path and code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            _set_aside(path)
            return _prepared(path)
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            reason = "another run reads this site; wait for its end"
        else:
            reason = f"cannot be written ({error}); name another directory"
        raise UsageError(f"{path}: {reason}") from None


def _prepared(path: Path | None) -> sqlite3.Connection:
    import sqlite3

    connection = sqlite3.connect(path or ":memory:", timeout=0.5, check_same_thread=False)
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        on_network = path is not None and is_on_network(path.parent)
        connection.execute(f"PRAGMA journal_mode = {'DELETE' if on_network else 'WAL'}")
        connection.execute("PRAGMA synchronous = NORMAL")
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            _lay_out(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _lay_out(connection: sqlite3.Connection) -> None:
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    if found == SCHEMA:
        return
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master")]
    for name in names:
        if name in ("run", "answer", "body", "note"):
            connection.execute(f"DROP TABLE {name}")
    for table in _TABLES:
        connection.execute(table)
    connection.execute(f"PRAGMA user_version = {SCHEMA}")


def _set_aside(path: Path) -> None:
    for part in ("", "-wal", "-shm"):
        old = path.with_name(path.name + part)
        if old.exists():
            old.replace(path.with_name(path.name + ".set-aside" + part))
