"""When a request is worth another try, and after how long."""

from __future__ import annotations

import re
import zlib

BUSY = frozenset({429, 502, 503, 504})
"""Answers that may be better in a moment (RFC 9110 §15.6, RFC 6585 §4)."""
TOO_MUCH = frozenset({429, 503})
"""Answers by which a server says that it is asked too much."""

_FIRST_PAUSE = 1.0
_SECONDS = re.compile(r"[0-9]{1,9}")
_LONGEST_DATE = 64
_RANGE_OF_CRC = 2**32


def retry_after(value: str, now: float) -> float | None:
    """Return the seconds that a ``Retry-After`` header asks to wait (RFC 9110 §10.2.3).

    ``now`` is in seconds since 1970. A negative or unreadable value and a date
    in the past say nothing, and never "at once".
    """
    text = value.strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    if len(text) > _LONGEST_DATE:
        return None
    from email.utils import parsedate_to_datetime  # 15 ms, and rarely needed

    try:
        seconds = parsedate_to_datetime(text).timestamp() - now
    except (ValueError, OverflowError, OSError, TypeError):
        return None
    return seconds if seconds > 0 else None


def back_off(url: str, attempt: int) -> float:
    """Return the seconds to wait after the failed ``attempt`` (from 0): doubling, with jitter.

    The jitter, up to half, comes from the address: no two runs differ, and
    many addresses still do not come back at the same moment.
    """
    share = zlib.crc32(f"{attempt} {url}".encode()) / _RANGE_OF_CRC
    return _FIRST_PAUSE * 2.0**attempt * (0.5 + share / 2)
