"""Where groups of routes are put: a router's prefix may stand in another file.

A *mount* says that the routes of one variable in one file begin with a prefix, and
belong to another variable, maybe of another file. What is no literal is shown in
braces, as the project writes it: ``{settings.API}/items``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from ctxbuild.analysis.facts.brackets import closing
from ctxbuild.analysis.facts.material import Material

_MOST = 8
"""Places of one group of routes, mounts on the way to one, and loops in a file that mount."""
_GROUP = re.compile(
    r"^[ \t]*(\w+)[ \t]*(?::[^=\n]*)?=[ \t]*(?:\w+\.)*(Blueprint|APIRouter|Quart|APIFlask)\(",
    re.MULTILINE,
)
_PREFIX = re.compile(r"\b(?:url_)?prefix\s*=\s*")
_INCLUDED = re.compile(r"(?<![\w.])([\w.]+)\.(include_router|register_blueprint|mount)\(\s*")
_USED = re.compile(r"\b(\w+)\.(?:use|route|register)\(\s*")
_LOOPED = re.compile(r"\b(\w+)\.use\(\s*(\w+)\.(\w+)\s*,\s*\2\.(\w+)\s*\)")
_MOST_LISTED = 500
_SUBGROUP = re.compile(r"\b(\w+)[ \t]*:?=[ \t]*(\w+)\.Group\(\s*\"([^\"\n]*)\"")
_PATTERNS = re.compile(r"\b(?:re_)?path\(\s*+([^\n,()]*+)\s*+,\s*+include\(\s*+")
_LIST = re.compile(r"^(\w+)[ \t]*(?::[^=\n]*)?\+?=(?!=)", re.MULTILINE)
_INLINE = re.compile(r"\bMount\(\s*([rf]*[\"'][^\"'\n]*[\"'])")
_TEXT = re.compile(r"([rbf]*)([\"'`])([^\"'`\n]*)\2")
_NAME = re.compile(r"[A-Za-z_]\w*(?:\.\w+)*")
_REQUIRED = re.compile(r"require\(\s*[\"'`]([^\"'`\n]+)[\"'`]\s*\)")


@dataclass(frozen=True, slots=True)
class _Mount:
    """Routes of ``owner`` in document ``origin`` begin with ``prefix``; empty: of any variable."""

    origin: int
    owner: str
    prefix: str


@dataclass(slots=True)
class Mounts:
    """What is mounted where in a repository."""

    material: Material
    own: dict[tuple[int, str], tuple[str, bool]] = field(default_factory=dict)
    """Prefix that a group is made with, and whether one given on mounting replaces it."""
    into: dict[tuple[int, str], list[_Mount]] = field(default_factory=dict)

    def prefixes(self, index: int, owner: str) -> tuple[str, ...]:
        """Return what paths of a variable's routes begin with: one for each place it is put."""
        return tuple(dict.fromkeys(self._prefixes(index, owner, ())))[:_MOST]

    def _prefixes(self, index: int, owner: str, seen: tuple[tuple[int, str], ...]) -> list[str]:
        own, replaced = self.own.get((index, owner), ("", False))
        mounts = self.into.get((index, owner)) or self.into.get((index, ""), [])
        if not mounts or (index, owner) in seen or len(seen) >= _MOST:
            return [own]
        found: list[str] = []
        for mount in mounts[:_MOST]:
            inner = mount.prefix if replaced and mount.prefix else joined(mount.prefix, own)
            above = self._prefixes(mount.origin, mount.owner, (*seen, (index, owner)))
            found += (joined(prefix, inner) for prefix in above[: _MOST - len(found)])
        return found


def joined(prefix: str, path: str) -> str:
    """Return a path after its prefix, with one slash between them where both have one."""
    return prefix[:-1] + path if prefix.endswith("/") and path.startswith("/") else prefix + path


