"""The texts of a file before and after a past commit changed it.

Which files that are is told by the trees; the texts are read from the object
store and brought to the state in which readers hand on every text, so that
what a commit removed holds no secrets either.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ctxbuild.languages.table import language_of
from ctxbuild.model import Edit
from ctxbuild.readers.content import normalise
from ctxbuild.readers.entries import SUBMODULE, SYMLINK
from ctxbuild.readers.git import GitMissingError, Repository, settings
from ctxbuild.readers.objects import blob_sizes, stream_blobs
from ctxbuild.readers.rawdiff import (
    RAW_OPTIONS,
    RawChange,
    answers_to,
    below,
    nul_tokens,
    raw_change,
)

MOST_COMMITS = 60
_MOST_FILES = 40
"""Of one commit; more is a move or a format run."""
_MOST_CODE_BYTES = 512 << 10
_MOST_OTHER_BYTES = 64 << 10
"""Of one file; a large text that is no code is a change log or data, and says little."""
_MOST_BLOB_BYTES = 2 << 20
"""Of the blobs of one commit."""
_MOST_BYTES = 64 << 20
"""Of git's list of changes."""

# Before version 2.45, git runs a fetch for each object that a partial clone does not have.
_PARTIAL = r"^(extensions\.partialclone|remote\..*\.promisor)$"
_COMMAND = (
    *("diff-tree", "--stdin", "--always", *RAW_OPTIONS),
    *("--encoding=UTF-8", "--format=tformat:%H%x00"),
)


def read_edits(
    repository: Repository, commits: Sequence[str], *, redact: bool = True
) -> Iterator[Edit]:
    """Yield the text files that up to 60 commits modified, in the order of commits and paths.

    Left out are merges, root commits, files that came, went or are binary,
    code over 512 KiB, other texts over 64 KiB, commits of more than 40 files,
    and what cannot be read; a partial clone has none.

    Args:
        repository: where the commits are; paths are those below its directory.
        commits: ids of commits.
        redact: whether to take secrets out.
    """
    try:
        if settings(repository, _PARTIAL):
            return
        changes = _modified(repository, list(dict.fromkeys(commits))[:MOST_COMMITS])
    except GitMissingError:
        return
    wanted = _affordable(repository, changes)
    blobs = stream_blobs(repository, [i for _, c in wanted for i in (c.old_id, c.new_id)])
    for (commit, change), (_, old), (_, new) in zip(wanted, blobs, blobs, strict=False):
        if old is None or new is None:
            continue
        path = change.path.decode("utf-8", "surrogateescape")
        before = normalise(old, path, redact=redact)
        after = normalise(new, path, redact=redact)
        if before is not None and after is not None:
            yield Edit(commit, path, before.data.decode("utf-8"), after.data.decode("utf-8"))


def _modified(repository: Repository, commits: Sequence[str]) -> list[tuple[str, RawChange]]:
    """Return each modified file with its commit; nothing of a commit at which git died."""
    if not commits:
        return []
    kinds = (SYMLINK, SUBMODULE)
    found: list[tuple[str, RawChange]] = []
    with answers_to(repository, [*_COMMAND, *below(repository)], commits) as answers:
        for commit, changes in _by_commit(nul_tokens(answers.output, _MOST_BYTES)):
            if len(changes) <= _MOST_FILES:
                found += [
                    (commit, c) for c in changes if c.status == "M" and c.new_mode not in kinds
                ]
    return found


def _by_commit(tokens: Iterator[bytes]) -> Iterator[tuple[str, list[RawChange]]]:
    """Parse ``ID NUL NUL`` followed by raw changes."""
    token = next(tokens, None)
    while token is not None:
        commit = token.decode("ascii", "replace")
        next(tokens, None)
        changes: list[RawChange] = []
        while (token := next(tokens, None)) is not None and token.startswith((b"\n:", b":")):
            change = raw_change(token, next(tokens, b""))
            if change is not None and len(changes) <= _MOST_FILES:
                changes.append(change)
        yield commit, changes


def _affordable(
    repository: Repository, changes: Sequence[tuple[str, RawChange]]
) -> list[tuple[str, RawChange]]:
    """Return the changes whose blobs are there and not too large, as long as a commit's fit."""
    asked = dict.fromkeys(i for _, change in changes for i in (change.old_id, change.new_id))
    sizes = blob_sizes(repository, list(asked))
    kept: list[tuple[str, RawChange]] = []
    read: dict[str, int] = {}
    for commit, change in changes:
        both = [sizes.get(each, _MOST_BYTES) for each in (change.old_id, change.new_id)]
        size = read.get(commit, 0) + sum(both)
        if max(both) <= _most_bytes(change.path) and size <= _MOST_BLOB_BYTES:
            read[commit] = size
            kept.append((commit, change))
    return kept


def _most_bytes(path: bytes) -> int:
    kind = language_of(path.decode("utf-8", "surrogateescape")).kind
    return _MOST_CODE_BYTES if kind == "code" else _MOST_OTHER_BYTES
