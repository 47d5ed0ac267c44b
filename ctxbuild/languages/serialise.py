"""Outlines to bytes and back, for the cache."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from ctxbuild.model import Outline

if TYPE_CHECKING:
    import msgspec

VERSION = "10"
"""Version of the outline stage: changes with queries, folds, kinds and this encoding."""


@cache
def _coders() -> tuple[msgspec.msgpack.Encoder, msgspec.msgpack.Decoder[Outline]]:
    import msgspec

    return msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(Outline)


def encode_outline(outline: Outline) -> bytes:
    """Return ``outline`` as MessagePack."""
    return _coders()[0].encode(outline)


def decode_outline(data: bytes) -> Outline:
    """Return the outline that :func:`encode_outline` wrote.

    Raises:
        ValueError: ``data`` is not an encoded outline.
    """
    return _coders()[1].decode(data)
