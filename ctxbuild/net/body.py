"""The body of an answer: unpacked while it streams, so that a bomb never inflates."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from ctxbuild.net.errors import LostError, NetError, TooLargeError

ACCEPT_ENCODING = "gzip, deflate"
"""What is asked for: encodings whose decoder takes a limit on its output."""

_GZIP_NAMES = ("gzip", "x-gzip")
_GZIP_START = b"\x1f\x8b"
_GZIP_WINDOW = 16 + zlib.MAX_WBITS
_ZLIB_METHOD = 8
# Real files have a few, one for each part that was appended; each costs a copy of the rest.
_MOST_MEMBERS = 1000
_MOST_INFLATION = 200
"""How many times larger than sent a body may become; text packs to a tenth, tables to a 50th."""
_UNSUSPICIOUS = 4 << 20
"""Bytes that a body may always become: a megabyte of one character is no attack."""


def read_body(chunks: Iterable[bytes], encoding: str, most_bytes: int) -> bytes:
    """Return the whole body; it is neither as sent nor unpacked larger than ``most_bytes``.

    ``encoding`` is the value of ``Content-Encoding``.

    Raises:
        TooLargeError: it would be larger.
        LostError: what was packed ends early.
        NetError: it is damaged, or packed in a way that was not asked for.
    """
    name = encoding.strip().lower()
    limited = _limited(chunks, most_bytes)
    if name in ("", "identity"):
        return b"".join(limited)
    if name in _GZIP_NAMES:
        return _unpacked(limited, most_bytes, gzip=True)
    if name == "deflate":
        return _unpacked(limited, most_bytes, gzip=False)
    raise NetError("answers in a compression that was not asked for; report it to the site")


def _limited(chunks: Iterable[bytes], most_bytes: int) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > most_bytes:
            raise too_large(most_bytes)
        yield chunk


def too_large(most_bytes: int) -> TooLargeError:
    """Return the error for an answer beyond the limit."""
    return TooLargeError(f"larger than {most_bytes:,} bytes; give a smaller page or file")


def _unpacked(chunks: Iterable[bytes], most_bytes: int, gzip: bool) -> bytes:
    unpacker = _Unpacker(most_bytes, gzip)
    try:
        for chunk in chunks:
            unpacker.feed(chunk)
    except zlib.error:
        raise NetError("sent a damaged compressed body; try again later") from None
    return unpacker.result()


class _Unpacker:
    """Unpacks gzip (one member or several) or deflate, up to a number of bytes."""

    def __init__(self, most_bytes: int, gzip: bool) -> None:
        self._most_bytes = most_bytes
        self._gzip = gzip
        self._parts: list[bytes] = []
        self._room = most_bytes
        self._sent = 0
        self._stream = zlib.decompressobj(_GZIP_WINDOW) if gzip else None
        self._begun = False
        self._members = 1
        self._rest = b""
        """What follows a finished member: another one, or padding, which is ignored."""

    def feed(self, chunk: bytes) -> None:
        self._sent += len(chunk)
        data = self._rest + chunk
        while data:
            if self._stream is None:
                self._stream = zlib.decompressobj(_deflate_window(data[0]))
            elif self._stream.eof and not self._next_member(data):
                return
            self._begun = True
            self._take(self._stream.decompress(data, self._room + 1))
            data = self._stream.unused_data

    def _take(self, part: bytes) -> None:
        self._room -= len(part)
        if self._room < 0:
            raise too_large(self._most_bytes)
        unpacked = self._most_bytes - self._room
        if unpacked > max(_UNSUSPICIOUS, self._sent * _MOST_INFLATION):
            raise TooLargeError(
                f"grows more than {_MOST_INFLATION}-fold when unpacked; leave it out"
            )
        self._parts.append(part)

    def _next_member(self, data: bytes) -> bool:
        """Begin another member if ``data`` is one; keep a byte that may begin it."""
        another = self._gzip and data.startswith(_GZIP_START)
        self._rest = data if self._gzip and data == _GZIP_START[:1] else b""
        if another:
            self._stream = zlib.decompressobj(_GZIP_WINDOW)
            self._members += 1
        if self._members > _MOST_MEMBERS:
            raise too_large(self._most_bytes)
        return another

    def result(self) -> bytes:
        if self._begun and self._stream is not None and not self._stream.eof:
            raise LostError("the answer ended early; try again later")
        return b"".join(self._parts)


def _deflate_window(first: int) -> int:
    """Return zlib's window: some servers send deflate without the zlib wrapper (RFC 9110 §8.4)."""
    return zlib.MAX_WBITS if first & 0x0F == _ZLIB_METHOD else -zlib.MAX_WBITS
