"""What a rule is: a row of the table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from ctxbuild.model import Corpus, Document, Outline
from ctxbuild.verify.lint.blocks import Page

Scope = Literal["page", "module", "site"]


class Hit(NamedTuple):
    """What a rule found on a page or in a module: the line, what is wrong, the text."""

    line: int
    message: str
    excerpt: str = ""
    whole: bool = False
    """Whether the page or module as a whole is meant."""


@dataclass(frozen=True, slots=True)
class Module:
    """A source file as rules see it."""

    document: Document
    outline: Outline
    text: str
    tested: bool | None
    """Whether a test mentions it or what it defines; ``None`` where there are no tests at all."""
    documented_package: bool = False
    """Whether another file of the same package introduces it, in languages where one does."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What rules know beyond one page."""

    corpus: Corpus
    paths: frozenset[str] = frozenset()
    """Files and directories of the source, as ids."""
    sphinx: bool = False
    """Whether a Sphinx project is in it, which gives links another meaning."""


PageCheck = Callable[[Page, Surroundings], Iterator[Hit]]
ModuleCheck = Callable[[Module], Iterator[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it finds, why that matters to an agent, and how to mend it.

    ``weight`` is how much a page with findings lowers the score: 3 where an
    agent cannot do what the page says, 2 where it may do the wrong thing, 1
    where it loses time. ``default`` is false where the measured precision is
    below 80 %.
    """

    id: str
    title: str
    finds: str
    why: str
    bad: str
    good: str
    scope: Scope
    weight: int
    markup: str = "markdown"
    default: bool = True
    check: PageCheck | None = field(default=None, compare=False)
    check_module: ModuleCheck | None = field(default=None, compare=False)
