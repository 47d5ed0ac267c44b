"""Several exchanges at a time, their results as they come."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Job = TypeVar("Job")
Outcome = TypeVar("Outcome")


def in_lanes(
    jobs: Sequence[Job], work: Callable[[Job], Outcome], lanes: int
) -> Iterator[tuple[Job, Outcome]]:
    """Yield each job with what ``work`` made of it, in the order in which they end.

    One lane is the caller's own thread. Of several, none begins a job after the
    caller has stopped asking for results; what ``work`` raises, the caller gets.
    """
    if lanes <= 1 or len(jobs) <= 1:
        yield from ((job, work(job)) for job in jobs)
        return
    stop = threading.Event()
    waiting = iter(jobs)
    lock = threading.Lock()
    results: queue.SimpleQueue[tuple[Job, Outcome | BaseException]] = queue.SimpleQueue()

    def lane() -> None:
        while not stop.is_set():
            with lock:
                job = next(waiting, None)
            if job is None:
                return
            try:
                results.put((job, work(job)))
            except BaseException as error:  # noqa: BLE001 - the caller's thread raises it
                results.put((job, error))

    for _ in range(min(lanes, len(jobs))):
        threading.Thread(target=lane, daemon=True).start()
    try:
        for _ in jobs:
            done, outcome = results.get()
            if isinstance(outcome, BaseException):
                raise outcome
            yield done, outcome
    finally:
        stop.set()
