"""Where messages come from: the template in the code whose words a message shares.

A program puts a message together: paths, numbers and names come from the run,
the words between them from the source. A run of the message's words that
stands in a string of the code tells which; the longest come first. All
messages of a query are looked for in one pass over the texts that can match.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from ctxbuild.search.index import Index
from ctxbuild.search.words import STOP_WORDS

_LONGEST_MESSAGE = 300
_LONGEST_TEMPLATE = 400
_MOST_IN_DOCUMENT = 60
_FEWEST_LETTERS = 10
_SURE_WORDS = 4
_WORD = re.compile(rb"[A-Za-z_\x80-\xff][\w\x80-\xff]*|\d+")
_INDEXED = re.compile(r"[^\W\d]\w*")
_QUOTES = (b'"', b"'", b"`")
_ENDS = (*_QUOTES, b":", b"=", b",", b"}", b" ")
_BEFORE = re.compile(rb"[\"'`}>)]\s*\Z|%[-+#0-9.]{0,6}[a-zA-Z][^\w%]{0,3}\Z|\\[nt]\Z")
_BEFORE_NAME = re.compile(rb"\$\w{1,40}[^\w\"'`]{0,3}\Z")
_AFTER = re.compile(rb"[^\w\"'`]{0,4}[\"'`{$%#\\<]")


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of the text that stands in a document, and in which line, from 0."""

    wanted: int
    """Which of the texts looked for."""
    text: bytes
    document: int
    line: int
    string: bool = True
    """Whether it looks part of a string, and not of code or a comment."""


def find_whole(index: Index, wanted: Sequence[str]) -> Iterator[Hit]:
    """Yield where in each document of code each text stands first, in a string if it does.

    What is wanted in double quotes must be a string, or follow ``$``, ``${`` or ``env.``.
    """
    bare = [text.strip('"').encode("utf-8", "replace") for text in wanted]
    strict = [text.startswith('"') for text in wanted]
    for number, data, matches in _scan(index, bare):
        best: dict[int, tuple[bool, int]] = {}
        for which, start, end in matches:
            if (which in best and best[which][0]) or not _bounded(data, start, end):
                continue
            string = (_is_value if strict[which] else _in_string)(data, start, end)
            if string or (which not in best and not strict[which]):
                best[which] = (string, start)
        for which, (string, start) in sorted(best.items()):
            yield Hit(which, bare[which], number, data.count(b"\n", 0, start), string)


def _is_value(data: bytes, start: int, end: int) -> bool:
    """Tell whether a text is a string by itself, or the name of a variable or place holder."""
    before, after = data[max(0, start - 4) : start], data[end : end + 1]
    if before.endswith(_QUOTES):
        return after in _ENDS
    return before.endswith((b"$", b"${", b"env.", b"ENV."))


def _in_string(data: bytes, start: int, end: int) -> bool:
    """Tell whether a quote stands before a text in its line."""
    del end
    before = _line_before(data, start)
    return any(quote in before for quote in _QUOTES)


def _line_before(data: bytes, start: int) -> bytes:
    return data[max(0, start - _LONGEST_TEMPLATE) : start].rpartition(b"\n")[2]


def find_runs(index: Index, messages: Sequence[str]) -> Iterator[Hit]:
    """Yield runs of the messages' words that stand in strings of the code, longest first."""
    texts = [message[:_LONGEST_MESSAGE].encode("utf-8", "replace") for message in messages]
    seeds: dict[bytes, list[tuple[int, int]]] = {}
    for which, text in enumerate(texts):
        for seed, offset in _seeds(text):
            seeds.setdefault(seed, []).append((which, offset))
    found: dict[Hit, None] = {}
    origins = list(seeds.values())
    for number, data, matches in _scan(index, list(seeds)):
        runs = _extended(number, data, matches, origins, texts)
        found |= dict.fromkeys(islice(runs, _MOST_IN_DOCUMENT))
    yield from sorted(found, key=lambda hit: -len(hit.text))


def _seeds(text: bytes) -> Iterator[tuple[bytes, int]]:
    """Yield what a run holds at least: three words, or two that say something."""
    spans = [found.span() for found in _WORD.finditer(text)]
    for (start, _), (_, end) in zip(spans, spans[2:], strict=False):
        if end - start >= _FEWEST_LETTERS and not _empty(text[start:end]):
            yield text[start:end], start
    for (start, _), (_, end) in pairwise(spans):
        if end - start >= _FEWEST_LETTERS and not _empty(text[start:end]):
            yield text[start:end], start


