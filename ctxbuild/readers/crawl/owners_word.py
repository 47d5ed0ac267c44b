"""What a page's owner says of its use in ``X-Robots-Tag`` headers."""

from __future__ import annotations

_WITH_VALUE = frozenset(
    {"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"}
)
_STOPS = frozenset({"nofollow", "none"})
_AGAINST = frozenset({"noai", "noimageai"})


def directives(header: str, agent: str = "ctxbuild") -> frozenset[str]:
    """Return the directives that are meant for us, in lower case.

    ``otherbot: nofollow, noarchive`` is meant for another visitor, down to the next name.
    """
    found = set()
    whom = ""
    for part in header.lower().split(","):
        name, colon, rest = part.partition(":")
        if colon and name.strip() not in _WITH_VALUE:
            whom, part = name.strip(), rest
        if whom in ("", "*", agent):
            found.add(part.partition(":")[0].strip())
    return frozenset(found - {""})


def allows_links(header: str) -> bool:
    """Whether the links of a page may be followed."""
    return not directives(header) & _STOPS


def is_against_models(header: str) -> bool:
    """Whether the owner does not want the page to be used by artificial intelligence."""
    return bool(directives(header) & _AGAINST)
