"""Where the places that a wiki cites lead: to the host of the source, or to the files beside it."""

from __future__ import annotations

from urllib.parse import urlsplit

_HOSTS = {
    "github.com": "/blob/{commit}/{path}",
    "codeberg.org": "/src/commit/{commit}/{path}",
    "gitlab.com": "/-/blob/{commit}/{path}",
    "bitbucket.org": "/src/{commit}/{path}",
}
"""Host → how it addresses a file at a commit, below the address of the repository."""


def link_template(location: str, within: str) -> str:
    """Return a template of addresses, empty where there are none to give.

    Args:
        location: of the source, as it is shown.
        within: where the wiki lies in the source, empty where it lies elsewhere.

    """
    if within:
        return "../" * (within.count("/") + 1) + "{path}"
    parts = urlsplit(location)
    rest = _HOSTS.get(parts.hostname or "")
    if parts.scheme != "https" or rest is None:
        return ""
    return f"https://{parts.hostname}{parts.path.removesuffix('/').removesuffix('.git')}{rest}"
