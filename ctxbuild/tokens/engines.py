"""Token engines behind one small interface.

toktok-rs carries both encodings of daily use in its wheel and needs no
network. tiktoken serves the older encodings and platforms without a toktok
wheel; it is never given a text on which it is known to panic.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ctxbuild.model import CtxbuildError, TokenCounter
from ctxbuild.tokens.encodings import Encoding, encoding_named

if TYPE_CHECKING:
    import tiktoken

# tiktoken's regex engine panics on white-space runs of a million characters
# and is fine with half of that; a tenth leaves a margin.
_LONGEST_RUN = 100_000
_LONG_RUN = re.compile(rf"\s{{{_LONGEST_RUN}}}")

BatchCount = Callable[[Sequence[str]], list[int]]


@dataclass(frozen=True, slots=True)
class EngineCounter:
    """A :class:`~ctxbuild.model.TokenCounter` over one engine's batch call."""

    name: str
    exact: bool
    factor: float
    batch: BatchCount

    def count(self, text: str) -> int:
        """Return the number of tokens of ``text``; special-token strings are text."""
        return self.count_batch((text,))[0]

    def count_batch(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text, rounded up for estimates."""
        counts = self.batch(texts)
        if self.factor == 1.0:
            return counts
        return [math.ceil(count * self.factor) for count in counts]


@cache
def counter(name: str) -> TokenCounter:
    """Return the counter of an encoding; its vocabulary loads on the first count.

    Raises:
        UsageError: no such encoding.
    """
    row = encoding_named(name)
    return EngineCounter(row.name, row.exact, row.factor, _ENGINES[row.engine](row))


def _toktok(row: Encoding) -> BatchCount:
    def batch(texts: Sequence[str]) -> list[int]:
        try:
            import toktok
        except ImportError:
            return _tiktoken(row)(texts)
        # One thread: a second one saves a third of the wall time and costs CPU.
        counts: list[int] = toktok.batch_count(list(texts), row.base, threads=1)
        return counts

    return batch


def _tiktoken(row: Encoding) -> BatchCount:
    def batch(texts: Sequence[str]) -> list[int]:
        encode = _tiktoken_encoding(row.base).encode_ordinary
        return [sum(len(encode(piece)) for piece in _guarded(text)) for text in texts]

    return batch


def _guarded(text: str) -> list[str]:
    """Cut white-space runs that would make tiktoken panic; others stay whole."""
    pieces, start = [], 0
    for run in _LONG_RUN.finditer(text):
        pieces.append(text[start : run.end()])
        start = run.end()
    pieces.append(text[start:])
    return pieces


@cache
def _tiktoken_encoding(name: str) -> tiktoken.Encoding:
    try:
        import tiktoken
    except ImportError:
        raise CtxbuildError(
            f"encoding {name} needs tiktoken: pip install 'ctxbuild[tiktoken]'"
        ) from None
    from ctxbuild.tokens.vocabulary import bundled_encoding

    bundled = bundled_encoding(name)
    if bundled is not None:
        return bundled
    try:
        return tiktoken.get_encoding(name)
    except (OSError, ValueError) as error:
        raise CtxbuildError(
            f"the vocabulary of {name} could not be loaded ({type(error).__name__}); "
            "fill TIKTOKEN_CACHE_DIR or use --encoding o200k_base"
        ) from None


_ENGINES: dict[str, Callable[[Encoding], BatchCount]] = {"toktok": _toktok, "tiktoken": _tiktoken}
