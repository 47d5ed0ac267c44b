"""What holds for the regions of any text, and short ways to look at them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from ctxbuild.languages.regions import LONG_FOLD
from ctxbuild.languages.views import region_lines, render_view
from ctxbuild.model import Lines, Outline, Region


def lines_of(text: str, run: Lines) -> list[str]:
    return text.split("\n")[run[0] - 1 : run[1]]


def rows_of(regions: Iterable[Region]) -> list[int]:
    return [region.lines[1] - region.lines[0] + 1 for region in regions]


def view_of(text: str, found: Outline, *regions: int) -> str:
    return render_view(text, found.language, region_lines(found, regions))


def first_lines(text: str, found: Outline) -> list[str]:
    return [lines_of(text, region.lines)[0].strip() for region in found.regions]


def run_of(count: int, line: str) -> str:
    return "".join(line.format(n) + "\n" for n in range(1, count + 1))


def assert_sound(text: str, found: Outline) -> None:
    """Regions are in order, apart from each other and in the text; their frame is beside them."""
    total = len(text.removesuffix("\n").split("\n"))
    assert all(a.lines[1] < b.lines[0] for a, b in pairwise(found.regions))
    for region in found.regions:
        assert 1 <= region.lines[0] <= region.lines[1] <= total
        assert -1 <= region.parent < len(found.symbols)
        assert list(region.around) == sorted(set(region.around))
        for first, last in region.around:
            assert 1 <= first <= last <= total
            assert not region.lines[0] <= first <= last <= region.lines[1]


def assert_covered(found: Outline) -> None:
    """The blocks of each long definition are its fold, without gaps."""
    parents = {symbol.parent for symbol in found.symbols}
    for index, symbol in enumerate(found.symbols):
        if index in parents or symbol.fold is None:
            continue
        blocks = [region.lines for region in found.regions if region.parent == index]
        if symbol.fold[1] - symbol.fold[0] < LONG_FOLD:
            assert blocks == []
        else:
            assert (blocks[0][0], blocks[-1][1]) == symbol.fold
            assert all(a[1] + 1 == b[0] for a, b in pairwise(blocks))
