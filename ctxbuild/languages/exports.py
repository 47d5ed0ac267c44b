"""What a file offers to others under which name: re-exports, aliases, export lists.

The outline knows what a file defines; this knows what it passes on. Patterns
are linear and look at text, not at a tree: a line in a string that reads like
an export names something that does not exist, which costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

EVERYTHING = "*"
"""As a name: all that the origin offers. As an original: the origin itself, a module."""

MAX_EXPORTS = 4000
"""More than this many of one file are not recorded."""


@dataclass(frozen=True, slots=True)
class Export:
    """A name that a file binds to something, its own or another's.

    ``origin`` is the module as written, ``""`` for the file itself;
    ``original`` the name there, perhaps dotted, or :data:`EVERYTHING` for the
    module as a whole. ``offered`` says that the file declares the name as
    public; otherwise it is only there for those who ask.
    """

    name: str
    origin: str
    original: str
    offered: bool = True


@dataclass(frozen=True, slots=True)
class Exports:
    """What a file passes on; ``closed`` when it lists all that it offers (``__all__``)."""

    entries: tuple[Export, ...] = ()
    closed: bool = False


NOTHING = Exports()


def exports(text: str, language: str) -> Exports:
    """Return what a text written in ``language`` passes on, in order, each name once."""
    finder = _FINDERS.get(language)
    if finder is None:
        return NOTHING
    found: dict[tuple[str, str], Export] = {}
    for export in finder(f"\n{text}"):
        # What is bound twice may be offered once: the offer counts.
        key = (export.name, export.origin if export.name == EVERYTHING else "")
        known = found.setdefault(key, export)
        if export.offered != known.offered:
            offer, binding = (export, known) if export.offered else (known, export)
            found[key] = _offered(binding, offer)
        if len(found) >= MAX_EXPORTS:
            break
    closed = language == "python" and "\n__all__" in f"\n{text}"
    return Exports(tuple(found.values()), closed)


def _offered(bound: Export, offer: Export) -> Export:
    """Return a binding as offered where the offer only names it (``__all__``, ``export {}``)."""
    own = not offer.origin and offer.original == offer.name
    return Export(bound.name, bound.origin, bound.original) if own else offer


def encode_exports(found: Exports) -> bytes:
    """Return ``found`` as lines of tab-separated fields; names hold neither."""
    rows = [(e.name, e.origin, e.original, "1" if e.offered else "") for e in found.entries]
    return "\n".join(["1" if found.closed else "", *map("\t".join, rows)]).encode()


def decode_exports(data: bytes) -> Exports:
    """Return what :func:`encode_exports` wrote."""
    closed, *rows = data.decode().split("\n")
    fields = (row.split("\t") for row in rows)
    return Exports(tuple(Export(n, o, b, bool(f)) for n, o, b, f in fields), bool(closed))


# Patterns begin with a newline rather than with ``^``: a literal is found several
# times faster. The text gets one in front; no match consumes the one behind it.

# Python

_FROM_IMPORT = re.compile(
    r"\n[ \t]*(?:from[ \t]+(\.*[ \t]*[\w.]*)[ \t]+import[ \t]+"
    r"(\((?:[^()#]++|#[^\n]*\n)*\)|(?:[^\n#;\\]|\\\r?\n)+)"
    r"|import[ \t]+([\w.]+)[ \t]+as[ \t]+(\w+))",
    re.MULTILINE,
)
# Nothing follows the repetition, so it cannot be tried again in another way.
_ALL = re.compile(
    r"\n__all__[ \t]*(?::[^=\n]*)?(?:\+?=[ \t]*|\.extend\(|\.append\()"
    r"(?:[\[(](?:[^\])#]+|#[^\n]*\n)*|[^\n]*)[^\n]*",
    re.MULTILINE,
)
_HASH = re.compile(r"#[^\n]*")
_OTHERS_ALL = re.compile(r"([\w.]+)\.__all__")
_WORD = re.compile(r"""["']([A-Za-z_]\w*)["']""")
_ALIAS = re.compile(
    r"\n([A-Za-z]\w*)[ \t]*(?::[^=\n]{1,80})?=[ \t]*([A-Za-z_][\w.]*)[ \t\r]*(?:#[^\n]*)?$",
    re.MULTILINE,
)
_CONSTANTS = frozenset({"True", "False", "None"})
# What looks names up when they are asked for, and where the names are listed in a table.
_LAZY_MARKS = ("\ndef __getattr__", "attach(__name__", "LazyModule(")
_LAZY_NAME = re.compile(
    r"""["']([A-Za-z]\w*)["']\s*:\s*"""
    r"""(?:f?["']\{?([\w.}]+)["']|\(\s*f?["']\{?([\w.}]+)["']\s*,\s*["'](\w+)["'])"""
)
_LAZY_LIST = re.compile(r"""["']([\w.]+)["']\s*:\s*[\[{(]([^\]}):]*)[\])}]""")
_BOUND = re.compile(r"(\w+|\*)(?:\s+as\s+(\w+))?")


def _python(text: str) -> Iterator[Export]:
    yield from _python_imports(text)
    for match in _ALIAS.finditer(text):
        if match[2] not in _CONSTANTS and match[2] != match[1]:
            yield Export(match[1], "", match[2], not match[1].startswith("_"))
    if any(mark in text for mark in _LAZY_MARKS):
        yield from _python_lazy(text)
    if "\n__all__" not in text:
        return
    for match in _ALL.finditer(text):
        listed = _HASH.sub("", match[0])
        yield from (Export(name, "", name) for name in _WORD.findall(listed))
        for module in _OTHERS_ALL.findall(listed):
            yield Export(EVERYTHING, f".{module}", EVERYTHING)


def _python_imports(text: str) -> Iterator[Export]:
    for origin, names, module, alias in _FROM_IMPORT.findall(text):
        if module:
            yield Export(alias, module, EVERYTHING, alias == module)
            continue
        where = "".join(origin.split())
        for name, other in _BOUND.findall(_HASH.sub("", names)):
            yield Export(other or name, where, name, name in {EVERYTHING, other})


def _python_lazy(text: str) -> Iterator[Export]:
    """Yield the maps that a module-level ``__getattr__`` looks its names up in."""
    for name, module, paired, attribute in _LAZY_NAME.findall(text):
        yield Export(name, (module or paired).rpartition("}")[2], attribute or name)
    for module, names in _LAZY_LIST.findall(text):
        yield from (Export(name, module, name) for name in _WORD.findall(names))


# JavaScript and TypeScript

_NAME = r"[A-Za-z_$][\w$]*"
_FROM = r"""from[ \t\n]*["']([^"'\n]{1,300})["']"""
_REQUIRE = r"""require\([ \t]*["']([^"'\n]{1,300})["'][ \t]*\)"""
_ES_LIST = re.compile(
    rf"\n[ \t]*(export|import)\b([^;'\"{{}}\n]{{0,200}})\{{([^{{}}]*)\}}(?:\s*{_FROM})?", re.M
)
_ES_STAR = re.compile(
    rf"\n[ \t]*(export|import)[ \t]+(?:type[ \t]+)?\*[ \t]*(?:as[ \t]+({_NAME})\s+)?{_FROM}", re.M
)
_ES_DEFAULT_IMPORT = re.compile(rf"\n[ \t]*import[ \t]+(?:type[ \t]+)?({_NAME})[ \t]+{_FROM}", re.M)
_ES_DEFAULT = re.compile(
    r"\n[ \t]*(?:export[ \t]+default|export[ \t]*=)[ \t]*"
    r"(?:(?:async|abstract|function\*?|class)[ \t]+)*" + rf"({_NAME})",
    re.M,
)
_CJS_BINDING = re.compile(
    rf"\n[ \t]*(?:const|let|var)[ \t]+(?:({_NAME})|\{{([^{{}}]*)\}})[ \t]*="
    rf"[ \t]*{_REQUIRE}((?:\.{_NAME})?)",
    re.M,
)
_CJS_MEMBER = re.compile(
    rf"\n[ \t]*(?:module\.)?exports\.({_NAME})[ \t]*="
    rf"[ \t]*(?:{_REQUIRE}|({_NAME})[ \t]*;?[ \t\r]*$)",
    re.M,
)
_CJS_WHOLE = re.compile(
    rf"\n[ \t]*(?:exports[ \t]*=[ \t]*)?module\.exports[ \t]*=[ \t]*"
    rf"(?:exports[ \t]*=[ \t]*)?(?:{_REQUIRE}|(?:new[ \t]+)?({_NAME})|\{{([^{{}}]*)\}})",
    re.M,
)
_CJS_PAIR = re.compile(rf"({_NAME})(?:\s*:\s*(?:{_REQUIRE}|({_NAME})))?\s*(?:,|$)")
_ES_NAME = re.compile(rf"(?:type\s+)?({_NAME})(?:\s+as\s+({_NAME}))?")
_SLASHES = re.compile(r"//[^\n]*|/\*[^*]*\*/")


def _ecma(text: str) -> Iterator[Export]:
    if "import" in text or "export" in text:
        yield from _ecma_modules(text)
    if "require" in text or "exports" in text:
        yield from _common_modules(text)


def _ecma_modules(text: str) -> Iterator[Export]:
    for verb, before, names, origin in _ES_LIST.findall(text):
        offered = verb == "export"
        default = before.replace("type", "").strip(" \t,")
        if default and not offered:
            yield Export(default, origin, "default", False)
        if default and offered:
            continue  # export const {…} = …
        for name, alias in _ES_NAME.findall(_SLASHES.sub("", names)):
            yield Export(alias or name, origin, name, offered)
    for verb, alias, origin in _ES_STAR.findall(text):
        yield Export(alias or EVERYTHING, origin, EVERYTHING, verb == "export")
    for name, origin in _ES_DEFAULT_IMPORT.findall(text):
        yield Export(name, origin, "default", False)
    for name in _ES_DEFAULT.findall(text):
        yield Export("default", "", name)


def _common_modules(text: str) -> Iterator[Export]:
    for name, names, origin, member in _CJS_BINDING.findall(text):
        if name:
            yield Export(name, origin, member[1:] or "default", False)
        for original, _, alias in _CJS_PAIR.findall(names):
            yield Export(alias or original, origin, original, False)
    for name, origin, local in _CJS_MEMBER.findall(text):
        yield Export(name, origin, "default" if origin else local)
    for origin, local, names in _CJS_WHOLE.findall(text):
        if origin:
            yield Export("default", origin, "default")
            yield Export(EVERYTHING, origin, EVERYTHING)
        elif local:
            yield Export("default", "", local)
        for name, required, alias in _CJS_PAIR.findall(_SLASHES.sub("", names)):
            yield Export(name, required, "default" if required else alias or name)


# Rust

_RUST = re.compile(
    r"\n[ \t]*(#\[doc\(hidden\)\]\s*)?pub[ \t]+(?:use[ \t]+([^;]{1,2000});|mod[ \t]+(\w+)[ \t]*;)",
    re.MULTILINE,
)
_RUST_TOKEN = re.compile(r"[\w:*]+|[{},]")


def _rust(text: str) -> Iterator[Export]:
    for hidden, tree, module in _RUST.findall(text):
        if module and not hidden:
            yield Export(module, f"self::{module}", EVERYTHING)
        elif not hidden:
            yield from _rust_tree(_SLASHES.sub("", tree))


def _rust_tree(tree: str) -> Iterator[Export]:
    """Yield what ``a::{b, c::{self, d as e}}`` passes on."""
    prefixes, path, alias, renamed = [""], "", "", False
    for part in [*_RUST_TOKEN.findall(tree), ","]:
        if part == "{":
            prefixes.append(prefixes[-1] + path)
            path = ""
        elif part in {"}", ","}:
            if path:
                yield _rust_export(prefixes[-1] + path, alias)
            path, alias = "", ""
            if part == "}" and len(prefixes) > 1:
                prefixes.pop()
        elif part == "as":
            renamed = True
        elif renamed:
            alias, renamed = part, False
        else:
            path += part


def _rust_export(path: str, alias: str) -> Export:
    origin, _, name = path.removeprefix("::").rpartition("::")
    if name == "self":
        return Export(alias or origin.rpartition("::")[2], origin, EVERYTHING)
    return Export(alias or name, origin, name)


# Dart

_DART = re.compile(r"""\nexport[ \t]+["']([^"'\n]+)["'](?:\s+show\s+([\w\s,]+))?""", re.MULTILINE)


def _dart(text: str) -> Iterator[Export]:
    for origin, shown in _DART.findall(text):
        names = shown.replace(",", " ").split()
        yield from (Export(name, origin, name) for name in names)
        if not names:
            yield Export(EVERYTHING, origin, EVERYTHING)


_FINDERS: dict[str, Callable[[str], Iterable[Export]]] = {
    "python": _python,
    **dict.fromkeys(("javascript", "typescript", "tsx", "vue", "svelte"), _ecma),
    "rust": _rust,
    "dart": _dart,
}


def passes_on(language: str) -> bool:
    """Whether files of a language can offer what others define, as far as is known here."""
    return language in _FINDERS
