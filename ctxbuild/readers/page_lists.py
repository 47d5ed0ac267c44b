"""Lists of pages that sites carry: Sphinx inventories, MkDocs' search index, sitemaps."""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import dataclass
from html import unescape

_INVENTORY_BYTES = 64 << 20
_HEADER = b"# Sphinx inventory version 2"
_SITEMAP_LOC = re.compile(r"<loc>\s*([^<>\s]{1,2000})\s*</loc>", re.I)
_MOST_LISTED = 200_000


@dataclass(frozen=True, slots=True)
class Inventory:
    """What an ``objects.inv`` says: the project, and each symbol's address in the site."""

    project: str
    version: str
    symbols: tuple[tuple[str, str], ...]
    """Name with its role, such as ``py:function os.getcwd``, and path with fragment."""


def read_inventory(data: bytes) -> Inventory | None:
    """Read an inventory of version 2, ``None`` where it is none.

    Four lines of text, then zlib: ``name domain:role priority uri display`` a line; a
    ``$`` at the end of a URI stands for the name (Sphinx, ``sphinx.util.inventory``).
    """
    lines = data.split(b"\n", 4)
    if len(lines) < 5 or not lines[0].startswith(_HEADER):
        return None
    unpacking = zlib.decompressobj()
    try:
        text = unpacking.decompress(lines[4], _INVENTORY_BYTES).decode("utf-8", "replace")
    except zlib.error:
        return None
    symbols = [found for line in text.split("\n") if (found := _symbol(line))]
    project, version = (
        line.partition(b":")[2].decode("utf-8", "replace").strip() for line in lines[1:3]
    )
    return Inventory(project, version, tuple(symbols[: _MOST_LISTED * 5]))


def inventory_pages(data: bytes) -> list[str]:
    """Return the pages that an inventory names, each once, in its order."""
    inventory = read_inventory(data)
    symbols = inventory.symbols if inventory else ()
    return list(dict.fromkeys(uri.partition("#")[0] for _, uri in symbols))


def _symbol(line: str) -> tuple[str, str] | None:
    """Read ``name domain:role priority uri display``; a name may hold spaces."""
    words = line.split(" ")
    for number in range(1, len(words) - 3):
        role, priority, uri = words[number : number + 3]
        if ":" in role and priority.lstrip("-").isdecimal():
            name = " ".join(words[:number])
            return f"{role} {name}", uri[:-1] + name if uri.endswith("$") else uri
    return None


def read_search_index(data: bytes) -> list[str]:
    """Return the addresses in an MkDocs search index, in its order, which is that of the nav."""
    try:
        docs = json.loads(data)["docs"]
        found = [entry["location"] for entry in docs[:_MOST_LISTED]]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []
    return [place.partition("#")[0] for place in found if isinstance(place, str)]


def read_sitemap_locations(data: bytes) -> list[str]:
    """Return the addresses that a sitemap names; it is read as text, no entity is expanded."""
    text = data[: 50 << 20].decode("utf-8", "replace")
    return [unescape(found) for found in _SITEMAP_LOC.findall(text)[:_MOST_LISTED]]
