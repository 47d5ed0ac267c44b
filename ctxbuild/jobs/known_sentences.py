"""The sentences that pages offer as descriptions, remembered by title and text."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

from ctxbuild.analysis.descriptions import Described
from ctxbuild.analysis.telling_sentences import SPOKEN_VERSION, Spoken, spoken
from ctxbuild.cache import Cache
from ctxbuild.version import __version__

_STAGE, _VERSION = "spoken", f"{SPOKEN_VERSION}.{__version__}"


class KnownSentences:
    """Answers for some pages as :func:`~ctxbuild.analysis.telling_sentences.spoken` does."""

    def __init__(self, cache: Cache, pages: Sequence[Described]) -> None:
        """Ask the cache for all of them at once."""
        self._cache = cache
        self._known = cache.get_many(_STAGE, _VERSION, [_key(p.title, p.text) for p in pages])
        self._fresh: dict[bytes, bytes] = {}

    def spoken(self, title: str, text: str) -> Spoken:
        """Return the sentences of a page."""
        import msgspec

        key = _key(title, text)
        if key in self._known:
            try:
                return msgspec.msgpack.decode(self._known[key], type=Spoken)
            except ValueError:
                pass
        found = spoken(title, text)
        self._fresh[key] = msgspec.msgpack.encode(found)
        return found

    def keep(self) -> None:
        """Remember what was new."""
        self._cache.put_many(_STAGE, _VERSION, self._fresh)


def _key(title: str, text: str) -> bytes:
    made = blake2b(title.encode("utf-8", "surrogatepass") + b"\0", digest_size=20)
    made.update(text.encode("utf-8", "surrogatepass"))
    return made.digest()
