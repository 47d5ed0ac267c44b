"""What is to be served: checked and announced at once, then read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ctxbuild.cache import Cache
from ctxbuild.jobs.many import Asked, ManyOptions, asked_sources
from ctxbuild.jobs.served.arriving import Arriving
from ctxbuild.jobs.served.directory import WikiDirectory
from ctxbuild.jobs.served.later import LaterWiki
from ctxbuild.jobs.served.library import Library
from ctxbuild.jobs.served.pages import DocumentPages, Wiki
from ctxbuild.jobs.served.source import Served, prepared
from ctxbuild.jobs.web import WebOptions
from ctxbuild.model import CtxbuildError, Progress, UsageError

_ENDED = "the server ended before its sources were read; start it again"


@dataclass(frozen=True, slots=True)
class Opening:
    """A library whose sources are known by name, and what is needed to read them."""

    library: Library
    asked: tuple[Asked, ...]
    written: Mapping[str, WikiDirectory]
    web: WebOptions
    cache: Cache

    def read(self, progress: Progress) -> None:
        """Read all sources, one after the other; each is served as soon as it has been read.

        Should that fail, those who wait are told before the error goes on.

        Raises:
            CtxbuildError: a source cannot be read; the message names it.
        """
        try:
            for each in self.asked:
                served = prepared(each, self.web, self.cache, progress)
                wiki = self.written.get(each.name) or _made(served, self.cache)
                self.library.wikis.bring(each.name, wiki)
                self.library.sources.bring(each.name, served)
        except CtxbuildError as error:
            self._give_up(f"{error}; the server ends: correct that and start it again")
            raise
        except BaseException:
            self._give_up(_ENDED)
            raise

    def _give_up(self, reason: str) -> None:
        self.library.wikis.fail(reason)
        self.library.sources.fail(reason)


def announced(
    sources: Sequence[str], wikis: Mapping[str, Path], web: WebOptions, cache: Cache
) -> Opening:
    """Check what is asked for; read wikis that were written, and no source yet.

    Args:
        sources: as ``ctxbuild pack`` takes them.
        wikis: directories of wikis by the name of their source, ``""`` for the only one.
        web: how sites are read.
        cache: remembers.

    Raises:
        UsageError: a source or wiki does not exist.

    """
    asked = tuple(asked_sources(ManyOptions(tuple(sources))))
    names = [each.name for each in asked]
    written = {name: WikiDirectory.of(path) for name, path in _wiki_places(names, wikis).items()}
    return Opening(Library(Arriving(names), Arriving(names)), asked, written, web, cache)


def opened(
    sources: Sequence[str],
    wikis: Mapping[str, Path],
    web: WebOptions,
    cache: Cache,
    progress: Progress,
) -> Library:
    """Return a library of sources that have been read; see :func:`announced`.

    Raises:
        UsageError: a source or wiki does not exist.
        CtxbuildError: a source cannot be read.
    """
    opening = announced(sources, wikis, web, cache)
    opening.read(progress)
    return opening.library


def _wiki_places(names: Sequence[str], wikis: Mapping[str, Path]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for name, path in wikis.items():
        if name not in names and (name or len(names) > 1):
            raise UsageError(f"--wiki: of which source? NAME=DIR, with one of {', '.join(names)}")
        found[name or names[0]] = path
    return found


def _made(served: Served, cache: Cache) -> Wiki:
    if served.corpus.sources[0].kind != "repo":
        return DocumentPages.of(served)

    def make(progress: Progress) -> Wiki:
        # What makes wikis takes a third of a second to import.
        from ctxbuild.jobs.served.made import MadePages

        return MadePages.of(served, cache, progress)

    return LaterWiki(make)
