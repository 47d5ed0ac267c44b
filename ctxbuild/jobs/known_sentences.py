"""The sentences that pages offer as descriptions, remembered by text."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

from ctxbuild.analysis.sentences import without_targets
from ctxbuild.analysis.telling_sentences import OFFERED_VERSION, offered
from ctxbuild.cache import Cache
from ctxbuild.version import __version__

_STAGE, _VERSION = "offered", f"{OFFERED_VERSION}.{__version__}"


class KnownSentences:
    """Answers for some texts as :func:`~ctxbuild.analysis.telling_sentences.offered` does."""

    def __init__(self, cache: Cache, texts: Sequence[str]) -> None:
        """Ask the cache for all of them at once."""
        self._cache = cache
        self._keys = {text: _key(text) for text in texts}
        self._known = cache.get_many(_STAGE, _VERSION, list(self._keys.values()))
        self._fresh: dict[bytes, bytes] = {}

    def offered(self, text: str) -> tuple[str, ...]:
        """Return the sentences of one of the texts."""
        import msgspec

        key = self._keys[text]
        if key in self._known:
            try:
                return msgspec.msgpack.decode(self._known[key], type=tuple[str, ...])
            except ValueError:
                pass
        found = offered(text)
        self._fresh[key] = msgspec.msgpack.encode(found)
        return found

    def keep(self) -> None:
        """Remember what was new."""
        self._cache.put_many(_STAGE, _VERSION, self._fresh)


def read_ahead(texts: Sequence[str], cache: Cache) -> None:
    """Have the cache remember the sentences of texts, before it is known where their links lead."""
    known = KnownSentences(cache, texts)
    for text in texts:
        known.offered(text)
    known.keep()


def _key(text: str) -> bytes:
    """Return what tells texts apart, but for where their links lead."""
    return blake2b(without_targets(text).encode("utf-8", "surrogatepass"), digest_size=20).digest()
