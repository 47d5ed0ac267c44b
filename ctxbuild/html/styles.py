"""What style sheets in a page and ``style`` attributes say about being seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ctxbuild.html.dom import Document, Element
from ctxbuild.html.select import Matcher, Selector, compile_selector, split_commas

PROPERTIES = frozenset(
    "display visibility opacity font-size font color background background-color position left "
    "right top bottom text-indent clip clip-path width height max-width max-height overflow "
    "overflow-x overflow-y transform -webkit-transform filter content-visibility margin-left "
    "margin-top -webkit-text-fill-color text-fill-color inset scale line-height".split()
)
MOST_CSS = 2_000_000
"""Characters of style sheets that are read; more are ignored."""

MOST_TRIALS = 1_000_000
"""Pairs of an element and a rule that are tried in one page; 877 real pages needed at most 12,000.
Beyond that style sheets are ignored, so that a hostile page may show what it hides."""

MANY_RULES = 500
"""Rules up to which nobody counts trials."""

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
_RULE = re.compile(r"([^{}]*)([{}])")
_DECLARATION = re.compile(r"([\w-]+)\s*:\s*([^;]+)")
_SCREEN = re.compile(r"@media\s*(?:only\s+)?(?:all|screen)?\s*$|@supports|@layer", re.I)

Declarations = dict[str, str]

LONG = 200
"""Characters of an attribute above which what it says is not remembered."""


def declarations(text: str) -> Declarations:
    """Return the declarations of a ``style`` attribute or a rule that matter here."""
    found: Declarations = {}
    for name, value in _DECLARATION.findall(_COMMENT.sub("", text) if "/*" in text else text):
        name = name.lower()
        if name in PROPERTIES:
            value = value.strip().lower()
            if "!important" in found.get(name, "") and "!important" not in value:
                continue
            found[name] = value
    return found


_remembered = lru_cache(maxsize=4096)(declarations)


def _inline(text: str) -> Declarations:
    """Return the declarations of an attribute; nobody may change them."""
    return _remembered(text) if len(text) <= LONG else declarations(text)


@lru_cache(maxsize=8)
def _compiled(sheets: tuple[str, ...]) -> tuple[Matcher[tuple[int, Declarations]], bool]:
    """Return the rules of some style sheets, in order, and whether they are many."""
    matcher: Matcher[tuple[int, Declarations]] = Matcher(())
    known: set[tuple[str, str]] = set()
    order = 0
    left = MOST_CSS
    for sheet in sheets:
        for rule in _rules(sheet[: max(0, left)]):
            body = {} if rule in known else declarations(rule[1])
            known.add(rule)
            order += bool(body)
            for text in split_commas(rule[0]) if body else ():
                selector = compile_selector(text)
                if selector is not None:
                    matcher.add(selector, (order, body))
        left -= len(sheet)
    return matcher, order > MANY_RULES


class Styles:
    """The rules of a page's style sheets."""

    def __init__(self, sheets: list[str]) -> None:
        self._rules, self._many = _compiled(tuple(sheets))
        self._left = MOST_TRIALS

    def __bool__(self) -> bool:
        """Whether there is any rule that matters."""
        return bool(self._rules)

    def concern(self, element: Element) -> bool:
        """Whether any rule may hold for an element."""
        return self._rules.concern(element)

    def concerned(self, document: Document) -> list[Element] | None:
        """Return the elements that a rule may hold for; None if there may be for any."""
        return self._rules.concerned(document)

    def of(self, element: Element) -> Declarations:
        """Return what holds for an element, as the cascade decides it."""
        found: list[tuple[Selector, tuple[int, Declarations]]] = []
        if self._rules and self._left > 0:
            if self._many:
                self._left -= self._rules.trials(element)
            found = list(self._rules.found(element))
        inline = element.attrs.get("style")
        if not found:
            return _bare(_inline(inline)) if inline else {}
        found.sort(key=_rank)
        layers = [body for _, (_, body) in found]
        if inline:
            layers.append(_inline(inline))
        merged: Declarations = {}
        for layer in layers:
            for name, value in layer.items():
                if "!important" in merged.get(name, "") and "!important" not in value:
                    continue
                merged[name] = value
        return _bare(merged)


def _rank(rule: tuple[Selector, tuple[int, Declarations]]) -> tuple[tuple[int, int, int], int]:
    return rule[0].weight, rule[1][0]


def _bare(found: Declarations) -> Declarations:
    if not any("!" in value for value in found.values()):
        return found
    return {name: value.replace("!important", "").strip() for name, value in found.items()}


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Yield selectors and bodies of the rules that hold on a screen of any kind."""
    text = _COMMENT.sub("", sheet)
    heads: list[tuple[str, bool]] = []
    for match in _RULE.finditer(text):
        before, brace = match[1], match[2]
        if brace == "{":
            head = before.rpartition(";")[2].strip()
            inside = not heads or heads[-1][1]
            holds = inside and (not head.startswith("@") or bool(_SCREEN.match(head)))
            heads.append((head, holds))
        elif heads:
            head, holds = heads.pop()
            if holds and not head.startswith("@"):
                yield head, before
