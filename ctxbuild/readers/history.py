"""The commits before the revision that is read: their messages and what they changed.

Two plumbing commands answer: ``rev-list`` names the commits, ``diff-tree``
tells of those that the cache does not know. Neither looks at mailmaps, notes,
signatures or the configuration of diffs and logs. A commit never changes, so
what is found out about one holds for ever; only in a shallow clone do the
oldest seem to have no parents, and are taken without paths.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ctxbuild import redact as redaction
from ctxbuild.model import Commit, Store
from ctxbuild.readers.git import GitMissingError, Repository
from ctxbuild.readers.rawdiff import RAW_OPTIONS, answers_to, below, nul_tokens
from ctxbuild.transforms import show_controls

Warn = Callable[[str], None]

MOST_COMMITS = 3000
_STAGE = "commit"
_VERSION = f"2.{redaction.VERSION}"
_MOST_CHARACTERS = 4000
"""Of a message; the longest that people write by hand are about half of this."""
_MOST_PATHS = 200
"""A commit over this many is a move, a format run or an import, and says little of any path."""
_MOST_BYTES = 128 << 20
"""Of git's output in one go; 3,000 commits of a busy repository take 2 MB."""
_RESTARTS = 8
"""So often is git started anew behind a commit whose trees are missing or too large."""

_FORMAT = "--format=tformat:%H%x00%an%x00%B"
_DIFF = ("diff-tree", "--stdin", "--always", "--root", *RAW_OPTIONS, "--encoding=UTF-8", _FORMAT)
_MESSAGES = ("rev-list", "--stdin", "--no-walk=unsorted", "--encoding=UTF-8", f"{_FORMAT}%x00")

_Facts = tuple[str, tuple[str, ...], str]
"""The message of a commit, its paths, and its author's name."""
_Told = tuple[str, bytes, bytes, tuple[str, ...]]
"""Id, author, message and paths of a commit as git gives them."""


def read_history(
    repository: Repository,
    commit: str,
    store: Store,
    most: int = MOST_COMMITS,
    *,
    since: str | None = None,
    redact: bool = True,
    warn: Warn | None = None,
) -> tuple[Commit, ...]:
    """Return the last commits that lead to ``commit``, itself included, newest first.

    Paths are those below the repository's directory, as document ids. Merges,
    and commits of more than 200 paths, have none. What cannot be read is left
    out; without git there is no history.

    Args:
        repository: where to look.
        commit: the id of the revision that is read; nothing later is returned.
        store: remembers what each commit changed.
        most: how many commits at most.
        since: a commit; it and what led to it are left out.
        redact: whether to take secrets out of messages.
        warn: told in one line what is missing.
    """
    told = warn or (lambda _message: None)
    try:
        parents = _listed(repository, commit, since, most, told)
        whole = [each for each in parents if parents[each] or not repository.shallow]
        facts = _remembered(repository, whole, store, redact, told)
        cut = [each for each in parents if each not in facts]
        facts |= _messages(repository, cut, redact)
    except GitMissingError:
        return ()
    return tuple(Commit(each, *facts[each]) for each in parents if each in facts)


def _listed(
    repository: Repository, commit: str, since: str | None, most: int, warn: Warn
) -> dict[str, list[str]]:
    """Return ids of commits with their parents, newest first."""
    wanted = [commit] if since is None else [commit, f"^{since}"]
    command = ["rev-list", "--stdin", "--parents", f"--max-count={most}"]
    with answers_to(repository, command, wanted) as answers:
        rows = answers.output.read().decode("ascii").split("\n")
        if not answers.are_whole():
            warn(f"the history cannot be read beyond {len(rows) - 1} commits")
    fields = (row.split(" ") for row in rows[:-1])
    return {each: parents for each, *parents in fields}


def _remembered(
    repository: Repository, commits: Sequence[str], store: Store, redact: bool, warn: Warn
) -> dict[str, _Facts]:
    salt = (b"r" if redact else b"-") + repository.prefix
    keys = {each: bytes.fromhex(each) + salt for each in commits}
    known = store.get_many(_STAGE, _VERSION, list(keys.values()))
    found = {each: _decoded(known[key]) for each, key in keys.items() if key in known}
    facts = {each: fact for each, fact in found.items() if fact is not None}
    unknown = [each for each in commits if each not in facts]
    fresh = _changed(repository, unknown, redact, warn)
    if fresh:
        store.put_many(_STAGE, _VERSION, {keys[each]: _encoded(fresh[each]) for each in fresh})
    return facts | fresh


