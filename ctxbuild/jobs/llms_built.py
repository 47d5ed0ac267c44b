"""llms.txt of a site that a generator has just built, and knows all about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ctxbuild.cache import Cache
from ctxbuild.jobs.built_site import BuiltSite, Change, Written, glob_of
from ctxbuild.jobs.llms import LlmsFiles, make_llms
from ctxbuild.jobs.llms_run import LlmsCall, write
from ctxbuild.jobs.llms_settings import LlmsSettings
from ctxbuild.jobs.llms_source import Known, site_source
from ctxbuild.model import CtxbuildError, Navigation, Skipped
from ctxbuild.readers.site import PageSource, RawPage, SiteOptions, open_site
from ctxbuild.readers.site.variants import ALL, Wanted, without_variants


def write_built(
    site: BuiltSite, settings: LlmsSettings, cache: Cache, change: Change | None = None
) -> Written:
    """Write llms.txt and all that goes with it among the pages of a site.

    What is wrong with the settings or the site is said in the result.
    """
    try:
        made, files = _write(site, settings, cache, change)
    except CtxbuildError as error:
        return Written(error=str(error))
    name = made.files[0][0]
    return Written(
        *(name, made.listed, made.total, made.tokens[name], files),
        warnings=made.warnings,
        left_out=tuple((skipped.id, skipped.reason) for skipped in made.corpus.skipped),
    )


def _write(
    site: BuiltSite, settings: LlmsSettings, cache: Cache, change: Change | None
) -> tuple[LlmsFiles, int]:
    options = SiteOptions(
        location=site.directory, language=site.languages, version=ALL, url=settings.base_url
    )
    if settings.base_url == ".":
        options = replace(options, url="")
    pages = open_site(options.location, options.max_file_bytes)
    if change is not None:
        pages = _Changed(pages, change)
    known = Known(site.title, site.summary, Navigation(site.origin, site.items), pages)
    older = tuple(_older(pages.paths()))
    settings = replace(
        settings, optional=(*settings.optional, *older), demote=(*settings.demote, *older)
    )
    source = site_source(options, settings, cache, lambda *_: None, known=known)
    made = make_llms(source, settings, cache)
    place = site.directory
    return made, write(made, LlmsCall(replace(settings, source=f"docs:{place}", output=place)))


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
