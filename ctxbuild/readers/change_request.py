"""Which change is meant: the words of a call, checked before anything is opened."""

from __future__ import annotations

from dataclasses import dataclass

from ctxbuild.model import UsageError
from ctxbuild.readers.printable import printable

_HEAD = "HEAD"
_MERGE_BASE = "..."
_RANGE = ".."


@dataclass(frozen=True, slots=True)
class ChangeRequest:
    """Two states to compare.

    ``flag`` is the option that asked, for messages. ``base`` and ``head`` are
    revisions; ``head`` is ``None`` for the work tree (in a bare repository,
    its commit), or for the index where ``staged``. With ``merge_base``, the
    base is the last commit that both have in common, as in a pull request.
    """

    flag: str
    base: str = _HEAD
    head: str | None = None
    staged: bool = False
    merge_base: bool = False


def change_request(
    changed_since: str | None = None,
    diff: str | None = None,
    *,
    staged: bool = False,
    ref: str | None = None,
) -> ChangeRequest | None:
    """Return what the options of a call ask for, ``None`` where they ask for no change.

    Args:
        changed_since: a revision; what came since it and the head parted.
        diff: ``A..B``, ``A...B`` (since they parted; a side left out is
            ``HEAD``), or one revision to compare the work tree with.
        staged: what the next commit would change.
        ref: the revision that is read instead of the work tree.

    Raises:
        UsageError: they exclude each other, or make no sense.
    """
    given = {"--changed-since": changed_since is not None, "--diff": diff is not None}
    flags = [flag for flag, there in {**given, "--staged": staged}.items() if there]
    if len(flags) > 1:
        raise UsageError(f"{flags[0]} and {flags[1]} exclude each other; give one of them")
    if staged:
        if ref is not None:
            raise UsageError("--staged and --ref exclude each other; give one of them")
        return ChangeRequest("--staged", staged=True)
    if changed_since is not None:
        _check("--changed-since", changed_since)
        return ChangeRequest("--changed-since", changed_since, ref, merge_base=True)
    return _of_diff(diff, ref) if diff is not None else None


def _of_diff(diff: str, ref: str | None) -> ChangeRequest:
    sign = next((sign for sign in (_MERGE_BASE, _RANGE) if sign in diff), "")
    if not sign:
        _check("--diff", diff)
        return ChangeRequest("--diff", diff, ref)
    base, _, head = diff.partition(sign)
    if not (base or head) or _RANGE in head or head.startswith("."):
        raise UsageError(f"--diff {printable(diff)}: not a range; write A..B or A...B")
    if ref is not None:
        raise UsageError(f"--diff {printable(diff)} names what is read; leave out --ref")
    ends = base or _HEAD, head or _HEAD
    for revision in ends:
        _check("--diff", revision)
    return ChangeRequest("--diff", *ends, merge_base=sign == _MERGE_BASE)


def _check(flag: str, revision: str) -> None:
    """Refuse what git would take for an option, or what cannot be a revision.

    Raises:
        UsageError: it is not a revision.
    """
    if not revision or revision.startswith("-") or not revision.isprintable():
        shown = printable(revision)
        raise UsageError(f"{flag} {shown}: not a revision; name a branch, tag or commit id")
