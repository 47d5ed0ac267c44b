"""arXiv identifiers of all schemes, checked; never read as numbers.

Scheme: info.arxiv.org/help/arxiv_identifier. ``hep-th/9901001`` until 0703,
``YYMM.NNNN`` from 0704, ``YYMM.NNNNN`` from 1501, each with ``vN`` where a
version is meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from ctxbuild.model import UsageError
from ctxbuild.readers.printable import printable

_NAMES = """
acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas
cond-mat cs dg-ga funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex
nucl-th patt-sol physics plasm-ph q-alg q-bio quant-ph solv-int supr-con
"""
ARCHIVES = frozenset(_NAMES.split())
"""Archives that gave identifiers of their own until March 2007."""

_AROUND = re.compile(
    r"(?:https?://)?(?:(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html|format|e-print)/|arxiv:\s?)"
    r"(?=\S)",
    re.I,
)
_NEW = re.compile(r"(\d{2})(\d{2})\.(\d{4,5})(?:v(\d{1,4}))?")
_OLD = re.compile(r"([a-z]+(?:-[a-z]+)?)(?:\.[A-Za-z-]{2,})?/(\d{2})(\d{2})(\d{3})(?:v(\d{1,4}))?")
_LIKE_ONE = re.compile(r"\d[\d.]{0,40}(?:v\d+)?|[a-z-]+(?:\.[A-Za-z-]+)?/\d+(?:v\d+)?")
_FIRST_NEW, _FIRST_LONG = 704, 1501
_WANTED = "write it as 2601.00010, 2601.00010v2 or hep-th/9901001"
_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Identifier:
    """A paper, and one of its versions where ``version`` is not 0."""

    id: str
    version: int = 0

    def __str__(self) -> str:
        return f"{self.id}v{self.version}" if self.version else self.id


def looks_like_one(text: str) -> bool:
    """Whether a text is meant as an identifier, well-formed or not."""
    bare = _bare(text)
    return bare != text.strip() or _LIKE_ONE.fullmatch(bare) is not None


def parse_id(text: str) -> Identifier:
    """Return the paper that a text names: an identifier, ``arXiv:`` and one, or its address.

    Raises:
        UsageError: it is none; the message says what is wrong with it.
    """
    bare = _bare(text)
    new, old = _NEW.fullmatch(bare), _OLD.fullmatch(bare)
    if new is not None:
        return _new(new, bare)
    if old is not None:
        return _old(old, bare)
    raise UsageError(f"{_shown(text)}: not an arXiv identifier; {_WANTED}")


def month_of(identifier: str) -> str:
    """Return the month in which an identifier was given, as ``YYYY-MM``."""
    digits = identifier.rpartition("/")[2]
    year = int(digits[:2])
    return f"{1900 + year if year > 90 else 2000 + year}-{digits[2:4]}"


def width_of(year_and_month: str) -> int:
    """Return the digits behind the point of identifiers of ``YYMM``."""
    return 5 if int(year_and_month) >= _FIRST_LONG else 4


def order_of(identifier: str) -> tuple[str, str]:
    """Return what sorts identifiers by time: month, then the rest."""
    return month_of(identifier), identifier


def repaired(value: object) -> str | None:
    """Return the identifier that a dump holds as text or, wrongly, as a number.

    ``1908.0865399999998`` is 1908.08654, ``704.0001`` is 0704.0001, and
    ``1906.1234`` has lost the zero of 1906.12340. Nothing for what is no identifier.
    """
    text = _bare(str(value)) if isinstance(value, str | float | int) else ""
    try:
        return parse_id(text).id
    except UsageError:
        pass
    if not re.fullmatch(r"\d{3,4}\.\d{1,20}", text):
        return None
    month = f"{int(text.partition('.')[0]):04}"
    try:
        number = round(Decimal(text), width_of(month))
        return parse_id(f"{number:09.4f}" if width_of(month) == 4 else f"{number:010.5f}").id
    except (UsageError, InvalidOperation):
        return None


def _bare(text: str) -> str:
    found = _AROUND.match(text.strip())
    bare = text.strip()[found.end() if found else 0 :]
    if found:
        bare = bare.partition("?")[0].partition("#")[0].rstrip("/")
    return re.sub(r"\.pdf\Z", "", bare, flags=re.I)


def _new(match: re.Match[str], text: str) -> Identifier:
    year, month, number, version = match.groups()
    _check_month(month, text)
    if int(year + month) < _FIRST_NEW or int(year) > 90:
        remedy = "write it with its archive, as hep-th/9901001"
        raise UsageError(f"{_shown(text)}: identifiers of this form begin with 0704; {remedy}")
    width = width_of(year + month)
    if len(number) != width:
        zero = f"; was it read as a number? perhaps {year}{month}.{number}0" if width > 4 else ""
        raise UsageError(
            f"{_shown(text)}: identifiers of {year}{month} have {width} digits behind the point,"
            f" not {len(number)}{zero or '; check it'}"
        )
    if not int(number):
        raise UsageError(f"{_shown(text)}: papers of a month are numbered from 1; check it")
    return Identifier(f"{year}{month}.{number}", _version(version, text))


def _old(match: re.Match[str], text: str) -> Identifier:
    archive, year, month, number, version = match.groups()
    _check_month(month, text)
    if archive not in ARCHIVES:
        raise UsageError(f"{_shown(text)}: there is no archive {archive}; {_WANTED}")
    if 7 < int(year) <= 90 or int(year + month) in range(_FIRST_NEW, 713):
        raise UsageError(f"{_shown(text)}: this form ends with 0703; {_WANTED}")
    return Identifier(f"{archive}/{year}{month}{number}", _version(version, text))


def _check_month(month: str, text: str) -> None:
    if not 1 <= int(month) <= 12:
        raise UsageError(f"{_shown(text)}: there is no month {month}; {_WANTED}")


def _version(version: str | None, text: str) -> int:
    if version is not None and not int(version):
        raise UsageError(f"{_shown(text)}: versions are counted from 1; leave v0 out")
    return int(version or 0)


def _shown(text: str) -> str:
    shown = printable(text.strip())
    return shown if len(shown) <= _LONGEST_SHOWN else shown[: _LONGEST_SHOWN - 1] + "…"
