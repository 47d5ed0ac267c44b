"""From the bytes of a file to the text everyone else sees, and back to it later without a scan.

:func:`normalise` decodes, opens notebooks, shows hidden characters and takes
secrets out. What it did is a :class:`Recipe`, small enough for the cache;
:func:`apply_recipe` repeats it on the same bytes. A :class:`StoredText` is the
text of one document, held in memory while the :class:`TextStore` has room and
read again when it has not.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b

from ctxbuild.model import ContentChangedError, CtxbuildError, Transform
from ctxbuild.readers.notebook import notebook_text
from ctxbuild.redact import Secret, find_secrets, redact
from ctxbuild.transforms import decode, decode_as, show_controls

VERSION = "1"
"""Version of what :func:`normalise` does, save redaction, which has its own."""

_NOTEBOOK_ENDING = ".ipynb"


@dataclass(frozen=True, slots=True)
class Recipe:
    """What was done to the bytes of a file, in this order.

    ``encoding`` decoded it, ``notebook`` is the language of the cells where
    it was a notebook, ``controls`` counts characters made visible,
    ``secrets`` are spans of the text after all that.
    """

    encoding: str = "utf-8"
    notebook: str = ""
    controls: int = 0
    secrets: tuple[Secret, ...] = ()

    def transforms(self) -> tuple[Transform, ...]:
        """Return the differences to declare: none where text and bytes are the same."""
        rows = (
            ("decoded", self.encoding, self.encoding != "utf-8"),
            ("notebook", self.notebook, bool(self.notebook)),
            ("controls", str(self.controls), bool(self.controls)),
            ("redacted", str(len(self.secrets)), bool(self.secrets)),
        )
        return tuple(Transform(name, detail) for name, detail, done in rows if done)


UNCHANGED = Recipe()
"""The recipe of a file that is clean UTF-8, which almost all are."""


@dataclass(frozen=True, slots=True)
class Normalised:
    """The text of a file as UTF-8, and how it came about."""

    data: bytes
    recipe: Recipe


def normalise(data: bytes, path: str, *, redact: bool) -> Normalised | None:
    """Return the text of a file, ``None`` where it is binary.

    A file that needs nothing comes back as the same ``bytes`` object.

    Args:
        data: the bytes of the file.
        path: of the file; its name decides what is a notebook and which secrets to expect.
        redact: whether to take secrets out.
    """
    decoded = decode(data)
    if decoded is None:
        return None
    text, encoding, language = decoded.text, decoded.encoding, ""
    if path.endswith(_NOTEBOOK_ENDING) and (notebook := notebook_text(data)):
        text, language = notebook
        encoding = "utf-8"
    text, controls = show_controls(text)
    secrets = find_secrets(text, path) if redact else ()
    if not (language or controls or secrets) and encoding == "utf-8":
        return Normalised(data, UNCHANGED)
    return Normalised(_hide(text, secrets), Recipe(encoding, language, controls, secrets))


def apply_recipe(data: bytes, recipe: Recipe) -> bytes:
    """Return the text that :func:`normalise` made of the same bytes, without looking for anything.

    Raises:
        CtxbuildError: the recipe does not belong to these bytes.
    """
    if recipe == UNCHANGED:
        return data
    if not recipe.notebook:
        text = decode_as(data, recipe.encoding)
    elif notebook := notebook_text(data):
        text = notebook[0]
    else:
        raise CtxbuildError("the file is not the recorded notebook")
    if recipe.controls:
        text, _ = show_controls(text)
    return _hide(text, recipe.secrets)


def _hide(text: str, secrets: tuple[Secret, ...]) -> bytes:
    return (redact(text, secrets) if secrets else text).encode("utf-8")


def encode_recipe(recipe: Recipe) -> bytes:
    """Return a recipe as bytes for the cache; empty for :data:`UNCHANGED`."""
    if recipe == UNCHANGED:
        return b""
    import msgspec

    spans = [(secret.start, secret.end, secret.rule) for secret in recipe.secrets]
    return msgspec.msgpack.encode((recipe.encoding, recipe.notebook, recipe.controls, spans))


def decode_recipe(data: bytes) -> Recipe:
    """Return the recipe that :func:`encode_recipe` wrote.

    Raises:
        ValueError: it did not write this.
    """
    if not data:
        return UNCHANGED
    import msgspec

    kind = tuple[str, str, int, list[tuple[int, int, str]]]
    # msgspec's errors are ValueErrors.
    encoding, notebook, controls, spans = msgspec.msgpack.decode(data, type=kind)
    return Recipe(encoding, notebook, controls, tuple(Secret(*span) for span in spans))


def digest_of(data: bytes) -> str:
    """Return the BLAKE2b-160 of ``data`` in hex, as :attr:`Document.digest` wants it."""
    return blake2b(data, digest_size=20).hexdigest()


class StoredText:
    """The text of one document, from memory or read again: a ``ContentRef`` of the model."""

    __slots__ = ("_digest", "_document_id", "_held", "_recipe", "_reload", "_store")

    def __init__(
        self,
        store: TextStore,
        document_id: str,
        digest: str,
        recipe: Recipe,
        reload: Callable[[], bytes],
        held: bytes | None,
    ) -> None:
        self._store = store
        self._document_id = document_id
        self._digest = digest
        self._recipe = recipe
        self._reload = reload
        self._held = held

    def data(self) -> bytes:
        """Return the text after all transforms, as UTF-8.

        Raises:
            ContentChangedError: the file is gone, or is not what was read first.
        """
        if self._held is not None:
            return self._held
        recent = self._store.recall(self)
        if recent is not None:
            return recent
        text = apply_recipe(self._reread(), self._recipe)
        self._store.remember(self, text)
        return text

    def _reread(self) -> bytes:
        try:
            data = self._reload()
        except OSError as error:
            raise ContentChangedError(self._document_id) from error
        if digest_of(data) != self._digest:
            raise ContentChangedError(self._document_id)
        return data


class TextStore:
    """Texts of a run in memory: the first up to a limit, and the few read last.

    First come stays, so that the same run holds the same texts. The second
    part serves stages that ask for one document several times in a row.
    """

    __slots__ = ("_limit", "_recent", "_recent_bytes", "_recent_limit", "held_bytes")

    def __init__(self, limit_bytes: int = 64 << 20, recent_bytes: int = 8 << 20) -> None:
        self._limit = limit_bytes
        self._recent_limit = recent_bytes
        self._recent: OrderedDict[int, tuple[StoredText, bytes]] = OrderedDict()
        self._recent_bytes = 0
        self.held_bytes = 0

    def content(
        self,
        document_id: str,
        digest: str,
        recipe: Recipe,
        reload: Callable[[], bytes],
        text: bytes | None = None,
    ) -> StoredText:
        """Return the content of a document, holding ``text`` if there is room.

        Args:
            document_id: named when the file has changed.
            digest: BLAKE2b-160 of the bytes read, in hex.
            recipe: what turned them into ``text``.
            reload: reads the bytes again; an ``OSError`` means that they are gone.
            text: the text after all transforms, as UTF-8, where it is at hand.
        """
        held = None
        if text is not None and self.held_bytes + len(text) <= self._limit:
            self.held_bytes += len(text)
            held = text
        return StoredText(self, document_id, digest, recipe, reload, held)

    def recall(self, content: StoredText) -> bytes | None:
        """Return the text of ``content`` if it was read lately."""
        entry = self._recent.get(id(content))
        if entry is None:
            return None
        self._recent.move_to_end(id(content))
        return entry[1]

    def remember(self, content: StoredText, text: bytes) -> None:
        """Keep a text that was just read again, at the cost of those not asked for longest."""
        if len(text) > self._recent_limit:
            return
        self._recent[id(content)] = (content, text)
        self._recent_bytes += len(text)
        while self._recent_bytes > self._recent_limit:
            _, (_, oldest) = self._recent.popitem(last=False)
            self._recent_bytes -= len(oldest)
