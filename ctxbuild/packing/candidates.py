"""What a bundle may show: every directory, document and step, with costs that are fixed.

Nothing is chosen here. Everything that depends on the budget is in
:mod:`ctxbuild.packing.choose` and :mod:`ctxbuild.packing.bundle`.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ctxbuild.model import Corpus, Detail, Directory, Order, Outline, Ranking
from ctxbuild.packing.choose import Growing
from ctxbuild.packing.item import LEAST_BLOCK, DirectoryItem, DocumentItem
from ctxbuild.packing.layout import Facts, Layout
from ctxbuild.packing.map import directories, parent_of
from ctxbuild.packing.map_steps import MapLine, directory_worths, name_worths
from ctxbuild.packing.offered import Offered
from ctxbuild.packing.weighed import Weighed
from ctxbuild.tokens import Encoding, counter

Relevance = Callable[[Corpus], tuple[Ranking, Mapping[int, Outline]]]
"""Computes ranking and outlines; called only when not everything fits."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a bundle must be: its encoding, its budget in that encoding's tokens, its format.

    Without an ``order``, a selection is in dependency order, and a bundle of
    everything, for which nothing need be analysed, in path order, pages of a
    site in the site's own.
    """

    encoding: Encoding
    budget: int | None
    layout: Layout
    order: Order | None = None

    @property
    def room(self) -> int | None:
        """The budget in tokens of the base encoding, in which everything is accounted."""
        return None if self.budget is None else math.floor(self.budget / self.encoding.factor)

    def scaled(self, base_tokens: int) -> int:
        """Return base tokens as tokens of the encoding asked for."""
        return math.ceil(base_tokens * self.encoding.factor)

    def count(self, text: str) -> int:
        """Return the tokens of ``text`` in the base encoding."""
        return counter(self.encoding.base).count(text)


@dataclass(slots=True)
class Pieces:
    """The costs that do not depend on what is chosen."""

    directories: list[Directory]
    line_costs: list[int]
    name_costs: list[int]
    frame: int

    @property
    def smallest(self) -> int:
        """Tokens of a bundle that shows nothing but its root's line, and counts the rest."""
        return self.frame + self.line_costs[0]


@dataclass(slots=True)
class Candidates:
    """Everything that may be chosen from, by document and by directory."""

    documents: list[DocumentItem]
    directories: list[DirectoryItem]
    steps: Offered
    ranking: Ranking
    outlines: Mapping[int, Outline]

    @property
    def growing(self) -> dict[int, Growing]:
        """All items by the numbers that steps use."""
        items: dict[int, Growing] = dict(enumerate(self.documents))
        for offset, directory in enumerate(self.directories):
            items[_directory_key(offset)] = directory
        return items

    def close(self, left: int) -> None:
        """Leave out steps of what is not shown yet, when so little room is left for them.

        That a directory's last name falls below the others, as it takes the place of the
        line that counts the rest, is looked at.
        """
        if left >= LEAST_BLOCK or any(each.lacks_one for each in self.directories):
            return
        lines = [each.line_cost for each in self.directories]
        if left < min(*lines, *(each.name_cost for each in self.documents)):
            self.steps.narrow({n for n, each in enumerate(self.documents) if each.shown})


def pieces_of(corpus: Corpus, file_tokens: Sequence[int], request: Request) -> Pieces:
    """Return the directories of a corpus and the costs of all lines of its map."""
    layout, base = request.layout, counter(request.encoding.base)
    tree = directories(corpus.documents, file_tokens)
    lines = [layout.directory_line(d.path, d.files, d.tokens) for d in tree]
    names = [layout.name_line(d, t) for d, t in zip(corpus.documents, file_tokens, strict=True)]
    line_costs = base.count_batch(lines)
    return Pieces(
        tree,
        line_costs,
        base.count_batch(names),
        _frame_tokens(corpus, request),
    )


def _frame_tokens(corpus: Corpus, request: Request) -> int:
    """Return what opening, middle and closing of a selection cost at most."""
    layout, most = request.layout, len(corpus.documents)
    largest = request.budget if request.budget is not None else 10**12
    facts = Facts(
        request.encoding.name,
        request.encoding.exact,
        request.budget,
        largest,
        tuple(most for _ in Detail),
    )
    texts = (layout.opening(corpus, facts), layout.middle(), layout.closing())
    return sum(request.count(text) for text in texts) + layout.slack


def candidates(
    corpus: Corpus,
    file_tokens: Sequence[int],
    request: Request,
    pieces: Pieces,
    relevance: Relevance,
) -> Candidates:
    """Rank a corpus and return everything that a bundle of it may show, nothing chosen yet."""
    ranking, outlines = relevance(corpus)
    more = _more_costs(request)
    listed = [
        DirectoryItem(cost, more(len(directory.documents)), len(directory.documents))
        for directory, cost in zip(pieces.directories, pieces.line_costs, strict=True)
    ]
    listed[0].listed = True
    homes = {d.path: item for d, item in zip(pieces.directories, listed, strict=True)}
    recent: deque[DocumentItem] = deque()
    documents = [
        DocumentItem(
            document,
            homes[parent_of(document.id)],
            request.layout,
            request.count,
            file_tokens[index],
            pieces.name_costs[index],
            outlines.get(index),
            recent,
        )
        for index, document in enumerate(corpus.documents)
    ]
    offered = _offered(corpus, file_tokens, pieces, ranking, outlines)
    return Candidates(documents, listed, offered, ranking, outlines)


def _more_costs(request: Request) -> Callable[[int], int]:
    """Return a bound of what the line costs that counts up to so many unnamed files."""
    more = {n: request.count(request.layout.more_line(n)) for n in (9, 99, 999, 9999, 999999)}
    return lambda unnamed: max(cost for n, cost in more.items() if n == 9 or n <= unnamed * 10)


def _offered(
    corpus: Corpus,
    file_tokens: Sequence[int],
    pieces: Pieces,
    ranking: Ranking,
    outlines: Mapping[int, Outline],
) -> Offered:
    """Return all steps, in order."""
    weighed = [
        Weighed(
            index,
            document,
            ranking.documents[index],
            file_tokens[index],
            outlines.get(index),
            ranking.symbols.get(index, ()),
            ranking.regions.get(index, ()),
        )
        for index, document in enumerate(corpus.documents)
    ]
    return Offered(weighed, _map_lines(pieces, ranking), pieces.smallest)


def _map_lines(pieces: Pieces, ranking: Ranking) -> list[MapLine]:
    """Return the lines that the map may have besides the root's."""
    directories = directory_worths(pieces.directories, ranking)
    names = name_worths(pieces.directories, ranking)
    listed = [
        MapLine(_directory_key(offset), worth, cost)
        for offset, (worth, cost) in enumerate(zip(directories, pieces.line_costs, strict=True))
    ]
    named = [
        MapLine(index, worth, cost)
        for index, (worth, cost) in enumerate(zip(names, pieces.name_costs, strict=True))
    ]
    return listed[1:] + named


def _directory_key(offset: int) -> int:
    """Return a directory's item number, below all documents: it goes first at equal density."""
    return offset - (1 << 31)
