"""Which addresses belong to what was asked for: those below a directory of a host."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from posixpath import commonpath

from ctxbuild.net.urls import Target
from ctxbuild.readers.crawl.addresses import Address


@dataclass(frozen=True, slots=True)
class _Place:
    scheme: str
    netloc: str
    directory: str
    """Ends in a slash."""

    @property
    def origin(self) -> str:
        """How the addresses on its host begin."""
        return f"{self.scheme}://{self.netloc}"


@dataclass(frozen=True, slots=True)
class Scope:
    """The directories that are read; an address belongs when one of them holds it."""

    places: tuple[_Place, ...]

    def __contains__(self, page: Address) -> bool:
        target = page.target
        path = target.path.partition("?")[0]
        return any(
            (place.scheme, place.netloc) == (target.scheme, target.netloc)
            and (path.startswith(place.directory) or f"{path}/" == place.directory)
            for place in self.places
        )

    @property
    def base(self) -> str:
        """The address of the directory that holds all directories of the start page's host."""
        start = self.places[0]
        alike = [each.directory for each in self.places if each.origin == start.origin]
        return start.origin + commonpath(alike).rstrip("/") + "/"

    def has_host(self, target: Target) -> bool:
        """Whether any of the directories lies on the host of ``target``."""
        return any(place.netloc == target.netloc for place in self.places)


def scope(pages: Sequence[Address]) -> Scope:
    """Return the scope that the addresses typed by the user mean: the directory of each."""
    return Scope(tuple(dict.fromkeys(_place(page.target) for page in pages)))


def _place(target: Target) -> _Place:
    path = target.path.partition("?")[0]
    directory, _, name = path.rpartition("/")
    # A last part without a dot is a directory asked for without its slash.
    inner = f"{path}/" if name and "." not in name else f"{directory}/"
    return _Place(target.scheme, target.netloc, inner)
