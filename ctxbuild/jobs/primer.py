"""From papers to a priming bundle that keeps its budget exactly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, islice

from ctxbuild.analysis.priming.entries import entries
from ctxbuild.analysis.priming.passages import LEAST_WORDS, covered
from ctxbuild.analysis.priming.seeds import acronym_seeds
from ctxbuild.analysis.priming.worth import worths
from ctxbuild.analysis.terms.authors import is_person, letter_of
from ctxbuild.formats.primer import document, written
from ctxbuild.model import CtxbuildError, Paper, TokenCounter
from ctxbuild.model.primers import Domain, Entry, Level, Primer
from ctxbuild.packing.primer.choose import LISTED, Option, order, vocabulary
from ctxbuild.packing.primer.speakers import Author, introduced
from ctxbuild.tokens import counter
from ctxbuild.transforms.formulas import plain

DEFAULT_BUDGET = 5_000
FULL_PROMPTS = 8_000
"""Budget from which the prompts are written in full: they are then below a twentieth of it."""
_TOKENS_OF_A_SEED = 400
"""One seed for so many tokens of the budget, 100 at most."""
_MOST_SEEDS = 100
_TOKENS_OF_A_LETTER = 240
_TOKENS_OF_A_SPECIALIST = 1_000
"""One person for so many tokens of the budget."""
_TRIES = 40
"""Entries that are tried for what remains of a budget."""
_SMALLEST_ENTRY = 4
"""Tokens left over that no entry could use."""


@dataclass(frozen=True, slots=True)
class PrimeOptions:
    """What a priming bundle should be."""

    level: Level = "newcomer"
    budget: int = DEFAULT_BUDGET
    encoding: str = "o200k_base"
    seed: int = 0


@dataclass(frozen=True, slots=True)
class _Bench:
    """What bundles of one budget are assembled and counted on."""

    empty: Primer
    authors: Mapping[str, Sequence[Author]]
    count: TokenCounter

    def primer(self, chosen: Sequence[Option]) -> Primer:
        """Return the bundle of what is chosen."""
        budget = self.empty.budget
        entries = introduced(
            [each.entry for each in chosen],
            self.authors,
            budget // _TOKENS_OF_A_LETTER,
            budget // _TOKENS_OF_A_SPECIALIST,
        )
        return replace(self.empty, entries=entries)

    def tokens(self, chosen: Sequence[Option]) -> int:
        """Return the tokens of that bundle as written."""
        return self.count.count(document(self.primer(chosen)))


def make_primer(
    papers: Sequence[Paper],
    domain: Domain,
    options: PrimeOptions,
    others: Sequence[Paper] = (),
) -> Primer:
    """Choose what a bundle of papers holds.

    Args:
        papers: of the domain; their order does not matter.
        domain: what they are, for the header.
        options: level, budget, encoding, seed.
        others: papers of other fields, for bridges.

    Raises:
        CtxbuildError: the budget is below what the bundle says before any entry.

    """
    count = counter(options.encoding)
    papers = sorted(papers, key=lambda paper: paper.id)
    worth = worths(papers)
    found = _options(entries(papers, worth, others), worth, count)
    terms = (each.entry.head for each in found if each.entry.block == "vocabulary")
    empty = Primer(
        domain,
        options.level,
        (),
        acronym_seeds(
            options.seed, min(options.budget // _TOKENS_OF_A_SEED, _MOST_SEEDS), islice(terms, 100)
        ),
        options.budget >= FULL_PROMPTS,
        options.budget,
        options.encoding,
    )
    least = count.count(document(empty))
    if least > options.budget:
        raise CtxbuildError(
            f"a priming bundle takes {least:,} tokens before its first entry;"
            f" give --budget {least + 500} or more"
        )
    bench = _Bench(empty, _authors(papers), count)
    ordered = list(order(found, worth, _id_costs(papers, count)))
    room = least + round((options.budget - least) * (1 - LISTED))
    chosen = _longest(bench, [], ordered, room)
    listed = list(vocabulary(found, chosen, worth))
    chosen = _longest(bench, chosen, listed, options.budget)
    return _topped_up(bench, chosen, ordered)


def _options(
    found: Sequence[Entry], worth: Mapping[str, float], count: TokenCounter
) -> list[Option]:
    """Return entries with their tokens and what they cover."""
    texts = [written(entry) for entry in found]
    costs = count.count_batch(texts)
    return [
        _option(entry, text, cost, worth)
        for entry, text, cost in zip(found, texts, costs, strict=True)
    ]


def _option(entry: Entry, text: str, cost: int, worth: Mapping[str, float]) -> Option:
    if entry.covers is not None:
        return Option(entry, cost, entry.covers, entry.covers)
    long = (each.text for each in entry.said if len(each.text.split()) >= LEAST_WORDS)
    quoted = frozenset(term for said in long for term in covered(said, worth))
    return Option(entry, cost, frozenset(covered(text, worth)), quoted)


def _id_costs(papers: Sequence[Paper], count: TokenCounter) -> Mapping[str, int]:
    """Return for each paper what a line of quotations costs besides its words and their cuts."""
    ids = [paper.id for paper in papers]
    costs = count.count_batch([f"- a [{each}]\n" for each in ids])
    cut = count.count("a …")
    return {each: cost - cut for each, cost in zip(ids, costs, strict=True)}


def _longest(
    bench: _Bench, chosen: list[Option], more: Sequence[Option], room: int
) -> list[Option]:
    """Return what is chosen with as many more, in their order, as some tokens hold."""
    low, high = 0, _reach(more, room)
    while low < high:
        middle = (low + high + 1) // 2
        if bench.tokens([*chosen, *more[:middle]]) <= room:
            low = middle
        else:
            high = middle - 1
    return [*chosen, *more[:low]]


def _reach(more: Sequence[Option], room: int) -> int:
    """Return how many options surely do not fit: twice the room by their estimates."""
    costs = accumulate(each.cost for each in more)
    return next((number for number, cost in enumerate(costs, 1) if cost > 2 * room), len(more))


def _topped_up(bench: _Bench, chosen: list[Option], rest: Sequence[Option]) -> Primer:
    """Return the bundle; what remains of its budget is given to later entries that fit."""
    left = bench.empty.budget - bench.tokens(chosen)
    taken = {id(option) for option in chosen}
    tries = 0
    for option in rest:
        if left < _SMALLEST_ENTRY or tries > _TRIES:
            break
        if option.cost <= left and id(option) not in taken and not _says_again(option, chosen):
            tries += 1
            tokens = bench.tokens([*chosen, option])
            if tokens <= bench.empty.budget:
                chosen.append(option)
                left = bench.empty.budget - tokens
    return bench.primer(chosen)


def _says_again(option: Option, chosen: Sequence[Option]) -> bool:
    texts = {each.text for other in chosen for each in other.entry.said}
    return any(each.text in text for each in option.entry.said for text in texts)


def _authors(papers: Sequence[Paper]) -> Mapping[str, Sequence[Author]]:
    """Return for each paper the people who wrote it."""
    wrote = Counter(name for paper in papers for name in set(paper.authors))
    return {
        paper.id: [
            Author(plain(name), letter_of(name), wrote[name])
            for name in paper.authors
            if is_person(name)
        ]
        for paper in papers
    }
