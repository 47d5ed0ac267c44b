"""Calls that names alone lead to one definition; approximate, as nothing is run or typed.

A callee is looked for in the file, among what it imports, in its package where the language
has files share names, and through ``self`` in the class and its bases. What could mean several
definitions, and what a function's own parameter or variable hides, is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ctxbuild.analysis.facts.classes import Inheritance
from ctxbuild.analysis.facts.definitions import Definitions, Place, owner_of
from ctxbuild.analysis.facts.material import Material
from ctxbuild.claims import Claim
from ctxbuild.languages.call_sites import CallSite
from ctxbuild.model import Symbol


@dataclass(frozen=True, slots=True)
class Call:
    """A definition calls another one, ``count`` times; the claim cites the first.

    ``caller`` is empty where a file calls when it is loaded. ``how`` is ``file`` (both in one),
    ``package``, ``import`` or ``self``. ``exact`` is always false: a name may be bound anew
    when a program runs.
    """

    path: str
    caller: str
    target: str
    callee: str
    how: str
    count: int
    exact: bool
    claim: Claim


_CALLABLE = frozenset({"function", "method", "class", "struct", "macro", "constant", "variable"})
_CALLERS = frozenset({"function", "method"})
_SELF = frozenset({"self", "cls", "this", "Self"})
_RECEIVER = re.compile(r"func\s*\(\s*(\w+)\s")
# What binds NAME inside a function: an assignment, a loop, a definition, a destructuring.
_BINDERS = ("def", "for", "as", "function", "const", "let", "var", "fn", "mut")
_BOUND = (
    r"(?<![\w.$])NAME[ \t]*(?::[^=\n(]{0,80})?:?=(?![=>])"
    rf"|\b(?:{'|'.join(_BINDERS)})[ \t]+NAME\b"
    r"|\{[^{}()\n]{0,200}\bNAME\b[^{}()\n]{0,200}\}[ \t]*[=)]"
)
_PARAMETER = r"[(,][ \t\n]*[*&.]*(?:mut[ \t]+)?NAME[ \t\n]*[:,)=?]|[ \t]NAME[,)]"
_MOST = 50_000
_MOST_BASES = 8


def find_calls(material: Material, classes: Sequence[Inheritance]) -> tuple[Call, ...]:
    """Return the calls of source files, in document order and that of their first places."""
    finder = _Finder(material, Definitions(material), _bases(material, classes))
    found = (call for index, _ in material.sources() for call in finder.of_file(index))
    return tuple(call for call, _ in zip(found, range(_MOST), strict=False))


def _bases(
    material: Material, classes: Sequence[Inheritance]
) -> dict[tuple[str, str], list[tuple[int, str]]]:
    """Return the bases of classes that are files of ours, by path and name of the class."""
    places = {document.path: index for index, document in enumerate(material.documents)}
    bases: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for each in classes:
        if each.target:
            short = re.split(r"[.:]+", each.base)[-1]
            key = each.path, re.split(r"[.:]+", each.name)[-1]
            bases.setdefault(key, []).append((places[each.target], short))
    return bases


@dataclass(frozen=True, slots=True)
class _Finder:
    material: Material
    definitions: Definitions
    bases: dict[tuple[str, str], list[tuple[int, str]]]

    def of_file(self, index: int) -> Iterator[Call]:
        """Yield the calls of a file, each pair of caller and callee once."""
        outline = self.material.outlines.get(index)
        sites = self.material.calls.get(index, ())
        if outline is None or not sites:
            return
        owners = _innermost(outline.symbols, len(self.material.lines(index)))
        known: dict[tuple[int, str], tuple[Place, str] | None] = {}
        first: dict[tuple[int, Place], tuple[CallSite, str]] = {}
        counts: dict[tuple[int, Place], int] = {}
        for site in sites:
            caller = owners[site.line] if site.line < len(owners) else -1
            seen = caller, site.callee
            if seen not in known:
                by = outline.symbols[caller] if caller >= 0 else None
                known[seen] = self._callee(index, site.callee, by)
            found = known[seen]
            if found is not None and found[0] != (index, caller):
                key = caller, found[0]
                first.setdefault(key, (site, found[1]))
                counts[key] = counts.get(key, 0) + 1
        for (caller, place), (site, how) in first.items():
            name = outline.symbols[caller].qualified_name if caller >= 0 else ""
            yield self._call(index, name, place, (site, how, counts[caller, place]))

    def _call(self, index: int, caller: str, place: Place, seen: tuple[CallSite, str, int]) -> Call:
        site, how, count = seen
        callee = self._symbol(place).qualified_name
        evidence = site.callee.rpartition(".")[2]
        statement = f"{caller or 'The file'} calls {callee}, as far as names tell."
        claim = self.material.claim(index, statement, (site.line, site.line), "quoted", evidence)
        documents = self.material.documents
        path, target = documents[index].path, documents[place[0]].path
        return Call(path, caller, target, callee, how, count, False, claim)

    def _callee(self, index: int, callee: str, caller: Symbol | None) -> tuple[Place, str] | None:
        """Return what a callee means, and how that is known."""
        head, _, rest = callee.partition(".")
        of_self = False
        if rest and caller is not None and head in (_SELF | {_receiver(caller)}):
            place = self._inherited(index, owner_of(caller), rest, _MOST_BASES)
            how, of_self = "self", True
        else:
            place = self._named(index, head, rest)
            how = self._how(index, place)
            if place is None and not rest and caller is not None and self._is_java(index):
                place, how = self._inherited(index, owner_of(caller), head, _MOST_BASES), "self"
        if place is None or self._symbol(place).kind not in _CALLABLE:
            return None
        # Last, as it takes a search of the caller's text: most callees are not of this source.
        if not of_self and caller is not None and self._is_hidden(index, caller, head):
            return None
        return place, how

    def _named(self, index: int, head: str, rest: str) -> Place | None:
        """Return what ``head`` or ``head.rest`` means: a function, one of a module or a type."""
        meant = self.definitions.meant(index, head)
        if not rest:
            return meant
        if meant is not None:
            owner = self._symbol(meant).name
            found = self.definitions.member((meant[0],), owner, rest)
            if found is not None or self._symbol(meant).kind != "module":
                return found
        files = self.definitions.module(index, head)
        return self.definitions.within(files, rest) if files and "." not in rest else None

    def _inherited(self, index: int, owner: str, name: str, hops: int) -> Place | None:
        """Return a method of a class, or of the first base that has it."""
        found = self.definitions.member(self.definitions.files(index), owner, name)
        if found is not None or not owner or not hops:
            return found
        path = self.material.documents[index].path
        for base, short in self.bases.get((path, owner), ()):
            if (base, short) != (index, owner):
                found = self._inherited(base, short, name, hops - 1)
                if found is not None:
                    return found
        return None

    def _is_hidden(self, index: int, caller: Symbol, name: str) -> bool:
        """Whether a parameter or variable of the caller bears a name."""
        lines = self.material.lines(index)[caller.lines[0] - 1 : caller.lines[1]]
        body = "\n".join(lines).partition(caller.name)[2]
        if name in caller.signature and _parameter(name).search(caller.signature):
            return True
        return _may_be_bound(body, name) and _bound(name).search(body) is not None

    def _is_java(self, index: int) -> bool:
        return self.material.documents[index].language == "java"

    def _how(self, index: int, place: Place | None) -> str:
        if place is None or place[0] == index:
            return "file"
        return "package" if place[0] in self.definitions.files(index) else "import"

    def _symbol(self, place: Place) -> Symbol:
        return self.material.outlines[place[0]].symbols[place[1]]


def _may_be_bound(body: str, name: str) -> bool:
    """Whether a name is more than called: a search for where it is bound costs much more."""
    at = body.find(name)
    while at >= 0:
        end = at + len(name)
        if body[end : end + 1] != "(" or body[max(at - 12, 0) : at].rstrip().endswith(_BINDERS):
            return True
        at = body.find(name, end)
    return False


@lru_cache(maxsize=8192)
def _bound(name: str) -> re.Pattern[str]:
    """Return what a name looks like where it is bound."""
    return re.compile(_BOUND.replace("NAME", re.escape(name)))


@lru_cache(maxsize=8192)
def _parameter(name: str) -> re.Pattern[str]:
    """Return what a name looks like among parameters."""
    return re.compile(_PARAMETER.replace("NAME", re.escape(name)))


def _receiver(caller: Symbol) -> str:
    """Return what a method of Go calls the value that it belongs to."""
    match = _RECEIVER.match(caller.signature)
    return match[1] if match else ""


def _innermost(symbols: Sequence[Symbol], lines: int) -> list[int]:
    """Return, by line, the innermost function or method that it is a part of, else −1."""
    owners = [-1] * (lines + 2)
    for at, symbol in enumerate(symbols):
        if symbol.kind in _CALLERS:
            first, last = symbol.lines[0], min(symbol.lines[1], lines)
            owners[first : last + 1] = [at] * (last + 1 - first)
    return owners
