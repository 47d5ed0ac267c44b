"""What can go wrong, in one line that names input and remedy."""

from __future__ import annotations


class CtxbuildError(Exception):
    """A failure the user can understand: one line that names input and remedy.

    ``exit_code`` is 1 for a failure, 2 for a mistake in the call.
    """

    exit_code = 1


class UsageError(CtxbuildError):
    """The call itself is wrong; nothing was done."""

    exit_code = 2


class ContentChangedError(CtxbuildError):
    """A file changed between two reads of one run; the text read first is gone."""

    def __init__(self, document_id: str) -> None:
        super().__init__(f"{document_id}: changed while it was being read; run again")
        self.document_id = document_id
