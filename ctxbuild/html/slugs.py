"""Anchors that viewers of Markdown give to headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NOT_IN_SLUG = re.compile(r"[^\w\- ]")


def slugs(headings: Sequence[str]) -> list[str]:
    """Return the anchors that viewers of Markdown give to headings, in order.

    Lower case, without punctuation, ``-`` for blanks, and ``-1``, ``-2`` behind what
    was there before: the rule of GitHub, which others follow.
    """
    seen: dict[str, int] = {}
    found = []
    for heading in headings:
        slug = _NOT_IN_SLUG.sub("", heading.strip().lower()).replace(" ", "-")
        number = seen.get(slug, -1) + 1
        seen[slug] = number
        while number and f"{slug}-{number}" in seen:
            number += 1
        if number:
            slug = f"{slug}-{number}"
            seen.setdefault(slug, 0)
        found.append(slug)
    return found
