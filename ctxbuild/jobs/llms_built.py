"""llms.txt of a site that a generator has just built, and knows all about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ctxbuild.cache import Cache
from ctxbuild.jobs.llms import LlmsFiles, make_llms
from ctxbuild.jobs.llms_run import LlmsCall, write
from ctxbuild.jobs.llms_settings import LlmsSettings
from ctxbuild.jobs.llms_source import Known, site_source
from ctxbuild.model import Navigation, NavItem, Skipped
from ctxbuild.readers.site import PageSource, RawPage, SiteOptions, open_site
from ctxbuild.readers.site.variants import ALL, Wanted, without_variants

Change = Callable[[str, bytes], bytes]
"""From the path of a page of HTML and its bytes to the bytes that count instead."""


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """A directory of HTML with what its generator knows of it.

    Pages of ``items`` are paths of files of HTML in the directory.
    """

    directory: Path
    items: tuple[NavItem, ...]
    title: str
    summary: str = ""
    languages: str = ""
    origin: str = "navigation"
    change: Change | None = None


def write_built(site: BuiltSite, settings: LlmsSettings, cache: Cache) -> tuple[LlmsFiles, int]:
    """Write llms.txt and all that goes with it among the pages of a site.

    Returns:
        What was made, and how many files were written.

    Raises:
        UsageError: the settings mean nothing.
        CtxbuildError: there is no page, the budget is too small, or writing failed.
    """
    place = str(site.directory)
    options = SiteOptions(
        location=place, language=site.languages, version=ALL, url=settings.base_url
    )
    if settings.base_url == ".":
        options = replace(options, url="")
    pages = open_site(place, options.max_file_bytes)
    if site.change is not None:
        pages = _Changed(pages, site.change)
    known = Known(site.title, site.summary, Navigation(site.origin, site.items), pages)
    older = tuple(_older(pages.paths()))
    settings = replace(
        settings, optional=(*settings.optional, *older), demote=(*settings.demote, *older)
    )
    source = site_source(options, settings, cache, lambda *_: None, known=known)
    made = make_llms(source, settings, cache)
    call = LlmsCall(replace(settings, source=f"docs:{place}", output=place))
    return made, write(made, call)


def _older(paths: Sequence[str]) -> Iterator[str]:
    """Yield globs of the directories of pages that tell of versions before the current one.

    One build holds them all, so each page has its Markdown; the list names them last.
    """
    _, older, _ = without_variants(paths, Wanted(language=ALL))
    directories: dict[str, None] = {}
    for page in older:
        version = page.reason.rpartition(": ")[2]
        head, found, _ = f"/{page.id}".partition(f"/{version}/")
        if found:
            directories[f"{head}{found}"[1:]] = None
    return map(glob_of, directories)


def glob_of(path: str) -> str:
    """Return a glob that means one page of HTML, or one directory, and nothing else."""
    return "/" + "".join(f"\\{char}" if char in "\\*?[]!# " else char for char in path)


class _Changed:
    """The pages of a site, each changed before it is read."""

    def __init__(self, pages: PageSource, change: Change) -> None:
        self._pages = pages
        self._change = change
        self.name, self.location, self.base = pages.name, pages.location, pages.base
        self.start, self.notes = pages.start, pages.notes

    @property
    def aliases(self) -> Mapping[str, str]:
        return self._pages.aliases

    @property
    def skipped(self) -> Sequence[Skipped]:
        return self._pages.skipped

    def paths(self) -> Sequence[str]:
        return self._pages.paths()

    def pages(self, paths: Sequence[str]) -> Iterator[RawPage | Skipped]:
        for page in self._pages.pages(paths):
            if isinstance(page, RawPage):
                yield replace(page, data=self._change(page.path, page.data))
            else:
                yield page

    def file(self, path: str) -> bytes | None:
        return self._pages.file(path)
