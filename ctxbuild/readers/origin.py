"""What a repository is called where it was cloned from."""

from __future__ import annotations

from ctxbuild.model import CtxbuildError
from ctxbuild.readers.git import Repository, settings
from ctxbuild.readers.locate import locate

_KEY = "remote.origin.url"


def origin_name(repository: Repository) -> str:
    """Return the name of the repository on its host, empty where no host is named."""
    address = settings(repository, r"^remote\.origin\.url$").get(_KEY, "")
    if not ("://" in address or "@" in address) or address.startswith("file:"):
        return ""
    try:
        return locate(address).name
    except CtxbuildError:
        return ""
