"""The change that a call is about, within what it reads of a source."""

from __future__ import annotations

from ctxbuild.model import UsageError
from ctxbuild.readers.change_request import ChangeRequest
from ctxbuild.readers.changes import ChangeSet, read_changes
from ctxbuild.readers.source import RepoOptions, open_source


def read_source_changes(options: RepoOptions, request: ChangeRequest) -> ChangeSet:
    """Return what changed in a source, as far as the call's globs and ignore files let it.

    Raises:
        UsageError: the source has no history, or not the revisions asked for.
        CtxbuildError: the repository cannot be read.
    """
    opened = open_source(options)
    if opened.repository is None:
        raise UsageError(f"{request.flag}: {opened.place.name} has no git history to compare with")
    return read_changes(
        opened.repository,
        request,
        files=opened.files,
        wanted=opened.wanted,
        redact=options.redact,
        max_file_bytes=options.max_file_bytes,
    )
