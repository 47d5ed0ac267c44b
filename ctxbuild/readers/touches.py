"""When files were last changed on the main line of a history.

``rev-list --first-parent`` names the commits, ``diff-tree`` compares each with its
first parent alone, so that a merge stands for all that it brought in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from ctxbuild.model import Touch
from ctxbuild.readers.git import GitMissingError, Repository
from ctxbuild.readers.history import records
from ctxbuild.readers.rawdiff import RAW_OPTIONS, answers_to, below, nul_tokens

_MOST_COMMITS = 20_000
_MOST_PATHS = 1 << 20
_MOST_BYTES = 512 << 20
_STEP = 500
"""Commits asked for at a time; the walk ends when every path has been met."""
_DIFF = (
    "diff-tree",
    "--stdin",
    "--always",
    "--root",
    *RAW_OPTIONS,
    "--format=tformat:%H%x00%x00%cs",
)


def read_touches(
    repository: Repository, commit: str, paths: Collection[str]
) -> Mapping[str, Touch]:
    """Return the newest commits that changed some paths; without git, none.

    Args:
        repository: where to look; paths are those below its directory.
        commit: the newest commit that counts.
        paths: as document ids.

    """
    wanted = set(paths)
    found: dict[str, Touch] = {}
    try:
        lines = list(_main_line(repository, commit))
        for start in range(0, len(lines), _STEP):
            if not wanted:
                break
            for age, (each, day, changed) in enumerate(
                _changes(repository, lines[start : start + _STEP]), start
            ):
                for path in wanted.intersection(changed):
                    found[path] = Touch(each, day, age)
                wanted.difference_update(changed)
    except GitMissingError:
        return {}
    return found


def _main_line(repository: Repository, commit: str) -> Iterator[str]:
    """Yield ``COMMIT PARENT``, newest first; of a shallow clone without its last commit.

    The last commit of a shallow clone seems to have made every file.
    """
    command = ["rev-list", "--stdin", "--first-parent", "--parents", f"--max-count={_MOST_COMMITS}"]
    with answers_to(repository, command, [commit]) as answers:
        rows = answers.output.read().decode("ascii").split("\n")
    for row in rows[:-1]:
        each, *parents = row.split(" ")
        if parents or not repository.shallow:
            yield " ".join([each, *parents[:1]])


def _changes(
    repository: Repository, commits: list[str]
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    with answers_to(repository, [*_DIFF, *below(repository)], commits) as answers:
        found = records(nul_tokens(answers.output, _MOST_BYTES), _MOST_PATHS)
        for each, _, day, changed in found:
            yield each, day.decode("ascii", "replace").strip(), changed
