"""From signals to chances."""

import math

import pytest

from ctxbuild.search.chances import chances

TRAITS = [("prose",), (), ()]
SIGNALS = {"words": {0: 2.0, 1: 1.0}, "unknown": {2: 50.0}}
WEIGHTS = {"prose": -1.0, "words": 3.0}


def test_chances_sum_to_one_and_what_has_no_weight_does_not_count():
    found = chances(TRAITS, SIGNALS, WEIGHTS)
    assert sum(found) == pytest.approx(1.0)
    assert math.log(found[0] / found[2]) == pytest.approx(5.0)
    assert math.log(found[1] / found[2]) == pytest.approx(3.0)


def test_less_sharp_chances_keep_their_order_and_shrink_the_log_odds():
    sharp, soft = chances(TRAITS, SIGNALS, WEIGHTS), chances(TRAITS, SIGNALS, WEIGHTS, 0.5)
    assert sum(soft) == pytest.approx(1.0)
    for one, other in ((0, 1), (0, 2), (1, 2)):
        odds = math.log(sharp[one] / sharp[other])
        assert math.log(soft[one] / soft[other]) == pytest.approx(odds / 2)
