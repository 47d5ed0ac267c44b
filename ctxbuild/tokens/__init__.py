"""Counting tokens: encodings, engines, and seams at which counts add up."""

from ctxbuild.tokens.encodings import ENCODINGS, Encoding, encoding_named
from ctxbuild.tokens.engines import counter

__all__ = ["ENCODINGS", "Encoding", "counter", "encoding_named"]
