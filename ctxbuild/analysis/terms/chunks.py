"""Maximal chunks: the runs of words of a text that may be phrases, without a tagger.

A run ends at punctuation, function words, verbs, adverbs and bare numbers, and
loses adjectives at its end. What a word does is looked up (``lexicon``), and
where that is not enough the words beside it decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ctxbuild.analysis.terms import lexicon
from ctxbuild.analysis.terms.words import is_word, pieces

Chunk = tuple[str, ...]

_BREAK, _PLAIN, _EITHER, _GERUND, _PARTICIPLE, _MODIFIER = range(6)
_LY_NOUNS = frozenset("family anomaly assembly supply butterfly monopoly homily fly poly".split())
_LONGEST = 8
"""Words of a chunk; longer ones are lists or names, and their ends are kept."""


@lru_cache(1 << 16)
def _role(word: str) -> int:
    """Return what a piece of a text is; punctuation breaks."""
    if not is_word(word):
        return _BREAK
    low = word.lower()
    if low in lexicon.NOUN_OR_VERB:
        return _EITHER
    if low in lexicon.GERUNDS:
        return _GERUND
    if low in _ALWAYS or not any(letter.isalpha() for letter in low):
        return _BREAK
    if low.endswith("ly") and low not in _LY_NOUNS and len(low) > 4:
        return _BREAK
    if low in lexicon.NOUNS:
        return _PLAIN
    if low.endswith("ed") and len(low) > 4:
        return _PARTICIPLE
    adjective = low in lexicon.ADJECTIVES or low.endswith(lexicon.ADJECTIVAL_ENDINGS)
    return _MODIFIER if adjective and not word.isupper() else _PLAIN


_ALWAYS = lexicon.FUNCTION_WORDS | lexicon.DISCOURSE | (lexicon.VERBS - lexicon.NOUN_OR_VERB)


def chunks(text: str) -> list[Chunk]:
    """Return the chunks of a text in order, as words as written."""
    return list(_chunks(pieces(text)))


def _chunks(found: list[str]) -> Iterator[Chunk]:
    run: list[str] = []
    before = "."
    found.append(".")
    for place in range(len(found) - 1):
        piece = found[place]
        role = _role(piece)
        if _EITHER <= role <= _PARTICIPLE:
            role = _in_context(role, before.lower(), found[place + 1].lower(), bool(run))
        if role == _BREAK:
            if run:
                yield from _trimmed(run)
                run = []
        else:
            run.append(piece)
        before = piece
    yield from _trimmed(run)


def _in_context(role: int, before: str, after: str, inside: bool) -> int:
    """Decide what a word is that may be a noun or a form of a verb."""
    if after in lexicon.DETERMINERS:
        return _BREAK
    if role == _EITHER:
        return _BREAK if before in lexicon.SUBJECTS else _PLAIN
    if role == _PARTICIPLE:
        return _BREAK if before in lexicon.AUXILIARIES else _MODIFIER
    return _PLAIN if inside and _role(after) == _BREAK else _BREAK


def _trimmed(run: list[str]) -> Iterator[Chunk]:
    while run and _role(run[-1]) in (_MODIFIER, _PARTICIPLE):
        run.pop()
    if run:
        yield tuple(run[-_LONGEST:])
