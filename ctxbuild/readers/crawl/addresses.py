"""One identity for the many spellings of a page's address.

A page is asked for as the site spells it; whether it was seen before is judged by
its identity, where index files, trailing slashes, tracking parameters, session ids
and the order of parameters do not count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, unquote_to_bytes

from ctxbuild.net.errors import RefusedError
from ctxbuild.net.urls import Target, joined, parse_url

_SPELLED = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
"""Characters that mean the same escaped or not (RFC 3986 §2.3)."""
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|xhtml|php|aspx?|jsp)$", re.IGNORECASE)
_TRACKING = re.compile(
    r"utm_[a-z]+|gclid|gclsrc|dclid|fbclid|msclkid|yclid|twclid|igshid|mc_[ce]id|_hs(?:enc|mi)"
    r"|_ga|_gl|oly_(?:anon|enc)_id|vero_id|wickedid|ref_src|spm|trk|pk_[a-z]+|mtm_[a-z]+"
    r"|highlight",
    re.IGNORECASE,
)
_SESSION = re.compile(
    r"(?:php|asp|j)?_?sess(?:ion)?_?id|s?id_?session|sid|cfid|cftoken|aspsessionid[a-z]*",
    re.IGNORECASE,
)
_PATH_SESSION = re.compile(r";(?:jsessionid|sid|phpsessid)=[^/?;]*", re.IGNORECASE)
_LONGEST = 2000
"""Longer addresses are forms that were filled in, or traps."""

_FILES = (
    "png jpg jpeg gif webp avif svg ico bmp tiff css js mjs map json jsonl ndjson xml rss atom "
    "woff woff2 ttf otf eot mp3 mp4 m4a m4v ogg oga ogv webm wav flac avi mov mkv zip gz tgz tar "
    "bz2 xz zst 7z rar whl egg jar war deb rpm apk dmg iso exe msi pkg bin so dll dylib pdf ps eps "
    "epub mobi doc docx xls xlsx ppt pptx odt ods odp csv tsv parquet sqlite db h5 pkl npz npy "
    "inv wasm sig asc sha256 md5 torrent ics vcf bib py c h cpp hpp rs go java ipynb"
)
NOT_PAGES = frozenset(_FILES.split())
"""Endings of files that are never pages."""


@dataclass(frozen=True, slots=True)
class Address:
    """A page's address as asked for, and its identity."""

    target: Target
    identity: str

    @property
    def url(self) -> str:
        """The address in full."""
        return self.target.url

    @property
    def path(self) -> str:
        """The path without its query."""
        return self.target.path.partition("?")[0]

    @property
    def query(self) -> str:
        """What follows the question mark."""
        return self.target.path.partition("?")[2]

    @property
    def ending(self) -> str:
        """The ending of the file name in lower case, without its dot."""
        name = self.path.rpartition("/")[2]
        return name.rpartition(".")[2].lower() if "." in name else ""


def address(text: str, base: Target | None = None) -> Address:
    """Return the page that ``text`` leads to, as a link on ``base`` if that is given.

    Raises:
        RefusedError: it is not the address of a web page, or too long for one.
    """
    spelled = _STRAY_PERCENT.sub("%25", text.strip(" \t\n\r\f").partition("#")[0])
    found = joined(base, spelled) if base else parse_url(spelled)
    if base and (base.scheme, found.scheme) == ("https", "http") and base.host == found.host:
        # A page that is read safely is not left for an unsafe copy of its neighbour.
        found = parse_url(found.url.replace("http:", "https:", 1)) if found.port == 80 else found
    if len(found.path) > _LONGEST:
        raise RefusedError("longer than any page's address", found.shown)
    path, _, query = found.path.partition("?")
    path = _without_dots(_PATH_SESSION.sub("", path)) or "/"
    kept = _kept(query)
    target = Target(found.scheme, found.host, found.port, f"{path}?{kept}" if kept else path)
    return Address(target, _identity(target))


def _without_dots(path: str) -> str:
    """Return a path without ``.`` and ``..``, escaped or not, as browsers ask for it."""
    if "/." not in path and "%2e" not in path.lower():
        return path
    kept: list[str] = []
    parts = path.split("/")
    for number, part in enumerate(parts):
        plain = part.lower().replace("%2e", ".")
        if plain == ".." and len(kept) > 1:
            kept.pop()
        if plain not in (".", ".."):
            kept.append(part)
        elif number == len(parts) - 1:
            kept.append("")
    return "/".join(kept)


def _kept(query: str) -> str:
    """Return a query without parameters that name a visit rather than a page."""
    return "&".join(part for part in query.split("&") if part and not _says_nothing(part))


def _says_nothing(parameter: str) -> bool:
    name = unquote(parameter.partition("=")[0])
    return bool(_TRACKING.fullmatch(name) or _SESSION.fullmatch(name))


def _identity(target: Target) -> str:
    path, _, query = target.path.partition("?")
    plain = _without_index(_normal(re.sub(r"/{2,}", "/", path)))
    parameters = "&".join(sorted(_normal(part) for part in query.split("&") if part))
    return f"{target.scheme}://{target.netloc}{plain}" + (f"?{parameters}" if parameters else "")


def _without_index(path: str) -> str:
    shorter = _INDEX.sub("/", path)
    return shorter.rstrip("/") or "/"


def _normal(text: str) -> str:
    """Return text with the same characters escaped, in the same way, however it was spelled."""
    return _ESCAPE.sub(_spelled, text)


def _spelled(escape: re.Match[str]) -> str:
    byte = unquote_to_bytes(escape[0])[0]
    return chr(byte) if byte in _SPELLED else escape[0].upper()
