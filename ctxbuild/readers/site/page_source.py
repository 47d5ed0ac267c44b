"""Where the pages of a site come from: what a reader asks of a directory, an archive, a crawl."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from ctxbuild.model import Skipped
from ctxbuild.readers.site.targets import Spot


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page as it was found.

    ``path`` is its path within the site, ``/``-separated, as links name it;
    bytes that are not UTF-8 stand as lone surrogates. ``url`` is where it was
    read, empty for a file, and ``base`` the URL of the site where the page lies below it.
    ``form`` is ``html`` or ``markdown``. ``twin`` is the site's own Markdown of a page of
    HTML, read at ``twin_url``.
    """

    path: str
    data: bytes
    content_type: str = ""
    url: str = ""
    base: str = ""
    form: str = "html"
    twin: str = ""
    twin_url: str = ""

    @property
    def spot(self) -> Spot:
        """Where the page stands."""
        return Spot(self.path, self.url, self.base)


class PageSource(Protocol):
    """The pages of one site, in an order that does not depend on how they are stored."""

    @property
    def name(self) -> str:
        """What the site is called, short."""
        ...

    @property
    def location(self) -> str:
        """Where it is, safe to print."""
        ...

    @property
    def base(self) -> str:
        """The URL that the paths of pages are relative to; empty where that is not known."""
        ...

    @property
    def start(self) -> str:
        """The path of the start page; empty where that is to be found out."""
        ...

    @property
    def notes(self) -> Sequence[str]:
        """What people should know of where the pages come from."""
        ...

    def paths(self) -> Sequence[str]:
        """Return the paths of all pages there are, sorted; nothing is read for it."""
        ...

    @property
    def aliases(self) -> Mapping[str, str]:
        """Other paths that lead to pages: links on disk, redirects; known after :meth:`paths`."""
        ...

    def pages(self, paths: Sequence[str]) -> Iterator[RawPage | Skipped]:
        """Yield the pages of some paths in that order; what cannot be read, with the reason."""
        ...

    def file(self, path: str) -> bytes | None:
        """Return another file of the site, such as ``objects.inv``, if it has it."""
        ...

    @property
    def skipped(self) -> Sequence[Skipped]:
        """What was met and is not among the paths."""
        ...