def _changed(
    repository: Repository, commits: Sequence[str], redact: bool, warn: Warn
) -> dict[str, _Facts]:
    """Return what git tells of commits, without those at which it died.

    When git dies, it may have held back its answer to the last commits, and
    the last that came may be cut off: it is asked again, unless it was the first.
    """
    facts: dict[str, _Facts] = {}
    position = 0
    for _ in range(_RESTARTS):
        asked = commits[position:]
        if not asked:
            break
        whole, answers = _answers(repository, asked)
        sound = answers if whole else answers[:-1]
        facts |= {
            each: (_message(text, redact), paths, _author(author, redact))
            for each, author, text, paths in sound
        }
        position += len(asked) if whole else max(len(sound), 1)
    if len(facts) < len(commits):
        warn(f"{len(commits) - len(facts)} commits of the history cannot be read in full")
    return facts


def _answers(repository: Repository, commits: Sequence[str]) -> tuple[bool, list[_Told]]:
    """Return whether git told of all commits, and what."""
    with answers_to(repository, [*_DIFF, *below(repository)], commits) as answers:
        told = list(records(nul_tokens(answers.output, _MOST_BYTES), _MOST_PATHS))
        return answers.are_whole(), told


def records(tokens: Iterator[bytes], most_paths: int) -> Iterator[_Told]:
    """Parse ``ID NUL AUTHOR NUL MESSAGE NUL``, each followed by its raw changes.

    Too many paths give none.

    Only git's own words stand where a colon tells a change from the next id:
    messages and paths come at fixed places after them.
    """
    token = next(tokens, None)
    while token is not None:
        commit = token.decode("ascii", "replace")
        author, message = next(tokens, b""), next(tokens, b"")
        paths: list[str] = []
        count = 0
        while (token := next(tokens, None)) is not None and token.startswith((b"\n:", b":")):
            path = next(tokens, b"")
            count += 1
            if count <= most_paths:
                paths.append(path.decode("utf-8", "surrogateescape"))
        yield commit, author, message, tuple(paths) if count <= most_paths else ()


def _messages(repository: Repository, commits: Sequence[str], redact: bool) -> dict[str, _Facts]:
    """Return commits with their messages alone, for which no tree is opened."""
    if not commits:
        return {}
    with answers_to(repository, _MESSAGES, commits) as answers:
        tokens = nul_tokens(answers.output, _MOST_BYTES)
        # Each record begins with "commit ID" and ends with a newline, which we have no use for.
        rows = zip(tokens, tokens, tokens, strict=False)
        return {
            head.rpartition(b"\n")[2].decode("ascii"): (
                _message(text, redact),
                (),
                _author(author, redact),
            )
            for head, author, text in rows
        }


def _message(data: bytes, redact: bool) -> str:
    """Return a message as text that is safe to show, without secrets."""
    text, _ = show_controls(data.decode("utf-8", "replace").strip())
    found = redaction.find_secrets(text, "") if redact else ()
    return (redaction.redact(text, found) if found else text)[:_MOST_CHARACTERS].rstrip()


_MOST_NAME = 100


def _author(data: bytes, redact: bool) -> str:
    """Return an author's name on one line, without an address that stands in it."""
    words = (word for word in _message(data, redact).split() if "@" not in word)
    return " ".join(words)[:_MOST_NAME]


def _encoded(facts: _Facts) -> bytes:
    import msgspec

    message, paths, author = facts
    raw = [path.encode("utf-8", "surrogateescape") for path in paths]
    return msgspec.msgpack.encode((message, raw, author))


def _decoded(record: bytes) -> _Facts | None:
    """Return what a cache record says, ``None`` where it says nothing that makes sense."""
    import msgspec

    try:
        message, raw, author = msgspec.msgpack.decode(record, type=tuple[str, list[bytes], str])
    except ValueError:
        return None
    return message, tuple(path.decode("utf-8", "surrogateescape") for path in raw), author
