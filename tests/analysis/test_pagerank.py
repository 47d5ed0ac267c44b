"""Rank flows along edges, adds up to one and does not depend on chance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.analysis.pagerank import pagerank
from ctxbuild.model import Edge


def edge(origin, target, weight=1.0):
    return Edge(origin, target, "imports", weight)


@given(
    st.integers(1, 12).flatmap(
        lambda n: st.tuples(
            st.just(n),
            st.lists(
                st.tuples(st.integers(0, n - 1), st.integers(0, n - 1), st.floats(0.01, 10)),
                max_size=30,
            ),
        )
    )
)
def test_ranks_sum_to_one_and_none_is_negative(graph):
    size, rows = graph
    rank = pagerank(size, [edge(*row) for row in rows], [1 / size] * size)
    assert sum(rank) == pytest.approx(1)
    assert min(rank) >= 0


def test_what_many_need_ranks_above_what_needs_many():
    rank = pagerank(4, [edge(0, 3), edge(1, 3), edge(2, 3)], [0.25] * 4)
    assert rank[3] > 2 * rank[0]


def test_a_heavier_edge_carries_more():
    rank = pagerank(3, [edge(0, 1, 3.0), edge(0, 2, 1.0)], [1.0, 0.0, 0.0])
    assert rank[1] == pytest.approx(3 * rank[2])


def test_a_two_node_chain_has_the_rank_that_the_formula_gives():
    # r0 = (1 - d)/2 + d r1 / 2, r1 = (1 - d)/2 + d (r0 + r1 / 2), with d = 0.85.
    rank = pagerank(2, [edge(0, 1)], [0.5, 0.5])
    assert rank == pytest.approx([0.350877, 0.649123], abs=2e-3)
