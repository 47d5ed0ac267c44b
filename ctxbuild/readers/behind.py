"""How many commits lie between two states of a repository."""

from __future__ import annotations

import os
import re

from ctxbuild.readers.git import GitError, repository_at, run_git

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


def commits_between(directory: str, older: str, newer: str) -> int | None:
    """Return how many commits of ``newer`` are not in ``older``; ``None`` where that is unknown.

    Both are ids; what stands behind a ``+``, as after ``COMMIT+dirty:DIGEST``, does not count.
    """
    ends = [each.partition("+")[0] for each in (older, newer)]
    if not all(map(_COMMIT.fullmatch, ends)):
        return None
    try:
        if repository_at(os.fsencode(directory)) is None:
            return None
        asked = ["rev-list", "--count", f"{ends[0]}..{ends[1]}", "--"]
        return int(run_git(asked, os.fsencode(directory)))
    except (GitError, ValueError):
        return None
