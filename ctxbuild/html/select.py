"""CSS selectors over our own tree: compounds, descendants and children; no more.

Style sheets of pages and the tables of knowledge about generators are written in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from ctxbuild.html.dom import Element

_T = TypeVar("_T")

_PART = re.compile(
    r"(?P<tag>\*|[a-zA-Z][\w-]*)|\.(?P<cls>(?:[\w-]|\\.)+)|#(?P<id>(?:[\w-]|\\.)+)"
    r"|\[\s*(?P<name>[\w:-]+)\s*(?:(?P<op>[~^$*|]?=)\s*(?:\"(?P<dq>[^\"]*)\"|'(?P<sq>[^']*)'"
    r"|(?P<bare>[^\]\s]+))\s*)?\]|:not\((?P<no>[^()]+)\)"
)
_COMBINATOR = re.compile(r"\s*([>+~])\s*|\s+")
MOST_STEPS = 12


@dataclass(frozen=True, slots=True)
class Compound:
    """What one element has to be."""

    tag: str
    id: str
    classes: frozenset[str]
    attrs: tuple[tuple[str, str, str], ...]
    nots: tuple[Compound, ...] = ()

    def matches(self, element: Element) -> bool:
        """Whether an element is that."""
        attrs = element.attrs
        return (
            (not self.tag or self.tag == element.tag)
            and (not self.id or self.id == attrs.get("id"))
            and (not self.classes or self.classes <= element.classes)
            and all(_has(attrs, *wanted) for wanted in self.attrs)
            and not any(no.matches(element) for no in self.nots)
        )

    @property
    def key(self) -> str:
        """What to look the compound up by: an id, a class, a tag or anything."""
        if self.id:
            return f"#{self.id}"
        return f".{min(self.classes)}" if self.classes else self.tag


@dataclass(frozen=True, slots=True)
class Selector:
    """Compounds from the innermost outwards; ``child`` says which are parents, not ancestors."""

    compounds: tuple[Compound, ...]
    child: tuple[bool, ...]

    def matches(self, element: Element) -> bool:
        """Whether an element is selected; takes the nearest fitting ancestors."""
        if not self.compounds[0].matches(element):
            return False
        at = element.parent
        for compound, child in zip(self.compounds[1:], self.child, strict=True):
            while at is not None and not compound.matches(at):
                if child:
                    return False
                at = at.parent
            if at is None:
                return False
            at = at.parent
        return True

    @property
    def weight(self) -> tuple[int, int, int]:
        """The selector's specificity (CSS Selectors 4, section 17)."""
        return (
            sum(bool(c.id) for c in self.compounds),
            sum(len(c.classes) + len(c.attrs) for c in self.compounds),
            sum(bool(c.tag) for c in self.compounds),
        )


def _has(attrs: dict[str, str], name: str, op: str, value: str) -> bool:
    have = attrs.get(name)
    if have is None:
        return False
    match op:
        case "":
            return True
        case "=":
            return have == value
        case "~=":
            return value in have.split()
        case "^=":
            return bool(value) and have.startswith(value)
        case "$=":
            return bool(value) and have.endswith(value)
        case "*=":
            return bool(value) and value in have
        case _:
            return have == value or have.startswith(value + "-")


@lru_cache(maxsize=4096)
def compile_selector(text: str) -> Selector | None:
    """Return one selector without commas; None if it has more than is known here."""
    text = text.strip()
    compounds: list[Compound] = []
    child: list[bool] = []
    at = 0
    while at < len(text):
        compound, at = _compound(text, at)
        if compound is None or len(compounds) > MOST_STEPS:
            return None
        compounds.append(compound)
        if at == len(text):
            break
        gap = _COMBINATOR.match(text, at)
        if not gap or gap[1] in ("+", "~"):
            return None
        child.append(gap[1] == ">")
        at = gap.end()
    if not compounds or len(child) != len(compounds) - 1:
        return None
    return Selector(tuple(reversed(compounds)), tuple(reversed(child)))


def _compound(text: str, at: int) -> tuple[Compound | None, int]:
    tag, id_, classes, attrs, nots = "", "", set(), [], []
    start = at
    while part := _PART.match(text, at):
        if part["tag"] and at == start:
            tag = part["tag"].lower().replace("*", "")
        elif part["cls"]:
            classes.add(part["cls"].replace("\\", ""))
        elif part["id"]:
            id_ = part["id"].replace("\\", "")
        elif part["name"]:
            attrs.append((part["name"].lower(), part["op"] or "", part["dq"] or part["sq"] or part["bare"] or ""))
        elif part["no"]:
            inner, end = _compound(part["no"].strip(), 0)
            if inner is None or end != len(part["no"].strip()):
                return None, at
            nots.append(inner)
        else:
            return None, at
        at = part.end()
    if at == start or (at < len(text) and not _COMBINATOR.match(text, at)):
        return None, at
    return Compound(tag, id_, frozenset(classes), tuple(attrs), tuple(nots)), at


class Matcher(Generic[_T]):
    """Many selectors, each with something to give, looked up by their innermost part."""

    def __init__(self, pairs: Iterable[tuple[str, _T]]) -> None:
        self._by_key: dict[str, list[tuple[Selector, _T]]] = {}
        for text, value in pairs:
            for single in split_commas(text):
                selector = compile_selector(single)
                if selector is not None:
                    self.add(selector, value)

    def add(self, selector: Selector, value: _T) -> None:
        """Add a selector."""
        self._by_key.setdefault(selector.compounds[0].key, []).append((selector, value))

    def __bool__(self) -> bool:
        """Whether anything can match."""
        return bool(self._by_key)

    def found(self, element: Element) -> Iterator[tuple[Selector, _T]]:
        """Yield the selectors that match an element."""
        table = self._by_key
        attrs = element.attrs
        if attrs:
            if "id" in attrs:
                yield from self._matching(table.get(f"#{attrs['id']}", ()), element)
            if "class" in attrs:
                for name in element.classes:
                    yield from self._matching(table.get(f".{name}", ()), element)
        yield from self._matching(table.get(element.tag, ()), element)
        yield from self._matching(table.get("", ()), element)

    @staticmethod
    def _matching(
        pairs: Iterable[tuple[Selector, _T]], element: Element
    ) -> Iterator[tuple[Selector, _T]]:
        return (pair for pair in pairs if pair[0].matches(element))

    def first(self, element: Element) -> _T | None:
        """Return what the first matching selector gives."""
        return next((value for _, value in self.found(element)), None)


def split_commas(text: str) -> list[str]:
    """Return the selectors of a list."""
    if "(" not in text and "[" not in text:
        return text.split(",")
    return re.findall(r"(?:[^,(\[]|\([^)]*\)|\[[^\]]*\])+", text)


def select(root: Element, text: str) -> Iterator[Element]:
    """Yield the elements under ``root`` that a selector list selects, in document order."""
    matcher = Matcher([(text, True)])
    return (element for element in root.inside() if matcher.first(element))


def select_first(root: Element, text: str) -> Element | None:
    """Return the first element that a selector list selects."""
    return next(select(root, text), None)
