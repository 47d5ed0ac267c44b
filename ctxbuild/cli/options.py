"""Values that options take, and how they are read from the command line."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

import click

_Command = TypeVar("_Command", bound=Callable[..., Any])
_BUDGET = re.compile(r"(\d+(?:\.\d+)?)([km]?)", re.IGNORECASE)
_WEIGHT = re.compile(r"\d{1,9}(?:\.\d{1,9})?")
_FACTORS = {"": 1, "k": 1000, "m": 1_000_000}
NO_BUDGET = -1
"""What ``none`` reads as: click takes ``None`` for an option that was not given."""


class BudgetType(click.ParamType):  # type: ignore[type-arg]
    """Tokens: ``N``, ``32k``, ``1m`` or ``none``."""

    name = "tokens"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number of tokens, :data:`NO_BUDGET` for ``none``."""
        text = str(value).strip().lower().replace("_", "").replace(",", "")
        if text in {"none", str(NO_BUDGET)}:
            return NO_BUDGET
        match = _BUDGET.fullmatch(text)
        tokens = round(float(match[1]) * _FACTORS[match[2]]) if match else 0
        if tokens <= 0:
            self.fail(
                f"{value!r} is no budget; give tokens, as in 8000, 32k, 1m, or none", param, ctx
            )
        return tokens


AUTO = 0
"""What ``auto`` reads as: as many parts as everything takes."""


class PartsType(click.ParamType):  # type: ignore[type-arg]
    """A number of parts, or ``auto``."""

    name = "parts"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number, :data:`AUTO` for ``auto``."""
        text = str(value).strip().lower()
        if text == "auto":
            return AUTO
        if not (text.isascii() and text.isdecimal() and len(text) <= 3 and int(text)):
            self.fail(f"{value!r} is no number of parts; give 1 to 999, or auto", param, ctx)
        return int(text)


class SizeType(click.ParamType):  # type: ignore[type-arg]
    """Bytes: ``N``, ``500k``, ``16m``."""

    name = "bytes"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number of bytes; k and m are 1024 and 1024²."""
        match = _BUDGET.fullmatch(str(value).strip().lower())
        size = round(float(match[1]) * 1024 ** " km".index(match[2] or " ")) if match else 0
        if size <= 0:
            self.fail(f"{value!r} is no size; give bytes, as in 500k or 16m", param, ctx)
        return size


class WeightType(click.ParamType):  # type: ignore[type-arg]
    """``NAME=NUMBER``: a source and what it weighs."""

    name = "weight"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, float]:
        """Return the name and the number; a name may hold ``=`` itself."""
        if isinstance(value, tuple):
            return value
        name, equals, number = str(value).rpartition("=")
        if not (name and equals and _WEIGHT.fullmatch(number)):
            self.fail(f"{value!r} is no weight; give NAME=NUMBER, as in click=2", param, ctx)
        return name, float(number)


def report_options(command: _Command) -> _Command:
    """Give a command that reports findings the options of how and where to."""
    output = click.option(
        "-o", "--output", metavar="FILE", default="-", help="Write to FILE; - is stdout."
    )
    form = click.option(
        "--format",
        "--report",
        "format_",
        type=click.Choice(["text", "json", "sarif", "github"]),
        default="text",
        show_default=True,
        help="How findings are written.",
    )
    return form(output(command))
