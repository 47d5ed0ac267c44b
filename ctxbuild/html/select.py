"""CSS selectors over our own tree: compounds, descendants and children; no more.

Style sheets of pages and the tables of knowledge about generators are written in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from ctxbuild.html.dom import UNLISTED, Document, Element, class_set

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
        """What to look the compound up by: an id, a class, an attribute, a tag or nothing."""
        if self.id:
            return f"#{self.id}"
        if self.classes:
            return f".{min(self.classes)}"
        names = [name for name, *_ in self.attrs if name not in UNLISTED]
        return f"[{names[0]}" if names else self.tag


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
            attrs.append(
                (
                    part["name"].lower(),
                    part["op"] or "",
                    part["dq"] or part["sq"] or part["bare"] or "",
                )
            )
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
            for name in attrs:
                if (pairs := table.get(f"[{name}")) is not None:
                    yield from self._matching(pairs, element)
            if "id" in attrs and (pairs := table.get(f"#{attrs['id']}")) is not None:
                yield from self._matching(pairs, element)
            if "class" in attrs:
                for name in element.classes:
                    if (pairs := table.get(f".{name}")) is not None:
                        yield from self._matching(pairs, element)
        if (pairs := table.get(element.tag)) is not None:
            yield from self._matching(pairs, element)
        if (pairs := table.get("")) is not None:
            yield from self._matching(pairs, element)

    def concern(self, element: Element) -> bool:
        """Whether any selector is to be tried on an element."""
        keys = self._by_key
        if element.tag in keys or "" in keys:
            return True
        attrs = element.attrs
        if not attrs:
            return False
        if "class" in attrs and any(f".{name}" in keys for name in class_set(attrs["class"])):
            return True
        return any(f"[{name}" in keys for name in attrs) or (
            "id" in attrs and f"#{attrs['id']}" in keys
        )

    def concerned(self, document: Document) -> list[Element] | None:
        """Return the elements on which a selector is to be tried; None for all."""
        if "" in self._by_key:
            return None
        found = [element for key in self._by_key for element in _keyed(document, key)]
        return found + [e for e in document.repeated if f"#{e.id}" in self._by_key]

    def trials(self, element: Element) -> int:
        """Return how many selectors have to be tried on an element."""
        keys = [element.tag, "", *(f"[{name}" for name in element.attrs)]
        keys += [f"#{element.id}", *(f".{name}" for name in element.classes)]
        return sum(len(self._by_key.get(key, ())) for key in keys) + 1

    @staticmethod
    def _matching(
        pairs: Iterable[tuple[Selector, _T]], element: Element
    ) -> Iterator[tuple[Selector, _T]]:
        return (pair for pair in pairs if pair[0].matches(element))


@lru_cache(maxsize=1024)
def split_commas(text: str) -> tuple[str, ...]:
    """Return the selectors of a list."""
    if "(" not in text and "[" not in text:
        return tuple(text.split(","))
    return tuple(re.findall(r"(?:[^,(\[]|\([^)]*\)|\[[^\]]*\])+", text))


def select(document: Document, text: str) -> list[Element]:
    """Return what a selector list selects of a page, selector by selector."""
    found: list[Element] = []
    for selector, key, others in _searches(text):
        candidates = _keyed(document, key) if key else document.order
        if candidates and all(_keyed(document, other) for other in others):
            found += [e for e in candidates if selector.matches(e)]
    return found


@lru_cache(maxsize=1024)
def _searches(text: str) -> tuple[tuple[Selector, str, tuple[str, ...]], ...]:
    """Return selectors, each with what to look elements up by and what else a page needs."""
    compiled = filter(None, map(compile_selector, split_commas(text)))
    return tuple(
        (each, each.compounds[0].key, tuple(outer.key for outer in each.compounds[1:] if outer.key))
        for each in compiled
    )


def _keyed(document: Document, key: str) -> Sequence[Element]:
    """Return the elements that a compound's key looks up."""
    if key.startswith("#"):
        found = document.by_id.get(key[1:])
        return [found] if found is not None else []
    if key.startswith("."):
        return document.by_class.get(key[1:], ())
    if key.startswith("["):
        return document.by_attribute.get(key[1:], ())
    return document.by_tag.get(key, ())


def select_first(document: Document, text: str) -> Element | None:
    """Return an element that the first selector with any selects."""
    return next(iter(select(document, text)), None)
