"""Units, the index over them, and how they are scored."""

from collections.abc import Mapping

from corpora import document
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.languages.outline import outline
from ctxbuild.search.index import Index
from ctxbuild.search.matches import find_matches, known_matches
from ctxbuild.search.neighbours import called, callers
from ctxbuild.search.postings import (
    decode_postings,
    encode_postings,
    find_postings,
    line_owners,
    part_texts,
)
from ctxbuild.search.query import parse_query
from ctxbuild.search.score import score
from ctxbuild.search.vocabulary import vocabulary_of

CACHE = '''class Cache:
    """Remembers values."""

    limit = 10

    def evict(self, key):
        """Drop the oldest entry."""
        return self.store.pop(key)


def open_store(path):
    return Cache()
'''
USER = """def shrink(cache, keys):
    for key in keys:
        cache.evict(key)
"""


def index_of(texts: Mapping[str, str]) -> Index:
    documents = [document(path, text) for path, text in texts.items()]
    outlines = {n: outline(t.encode(), "python") for n, t in enumerate(texts.values())}
    postings = {n: find_postings(t, outlines[n]) for n, t in enumerate(texts.values())}
    return Index.of(documents, outlines, postings)


def names(index: Index, units) -> list[str]:
    def name(unit):
        symbol = index.symbol(unit)
        return index.outlines[index.owner[unit]].symbols[symbol].name if symbol >= 0 else "rest"

    return [name(unit) for unit in units]


def best(index: Index, question: str) -> list[str]:
    query = parse_query(question)
    matches = find_matches(index, frozenset(query.weights))
    found = score(index, matches, query.weights, query.title).units
    return names(index, sorted(found, key=lambda unit: -found[unit]))


def test_a_symbol_is_a_unit_without_the_symbols_inside_it() -> None:
    found = outline(CACHE.encode(), "python")
    parts = part_texts(CACHE, found)
    owners = {symbol.name: parts[n] for n, symbol in enumerate(found.symbols)}
    assert "oldest" in owners["evict"]
    assert "oldest" not in owners["Cache"]
    assert "Remembers" in owners["Cache"]


def test_postings_come_back_from_their_bytes() -> None:
    found = find_postings(CACHE, outline(CACHE.encode(), "python"))
    assert decode_postings(encode_postings(found)) == found


@given(st.text(alphabet="ab_ \nC(.", max_size=200))
def test_every_word_of_a_text_is_posted_once_a_part(text: str) -> None:
    found = find_postings(text, None)
    counts = (n for k in range(len(found.words)) for _, n in found.of(k))
    assert sum(counts) == sum(found.lengths)


def test_lines_belong_to_the_innermost_symbol() -> None:
    found = outline(CACHE.encode(), "python")
    owners = line_owners(found, CACHE.count("\n"))
    assert found.symbols[owners[7]].name == "evict"
    assert found.symbols[owners[1]].name == "Cache"
    assert owners[9] == -1


def test_a_plain_question_finds_the_identifier_it_is_about() -> None:
    index = index_of({"cache.py": CACHE, "user.py": USER})
    assert best(index, "why are entries evicted?")[0] == "evict"
    assert best(index, "opening a store")[0] == "open_store"


def test_a_question_of_stop_words_or_in_another_script_matches_nothing() -> None:
    index = index_of({"cache.py": CACHE})
    assert best(index, "how do I use this?") == []
    assert best(index, "캐시가 왜 비워지나요") == []


def test_callees_and_callers_are_found_by_name() -> None:
    index = index_of({"cache.py": CACHE, "user.py": USER})
    evict, shrink = index.by_name["evict"][0], index.by_name["shrink"][0]
    assert called(index, {shrink: 1.0}) == {evict: 1.0}
    assert callers(index, {evict: 1.0}) == {shrink: 1.0}


def test_the_title_and_words_written_as_in_code_weigh_more() -> None:
    query = parse_query("evict fails\n\nsee open_store, and also the log")
    assert query.weights["evict"] > query.weights["log"]
    assert query.weights["=openstore"] > query.weights["log"]
    assert "evict" in query.title


def test_what_templates_hide_is_no_part_of_the_question() -> None:
    assert "template" not in parse_query("broken <!-- template text --> cache").weights


def test_a_very_long_question_keeps_a_bounded_number_of_terms() -> None:
    assert len(parse_query(" ".join(f"word{n}x" for n in range(30_000))).weights) <= 400


_WANTED = ["cache", "=openstore", "open", "stor", "evict", "key", "quer", "nothing", "=cachekey"]


@given(st.frozensets(st.sampled_from(_WANTED)))
def test_what_was_gathered_before_gives_the_same_matches(wanted):
    index = index_of({"cache.py": CACHE, "open/user.py": USER, "more.py": "openStore = cacheKey\n"})
    known = vocabulary_of(index)
    for _ in range(2):
        found, expected = known_matches(index, known, wanted), find_matches(index, wanted)
        assert found == expected
        assert all(list(found.text[t]) == list(expected.text[t]) for t in wanted)
