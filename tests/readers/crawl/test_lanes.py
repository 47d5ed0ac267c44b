"""Several jobs at a time: all of them once, no more at a time than lanes, an end when told."""

from __future__ import annotations

import threading
import time

import pytest

from ctxbuild.readers.crawl.lanes import in_lanes


@pytest.mark.parametrize("lanes", [0, 1, 3, 50])
@pytest.mark.parametrize("count", [0, 1, 20])
def test_every_job_is_done_once(lanes, count):
    done = dict(in_lanes(range(count), lambda job: job * 2, lanes))
    assert done == {job: job * 2 for job in range(count)}


def test_results_come_as_jobs_end_and_never_more_at_a_time_than_lanes():
    lock, busy, most = threading.Lock(), [0], [0]
    together, others_came = threading.Barrier(3, timeout=30), threading.Event()

    def work(job):
        with lock:
            busy[0] += 1
            most[0] = max(most[0], busy[0])
        if job < 3:
            together.wait()
        time.sleep(0.01)  # A fourth, were there a lane for it, would come now.
        if job == 0:
            others_came.wait(30)
        with lock:
            busy[0] -= 1

    order = []
    for job, _ in in_lanes(range(10), work, 3):
        order.append(job)
        if len(order) == 9:
            others_came.set()
    assert order[-1] == 0
    assert most[0] == 3


@pytest.mark.parametrize("lanes", [1, 3])
def test_what_a_job_raises_the_caller_gets(lanes):
    def work(job):
        raise KeyError(job)

    with pytest.raises(KeyError):
        list(in_lanes(range(5), work, lanes))


def test_a_caller_who_stops_asking_stops_the_lanes():
    begun, stopped = [], threading.Event()

    def work(job):
        begun.append(job)
        if job:
            stopped.wait(30)

    results = in_lanes(range(1000), work, 2)
    next(results)
    results.close()
    stopped.set()
    time.sleep(0.1)  # Lanes that go on would begin all of them now.
    assert len(begun) <= 3
