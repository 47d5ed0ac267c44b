"""Links of a repository's pages that are written elsewhere: they lead to what is there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from posixpath import commonpath, dirname, normpath, relpath
from urllib.parse import quote

from ctxbuild.analysis.written_links import WrittenLink, relinked
from ctxbuild.cache import Cache
from ctxbuild.formats.wording import plural
from ctxbuild.jobs.page_links import PageLinks, page_links
from ctxbuild.model import Corpus, Document, Progress, Transform
from ctxbuild.verify.llms.targets import Goal, goal_of

_FIRST = frozenset({"index", "_index", "readme"})
"""Names of the pages that stand for their directory."""
_MOST_CUT = 3
"""How many ways to begin are tried for a path on a site."""
_NUMBER = re.compile(r"(?:^|(?<=/))\d+[-_.]")
"""What names of files begin with for the order alone, and addresses do not."""
_FORGE = "user-content-"
"""What GitHub puts before the places of a page, and readers copy with them."""
_NOT_LETTERS = re.compile(r"[\W_]+")


def with_live_links(
    corpus: Corpus, pages: Sequence[int], root: str, cache: Cache, progress: Progress
) -> tuple[Corpus, tuple[str, ...]]:
    """Return a corpus whose pages lead to one another alone, and what to say of that.

    Links are written for the site that a generator makes, so ``/guide/``, ``setup`` and
    ``setup.html`` mean ``docs/guide/index.md`` and ``setup.md``. A link to a file that is not
    written keeps its text; so does one to a place in its own page that there is not.

    Args:
        corpus: a repository's.
        pages: its documents that are written, by number.
        root: the directory of its documentation, where that is known.
        cache: remembers the links of each text.
        progress: told how far this is.

    """
    documents = list(corpus.documents)
    links = page_links(documents, pages, cache, progress)
    known = {documents[number].path: found for number, found in links.items()}
    written = _Written([documents[number].path for number in pages], root, known)
    lost: list[str] = []
    for number in links:
        changes = list(written.changes(documents[number].path))
        if changes:
            documents[number] = _changed(documents[number], changes)
            lost += [link.target for link, target in changes if not target]
    return replace(corpus, documents=tuple(documents)), _said(lost)


def _said(lost: Sequence[str]) -> tuple[str, ...]:
    if not lost:
        return ()
    are = f"{plural(len(lost), 'link')} to what is not written became plain text"
    return (f"{are}, first by name: {min(lost)}",)


@dataclass(frozen=True, slots=True)
class _Text:
    """A text that is not that of the file."""

    text: bytes

    def data(self) -> bytes:
        return self.text


def _changed(document: Document, changes: Sequence[tuple[WrittenLink, str]]) -> Document:
    text = relinked(document.text(), changes).encode()
    told = Transform("relinked", str(len(changes)))
    return replace(
        document, content=_Text(text), size=len(text), transforms=(*document.transforms, told)
    )


class _Written:
    """The pages that are written, found by what links call them."""

    def __init__(self, paths: Sequence[str], root: str, known: dict[str, PageLinks]) -> None:
        self._known = known
        self._names = _names(paths)
        below = [dirname(path) for path in paths if "/" in path]
        self._roots = (root or (commonpath(below) if below else ""), "")
        self._endings: dict[int, dict[tuple[str, ...], list[str]]] = {}

    def changes(self, page: str) -> Iterator[tuple[WrittenLink, str]]:
        """Yield the links of a page that have to change, with what they have to say."""
        for link in self._known[page].links:
            target = self._target(link.target, page)
            if target != link.target:
                yield link, target

    def _target(self, target: str, page: str) -> str:
        """Return what a link has to lead to: what it does where that is right, else a page."""
        goal = goal_of(target, f"{dirname(page)}/" if "/" in page else "", "")
        if target.startswith("#"):
            place = self._place(page, goal.anchor)
            return f"#{place}" if place else ""
        if goal.path is None:
            return target
        found = self._page(target, goal, page)
        if found is None:
            return ""
        place = self._place(found, goal.anchor)
        if found == goal.path and place == goal.anchor and not target.startswith("/"):
            return target
        tail = f"#{quote(place, safe='-_')}" if place else ""
        if found == page:
            return tail or quote(found.rpartition("/")[2])
        return quote(relpath(found, dirname(page) or ".")) + tail

    def _page(self, target: str, goal: Goal, page: str) -> str | None:
        """Return the page that a link means."""
        path = goal.path or ""
        if target.startswith("/"):
            found = (self._named(normpath(f"{root}/{path}".lstrip("/"))) for root in self._roots)
            return next(filter(None, found), None) or self._routed(path, page)
        # Where pages are directories of a site, links begin there.
        below = goal_of(target, f"{page.rpartition('.')[0]}/", "").path or ""
        return self._named(normpath(path)) or self._named(normpath(below))

    def _routed(self, path: str, page: str) -> str | None:
        """Return the page of a path on a site whose files lie deeper, or without its first part.

        Of several, such as translations, it is the one nearest to the page with the link; what
        a single word is left of has to be the only one. Steps may stand in another order, as
        those of languages do.
        """
        steps = normpath(path).removesuffix(".html").split("/")
        for first in range(min(len(steps), _MOST_CUT)):
            alike = self._ending_in(steps[first:])
            if alike and (len(steps) - first > 1 or len(alike) == 1):
                return self._names[min(alike, key=lambda name: (-_shared(name, page), name))]
        return None

    def _ending_in(self, steps: Sequence[str]) -> Sequence[str]:
        """Return the names with such a last step, and these before it in any order."""
        count = len(steps)
        if count not in self._endings:
            ends = self._endings[count] = {}
            for name in self._names:
                parts = name.split("/")[-count:]
                ends.setdefault(_ending(parts), []).append(name)
        return self._endings[count].get(_ending(steps), ())

    def _named(self, path: str) -> str | None:
        return self._names.get(path) or self._names.get(path.removesuffix(".html"))

    def _place(self, page: str, anchor: str) -> str:
        """Return the place that an anchor means as the page calls it; empty where it has none."""
        if page not in self._known or not anchor:
            return ""
        places = self._known[page].places
        if anchor in places or anchor == "top":
            return anchor
        bare = _NOT_LETTERS.sub("", anchor.removeprefix(_FORGE)).lower()
        alike = (place for place in sorted(places) if _NOT_LETTERS.sub("", place).lower() == bare)
        return next(alike, "") if bare else ""


def _ending(steps: Sequence[str]) -> tuple[str, ...]:
    return (*sorted(steps[:-1]), steps[-1])


def _shared(one: str, other: str) -> int:
    """Return how many steps two paths have in common from the root."""
    pairs = zip(one.split("/"), other.split("/"), strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), one.count("/"))


def _names(paths: Sequence[str]) -> dict[str, str]:
    """Return pages by all that links may call them, the nearest name first."""
    found = {path: path for path in paths}
    stems = {path: path.rpartition(".")[0] for path in paths}
    for path, stem in stems.items():
        found.setdefault(stem, path)
    for path, stem in stems.items():
        found.setdefault(_NUMBER.sub("", stem), path)
    for path, stem in stems.items():
        if stem.rpartition("/")[2].lower() in _FIRST:
            found.setdefault(dirname(stem) or ".", path)
    return found
