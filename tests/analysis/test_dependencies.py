"""Dependency order of documents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.analysis.dependencies import dependency_order

PAIRS = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=60)


@pytest.mark.parametrize(
    ("imports", "expected"),
    [
        ([], [0, 1, 2, 3]),
        ([(0, 3)], [3, 0, 1, 2]),
        ([(0, 1), (1, 2), (2, 3)], [3, 2, 1, 0]),
        ([(3, 0)], [0, 1, 2, 3]),
        ([(1, 2), (2, 1), (0, 2)], [1, 2, 0, 3]),
        ([(2, 2), (0, 9)], [0, 1, 2, 3]),
    ],
)
def test_what_is_imported_comes_first(imports, expected):
    assert dependency_order([0, 1, 2, 3], imports) == expected


def reached(start, imports):
    found, waiting = set(), [start]
    while waiting:
        node = waiting.pop()
        for origin, target in imports:
            if origin == node and target not in found:
                found.add(target)
                waiting.append(target)
    return found


@given(PAIRS)
def test_nothing_comes_before_what_it_needs_but_in_circles(imports):
    order = dependency_order(range(12), imports)
    assert sorted(order) == list(range(12))
    for origin, target in imports:
        if origin not in reached(target, imports):
            assert order.index(target) < order.index(origin)


def test_a_chain_of_100_000_needs_no_stack():
    chain = [(n, n + 1) for n in range(99_999)]
    assert dependency_order(range(100_000), chain) == list(range(99_999, -1, -1))
