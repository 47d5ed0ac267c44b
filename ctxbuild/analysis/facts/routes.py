"""Routes of web frameworks and commands of command-line frameworks, one row each.

A row counts only in files that import its framework, so that a method called
``get`` is not taken for a route.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ctxbuild.analysis.facts.brackets import closing
from ctxbuild.analysis.facts.material import Material, lines_of
from ctxbuild.analysis.facts.mounts import (
    Mounts,
    Names,
    find_mounts,
    inline_prefix,
    inline_spans,
    joined,
    list_before,
    lists_of,
)
from ctxbuild.claims import Claim


@dataclass(frozen=True, slots=True)
class Route:
    """A route (``GET /path``) or a command, its framework, and the definition that it leads to."""

    kind: str
    name: str
    framework: str
    handler: str
    claim: Claim


@dataclass(frozen=True, slots=True)
class _Row:
    """``verb`` and ``path`` are groups of the pattern; without a verb, all are meant."""

    framework: str
    kind: str
    languages: tuple[str, ...]
    imported: re.Pattern[str]
    pattern: re.Pattern[str]


def _row(framework: str, kind: str, languages: str, imported: str, pattern: str) -> _Row:
    return _Row(
        framework, kind, tuple(languages.split()), re.compile(imported), re.compile(pattern, re.M)
    )


_VERBS = "get|post|put|patch|delete|head|options"
_SCRIPT = "javascript typescript tsx"
_PATH = r"""\(\s*["'`](?P<path>[^"'`\n]*)["'`]"""
_ROWS = (
    _row(
        "Flask",
        "route",
        "python",
        r"flask|quart",
        rf"^[ \t]*@(?P<on>[\w.]+)\.(?P<verb>route|{_VERBS}){_PATH}",
    ),
    _row(
        "Flask",
        "route",
        "python",
        r"flask|quart",
        rf"^[ \t]*(?P<on>[\w.]+)\.(?P<verb>add_url_rule){_PATH}",
    ),
    _row(
        "FastAPI",
        "route",
        "python",
        r"fastapi|starlette",
        rf"^[ \t]*(?:@(?P<on>[\w.]+)\.(?P<verb>{_VERBS}|websocket|api_route)"
        r"|(?P<on_>[\w.]+)\.(?P<verb_>add_api_route|add_route|add_api_websocket_route"
        r"|add_websocket_route)"
        r")\(\s*(?:path\s*=\s*)?f?[\"'](?P<path>[^\"'\n]*)[\"']",
    ),
    _row(
        "Starlette",
        "route",
        "python",
        r"starlette\.routing|fastapi\.routing",
        r"\b(?P<verb>Route|WebSocketRoute)\(\s*(?:path\s*=\s*)?f?"
        r"[\"'](?P<path>[^\"'\n]*)[\"']",
    ),
    _row(
        "Django",
        "route",
        "python",
        r"django\.(?:urls|conf)",
        r"\b(?:re_)?path\(\s*[rf]*[\"'](?P<path>[^\"'\n]*)[\"']\s*,(?!\s*include\()\s*(?P<to>[\w.]*)",
    ),
    _row(
        "Express",
        "route",
        _SCRIPT,
        r"express",
        rf"\b(?P<on>app|router|\w*[rR]outer)\.(?P<verb>{_VERBS}|all)\(\s*[\"'`](?P<path>[/*][^\"'`\n]*)[\"'`]\s*,",
    ),
    _row(
        "Express",
        "route",
        _SCRIPT,
        r"express",
        r"\b(?P<on>app|router|\w*[rR]outer)\s*\.(?P<verb>route)\(\s*[\"'`](?P<path>[/*][^\"'`\n]*)[\"'`]\s*\)",
    ),
    _row(
        "Fastify",
        "route",
        _SCRIPT,
        r"fastify",
        rf"\b(?P<on>app|fastify|server)\.(?P<verb>{_VERBS}|all)\(\s*[\"'`](?P<path>/[^\"'`\n]*)[\"'`]\s*,",
    ),
    _row(
        "Hono",
        "route",
        _SCRIPT,
        r"hono",
        rf"\b(?P<on>app|api|\w*[rR]oute\w*)\.(?P<verb>{_VERBS}|all)\(\s*[\"'`](?P<path>/[^\"'`\n]*)[\"'`]\s*,",
    ),
    _row(
        "NestJS",
        "route",
        _SCRIPT,
        r"@nestjs/common",
        r"^[ \t]*@(?P<verb>Get|Post|Put|Patch|Delete|All)\((?:[\"'`](?P<path>[^\"'`\n]*)[\"'`])?\)",
    ),
    _row(
        "Spring",
        "route",
        "java kotlin",
        r"org\.springframework",
        r"@(?P<verb>Get|Post|Put|Patch|Delete|Request)Mapping\(\s*(?:(?:value|path)\s*=\s*)?\{?\s*\"(?P<path>[^\"\n]*)\"",
    ),
    _row(
        "Gin",
        "route",
        "go",
        r"gin-gonic/gin",
        r"\b(?P<on>\w+)\.(?P<verb>GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|Any)\(\s*\"(?P<path>[^\"\n]*)\"",
    ),
    _row(
        "net/http",
        "route",
        "go",
        r"^net/http$",
        r"\.?(?:HandleFunc|Handle)\(\s*\"(?:(?P<verb>[A-Z]+) )?(?P<path>/[^\"\n]*)\"",
    ),
    _row(
        "axum",
        "route",
        "rust",
        r"^axum",
        r"\.route\(\s*\"(?P<path>[^\"\n]*)\"\s*,\s*(?:\w+::)*(?P<verb>\w+)\(",
    ),
    _row(
        "click",
        "command",
        "python",
        r"^click|^rich_click|asyncclick",
        r"^[ \t]*@(?P<on>[\w.]+)\.(?P<verb>command|group)"
        r"(?:\(\s*(?:name\s*=\s*)?(?:[\"'](?P<path>[^\"'\n]*)[\"'])?)?",
    ),
    _row(
        "typer",
        "command",
        "python",
        r"^typer",
        r"^[ \t]*@(?P<on>[\w.]+)\.(?P<verb>command)"
        r"(?:\(\s*(?:name\s*=\s*)?(?:[\"'](?P<path>[^\"'\n]*)[\"'])?)?",
    ),
    _row(
        "typer",
        "command",
        "python",
        r"^typer",
        r"\b(?P<on>\w+)\.add_typer\([^()\n]*?\bname\s*=\s*[\"'](?P<path>[^\"'\n]*)[\"']",
    ),
    _row(
        "argparse",
        "command",
        "python",
        r"^argparse",
        r"\.add_parser\(\s*[\"'](?P<path>[^\"'\n]+)[\"']",
    ),
    _row("cobra", "command", "go", r"spf13/cobra", r"^[ \t]*Use:\s*[\"`](?P<path>[\w-]+)"),
    _row("commander", "command", _SCRIPT, r"^commander", r"\.command\(\s*[\"'`](?P<path>[\w:-]+)"),
)
_ANY = frozenset({"route", "all", "any", "api_route", "request", None})


def find_routes(material: Material) -> tuple[Route, ...]:
    """Return routes and commands of source files, in document order."""
    names = Names(material)
    read = [(i, row, direct) for i, _ in material.sources() for row, direct in _rows(material, i)]
    routed = (index for index, row, _ in read if row.kind == "route")
    mounts = find_mounts(material, list(dict.fromkeys(routed)), names)
    found: list[tuple[int, int, Route]] = []
    for index, row, direct in read:
        matches = _matches(material, index, row, None if direct else names)
        routes = (
            _routes(material, index, row, matches, mounts)
            if row.kind == "route"
            else _commands(material, index, row, matches)
        )
        found += ((index, at, route) for at, route in routes)
    return tuple(route for _, _, route in sorted(found, key=lambda each: each[:2]))


def _rows(material: Material, index: int) -> Iterator[tuple[_Row, bool]]:
    """Yield rows that a file may have routes of; false: by what a file imports that it imports."""
    language, own = material.documents[index].language, material.imported_by(index)
    for row in _ROWS:
        if language not in row.languages:
            continue
        if _imports(row, own):
            yield row, True
        elif language == "python" and "on" in row.pattern.groupindex:
            next_ones = material.files_imported_by(index)
            if any(_imports(row, material.imported_by(each)) for each in next_ones):
                yield row, False


def _imports(row: _Row, names: Collection[str]) -> bool:
    return any(row.imported.search(name) for name in names)


_Matches = Iterator[tuple[re.Match[str], str]]


def _matches(material: Material, index: int, row: _Row, names: Names | None) -> _Matches:
    """Yield the matches of a row outside tests of Rust, with the definition around each.

    With ``names``, only those of variables that come from a file that imports the framework.
    """
    text = material.text(index)
    for match in row.pattern.finditer(text):
        handler = material.around(index, lines_of(text, match.start(), match.end())[1])
        origin = names.python(index, _owner(match)) if names else None
        known = origin is not None and _imports(row, material.imported_by(origin[0]))
        if not handler.startswith("tests::") and (known or names is None):
            yield match, handler


def _owner(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return groups.get("on") or groups.get("on_") or ""


def _route(
    material: Material, index: int, row: _Row, match: re.Match[str], name: str, handler: str
) -> tuple[int, Route]:
    lines = lines_of(match.string, match.start(), match.end())
    statement = f"{row.framework} has the {row.kind} {name}."
    evidence = match.groupdict().get("path") or match[0].strip()
    claim = material.claim(index, statement, lines, "quoted", evidence)
    return match.start(), Route(row.kind, name, row.framework, handler, claim)


def _commands(
    material: Material, index: int, row: _Row, matches: _Matches
) -> Iterator[tuple[int, Route]]:
    for match, handler in matches:
        usual = handler.rpartition(".")[2].removesuffix("_command").replace("_", "-")
        if name := match.groupdict().get("path") or usual:
            yield _route(material, index, row, match, name, handler)


def _routes(
    material: Material, index: int, row: _Row, matches: _Matches, mounts: Mounts
) -> Iterator[tuple[int, Route]]:
    text = material.text(index)
    lists = lists_of(text) if row.framework == "Django" else []
    spans = inline_spans(text)
    for match, around in matches:
        groups = match.groupdict()
        owner = _owner(match).rpartition(".")[2]
        owner = list_before(lists, match.start()) if row.framework == "Django" else owner
        path = joined(inline_prefix(spans, match.start()), groups.get("path") or "")
        for prefix in mounts.prefixes(index, owner):
            whole = joined(prefix, path) or "/"
            for verb in _verbs(row, match):
                name = f"{verb} {whole}"
                yield _route(material, index, row, match, name, groups.get("to") or around)


_METHODS = re.compile(r"\bmethods\s*=\s*[\[({]([^\])}]*)")
_METHOD = re.compile(r"""["'](\w+)["']""")
_CHAINED = re.compile(r"\s*\.(get|post|put|patch|delete|head|options|all)\(")
_LISTED = frozenset({"api_route", "add_api_route", "add_route"})


def _verbs(row: _Row, match: re.Match[str]) -> list[str]:
    """Return the methods of a route: listed, else in the name, else those that are usual."""
    groups = match.groupdict()
    verb = (groups.get("verb") or groups.get("verb_") or "route").lower()
    if row.framework == "Express" and verb == "route":
        return list(_chain(match.string, match.end())) or ["ANY"]
    if "websocket" in verb:
        return ["WEBSOCKET"]
    if row.framework in {"Flask", "Starlette"} or verb in _LISTED:
        at = match.string.find("(", match.start())
        listed = _METHODS.search(match.string, at, closing(match.string, at))
        if listed is not None and (names := _METHOD.findall(listed[1])):
            return [name.upper() for name in names]
        if verb in {"route", "add_url_rule", *_LISTED}:
            return ["GET"]
    return ["ANY" if verb in _ANY else verb.upper()]


def _chain(text: str, at: int) -> Iterator[str]:
    """Yield the methods that calls one after the other name: ``.get(…).post(…)``."""
    while match := _CHAINED.match(text, at):
        yield "ANY" if match[1] == "all" else match[1].upper()
        end = closing(text, match.end() - 1)
        if end <= match.end() - 1:
            return
        at = end
