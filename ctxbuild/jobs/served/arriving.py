"""Values that come one by one, and readers that wait for those they need."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from ctxbuild.model import CtxbuildError

Value = TypeVar("Value")


class Arriving(Mapping[str, Value]):
    """Values by names that are known before; safe to share between threads.

    Names, their order and number are told at once. Whoever takes a value that has not
    come waits for it, however long; ``Mapping``'s other methods wait for all they give.
    """

    def __init__(self, names: Sequence[str]) -> None:
        """Take the names of all that will come."""
        self._names = dict.fromkeys(names)
        self._come: dict[str, Value] = {}
        self._failure = ""
        self._change = threading.Condition()

    def __getitem__(self, name: str) -> Value:
        """Return a value when it has come.

        Raises:
            KeyError: none of that name will.
            CtxbuildError: it will not come; the message says why and what to do.
        """
        if name not in self._names:
            raise KeyError(name)
        with self._change:
            self._change.wait_for(lambda: name in self._come or self._failure)
            if name not in self._come:
                raise CtxbuildError(self._failure)
            return self._come[name]

    def __contains__(self, name: object) -> bool:
        """Tell at once whether there is or will be a value of that name."""
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        """Return the names at once."""
        return iter(self._names)

    def __len__(self) -> int:
        """Return the number of names at once."""
        return len(self._names)

    def present(self, name: str) -> Value | None:
        """Return a value if it has come, at once."""
        with self._change:
            return self._come.get(name)

    def bring(self, name: str, value: Value) -> None:
        """Give a value to those who wait for it and to all who ask later."""
        with self._change:
            self._come[name] = value
            self._change.notify_all()

    def fail(self, reason: str) -> None:
        """Tell those who wait, and all who ask later, that what is missing will not come."""
        with self._change:
            self._failure = reason
            self._change.notify_all()
