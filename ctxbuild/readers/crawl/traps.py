"""Bounds for addresses without end: calendars, session ids, queries, endless pagination.

Addresses are of one form when they differ in numbers, hashes and values of
parameters alone. A form is closed, and the rest of the site goes on, when it looks
endless: every page leads to one more that reads alike, or mostly copies come back.
What a site's own lists name is never bounded here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ctxbuild.readers.crawl.addresses import Address

MOST_ALIKE = 100
"""Pages of one form in a row, each found only on the one before and like it in its words."""
MOST_IN_A_ROW = 500
"""The same where they read differently."""
MOST_VARIANTS = 200
"""Queries of one path, where most of its pages read alike."""
MOST_DIFFERENT = 2000
"""Queries of one path in any case."""
_COPIES_OF_A_FORM, _COPIES_OF_A_QUERY = 20, 10
_DEEPEST = 30
"""Directories in a path; documentation has 10 at most."""
_LONGEST_PERIOD = 4

_HASH = re.compile(r"[0-9A-Fa-f]{8}(?:-?[0-9A-Fa-f]{4}){3}-?[0-9A-Fa-f]{12}|[0-9A-Fa-f]{12,}")
_MIXED = re.compile(r"(?=[A-Za-z]*[0-9])(?=[0-9]*[A-Za-z])[A-Za-z0-9]{16,}")
_NUMBER = re.compile(r"[0-9]+")


def form_of(page: Address) -> str:
    """Return an address with a sign for each part that may go on for ever."""
    path = "/".join(map(_form_of_part, page.path.split("/")))
    names = sorted({part.partition("=")[0] for part in page.query.split("&") if part})
    return f"{path}?{'&'.join(names)}" if names else path


def _form_of_part(part: str) -> str:
    if _HASH.fullmatch(part) or _MIXED.fullmatch(part):
        return "@"
    return _NUMBER.sub("#", part)


def is_open(form: str) -> bool:
    """Whether there may be addresses of this form without end."""
    return any(sign in form for sign in "#@?")


def repeats(path: str) -> bool:
    """Whether a path goes in circles, as relative links in the wrong place make it do."""
    parts = [part for part in path.split("/") if part]
    if len(parts) > _DEEPEST:
        return True
    for period in range(1, _LONGEST_PERIOD + 1):
        for at in range(len(parts) - 3 * period + 1):
            one, two, three = (parts[at + n * period : at + (n + 1) * period] for n in range(3))
            if one == two == three:
                return True
    return False


@dataclass(slots=True)
class _Form:
    pages: int = 0
    copies: int = 0
    asked: int = 0
    closed: str = ""
    turned_away: int = 0
    sketches: set[tuple[int, ...]] = field(default_factory=set)
    """Of the words of its pages; kept as far as bounds depend on them."""

    def saw(self, copy: bool, sketch: tuple[int, ...]) -> None:
        self.pages += 1
        self.copies += copy
        if len(self.sketches) < MOST_VARIANTS:
            self.sketches.add(sketch)


class Bounds:
    """What was seen of each form; asked and told in the order of the crawl."""

    def __init__(self) -> None:
        self._forms: dict[str, _Form] = {}
        self._variants: dict[str, _Form] = {}

    def saw(self, page: Address, copy: bool, sketch: tuple[int, ...]) -> None:
        """Take note of a page that was fetched, and whether it was a copy of an earlier one."""
        name = form_of(page)
        form = self._forms.setdefault(name, _Form())
        # A hash in the path names a visit, or a thing; visits see the same words again.
        known = "@" in name and sketch in form.sketches
        form.saw(copy or known, sketch)
        _close_for_copies(form, _COPIES_OF_A_FORM)
        if page.query:
            variants = self._variants.setdefault(page.path, _Form())
            variants.saw(copy, sketch)
            _close_for_copies(variants, _COPIES_OF_A_QUERY)

    def refusal(self, page: Address, in_a_row: int, alike: int) -> str:
        """Return why an address that a page links to is not followed, or nothing.

        ``in_a_row`` counts pages of its form, each found on the one before; ``alike``
        those at their end that read alike.
        """
        if repeats(page.path):
            return "its path goes in circles"
        form = self._forms.setdefault(form_of(page), _Form())
        if not form.closed and is_open(form_of(page)):
            if alike >= MOST_ALIKE:
                form.closed = f"each leads to one more, and the last {alike} read alike"
            elif in_a_row >= MOST_IN_A_ROW:
                form.closed = f"each of {in_a_row} leads to one more"
        reason = form.closed or self._of_query(page)
        form.turned_away += bool(reason)
        return f"one of addresses without end ({reason})" if reason else ""

    def _of_query(self, page: Address) -> str:
        if not page.query:
            return ""
        variants = self._variants.setdefault(page.path, _Form())
        if not variants.closed:
            variants.asked += 1
            different = len(variants.sketches) * 2 >= min(variants.pages, MOST_VARIANTS)
            most = MOST_DIFFERENT if different else MOST_VARIANTS
            if variants.asked > most:
                variants.closed = f"its path has more than {most} queries"
        return variants.closed

    def notes(self) -> list[str]:
        """Return a line for each form that was closed, in order."""
        return [
            f"{name}: {form.turned_away} addresses of this form were not followed"
            + (f"; {form.closed}" if form.closed else "")
            for name, form in sorted(self._forms.items())
            if form.turned_away
        ]


def _close_for_copies(form: _Form, most: int) -> None:
    if not form.closed and form.copies >= most and 2 * form.copies >= form.pages:
        form.closed = f"{form.copies} of them were copies"
