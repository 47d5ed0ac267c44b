"""A command line, and how one is made of words in a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from ctxbuild.analysis.facts.commands.tasks import Task, task_of, task_of_steps
from ctxbuild.analysis.facts.material import Material
from ctxbuild.claims import Claim

Origin = Literal["ci", "manifest", "makefile", "container", "convention"]
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Command:
    """A command line; ``does`` is what it stands for where it is only a name for something."""

    task: Task
    line: str
    origin: Origin
    does: str
    claim: Claim


Reader = Callable[[Material, int], Iterator[Command]]
"""Yields the commands that one document has."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name for something that a file of tasks has; ``start`` is where it is looked for."""

    name: str
    words: str
    start: int
    does: str = ""


def command(
    material: Material, index: int, line: str, origin: Origin, words: str, start: int = 0
) -> Iterator[Command]:
    """Yield a command that stands in a text as ``words``, from ``start`` on, if it does."""
    line = " ".join(line.split())
    claim = material.quote(index, f"`{line}` is there to be run.", words, start)
    if claim is not None and line and len(line) <= _LONGEST:
        yield Command(task_of(line), line, origin, "", claim)


def named_command(
    material: Material, index: int, runner: str, origin: Origin, named: Named
) -> Iterator[Command]:
    """Yield ``runner name``; its name says what it is for, and if not, what it stands for does."""
    does = " ".join(named.does.split())[:_LONGEST]
    for each in command(material, index, f"{runner}{named.name}", origin, named.words, named.start):
        task = task_of(named.name)
        yield Command(
            task_of_steps(does) if task == "other" else task, each.line, origin, does, each.claim
        )
