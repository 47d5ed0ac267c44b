"""Pauses: how long, on whose word, and for which host."""

from __future__ import annotations

import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loopback import Hands

from ctxbuild.net.clock import Clock
from ctxbuild.net.pace import Pace
from ctxbuild.net.retries import back_off, retry_after

NOW = 784_111_777.0  # Sun, 06 Nov 1994 08:49:37 GMT


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("Sun, 06 Nov 1994 08:50:37 GMT", 60),
        ("Sunday, 06-Nov-94 08:50:37 GMT", 60),
        ("Sun Nov  6 08:50:37 1994", 60),
    ],
)
def test_retry_after_is_seconds_or_a_date(value, seconds):
    assert retry_after(value, NOW) == seconds


@pytest.mark.parametrize(
    "value",
    [
        *("", "-5", "1.5", "soon", "٣", "9" * 10, "x" * 100_000, "Sun, 99 Nov 1994"),
        *("Sun, 06 Nov 1994 08:48:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT"),
        "Sun, 06 Nov 99999 08:50:37 GMT",
    ],
)
def test_what_cannot_be_read_says_nothing(value):
    assert retry_after(value, NOW) is None


@given(st.text(), st.floats(0, 1e10))
def test_retry_after_is_never_negative(value, now):
    assert (retry_after(value, now) or 0) >= 0


@given(st.text(), st.integers(0, 5))
def test_back_off_doubles_with_jitter_that_every_run_shares(url, attempt):
    assert 0.5 * 2**attempt <= back_off(url, attempt) <= 2**attempt
    assert back_off(url, attempt) == back_off(url, attempt)


def test_a_host_is_left_alone_between_requests_and_others_are_not():
    hands = Hands()
    pace = Pace(hands.clock(), 2.0)
    for host in ("a", "b", "a", "b"):
        with pace.turn(host):
            hands.seconds += 0.5
    assert hands.slept == [1.5]


def test_a_host_that_asked_for_it_is_left_alone_for_longer():
    hands = Hands()
    pace = Pace(hands.clock(), 1.0)
    pace.postpone("a", 30.0)
    pace.postpone("a", 5.0)
    with pace.turn("a"):
        assert hands.slept == [30.0]


def test_a_failed_request_counts_as_one():
    hands = Hands()
    pace = Pace(hands.clock(), 1.0)
    with pytest.raises(OSError), pace.turn("a"):
        raise OSError
    with pace.turn("a"):
        assert hands.slept == [1.0]


def test_one_thread_at_a_time_has_a_turn_at_a_host():
    pace, inside, most = Pace(Clock(), 0.0), [], []

    def ask() -> None:
        with pace.turn("a"):
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.002)
            inside.pop()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 8
