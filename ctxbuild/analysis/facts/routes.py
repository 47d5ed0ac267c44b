"""Routes of web frameworks and commands of command-line frameworks, one row each.

A row counts only in files that import its framework, so that a method called
``get`` is not taken for a route.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ctxbuild.analysis.facts.brackets import closing
from ctxbuild.analysis.facts.material import Material, lines_of
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
        rf"^[ \t]*@(?P<on>[\w.]+)\.(?P<verb>{_VERBS}|websocket|api_route)\(\s*(?:path=)?"
        r"[\"'](?P<path>[^\"'\n]*)[\"']",
    ),
    _row(
        "Django",
        "route",
        "python",
        r"django\.(?:urls|conf)",
        rf"\b(?:re_)?path{_PATH.replace('(?P<path>', 'r?(?P<path>')}",
    ),
    _row(
        "Express",
        "route",
        _SCRIPT,
        r"express",
        rf"\b(?:app|router|\w*[rR]outer)\.(?P<verb>{_VERBS}|all)\(\s*[\"'`](?P<path>/[^\"'`\n]*)[\"'`]\s*,",
    ),
    _row(
        "Fastify",
        "route",
        _SCRIPT,
        r"fastify",
        rf"\b(?:app|fastify|server)\.(?P<verb>{_VERBS}|all)\(\s*[\"'`](?P<path>/[^\"'`\n]*)[\"'`]\s*,",
    ),
    _row(
        "Hono",
        "route",
        _SCRIPT,
        r"hono",
        rf"\b(?:app|api|\w*[rR]oute\w*)\.(?P<verb>{_VERBS}|all)\(\s*[\"'`](?P<path>/[^\"'`\n]*)[\"'`]\s*,",
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
        r"\.(?P<verb>GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|Any)\(\s*\"(?P<path>[^\"\n]*)\"",
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
        r"^[ \t]*@(?P<verb>[\w.]+\.(?:command|group))"
        r"(?:\(\s*(?:name\s*=\s*)?(?:[\"'](?P<path>[^\"'\n]*)[\"'])?)?",
    ),
    _row(
        "typer",
        "command",
        "python",
        r"^typer",
        r"^[ \t]*@(?P<verb>[\w.]+\.(?:command|callback))"
        r"(?:\(\s*(?:name\s*=\s*)?(?:[\"'](?P<path>[^\"'\n]*)[\"'])?)?",
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
    found: list[tuple[int, int, Route]] = []
    for index, document in material.sources():
        for row in _ROWS:
            if document.language in row.languages and any(
                row.imported.search(name) for name in material.imported_by(index)
            ):
                found += ((index, at, route) for at, route in _of_file(material, index, row))
    return tuple(route for _, _, route in sorted(found, key=lambda each: each[:2]))


def _of_file(material: Material, index: int, row: _Row) -> Iterator[tuple[int, Route]]:
    text = material.text(index)
    prefixes = dict(_prefixes(text)) if "on" in row.pattern.groupindex else {}
    for match in row.pattern.finditer(text):
        groups = match.groupdict()
        lines = lines_of(text, match.start(), match.end())
        handler = material.around(index, lines[1])
        name = groups.get("path")
        names = [name or handler.rpartition(".")[2].removesuffix("_command").replace("_", "-")]
        if row.kind == "route":
            path = prefixes.get(groups.get("on") or "", "") + (name or "")
            names = [f"{verb} {path or '/'}" for verb in _verbs(row, match)]
        for name in names if not handler.startswith("tests::") else ():
            if not name:
                continue
            statement = f"{row.framework} has the {row.kind} {name}."
            evidence = groups.get("path") or match[0].strip()
            claim = material.claim(index, statement, lines, "quoted", evidence)
            yield match.start(), Route(row.kind, name, row.framework, handler, claim)


_GROUP = re.compile(
    r"^[ \t]*(\w+)[ \t]*(?::[^=\n]*)?=[ \t]*(?:\w+\.)*(?:Blueprint|APIRouter|Quart)\(", re.MULTILINE
)
_PREFIX = re.compile(r"""\b(?:url_)?prefix\s*=\s*["']([^"'\n]*)["']""")
_METHODS = re.compile(r"\bmethods\s*=\s*[\[({]([^\])}]*)")
_METHOD = re.compile(r"""["'](\w+)["']""")


def _prefixes(text: str) -> Iterator[tuple[str, str]]:
    """Yield the variables that hold groups of routes, with what their paths begin with."""
    for match in _GROUP.finditer(text):
        at = match.end() - 1
        prefix = _PREFIX.search(text, at, closing(text, at))
        if prefix is not None:
            yield match[1], prefix[1]


def _verbs(row: _Row, match: re.Match[str]) -> list[str]:
    """Return the methods of a route: listed, else in the name, else those that are usual."""
    verb = (match.groupdict().get("verb") or "route").lower()
    if row.framework == "Flask" or verb == "api_route":
        at = match.string.find("(", match.start())
        listed = _METHODS.search(match.string, at, closing(match.string, at))
        if listed is not None and (names := _METHOD.findall(listed[1])):
            return [name.upper() for name in names]
        if verb in {"route", "add_url_rule", "api_route"}:
            return ["GET"]
    return ["ANY" if verb in _ANY else verb.upper()]
