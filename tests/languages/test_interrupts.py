"""An interrupt while foreign code runs is raised when that has ended, and never lost."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator

import pytest

from ctxbuild.languages.interrupts import Held


@pytest.fixture(autouse=True)
def listening() -> Iterator[None]:
    """Interrupts are heard, also where the tests run in a background that ignores them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_an_interrupt_waits_for_the_end_of_the_block() -> None:
    done: list[bool] = []

    def foreign() -> None:
        with Held() as held:
            signal.raise_signal(signal.SIGINT)
            done.append(held.came)

    with pytest.raises(KeyboardInterrupt):
        foreign()
    assert done == [True]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_without_an_interrupt_nothing_is_raised_and_the_handler_is_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    with Held() as held:
        pass
    assert not held.came
    assert signal.getsignal(signal.SIGINT) is before


def test_other_threads_leave_handlers_alone() -> None:
    seen = []

    def run() -> None:
        with Held():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert seen == [signal.getsignal(signal.SIGINT)]
