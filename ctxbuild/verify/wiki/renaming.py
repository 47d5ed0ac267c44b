"""What a file that is gone is called by now: by its bytes, else by the lines that are cited."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Mapping, Sequence

from ctxbuild.claims import Claim
from ctxbuild.verify.wiki.anchoring import places_of

_MOST_CANDIDATES = 50
_LEAST = 2
"""Citations that have to be found again; one line, such as an import, proves nothing."""


def renamed_to(
    digest: str,
    claims: Sequence[Claim],
    path: str,
    new: Mapping[str, str],
    text_of: Callable[[str], str | None],
) -> str | None:
    """Return the new name of a file, ``None`` where none is certain.

    Args:
        digest: of its bytes, as recorded; empty where that is not known.
        claims: that cite it.
        path: its old name.
        new: digests of the files that no page of the wiki knows, by path.
        text_of: gives their texts.

    """
    same = [each for each, found in new.items() if digest and found == digest]
    if same:
        return same[0] if len(same) == 1 else None
    scores = {each: _found_again(claims, text_of(each)) for each in _candidates(path, new)}
    best = sorted(scores, key=lambda each: (-scores[each], each))[:2]
    enough = max(_LEAST, (len(claims) + 1) // 2)
    if not best or scores[best[0]] < enough:
        return None
    return best[0] if len(best) == 1 or scores[best[1]] < scores[best[0]] else None


def _candidates(path: str, new: Collection[str]) -> list[str]:
    """Return files of the same kind, those of the same name and directory first."""
    stem, ending = posixpath.splitext(path)
    folder, name = posixpath.split(stem)
    alike = [each for each in new if each.endswith(ending)]
    alike.sort(key=lambda e: (f"/{e}".endswith(f"/{name}{ending}"), posixpath.dirname(e) == folder))
    return alike[::-1][:_MOST_CANDIDATES]


def _found_again(claims: Sequence[Claim], text: str | None) -> int:
    if text is None:
        return 0
    found = places_of(claims, text, lambda _claim, _lines: True)
    return sum(1 for places in found.values() if places)
