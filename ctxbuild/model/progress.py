"""What work says while it goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ctxbuild.model.corpus import Document

Progress = Callable[[str, int, int], None]
"""Called with the stage, what of it is done, and what there is to do; the last may be 0."""

Observer = Callable[[Sequence[Document]], None]
"""Called with documents as they are read, while their texts are in memory."""
