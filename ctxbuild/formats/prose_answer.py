"""What a model answered: sentences with what they cite, out of whatever came back.

Models put their JSON into fences, think aloud before it, or stop in the middle of it.
So objects are looked for wherever one begins, and what is no sentence is passed over.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_LONGEST = 1 << 16
"""Characters that are looked at."""
_MOST_TRIES = 500
_MOST_SENTENCES = 50


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence as it was written, on one line, and the ids that it cites."""

    text: str
    cites: tuple[str, ...]


def sentences_of(answer: str) -> tuple[Written, ...] | None:
    """Return the sentences of an answer, at most 50; ``None`` where it has no such thing."""
    text = answer[:_LONGEST]
    found: list[Written] = []
    is_readable = False
    for value in _objects(text):
        listed = value.get("sentences")
        if isinstance(listed, list):
            return tuple(_each(listed))[:_MOST_SENTENCES]
        sentences = tuple(_each([value]))
        is_readable = is_readable or bool(sentences)
        found += sentences
    return tuple(found[:_MOST_SENTENCES]) if is_readable else None


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """Yield the outermost objects that can be read, in order."""
    decoder = json.JSONDecoder(strict=False)
    at = text.find("{")
    for _ in range(_MOST_TRIES):
        if at < 0:
            return
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            end = at + 1
        else:
            yield value
        at = text.find("{", end)


def _each(values: list[Any]) -> Iterator[Written]:
    for value in values:
        if not isinstance(value, dict) or not isinstance(value.get("text"), str):
            continue
        cites = value.get("cites")
        named = [cites] if isinstance(cites, str) else cites if isinstance(cites, list) else []
        ids = (each.strip() for each in named if isinstance(each, str))
        yield Written(" ".join(value["text"].split()), tuple(dict.fromkeys(ids)))
