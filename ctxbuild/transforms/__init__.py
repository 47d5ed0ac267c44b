"""Reversible differences between the bytes of a file and the text handed on.

Each has its inverse here, because ``unpack`` restores files byte for byte:
:func:`decode` and :func:`encode`, :func:`show_controls` and
:func:`hide_controls`.
"""

from ctxbuild.transforms.controls import hide_controls, show_controls
from ctxbuild.transforms.decoding import (
    ENCODINGS,
    Decoded,
    count_lines,
    decode,
    decode_as,
    encode,
    has_controls,
)

__all__ = [
    "ENCODINGS",
    "Decoded",
    "count_lines",
    "decode",
    "decode_as",
    "encode",
    "has_controls",
    "hide_controls",
    "show_controls",
]
