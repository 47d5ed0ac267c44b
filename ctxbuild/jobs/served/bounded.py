"""Answers within limits: a long one is cut at a line, and a cursor leads to what follows.

A cursor holds no state of the server: where to go on, and a digest of question and
answer, so that one that belongs to another call, or to what a source was before, is refused.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from hashlib import blake2b

from ctxbuild.model import UsageError
from ctxbuild.tokens import counter

DEFAULT_TOKENS = 6_000
LEAST_TOKENS, MOST_TOKENS = 200, 20_000
MOST_CHARACTERS = 48_000
"""Clients cut what is longer, whatever it counts in tokens."""
ENCODING = "o200k_base"
_FOOTER_TOKENS = 100
_FOOTER_CHARACTERS = 400
_LONGEST_CURSOR = 64
_CURSOR = re.compile(r"([0-9a-f]{12}):([0-9]{1,12})")


def tokens_of(text: str) -> int:
    """Return the tokens that limits are in."""
    return counter(ENCODING).count(text)


def checked_tokens(wanted: int) -> int:
    """Return a limit that a caller may set.

    Raises:
        UsageError: it is outside of what is allowed.
    """
    if not LEAST_TOKENS <= wanted <= MOST_TOKENS:
        limits = f"{LEAST_TOKENS} to {MOST_TOKENS}"
        raise UsageError(f"{wanted} tokens: give {limits}, or leave it out for {DEFAULT_TOKENS}")
    return wanted


def bounded(text: str, call: str, max_tokens: int = DEFAULT_TOKENS, cursor: str = "") -> str:
    """Return as much of a text as its limits hold, from where a cursor says.

    Args:
        text: the whole answer.
        call: what was asked, without limit and cursor.
        max_tokens: most tokens of what is returned.
        cursor: from the end of an earlier answer to the same call.

    Raises:
        UsageError: the limit is not allowed, or the cursor is not of this call.

    """
    room = checked_tokens(max_tokens)
    key = blake2b(f"{call}\0{text}".encode("utf-8", "replace"), digest_size=6).hexdigest()
    start = _offset(cursor, key, len(text)) if cursor else 0
    rest = text[start:]
    if len(rest) <= MOST_CHARACTERS and tokens_of(rest) <= room:
        return rest
    stop = start + _fitting(rest[: MOST_CHARACTERS - _FOOTER_CHARACTERS], room - _FOOTER_TOKENS)
    following = urlsafe_b64encode(f"{key}:{stop}".encode()).decode()
    return (
        f"{text[start:stop].rstrip()}\n\n[truncated: {stop} of {len(text)} characters so far;"
        f' for what follows call again with the same arguments and cursor="{following}"]'
    )


def _offset(cursor: str, key: str, length: int) -> int:
    found = _CURSOR.fullmatch(_decoded(cursor))
    if found is None or found[1] != key or not 0 < int(found[2]) < length:
        raise UsageError(
            "cursor: it belongs to another call, or the source has changed since; "
            "call again without it, then use the cursor at the end of the answer"
        )
    return int(found[2])


def _decoded(cursor: str) -> str:
    if len(cursor) > _LONGEST_CURSOR:
        return ""
    try:
        return urlsafe_b64decode(cursor.encode("ascii")).decode("ascii")
    except (UnicodeError, Error, ValueError):
        return ""


def _fitting(text: str, room: int) -> int:
    """Return how many characters of a text fit: whole lines where a line fits, at least one."""
    ends = [found.end() for found in re.finditer(r"\n", text)] or [len(text)]
    lines = _most(text, ends, room)
    return lines or _most(text, range(1, len(text) + 1), room) or 1


def _most(text: str, ends: list[int] | range, room: int) -> int:
    """Return the last of some places up to which a text has few enough tokens, 0 for none."""
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high + 1) // 2
        if tokens_of(text[: ends[middle - 1]]) <= room:
            low = middle
        else:
            high = middle - 1
    return ends[low - 1] if low else 0
