"""What a SOURCE is: a directory, a file, a repository elsewhere; refused before git runs."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, quote, unquote, urlsplit, urlunsplit

from ctxbuild.model import UsageError
from ctxbuild.readers.printable import printable

_SHORTHAND = re.compile(r"([A-Za-z0-9][A-Za-z0-9-]{0,38})/([A-Za-z0-9._-]{1,100})(?:@(.+))?")
_SCP_LIKE = re.compile(
    r"(?:[A-Za-z0-9._][A-Za-z0-9._-]*@)?([A-Za-z0-9.-]+\.[A-Za-z0-9-]+|localhost):(?!//)(.+)"
)
_SHORTHAND_HOST = "https://github.com/"
_HOST = re.compile(r"[A-Za-z0-9._:\[\]-]+")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_USER_AND_PASSWORD = re.compile(r"[^/@:]*:[^/@]*@")
_WANTED = "give a directory, a git URL (https, ssh, file) or owner/name"

_REFUSED_SCHEMES = {
    "http": "anyone on the way could change the code; use https://",
    "git": "anyone on the way could change the code; use https:// or ssh://",
    "ftp": "use https:// or ssh://",
    "ftps": "use https:// or ssh://",
}
_PROTOCOLS = {"https": "https", "ssh": "ssh", "git+ssh": "ssh", "file": "file"}


@dataclass(frozen=True, slots=True)
class Remote:
    """A repository to clone.

    ``url`` holds no credentials; ``username`` and ``password`` do, and go to
    git alone. ``protocol`` is the one that git may use for it.
    """

    url: str
    protocol: str
    ref: str | None = None
    username: str = ""
    password: str = ""

    def __repr__(self) -> str:
        """Leave the credentials out of tracebacks and logs."""
        return f"Remote({display_location(self.url)!r}, ref={self.ref!r})"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a source is, and how it is called in outputs.

    Exactly one of ``directory`` and ``remote`` is set; ``file`` is the name
    of the one file asked for. ``name`` is short, ``location`` safe to print:
    without credentials and absolute paths.
    """

    name: str
    location: str
    directory: bytes | None = None
    file: bytes | None = None
    remote: Remote | None = None


def locate(source: str) -> Place:
    """Say what ``source`` is; a directory of that name wins over ``owner/name``.

    Raises:
        UsageError: it is missing, or nothing that may be read; nothing was started.
    """
    shown = printable(display_location(source))
    if not source or "\0" in source:
        raise UsageError(f"an empty SOURCE; {_WANTED}")
    if source.startswith("-"):
        raise UsageError(f"{shown}: looks like an option, not a source; {_WANTED}")
    scheme = _SCHEME.match(source)
    if scheme:
        return _from_url(source, scheme[1].lower(), shown)
    if os.path.lexists(source):
        return _from_path(source, shown)
    if "::" in source:
        raise UsageError(
            f"{shown}: transports of the form NAME::ADDRESS can run commands; {_WANTED}"
        )
    scp_like, shorthand = _SCP_LIKE.fullmatch(source), _SHORTHAND.fullmatch(source)
    if scp_like:
        return _from_scp_like(scp_like)
    if shorthand and shorthand[2].removesuffix(".git").strip("."):
        return _from_shorthand(shorthand)
    raise UsageError(f"{shown}: no such file or directory; {_WANTED}")


def web_place(address: str) -> Place:
    """Return the place of a documentation site on the web, called after its host.

    Raises:
        UsageError: the address is none.
    """
    shown = display_location(address)
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        host = ""
    if not host:
        raise UsageError(f"{printable(shown)}: not a URL; give one that begins with https://")
    name = printable(host.removeprefix("www."))
    return Place(name, printable(shown), remote=Remote(address, "https"))


def display_location(source: str) -> str:
    """Return ``source`` without user name, password, query and fragment."""
    scheme = _SCHEME.match(source)
    if not scheme:
        return _USER_AND_PASSWORD.sub("", source)
    try:
        parts = urlsplit(source)
        _ = parts.port
    except ValueError:
        # A password with a slash in it, for one: show nothing before the last @.
        return f"{scheme[0]}…{source.rpartition('@')[2] if '@' in source else ''}"
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "", ""))


def _from_path(source: str, shown: str) -> Place:
    path = Path(os.path.realpath(source))
    name = printable(path.name) or "root"
    if path.is_dir():
        return Place(name, name, directory=os.fsencode(path))
    if path.is_file():
        return Place(name, name, directory=os.fsencode(path.parent), file=os.fsencode(path.name))
    if path.exists():
        raise UsageError(f"{shown}: neither a file nor a directory; {_WANTED}")
    raise UsageError(f"{shown}: a symbolic link to nothing; {_WANTED}")


def _from_url(source: str, scheme: str, shown: str) -> Place:
    if scheme in _REFUSED_SCHEMES:
        raise UsageError(f"{shown}: {_REFUSED_SCHEMES[scheme]}")
    if scheme not in _PROTOCOLS or "::" in source.partition("://")[0]:
        raise UsageError(f"{shown}: {scheme}:// is not supported; {_WANTED}")
    try:
        parts = urlsplit(source)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise UsageError(f"{shown}: not a URL; {_WANTED}") from None
    named = not host or host == "localhost" if scheme == "file" else _HOST.fullmatch(host)
    if not named or host.startswith("-") or not parts.path.strip("/") or not source.isprintable():
        raise UsageError(f"{shown}: no host or no path in it; {_WANTED}")
    protocol = _PROTOCOLS[scheme]
    netloc = f"[{host}]" if ":" in host else host
    netloc = f"{netloc}:{port}" if port else netloc
    return _remote_place(parts, scheme, netloc, protocol)


def _remote_place(parts: SplitResult, scheme: str, netloc: str, protocol: str) -> Place:
    username, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not (username + password).isprintable():
        raise UsageError(f"{netloc}: the user name or password holds control characters")
    # In ssh the user name is part of the address and no secret; git puts it in front.
    visible = quote(username) + "@" if protocol == "ssh" and username else ""
    if visible.startswith("-"):
        raise UsageError(f"{netloc}: a user name must not start with -; {_WANTED}")
    url = urlunsplit((scheme, visible + netloc, parts.path, parts.query, ""))
    location = urlunsplit((scheme, netloc, parts.path, "", ""))
    name = _name(parts.path)
    if protocol == "file":
        location = name
    remote = Remote(url, protocol, None, username, password)
    return Place(name, printable(location), remote=remote)


def _from_scp_like(match: re.Match[str]) -> Place:
    host, path = match.groups()
    if host.startswith("-") or path.startswith("-") or not path.isprintable():
        raise UsageError(f"{printable(match[0])}: not a repository address; {_WANTED}")
    return Place(_name(path), printable(f"{host}:{path}"), remote=Remote(match[0], "ssh"))


def _from_shorthand(match: re.Match[str]) -> Place:
    owner, name, ref = match.groups()
    url = f"{_SHORTHAND_HOST}{owner}/{name.removesuffix('.git')}"
    return Place(_name(name), url, remote=Remote(url, "https", ref))


def _name(path: str) -> str:
    """Return the last part of a repository's path, without ``.git``."""
    last = unquote(path).rstrip("/").rpartition("/")[2].removesuffix(".git")
    return printable(last) or "repository"
