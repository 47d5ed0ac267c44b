"""One version and one language of a site: the others say the same again, or what no longer holds.

A directory is an edition when its name looks like a version or a language *and* the
site shows that it is one: the same page exists under a sibling, or without the
directory. What is told apart here is paths alone, in the order of the crawl.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ctxbuild.readers.crawl.addresses import Address
from ctxbuild.readers.crawl.scope import Scope

_VERSION = re.compile(r"v?[0-9]+(?:\.(?:[0-9]+|x))+(?:[-._]?[a-z0-9]+)*|v[0-9]+", re.IGNORECASE)
_RELEASE = re.compile(r"v?([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?(.*)", re.IGNORECASE)
_CHANNELS = (
    *("stable", "latest", "current", "main", "master", "trunk", "edge", "next", "dev", "devel"),
    *("develop", "nightly", "unstable", "canary"),
)
_CODES = (
    "ar bg bn ca cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv ms nl no pl pt ro ru "
    "sk sl sr sv ta th tr uk ur vi zh"
)
_LANGUAGES = frozenset(_CODES.split())
_PAGE = re.compile(r"\.(?:x?html?|php|aspx?)$", re.IGNORECASE)
_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_](?:[a-z]{2}|[a-z]{4}|[0-9]{3}))?", re.IGNORECASE)
_MANY = 3
"""Pages that must exist twice where a name may well be something else, as ``dev`` may."""
ALL = "all"
_DEEPEST = 2
"""Directories below the scope in which editions are looked for: language and version."""


@dataclass(slots=True)
class _Group:
    """Siblings that may be editions: by name, the rests of the paths seen under each."""

    rests: dict[str, set[str]] = field(default_factory=dict)
    chosen: str | None = None


class Editions:
    """Chooses an edition of each kind when there are several; told of addresses as they come."""

    def __init__(
        self, scope: Scope, language: str, wanted: Mapping[str, str] | None = None
    ) -> None:
        """Prefer ``language``, that of the start page.

        ``wanted`` may name the ``version`` and the ``language`` to read, or say ``all``.
        """
        self._wanted = wanted or {}
        self._roots = [place.directory for place in scope.places]
        self._language = language.lower().replace("_", "-")
        self._groups: dict[tuple[str, str], _Group] = {}
        self._paths: set[str] = set()
        self.left: dict[str, int] = {}
        """Directories of editions that are not read → addresses in them."""

    def saw(self, pages: Iterable[Address]) -> None:
        """Take note of addresses of the next wave, then choose."""
        for page in pages:
            path = page.path
            self._paths.add(_plain(path))
            for start, name, rest in self._places(path):
                group = self._groups.setdefault((start, _kind(name)), _Group())
                group.rests.setdefault(name, set()).add(_plain(rest))
        for (start, kind), group in self._groups.items():
            if self._wanted.get(kind) == ALL:
                continue
            if group.chosen is None:
                group.chosen = self._choice(start, kind, group)

    def refusal(self, page: Address) -> str:
        """Return why a page is left out, or nothing."""
        for start, name, _ in self._places(page.path):
            kind = _kind(name)
            group = self._groups.get((start, kind))
            if group and group.chosen is not None and name != group.chosen:
                left = f"{start}{name}/"
                self.left[left] = self.left.get(left, 0) + 1
                read = f"{start}{group.chosen}/" if group.chosen else start
                return f"another {kind}; {read} is read"
        return ""

    def notes(self) -> list[str]:
        """Return a line on the editions that were left out, if any."""
        if not self.left:
            return []
        names = ", ".join(sorted(self.left)[:10]) + (", …" if len(self.left) > 10 else "")
        return [f"left out as other versions or languages: {names}; start there to read one"]

    def _places(self, path: str) -> Iterable[tuple[str, str, str]]:
        """Yield where a path may name an edition: what stands before, the name, the rest."""
        root = next((root for root in self._roots if path.startswith(root)), "")
        parts = path.removeprefix(root).split("/") if root else []
        for depth, name in enumerate(parts[:_DEEPEST]):
            if _kind(name) and not _PAGE.search(name):
                start = root + "".join(f"{part}/" for part in parts[:depth])
                yield start, name, "/".join(parts[depth + 1 :])

    def _choice(self, start: str, kind: str, group: _Group) -> str | None:
        """Return the edition to read; nothing while there is no proof that there are several."""
        rests = group.rests
        named = self._wanted.get(kind, "")
        if any(self._is_beside(start, name, rests[name] - {""}) for name in sorted(rests)):
            if named:
                return named if named in rests else None
            return ""  # the pages without a directory are the edition that people see first
        names = sorted(rests)
        pairs = ((one, other) for one in names for other in names if one < other)
        if not any(_are_editions(kind, pair, rests) for pair in pairs):
            return None
        if named:
            return named if named in rests else None
        return best_version(names) if kind == "version" else self._best_language(names)

    def _is_beside(self, start: str, name: str, inner: set[str]) -> bool:
        """Whether most of an edition's pages exist without its directory as well."""
        shared = sum(_plain(f"{start}{rest}") in self._paths for rest in inner)
        return shared >= (1 if _is_plain(name) else _MANY) and 2 * shared >= len(inner)

    def _best_language(self, names: Sequence[str]) -> str:
        wanted = (self._language, self._language.partition("-")[0], "en")
        for want in filter(None, wanted):
            for name in names:
                if name.lower().replace("_", "-") == want:
                    return name
        return names[0]


def _are_editions(kind: str, names: tuple[str, str], rests: dict[str, set[str]]) -> bool:
    """Whether two names are proven to be editions of one thing: pages exist in both.

    Directories alone prove it for words that mean nothing else, not for chapters 1.1 and 1.2.
    """
    both = rests[names[0]] & rests[names[1]]
    inner = len(both - {""})
    if kind == "version" and not all(map(_is_plain, names)):
        return inner >= _MANY
    certain = kind == "language" or not {"stable", "latest"}.isdisjoint(names)
    return inner >= 1 or (certain and "" in both)


def _is_plain(name: str) -> bool:
    """Whether a name is hardly anything but a version."""
    return name in ("stable", "latest") or bool(_VERSION.fullmatch(name))


def best_version(names: Sequence[str]) -> str:
    """Return the version to read: stable, else the newest release, else the newest work."""
    if "stable" in names:
        return "stable"
    releases = [name for name in names if _VERSION.fullmatch(name)]
    final = [name for name in releases if not _order(name)[1]]
    if final:
        return max(final, key=_order_of_final)
    if releases:
        return max(releases, key=_order_of_final)
    return min(names, key=_CHANNELS.index)


def _order_of_final(name: str) -> tuple[tuple[int, ...], str]:
    return _order(name)[0], name


def _order(name: str) -> tuple[tuple[int, ...], str]:
    """Return the numbers of a version, and what says that it is not final."""
    match = _RELEASE.match(name)
    numbers = tuple(int(part or 0) for part in match.groups()[:3]) if match else ()
    rest = match[4] if match else ""
    return numbers, rest if re.search(r"[a-z]", rest.replace("x", ""), re.IGNORECASE) else ""


def _kind(name: str) -> str:
    if _VERSION.fullmatch(name) or name in _CHANNELS:
        return "version"
    language = _LANGUAGE.fullmatch(name)
    return "language" if language and language[1].lower() in _LANGUAGES else ""


def _plain(path: str) -> str:
    return path.removesuffix("index.html").strip("/")
