"""Answers by journal or network: what was recorded is not asked for again.

A failure that may pass is recorded only once the site has proved to be up. So a
server that goes down ends the run for now, and nothing of it is taken for an answer.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace

from ctxbuild.model import CtxbuildError
from ctxbuild.readers.crawl.exchange import Call, Exchange, Result
from ctxbuild.readers.crawl.journal import Answer, Journal
from ctxbuild.readers.crawl.lanes import in_lanes
from ctxbuild.readers.crawl.model import PAGE_KEY, Options, Progress

_DOWN_AFTER = 8
"""Failures one after another, each after its own tries, that call for a look at the start page."""
_RATE_OVER = 20
CLOSED_UNTIL = "closed until"
"""The note in the journal: when, in seconds since 1970, the site may be asked again."""


class StoppedError(CtxbuildError):
    """The site stopped answering; what was recorded so far stays."""


class Asking:
    """Gets answers in one thread, by several; offline where there is no exchange."""

    def __init__(
        self, journal: Journal, exchange: Exchange | None, options: Options, run: int, last: int
    ) -> None:
        """Read and write the answers of a run; ``last`` is the one before, or 0."""
        self._journal = journal
        self._exchange = exchange
        self._options = options
        self._run = run
        self._last = last
        self._is_up: Callable[[], bool] = lambda: True
        self._moments: deque[float] = deque(maxlen=_RATE_OVER)
        self._unsettled: dict[str, Answer] = {}
        """Single answers that may pass: the run may end for them, or do without."""
        self._done = self._queued = self._failed = 0

    def watch(self, call: Call) -> None:
        """Judge by this address whether the site is up."""
        exchange = self._exchange
        if exchange:
            self._is_up = lambda: not exchange.ask(replace(call, last=None)).answer.passing

    def answer(self, call: Call) -> Answer:
        """Return the answer for one address."""
        found = self.recorded(call) or self._unsettled.get(call.key)
        if found is None and self._exchange:
            found = self._asked(call, self._exchange)
        return found or Answer(call.page.url, problem="failed", reason="was never asked for")

    def _asked(self, call: Call, exchange: Exchange) -> Answer | None:
        call = self._with_last(call)
        result = exchange.ask(call)
        has_last = call.last is not None and call.last.good
        if result.answer.passing and not has_last:
            self._check_pause(result)
            self._unsettled[call.key] = result.answer
            return result.answer
        self._keep(call, result)
        return self.recorded(call)

    def settle(self) -> None:
        """Record what failed as well, now that the run has come to its end without it."""
        for key, answer in self._unsettled.items():
            self._journal.record(key, answer)

    def recorded(self, call: Call) -> Answer | None:
        """Return the answer that the journal holds, brought up to date with this version."""
        found = self._journal.answer(call.key, self._run)
        stale = found and call.looked_at and found.digest and found.look_version
        if found and stale and stale != self._options.look_version:
            found = self._looked_at_again(call, found)
        return found

    def all(self, calls: Sequence[Call]) -> None:
        """Have an answer recorded for each address.

        Raises:
            StoppedError: the site does not answer any more.
        """
        missing = [call for call in calls if not self._journal.has(call.key, self._run)]
        self._done += len(calls) - len(missing)
        if not self._exchange:
            return
        self._queued = len(missing)
        failed = self._rounds(missing)
        if failed:
            self._check_up(failed[-1][1])
            again = [self._with_last(call) for call, _ in failed]
            for call, result in in_lanes(again, self._exchange.ask, self._options.concurrency):
                self._keep(call, result)

    def _rounds(self, calls: Sequence[Call]) -> list[tuple[Call, Answer]]:
        """Ask once for each; return those that failed in a way that may pass."""
        assert self._exchange
        failed: list[tuple[Call, Answer]] = []
        in_a_row = 0
        ready = [self._with_last(call) for call in calls]
        for call, result in in_lanes(ready, self._exchange.ask, self._options.concurrency):
            if result.answer.passing:
                self._check_pause(result)
                failed.append((call, result.answer))
                in_a_row += 1
                if in_a_row >= _DOWN_AFTER:
                    self._check_up(result.answer)
                    in_a_row = 0
            else:
                in_a_row = 0
                self._keep(call, result)
        return failed

    def _with_last(self, call: Call) -> Call:
        """Return a call with what is needed of its last answer; looks are many and large."""
        last = self._journal.answer(call.key, self._last) if self._last else None
        if self._options.render and last and last.look and last.look.hollow:
            last = None  # what has not changed is the empty page
        return replace(call, last=last and replace(last, look=None))

    def _keep(self, call: Call, result: Result) -> None:
        self._check_pause(result)
        answer, last = result.answer, call.last
        if answer.passing and last and last.good:
            answer = replace(last, stale=said(answer))
        if last and ((answer.good and result.body is None) or answer.stale):
            full = self._journal.answer(call.key, self._last)
            answer = replace(answer, look=full.look if full else None)
        self._journal.record(call.key, answer, result.body)
        self._report(call, answer)

    def _check_pause(self, result: Result) -> None:
        if result.pause:
            until = self._options.clock.wall() + result.pause
            self._journal.note(CLOSED_UNTIL, until)
            minutes = max(1, round(result.pause / 60))
            raise StoppedError(f"wants no more requests for {minutes} minutes; run again then")

    def _check_up(self, answer: Answer) -> None:
        if not self._is_up():
            raise StoppedError(f"{said(answer)}; run again to go on from here")

    def _report(self, call: Call, answer: Answer) -> None:
        self._done += 1
        self._queued -= 1
        # A site that lacks a list, or says so of a page that cannot exist, fails at nothing.
        is_page = call.key.startswith(PAGE_KEY)
        self._failed += is_page and bool(answer.problem or answer.status >= 400)
        if self._options.progress:
            self._moments.append(self._options.clock.monotonic())
            seconds = self._moments[-1] - self._moments[0]
            rate = (len(self._moments) - 1) / seconds if seconds > 0 else 0.0
            state = Progress(self._done, max(self._queued, 0), self._failed, rate)
            self._options.progress(state)

    def _looked_at_again(self, call: Call, answer: Answer) -> Answer:
        if not self._exchange:
            return answer
        body = self._journal.body(answer.digest)
        fresh = self._exchange.looked_at(call, answer, body)
        if self._journal.run == self._run:
            self._journal.record(call.key, fresh)
        return fresh


def said(answer: Answer) -> str:
    """Return in words why an answer is none."""
    return answer.reason or f"answers with status {answer.status}"
