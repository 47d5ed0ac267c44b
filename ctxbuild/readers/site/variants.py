"""Several versions or translations of one site beside each other: which pages are read.

Seen in paths alone, before anything is read: directories beside each other whose
names are versions or languages and that hold much the same pages.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ctxbuild.model import Skipped, UsageError
from ctxbuild.readers.site.folder import PAGE_NAME


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ALL = "all"
_VERSION = re.compile(
    r"v?(\d+(?:[._]\d+){0,3})(?:[._]x)?((?:[-._]?(?:a|b|rc|alpha|beta|dev|pre)[-.]?\d*)?)", re.I
)
# Better first: what is said to be stable, releases, what moves, what is not yet.
_NAMED = {"stable": 0, "current": 0, "release": 0, "released": 0, "latest": 2}
_NAMED |= dict.fromkeys(["main", "master", "trunk", "dev", "devel", "develop", "development"], 4)
_NAMED |= dict.fromkeys(
    ["next", "nightly", "edge", "canary", "snapshot", "unreleased", "head", "git"], 5
)
_RELEASE, _PRE_RELEASE = 1, 3
_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_](?:[a-z]{2}|[a-z]{4}|419))?", re.I)
_CODES = _words(
    "af am ar az be bg bn bs ca cs cy da de el en eo es et eu fa fi fr ga gl gu he hi hr "
    "hu hy id is it ja ka kk km kn ko ky lt lv mk ml mn mr ms my nb ne nl nn no pa pl pt "
    "ro ru si sk sl sq sr sv sw ta te th tr uk ur uz vi zh"
)
_LANGUAGE_ENDING = re.compile(r"(.*\.x?html?)\.([a-z]{2}(?:-[a-z]{2,4})?)", re.I | re.S)
# Two directories with less in common are chapters, not variants of each other.
_ALIKE = 0.3
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which versions and languages are read: the current one, a named one, or ``all``."""

    version: str = ""
    language: str = ""


def without_variants(
    paths: Sequence[str], wanted: Wanted, *, chosen: bool = False
) -> tuple[list[str], list[Skipped], list[str]]:
    """Return the pages to read, those left out with the reason, and notes for people.

    With ``chosen``, the pages of one that was named may be all that are left.

    Raises:
        UsageError: a version or language was named that is not there.
    """
    skipped: list[Skipped] = []
    notes: list[str] = []
    kept = list(paths)
    for kind, name in (("version", wanted.version), ("language", wanted.language)):
        if name == ALL:
            continue
        left, dropped = _chosen(kept, kind, name)
        if name and not chosen and len(left) == len(kept):
            raise UsageError(f"--{kind}s {name}: there are no {kind}s to choose from")
        if dropped:
            names = sorted(set(dropped.values()))
            shown = ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
            notes.append(f"not read: {kind} {shown}; --{kind}s all reads all")
        skipped += [Skipped(path, f"another {kind}: {value}") for path, value in dropped.items()]
        kept = left
    return kept, skipped, notes


def _chosen(paths: list[str], kind: str, name: str) -> tuple[list[str], dict[str, str]]:
    """Return the pages of the variant to read, and the others with the name of theirs."""
    dropped: dict[str, str] = {}
    if kind == "language":
        dropped |= _other_endings(paths, name)
        paths = [path for path in paths if path not in dropped]
    by_directory: defaultdict[str, list[str]] = defaultdict(list)
    for path in paths:
        parts = path.split("/")
        for depth in range(min(len(parts), _DEEPEST)):
            by_directory["".join(f"{part}/" for part in parts[:depth])].append(path)
    for directory in sorted(by_directory, key=lambda each: (each.count("/"), each)):
        inside = [path for path in by_directory[directory] if path not in dropped]
        dropped |= _dropped_in(directory, inside, kind, name)
    return [path for path in paths if path not in dropped], dropped


def _dropped_in(directory: str, paths: Iterable[str], kind: str, name: str) -> dict[str, str]:
    """Return the pages in a directory that belong to other variants than the one to read."""
    pages: defaultdict[str, set[str]] = defaultdict(set)
    for path in paths:
        head, slash, tail = path[len(directory) :].partition("/")
        is_variant = slash and (_version_rank(head) if kind == "version" else _is_language(head))
        pages[head if is_variant else ""].add(tail if is_variant else path[len(directory) :])
    rest: set[str] = pages.pop("", set())
    names = [each for each in pages if _has_sibling(each, pages) or _mirrors(pages[each], rest)]
    if not names:
        return {}
    is_default = any(_mirrors(pages[each], rest) for each in names)
    keep = next((each for each in names if each.casefold() == name.casefold()), None)
    if keep is None and name and not (is_default and kind == "language"):
        return {}
    if keep is None and not is_default:
        keep = max(names, key=lambda each: (_preference(each, kind), len(pages[each]), each))
    others = [each for each in names if each != keep]
    dropped = {f"{directory}{each}/{tail}": each for each in others for tail in pages[each]}
    if keep is not None and is_default:
        dropped |= {f"{directory}{tail}": "the default" for tail in rest & pages[keep]}
    return dropped


def _has_sibling(name: str, pages: Mapping[str, set[str]]) -> bool:
    own = pages[name]
    return any(
        len(own & other) >= max(1, _ALIKE * min(len(own), len(other)))
        for each, other in pages.items()
        if each != name
    )


def _mirrors(own: set[str], root: set[str]) -> bool:
    """Whether pages beside a variant's directory are a variant themselves, as its default."""
    return len(own & root) >= max(2, _ALIKE * max(len(own), len(root)))


def _version_rank(name: str) -> tuple[int, tuple[int, ...]] | None:
    """Return how much a version is preferred, lower first; ``None`` where it is none."""
    named = _NAMED.get(name.lower())
    if named is not None:
        return named, ()
    found = _VERSION.fullmatch(name)
    if found is None or len(name) > 30:
        return None
    numbers = tuple(-int(part) for part in re.split(r"[._]", found[1])[:4] if len(part) < 9)
    return (_PRE_RELEASE if found[2] else _RELEASE), numbers


def _is_language(name: str) -> bool:
    found = _LANGUAGE.fullmatch(name)
    return found is not None and found[1].lower() in _CODES


def _preference(name: str, kind: str) -> tuple[float, ...]:
    """Return what is largest for the variant that is read when none is asked for."""
    if kind == "language":
        short = name.lower()
        return (2.0 if short == "en" else 1.0 if short.startswith(("en-", "en_")) else 0.0,)
    rank = _version_rank(name)
    assert rank is not None
    return (-rank[0], *(-number for number in rank[1]))


def _other_endings(paths: Sequence[str], name: str) -> dict[str, str]:
    """Return the pages of other languages where that is told by endings: ``a.html.fr``."""
    groups: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for path in paths:
        found = _LANGUAGE_ENDING.fullmatch(path)
        if found and PAGE_NAME.fullmatch(path):
            groups[found[1]][found[2]] = path
    known = set(paths)
    dropped: dict[str, str] = {}
    for stem, endings in groups.items():
        wanted = name.lower() or "en"
        keep = next((each for each in endings if each.lower() == wanted), None)
        if keep is None and stem not in known:
            keep = min(endings)
        dropped |= {path: each for each, path in endings.items() if each != keep}
    return dropped
