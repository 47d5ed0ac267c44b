"""Pages that are others under another name: redirects, canonical links, the same text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import quote

from ctxbuild.readers.site.converted import Facts
from ctxbuild.readers.site.targets import is_url, within

# When so many pages claim to be one and the same, a template says so, not their author.
_MOST_ALIKE = 0.3
_FEW_PAGES = 4
# Texts shorter than this are alike by chance: two pages of one heading are two pages.
_SHORT_LETTERS = 40


def base_url(facts: Mapping[str, Facts]) -> str:
    """Return the URL that the site lives at, by what pages say of their own addresses."""
    votes: Counter[str] = Counter()
    for path, about in facts.items():
        address = about.canonical
        if not is_url(address):
            continue
        quoted = quote(path, safe="/", errors="replace")
        for ending in _spellings(quoted):
            if ending and address.endswith("/" + ending):
                votes[address[: -len(ending)]] += 1
                break
    if not votes:
        return ""
    best = min(votes, key=lambda each: (-votes[each], each))
    return best if votes[best] * 2 > sum(votes.values()) else ""


def _spellings(path: str) -> Iterable[str]:
    """Yield the ways in which addresses are written that lead to a page."""
    yield path
    stem = path.rpartition(".")[0]
    yield stem
    if stem.endswith("/index"):
        yield stem.removesuffix("index")
        yield stem.removesuffix("/index")


def canonical_aliases(
    facts: Mapping[str, Facts], base: str, find: Callable[[str], str | None]
) -> dict[str, str]:
    """Return pages that name another page of the site as what they are.

    Not where much of the site names one page: then its template is wrong.
    """
    bases = (base,) if base else ()
    claims: dict[str, str] = {}
    for path, about in facts.items():
        place = within(about.canonical, bases) if about.canonical else None
        target = find(place[0]) if place is not None else None
        if target is not None and target != path and target in facts:
            claims[path] = target
    common = Counter(claims.values())
    most = max(_FEW_PAGES, _MOST_ALIKE * len(facts))
    claims = {path: target for path, target in claims.items() if common[target] <= most}
    return {path: target for path, target in claims.items() if target not in claims}


def copies(facts: Mapping[str, Facts], order: Iterable[str]) -> dict[str, str]:
    """Return pages whose text another one has, which comes earlier in reading order.

    Of pages that differ in directories above them alone, the one without is the original: a
    translation shows the page itself where there is none of it.
    """
    alike: dict[bytes, list[str]] = {}
    for path in order:
        about = facts[path]
        if about.letters >= _SHORT_LETTERS:
            alike.setdefault(about.text_digest, []).append(path)
    found: dict[str, str] = {}
    for paths in alike.values():
        above = (path for path in paths if paths[0].endswith(f"/{path}"))
        original = min(above, key=len, default=paths[0])
        found |= {path: original for path in paths if path != original}
    return found