def find_mounts(material: Material, indexes: list[int], names: Names) -> Mounts:
    """Return what the files of web frameworks mount."""
    found = Mounts(material)
    for index in indexes:
        language = material.documents[index].language
        reader = _python if language == "python" else _go if language == "go" else _script
        for target, owner, prefix in reader(material, index, names, found):
            place = found.into.setdefault(target, [])
            if target != (index, owner) and len(place) < _MOST:
                place.append(_Mount(index, owner, prefix))
    return found


_Found = Iterator[tuple[tuple[int, str], str, str]]


def _python(material: Material, index: int, names: Names, found: Mounts) -> _Found:
    text = material.text(index)
    for match in _GROUP.finditer(text):
        inner = _arguments(text, match.end() - 1)
        prefix = _PREFIX.search(inner)
        own = _value(inner[prefix.end() :]) if prefix else ""
        found.own[index, match[1]] = own, match[2] != "APIRouter"
    for match in _INCLUDED.finditer(text):
        inner = _arguments(text, text.find("(", match.start(2)))
        prefix = _PREFIX.search(inner)
        value = _value(inner[prefix.end() :]) if prefix else ""
        if match[2] == "mount":
            first, _, inner = inner.partition(",")
            value, inner = _value(first), inner.strip()
        if (named := _NAME.match(inner)) and (target := names.python(index, named[0])):
            yield target, match[1].rpartition(".")[2], value
    lists = lists_of(text)
    for match in _PATTERNS.finditer(text):
        target = names.included(index, text[match.end() : match.end() + 200])
        if target is not None:
            yield target, list_before(lists, match.start()), _value(match[1])


def _script(material: Material, index: int, names: Names, found: Mounts) -> _Found:  # noqa: ARG001
    text = material.text(index)
    for match in _USED.finditer(text):
        inner = _arguments(text, text.find("(", match.start()))
        first = _TEXT.match(inner)
        option = re.search(r"\bprefix\s*:\s*", inner)
        prefix = first[3] if first else _value(inner[option.end() :]) if option else ""
        rest = re.sub(r",\s*\{[^{}]*\}\s*$", "", inner[first.end() :] if first else inner)
        last = rest.rpartition(",")[2].strip() if "(" not in rest else rest.strip(", \n\t")
        if target := names.script(index, last):
            yield target, match[1], prefix.removesuffix("/*")
    for owner, prefix, name in islice(_listed(text), _MOST_LISTED):
        if target := names.script(index, name):
            yield target, owner, prefix


