"""Why something could not be fetched, in one line that names the address."""

from __future__ import annotations

from typing import Self

from ctxbuild.model import CtxbuildError


class NetError(CtxbuildError):
    """Nothing usable came back.

    What goes wrong deep inside is raised with the ``reason`` alone; the client,
    which knows what was asked for, puts the ``place`` in front.
    """

    def __init__(self, reason: str, place: str = "") -> None:
        super().__init__(f"{place}: {reason}" if place else reason)
        self.reason = reason
        self.place = place

    def at(self, place: str) -> Self:
        """Return the same error with ``place`` in front, unless it has one."""
        return self if self.place else type(self)(self.reason, place)

    def after(self, way: str) -> Self:
        """Return the same error about a place that ``way`` led to."""
        return type(self)(self.reason, f"{way}, which leads to {self.place}")


class RefusedError(NetError):
    """Our own rules forbid the address, or where it leads."""


class TooLargeError(NetError):
    """The answer is larger than the limit, as sent or when unpacked."""


class LateError(NetError):
    """The time limit of the whole exchange passed."""


class LostError(NetError):
    """The connection broke before the answer was complete; another try may help."""
