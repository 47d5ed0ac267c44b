"""Days and months as text: checked, and read from what arXiv's services write."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from ctxbuild.model import UsageError
from ctxbuild.readers.printable import printable

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}Z?)?")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_FIRST = "1991-07"
_LONGEST = 64


def today(seconds: float) -> str:
    """Return the day in UTC of a moment in seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def moment(text: str) -> str:
    """Return a time in ISO 8601 and UTC from that form or RFC 822's; nothing for anything else."""
    bare = text.strip()
    if _ISO.fullmatch(bare):
        return bare
    if not 0 < len(bare) <= _LONGEST:
        return ""
    try:
        found = parsedate_to_datetime(bare).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return ""
    return found.strftime("%Y-%m-%dT%H:%M:%SZ") if found.year > 1000 else ""


def known_day(text: str, flag: str, now: str) -> str:
    """Return a day as ``YYYY-MM-DD``.

    Raises:
        UsageError: it is none, or lies behind ``now``.
    """
    try:
        found = date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise UsageError(
            f"{flag} {printable(text)[:40]}: no such day; write it as 2026-01-31"
        ) from None
    if found > now:
        raise UsageError(f"{flag} {found}: lies in the future; today is {now} in UTC")
    return found


def known_month(text: str, now: str) -> str:
    """Return a month as ``YYYY-MM``.

    Raises:
        UsageError: it is none, before arXiv's first or in the future.
    """
    found = _MONTH.fullmatch(text.strip())
    if found is None or not 1 <= int(found[2]) <= 12:
        raise UsageError(f"--month {printable(text)[:40]}: no month; write it as 2026-01")
    if found[0] > now[:7]:
        raise UsageError(f"--month {found[0]}: lies in the future; today is {now} in UTC")
    if found[0] < _FIRST:
        raise UsageError(f"--month {found[0]}: arXiv begins with {_FIRST}")
    return found[0]


def month_bounds(month: str) -> tuple[str, str]:
    """Return the first and the last day of ``YYYY-MM``."""
    year, number = int(month[:4]), int(month[5:])
    return f"{month}-01", f"{month}-{monthrange(year, number)[1]:02}"


def months_between(first: str, last: str) -> list[tuple[str, str]]:
    """Cut the days from ``first`` to ``last`` at the ends of months."""
    found = []
    while first <= last:
        end = min(month_bounds(first[:7])[1], last)
        found.append((first, end))
        first = date.fromordinal(date.fromisoformat(end).toordinal() + 1).isoformat()
    return found