def _listed(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield owner, prefix and name of objects in a list that a loop mounts by their keys."""
    for loop in islice(_LOOPED.finditer(text), _MOST):
        first, second = re.escape(loop[3]), re.escape(loop[4])
        row = rf"\{{\s*{first}\s*:\s*[\"'`](/[^\"'`\n]*)[\"'`]\s*,\s*{second}\s*:\s*(\w+)"
        for match in re.finditer(row, text):
            yield loop[1], match[1], match[2]


def _go(material: Material, index: int, names: Names, found: Mounts) -> _Found:  # noqa: ARG001
    for match in _SUBGROUP.finditer(material.text(index)):
        yield (index, match[1]), match[2], match[3]


def lists_of(text: str) -> list[tuple[int, str]]:
    """Return the variables at the margin that are assigned to, with where."""
    return [(match.start(), match[1]) for match in _LIST.finditer(text)]


def list_before(lists: list[tuple[int, str]], at: int) -> str:
    """Return the variable that was assigned to last before a place."""
    place = bisect_left(lists, (at, ""))
    return lists[place - 1][1] if place else "urlpatterns"


def inline_prefix(spans: list[tuple[int, int, str]], at: int) -> str:
    """Return the prefixes of the mounts in whose brackets a place stands, outermost first."""
    found = ""
    for start, stop, prefix in spans:
        if start < at < stop:
            found = joined(found, prefix)
    return found


def inline_spans(text: str) -> list[tuple[int, int, str]]:
    """Return where the lists of routes that are written into a mount begin and end."""
    found = [
        (m.start(), closing(text, text.find("(", m.start())), _value(m[1]))
        for m in _INLINE.finditer(text)
    ]
    for match in _PATTERNS.finditer(text):
        if text[match.end() : match.end() + 2].lstrip("(").startswith("["):
            stop = closing(text, text.find("(", match.start()))
            found.append((match.start(), stop, _value(match[1])))
    return sorted(found)


def _arguments(text: str, at: int) -> str:
    return text[at + 1 : max(at + 1, closing(text, at) - 1)].strip()


def _value(words: str) -> str:
    """Return a text, or an expression in braces, that some words begin with."""
    words = words.strip()
    if match := _TEXT.match(words):
        return match[3]
    named = _NAME.match(words)
    return f"{{{named[0]}}}" if named else ""


class Names:
    """What names in a file stand for, by its imports."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._edges: dict[int, list[int]] = {}
        for place, edge in enumerate(material.graph.edges):
            self._edges.setdefault(edge.origin, []).append(place)
        self._paths = {d.path: at for at, d in enumerate(material.documents)}

    def python(self, index: int, name: str, depth: int = 0) -> tuple[int, str] | None:
        """Return the document and the variable that a dotted name leads to."""
        first, _, rest = name.partition(".")
        for place in self._edges.get(index, ()):
            edge = self._material.graph.edges[place]
            statement = "\n".join(self._lines(index, edge.site.lines))
            bound = re.search(rf"\b(\w+)\s+as\s+{re.escape(first)}\b", statement)
            member = bound[1] if bound else first
            if edge.site.member != member and not (
                not edge.site.member and edge.site.name.rpartition(".")[2] == member
            ):
                continue
            stems = {t: self._material.documents[t].path for t in edge.targets}
            module = next((t for t, p in stems.items() if _stem(p) == member), None)
            if rest and module is not None:
                return self._followed(module, rest.rpartition(".")[2], depth)
            if not rest and edge.targets:
                return self._followed(edge.targets[-1], member, depth)
        return (index, name) if not rest else None

    def _followed(self, index: int, name: str, depth: int) -> tuple[int, str]:
        """Follow a name through a package that passes it on."""
        if depth < _MOST and self._material.documents[index].path.endswith("__init__.py"):
            return self.python(index, name, depth + 1) or (index, name)
        return index, name

    def included(self, index: int, words: str) -> tuple[int, str] | None:
        """Return what Django's ``include`` is told: a module's list, or a list of this file."""
        words = words.lstrip("( \n\t")
        if text := _TEXT.match(words):
            path = text[3].replace(".", "/")
            for tail in (f"{path}.py", f"{path}/__init__.py"):
                ends = [at for p, at in self._paths.items() if p == tail or p.endswith(f"/{tail}")]
                if len(ends) == 1:
                    return ends[0], "urlpatterns"
            return None
        named = _NAME.match(words)
        if named is None:
            return None
        return self.python(index, named[0]) if "." not in named[0] else None

    def script(self, index: int, name: str) -> tuple[int, str] | None:
        """Return the document and the variable that a name or a ``require`` stands for."""
        required = _REQUIRED.match(name)
        plain = re.fullmatch(r"\w+", name)
        if not required and not plain:
            return None
        for place in self._edges.get(index, ()):
            edge = self._material.graph.edges[place]
            if required and edge.site.name == required[1] and edge.targets:
                return edge.targets[0], ""
            statement = " ".join(self._lines(index, edge.site.lines))
            if plain and edge.targets and re.search(rf"\b{name}\b", statement.partition("'.")[0]):
                braced = re.search(rf"\{{[^}}]*\b{name}\b[^}}]*\}}", statement)
                return edge.targets[0], name if braced else ""
        return (index, name) if plain else None

    def _lines(self, index: int, lines: tuple[int, int]) -> list[str]:
        return self._material.lines(index)[lines[0] - 1 : lines[1]]


def _stem(path: str) -> str:
    parts = path.removesuffix(".py").split("/")
    return parts[-2] if parts[-1] == "__init__" and len(parts) > 1 else parts[-1]
