"""Addresses of pages: checked and brought to one form, before anything is looked up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv6Address
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from ctxbuild.net.errors import RefusedError

Origin = tuple[str, str, int]
"""Scheme, host and port: who is spoken to."""

PORTS = {"http": 80, "https": 443}
_LONGEST_URL = 8192
_LONGEST_HOST = 253
_LONGEST_SHOWN = 200
_LABEL = re.compile(r"[a-z0-9_-]{1,63}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# RFC 3986 §3.3 and §3.4; the percent sign stays, as it begins what is escaped already.
_PATH_CHARACTERS = "/%:@!$&'*+,;=~-._()"
_QUERY_CHARACTERS = _PATH_CHARACTERS + "?[]|"
_WANTED = "give an address that begins with https://"


@dataclass(frozen=True, slots=True)
class Target:
    """A checked address: host in lower-case ASCII, path with its query, escaped."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> Origin:
        """Who is asked."""
        return self.scheme, self.host, self.port

    @property
    def netloc(self) -> str:
        """The host, in brackets where it is IPv6, with the port unless it is usual."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The address in full."""
        return f"{self.scheme}://{self.netloc}{self.path}"

    @property
    def shown(self) -> str:
        """The address for messages: without the query, which may hold a token."""
        return _shortened(f"{self.scheme}://{self.netloc}{self.path.partition('?')[0]}")


def parse_url(text: str) -> Target:
    """Return the address that ``text`` is.

    Raises:
        RefusedError: it is no http(s) address, holds a user name or password,
            a zone, control characters, or is longer than 8,192 characters.
    """
    if len(text) > _LONGEST_URL or _CONTROL.search(text):
        raise RefusedError(f"too long, or holds control characters; {_WANTED}", shown(text))
    try:
        parts = urlsplit(text.strip(" "))
        port = parts.port
    except ValueError:
        raise RefusedError(f"not an address; {_WANTED}", shown(text)) from None
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise RefusedError(f"only http and https are spoken; {_WANTED}", shown(text))
    if "@" in parts.netloc:
        raise RefusedError(
            "holds a user name or password; leave them out of the address", shown(text)
        )
    if port == 0:
        raise RefusedError(f"port 0 does not exist; {_WANTED}", shown(text))
    return Target(scheme, _host(parts, text), port or PORTS[scheme], _path(parts))


def joined(base: Target, reference: str) -> Target:
    """Return the address that a redirect or link from ``base`` means.

    Raises:
        RefusedError: as for :func:`parse_url`.
    """
    if _CONTROL.search(reference):
        raise RefusedError("holds control characters", shown(reference))
    try:
        return parse_url(urljoin(base.url, reference))
    except ValueError:
        raise RefusedError("not an address", shown(reference)) from None


def shown(text: str) -> str:
    """Return an unchecked address for messages: no login, query, fragment or controls."""
    bare = text.partition("#")[0].partition("?")[0]
    scheme, slashes, rest = bare.partition("//")
    authority, slash, path = rest.partition("/")
    if "@" in path and ":" in authority:  # a password with a slash in it, perhaps
        authority, slash, path = "…", "", path.rpartition("@")[2]
    elif "@" in authority:
        authority = authority.rpartition("@")[2]
    if not slashes and "@" in scheme:
        scheme = scheme.rpartition("@")[2]
    return _shortened("".join((scheme, slashes, authority, slash, path)))


def _shortened(text: str) -> str:
    readable = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text[:_LONGEST_URL])
    return readable if len(readable) <= _LONGEST_SHOWN else readable[: _LONGEST_SHOWN - 1] + "…"


def _host(parts: SplitResult, text: str) -> str:
    host = (parts.hostname or "").removesuffix(".")
    if "[" in parts.netloc:
        return _bracketed(host, text)
    if not host.isascii():
        host = _international(host, text)
    labels = host.split(".")
    if len(host) > _LONGEST_HOST or not all(_LABEL.fullmatch(label) for label in labels):
        raise RefusedError(f"has no valid host name; {_WANTED}", shown(text))
    return host


def _bracketed(host: str, text: str) -> str:
    if "%" in host:
        raise RefusedError("an address with a zone is one of this machine's own links", shown(text))
    try:
        return IPv6Address(host).compressed
    except AddressValueError:
        raise RefusedError(
            f"has no valid IPv6 address in its brackets; {_WANTED}", shown(text)
        ) from None


def _international(host: str, text: str) -> str:
    """Return the ASCII form by UTS 46, as browsers do; IDNA 2003 would ask another host for ß."""
    import idna

    try:
        return idna.encode(host, uts46=True, std3_rules=True).decode("ascii").lower()
    except UnicodeError:
        raise RefusedError(
            "has no valid host name; write it in its xn-- form", shown(text)
        ) from None


def _path(parts: SplitResult) -> str:
    path = quote(parts.path, safe=_PATH_CHARACTERS) or "/"
    return f"{path}?{quote(parts.query, safe=_QUERY_CHARACTERS)}" if parts.query else path
