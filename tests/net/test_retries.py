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


def test_several_places_are_given_out_and_no_more():
    pace = Pace(Clock(), 0.0, places=2)
    lock, busy, most = threading.Lock(), [0], [0]
    pair = threading.Barrier(2, timeout=30)

    def ask():
        with pace.turn("a"):
            with lock:
                busy[0] += 1
                most[0] = max(most[0], busy[0])
            time.sleep(0.02)  # A third, were it let in, would come now.
            pair.wait()
            with lock:
                busy[0] -= 1

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most[0] == 2


def test_hosts_of_one_owner_share_a_pace():
    hands = Hands()
    pace = Pace(hands.clock(), 2.0)
    for host in ("a.x.example", "b.x.example", "y.example", "10.0.0.1", "10.0.0.2", "[::1]"):
        with pace.turn(host):
            pass
    assert hands.slept == [2.0]


def test_a_busy_host_is_asked_ever_more_slowly_and_a_good_answer_eases_that():
    pace = Pace(Hands().clock(), 1.0)
    pauses = []
    for _ in range(7):
        pace.hindered("a")
        pauses.append(pace.pause("a"))
    assert pauses == [2, 4, 8, 16, 30, 30, 30]
    for _ in range(1000):
        pace.eased("a")
    assert pace.pause("a") == 1.0


def test_a_host_without_pauses_gets_some_when_it_is_busy():
    pace = Pace(Hands().clock(), 0.0)
    pace.hindered("a")
    assert 0 < pace.pause("a") <= 0.2


def test_a_host_that_asks_for_a_slower_pace_gets_it_within_bounds():
    pace = Pace(Hands().clock(), 0.5)
    pace.slow_down("a", 3.0)
    pace.eased("a")
    assert pace.pause("a") == 3.0
    pace.slow_down("a", 1.0)
    assert pace.pause("a") == 3.0
    pace.slow_down("a", 86_400.0)
    assert pace.pause("a") == 30.0


def test_a_slower_pace_counts_from_the_last_request():
    hands = Hands()
    pace = Pace(hands.clock(), 0.5)
    with pace.turn("a"):
        pass
    pace.slow_down("a", 3.0)
    with pace.turn("a"):
        pass
    assert hands.slept == [3.0]
