"""Images: what they show in words, and those that are only decoration."""

from __future__ import annotations

import re
from urllib.parse import unquote

from ctxbuild.html.blocks import Image, Text
from ctxbuild.html.dom import Element
from ctxbuild.html.inlines import shown
from ctxbuild.html.links import Addresses

_EMOJI = frozenset({"emoji", "twemoji", "emojione", "gemoji", "g-emoji"})
_ICON = re.compile(
    r"(?:^|[\s_-])(?:icon|octicon|bullet|arrow|logo-?small|spacer|decoration)(?:$|[\s_-])"
)
_SMALL = 32
"""Pixels up to which an image without words is an icon."""


def read_image(element: Element, addresses: Addresses) -> Image | Text | None:
    """Return an image, its words if its address leads nowhere, or None for decoration."""
    attrs = element.attrs
    alt = " ".join(shown(attrs.get("alt", "")).split())
    if not element.classes.isdisjoint(_EMOJI):
        return Text(alt)
    src = addresses.resolve(attrs.get("src", "") or attrs.get("data-src", ""))
    if not src:
        return Text(alt) if alt else None
    if not alt:
        if "alt" in attrs and _is_decoration(element, src):
            return None
        alt = _stem(src)
    return Image(alt, src)


def _is_decoration(element: Element, src: str) -> bool:
    sizes = [element.attrs.get(name, "").removesuffix("px") for name in ("width", "height")]
    if any(size.isdigit() and int(size) <= _SMALL for size in sizes):
        return True
    return src.endswith(".gif") or bool(_ICON.search(element.attrs.get("class", "")))


def _stem(src: str) -> str:
    """Return a file's name without its ending, for images that nobody described."""
    name = unquote(src.partition("?")[0].partition("#")[0].rstrip("/").rpartition("/")[2])
    stem = name.rpartition(".")[0] or name
    return " ".join(re.sub(r"[_\W]+", " ", stem).split()) or "image"
