"""Histories and changes of real repositories, for tests."""

from __future__ import annotations

import os
from pathlib import Path

from repositories import git

from ctxbuild.cache import Cache
from ctxbuild.model import Commit
from ctxbuild.readers.change_request import ChangeRequest
from ctxbuild.readers.changes import ChangeSet, read_changes
from ctxbuild.readers.git import Repository, repository_at
from ctxbuild.readers.history import read_history


def changes(directory: Path, request: ChangeRequest | None = None, **options) -> ChangeSet:
    return read_changes(opened(directory), request or ChangeRequest("--diff"), **options)


def summary(found: ChangeSet) -> dict[str, str]:
    return {each.path: each.status for each in found.files}


def sides(found: ChangeSet) -> dict[str, tuple[str | None, str | None]]:
    """Return both texts of each path, or the reason why there is none."""
    told = {}
    for each in found.files:
        both = [v.read() if v is not None else None for v in (each.old, each.new)]
        told[each.path] = tuple(t and (t.reason or t.text) for t in both)
    return told


def between(base: str, head: str | None = None, **options) -> ChangeRequest:
    return ChangeRequest("--diff", base, head, **options)


STAGED = ChangeRequest("--staged", staged=True)


def script(path: Path, canary: Path) -> Path:
    path.write_text(f"#!/bin/sh\ntouch '{canary}'\n")
    path.chmod(0o755)
    return path


def opened(directory: Path) -> Repository:
    found = repository_at(os.fsencode(directory))
    assert found is not None
    return found


def commits(
    directory: Path, revision: str = "HEAD", cache: Cache | None = None, **options
) -> tuple[Commit, ...]:
    where = opened(directory)
    tip = git(directory, "rev-parse", revision)
    return read_history(where, tip, cache or Cache.disabled(), **options)


def remove_object(directory: Path, name: str) -> None:
    object_id = git(directory, "rev-parse", name)
    (directory / ".git" / "objects" / object_id[:2] / object_id[2:]).unlink()