def _empty(text: bytes) -> bool:
    """Tell whether a text is one word, or says nothing."""
    if b" " not in text:
        return True
    words = _WORD.findall(text.lower())
    return all(word.decode("utf-8", "replace") in STOP_WORDS for word in words)


def _extended(
    number: int,
    data: bytes,
    matches: Iterable[tuple[int, int, int]],
    origins: Sequence[Sequence[tuple[int, int]]],
    texts: Sequence[bytes],
) -> Iterator[Hit]:
    """Yield the runs that matches in a document grow to, where they are strings' own."""
    reached: dict[int, int] = {}
    for pattern, start, _ in sorted(matches, key=lambda match: (match[1], -match[2])):
        for which, offset in origins[pattern]:
            if start < reached.get(which, -1) or not _bounded(data, start, start):
                continue
            if not _in_string(data, start, start):
                continue
            run = _common(texts[which][offset:], data[start : start + _LONGEST_TEMPLATE])
            reached[which] = start + len(run)
            if _is_literal(data, start, start + len(run)):
                yield Hit(which, run, number, data.count(b"\n", 0, start))


def _common(left: bytes, right: bytes) -> bytes:
    """Return the words that two texts begin with."""
    length = min(len(left), len(right))
    end = next((k for k in range(length) if left[k] != right[k]), length)
    if any(_wordlike(text[end : end + 1]) for text in (left, right)):
        while end and _wordlike(left[end - 1 : end]):
            end -= 1
    return left[:end].rstrip(b" \t\n.,:;!?-\"'`()[]{}<>%=/\\")


def _is_literal(data: bytes, start: int, end: int) -> bool:
    """Tell whether a run is a piece of a string that is long enough, or ends where it varies."""
    count = len(_WORD.findall(data, start, end))
    if count < 2 or end - start < _FEWEST_LETTERS or _empty(data[start:end]):
        return False
    before = _line_before(data, start)
    opened = bool(_BEFORE.search(before) or _BEFORE_NAME.search(before))
    closed = _AFTER.match(data, end) is not None
    if count >= _SURE_WORDS:
        return opened or closed
    return opened and closed


def _bounded(data: bytes, start: int, end: int) -> bool:
    """Tell whether a text begins, and ends, between words and dashes."""
    before, after = data[start - 1 : start], data[end : end + 1]
    first, last = data[start : start + 1], data[end - 1 : end]
    begins = not (_wordlike(before) and _wordlike(first))
    return begins and (start == end or not (_wordlike(last) and _wordlike(after)))


def _wordlike(byte: bytes) -> bool:
    return byte.isalnum() or byte in (b"_", b"-") or byte > b"\x7f"


def _scan(
    index: Index, patterns: Sequence[bytes]
) -> Iterator[tuple[int, bytes, list[tuple[int, int, int]]]]:
    """Yield the documents of code that hold patterns, with the places: one pass over each text."""
    from ahocorasick_rs import BytesAhoCorasick

    chosen, documents = _promising(index, patterns)
    if not chosen:
        return
    automaton = BytesAhoCorasick([patterns[which] for which in chosen])
    for number in documents:
        content = index.documents[number].content
        if content is None:
            continue
        data = content.data()
        matches = automaton.find_matches_as_indexes(data, overlapping=True)
        if matches:
            yield number, data, [(chosen[which], start, end) for which, start, end in matches]


def _promising(index: Index, patterns: Sequence[bytes]) -> tuple[list[int], list[int]]:
    """Return the patterns all of whose words occur, and the documents with their rarest words."""
    words = [_INDEXED.findall(pattern.decode("utf-8", "replace")) for pattern in patterns]
    wanted = {word for own in words for word in own}
    holders: dict[str, list[int]] = {word: [] for word in wanted}
    for number, postings in index.postings.items():
        if index.is_code(index.firsts[number]):
            for word in wanted.intersection(postings.words):
                holders[word].append(number)
    chosen, documents = [], set()
    for which, own in enumerate(words):
        rarest = min((holders[word] for word in own), key=len, default=[])
        if rarest:
            chosen.append(which)
            documents.update(rarest)
    return chosen, sorted(documents)
