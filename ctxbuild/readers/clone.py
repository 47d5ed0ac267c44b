"""A repository elsewhere, fetched into a private directory that does not outlive its use.

Only the commit that is read comes over, nothing is checked out, and git may
use one protocol. A user name and password reach git through the environment
and a credential helper for that host alone, so they stand on no command line
and in no file, and do not follow a redirect elsewhere.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import weakref
from urllib.parse import urlsplit

from ctxbuild.model import CtxbuildError, UsageError
from ctxbuild.readers.git import (
    GitError,
    GitMissingError,
    complaint,
    git_command,
    git_environment,
)
from ctxbuild.readers.locate import Remote, display_location
from ctxbuild.readers.printable import printable

_FULL_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_SHORT_ID = re.compile(r"[0-9a-f]{4,39}")
_WITH_LOGIN = ("https", "http")
_SHA256_ID_LENGTH = 64
_FETCHED_REFS = ("refs/", "pull/")
"""What ``git clone --branch`` does not take but ``git fetch`` does."""

# A server that sends less than 1 kB/s for a minute is given up.
_PACE = ("-c", "http.lowSpeedLimit=1000", "-c", "http.lowSpeedTime=60")
_HELPER = (
    '!f() { test "$1" = get && printf "username=%s\\npassword=%s\\n" '
    '"$CTXBUILD_GIT_USERNAME" "$CTXBUILD_GIT_PASSWORD"; }; f'
)


class Clone:
    """A bare clone in a temporary directory, removed with this object or at exit."""

    def __init__(self, remote: Remote, ref: str | None) -> None:
        """Fetch ``ref`` (a branch, tag, full commit id or ``refs/…``), or the default branch.

        Raises:
            UsageError: there is no such ref, or it looks like an option.
            CtxbuildError: the repository cannot be reached or read.
        """
        _check_ref(ref)
        parent = tempfile.mkdtemp(prefix="ctxbuild-clone-")
        self._removal = weakref.finalize(self, shutil.rmtree, parent, ignore_errors=True)
        self.directory = os.path.join(os.fsencode(parent), b"repository")
        try:
            self.commitish = _download(remote, ref, parent)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Remove the clone now."""
        self._removal()


def _check_ref(ref: str | None) -> None:
    if ref is not None and (not ref or ref.startswith("-") or not ref.isprintable()):
        raise UsageError(f"--ref {printable(ref)}: not a revision; name a branch, tag or commit id")


def _download(remote: Remote, ref: str | None, parent: str) -> str:
    """Clone, or fetch what cannot be cloned by name; return what to read afterwards."""
    if ref is not None and (_FULL_ID.fullmatch(ref) or ref.startswith(_FETCHED_REFS)):
        init = ["init", "--quiet", "--bare", "--template="]
        if len(ref) == _SHA256_ID_LENGTH:
            init.append("--object-format=sha256")  # git 2.28; SHA-1 works with older ones
        _run(remote, ref, parent, [*init, "repository"])
        fetch = ["fetch", "--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules"]
        _run(remote, ref, os.path.join(parent, "repository"), [*fetch, "--", remote.url, ref])
        return "FETCH_HEAD"
    options = ["--quiet", "--bare", "--depth=1", "--single-branch", "--no-tags"]
    options += ["--template=", "--no-recurse-submodules"]
    options += [f"--branch={ref}"] if ref is not None else []
    _run(remote, ref, parent, ["clone", *options, "--", remote.url, "repository"])
    return "HEAD"


def _run(remote: Remote, ref: str | None, directory: str, arguments: list[str]) -> None:
    settings, secrets = _credentials(remote)
    command = git_command([*_PACE, *settings, *arguments], remote=True)
    # Nothing of a repository around the temporary directory may have a say.
    extra = {"GIT_CEILING_DIRECTORIES": directory, **secrets}
    try:
        done = subprocess.run(
            command,
            cwd=directory,
            env=git_environment(remote.protocol, extra),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise GitMissingError from None
    if done.returncode != 0:
        raise _explained(remote, ref, done.stderr.decode("utf-8", "replace"))


def _credentials(remote: Remote) -> tuple[list[str], dict[str, str]]:
    """Return the settings and the environment that give git the user's name and password."""
    if remote.protocol not in _WITH_LOGIN or not (remote.username or remote.password):
        return [], {}
    parts = urlsplit(remote.url)
    helper = f"credential.{parts.scheme}://{parts.netloc}.helper={_HELPER}"
    # The empty value first: the user's own helpers must not store what was typed here.
    settings = ["-c", "credential.helper=", "-c", helper]
    values = {
        "CTXBUILD_GIT_USERNAME": remote.username,
        "CTXBUILD_GIT_PASSWORD": remote.password,
    }
    return settings, values


_REASONS = (
    ("Authentication failed", "refused the user name or password"),
    ("could not read Username", "does not exist, or needs a login; check the address and access"),
    ("could not read Password", "needs a password; check access"),
    ("Permission denied", "refused the ssh key; check access"),
    ("Host key verification failed", "has an ssh host key that is not known; connect once by hand"),
    ("Repository not found", "does not exist, or needs a login; check the address and access"),
    ("not found", "does not exist, or needs a login; check the address and access"),
    ("does not appear to be a git repository", "is not a git repository; check the address"),
    ("Could not resolve", "cannot be found: no such host, or no network"),
    ("SSL certificate", "has a certificate that cannot be verified"),
    ("not allowed", "wants a protocol that is not allowed; use https:// or ssh://"),
    ("Operation too slow", "sent too little for a minute; try again"),
)
_NO_SUCH_REF = ("Remote branch", "couldn't find remote ref", "not our ref", "unadvertised object")


def _explained(remote: Remote, ref: str | None, stderr: str) -> CtxbuildError:
    """Turn what git printed into one line, without what must not be shown."""
    place = printable(display_location(remote.url))
    if ref is not None and any(sign in stderr for sign in _NO_SUCH_REF):
        hint = "give the full commit id" if _SHORT_ID.fullmatch(ref) else "check the name"
        return UsageError(f"{place}: no branch, tag or commit {printable(ref)}; {hint}")
    for sign, reason in _REASONS:
        if sign in stderr:
            return GitError(f"{place}: {reason}")
    reason = complaint(stderr).replace(remote.url, place)
    for secret in (remote.password, remote.username):
        reason = reason.replace(secret, "…") if secret else reason
    return GitError(f"{place}: cannot be cloned: {reason}; check address and network")
