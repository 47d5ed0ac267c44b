"""A call of ``ctxbuild llms`` from beginning to end: read, decide, write."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ctxbuild.cache import Cache
from ctxbuild.jobs.llms import LlmsFiles, make_llms
from ctxbuild.jobs.llms_settings import LlmsSettings
from ctxbuild.jobs.llms_source import LlmsSource, site_source
from ctxbuild.jobs.tree import check_tree, write_tree
from ctxbuild.model import Progress, UsageError
from ctxbuild.readers.site import is_site
from ctxbuild.readers.site.recognise import is_web, plain_location

if TYPE_CHECKING:
    from ctxbuild.jobs.web import WebOptions

# Addresses of repositories; ``docs:`` before one says that it is a site all the same.
_FORGE = re.compile(
    r"https?://(?:\S+\.git/?$"
    r"|(?:www\.)?(?:github|gitlab|bitbucket|codeberg)\.(?:com|org)/[^/\s]+/[^/\s]+/?$)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class LlmsCall:
    """What is asked of a run."""

    settings: LlmsSettings
    version: str = ""
    language: str = ""
    redact: bool = True
    web: WebOptions | None = None

    @property
    def source(self) -> str:
        """What is read."""
        return self.settings.source or "."

    @property
    def is_in_place(self) -> bool:
        """Whether files are written among those that are read."""
        output, source = self.settings.output, plain_location(self.source)
        return (
            bool(output) and output != "-" and os.path.realpath(output) == os.path.realpath(source)
        )

    @property
    def is_beside(self) -> bool:
        """Whether files are written among those that are read, or are printed as if they were."""
        return self.settings.output in ("", "-") or self.is_in_place


def prepare(call: LlmsCall, cache: Cache, progress: Progress) -> LlmsFiles:
    """Read the source and decide what all files hold.

    Raises:
        UsageError: options that do not go together; nothing was read.
        CtxbuildError: the source cannot be read, or the output not be written.
    """
    settings = call.settings
    if settings.relations and not call.is_in_place:
        raise UsageError("--relations changes the HTML of the site: give -o the site's directory")
    if settings.output not in ("", "-") and not call.is_in_place:
        check_tree(Path(settings.output))
    return planned(call, cache, progress)


def planned(call: LlmsCall, cache: Cache, progress: Progress) -> LlmsFiles:
    """Decide what all files hold, whether or not they can be written.

    Raises:
        CtxbuildError: the source cannot be read.
    """
    return make_llms(_source(call, cache, progress), call.settings, cache)


def _source(call: LlmsCall, cache: Cache, progress: Progress) -> LlmsSource:
    from ctxbuild.jobs.docs import site_options
    from ctxbuild.jobs.llms_repo import repo_source
    from ctxbuild.readers.source import RepoOptions

    repo = RepoOptions(location=call.source, redact=call.redact)
    if is_site(call.source) or is_docs_address(call.source):
        options = site_options(repo, version=call.version, language=call.language)
        return site_source(options, call.settings, cache, progress, call.web)
    return repo_source(repo, call.settings, cache, progress, beside=call.is_beside)


def is_docs_address(source: str) -> bool:
    """Whether a source is a site on the web, and not a repository there."""
    found = _FORGE.match(source)
    return is_web(plain_location(source)) and found is None


def write(made: LlmsFiles, call: LlmsCall) -> int:
    """Write all files, all or none, and remove those of a former run that are gone.

    Returns:
        How many files were new or changed.

    Raises:
        CtxbuildError: writing failed, or would write over what others wrote.
    """
    target = Path(call.settings.output)
    # What is written into a repository says itself that it is ours.
    record = made.record if made.twins or not call.is_in_place else ""
    written = write_tree(target, made.names(), made.texts(), record, beside=call.is_in_place)
    if call.settings.relations:
        from ctxbuild.jobs.llms_relations import with_relations

        written += with_relations(target, made)
    return written
