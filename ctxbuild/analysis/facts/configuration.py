"""What users can set: fields of settings classes, options of commands, keys of example files.

Environment variables are in :mod:`ctxbuild.analysis.facts.settings`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ctxbuild.analysis.facts.brackets import closing
from ctxbuild.analysis.facts.material import Material, lines_of
from ctxbuild.claims import Claim


@dataclass(frozen=True, slots=True)
class ConfigurationKey:
    """Something to set: ``kind`` is ``setting``, ``option`` or ``file``.

    ``owner`` is the class, function or section that it belongs to; ``doc`` what is said of it
    there, as written.
    """

    name: str
    kind: str
    owner: str
    doc: str
    path: str
    claim: Claim


@dataclass(frozen=True, slots=True)
class _Options:
    """How a library declares options: ``call`` finds the opening bracket, ``doc`` the help."""

    languages: tuple[str, ...]
    imported: re.Pattern[str]
    call: re.Pattern[str]
    name: re.Pattern[str]
    doc: re.Pattern[str]


_SCRIPTS = ("javascript", "typescript", "tsx")
_HELP = re.compile(r"""\bhelp\s*=\s*_?\(?\s*(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)')""")
_LONG = re.compile(r"""["'](?:-\w\s*[,/|]?\s*)?(--[A-Za-z][\w-]*)""")
_KEYWORD = re.compile(r"[,(]\s*[a-z_]+\s*=(?!=)")
"""Names of options stand before the first argument that has a name."""
_LAST = re.compile(r"""(?:,\s*"((?:[^"\\\n]|\\.)*)"|,\s*'((?:[^'\\\n]|\\.)*)')""")
_ROWS = (
    _Options(
        ("python",),
        re.compile(r"^(?:rich_|async)?click|^typer"),
        re.compile(r"^[ \t]*@[\w.]*\boption\(|\b(?:click\.option|(?:typer\.)?Option)\(", re.M),
        _LONG,
        _HELP,
    ),
    _Options(("python",), re.compile(r"^argparse"), re.compile(r"\.add_argument\("), _LONG, _HELP),
    _Options(
        _SCRIPTS, re.compile(r"^commander|^cac$|^yargs"), re.compile(r"\.option\("), _LONG, _LAST
    ),
    _Options(
        ("go",),
        re.compile(r"spf13/(?:cobra|pflag)|^flag$"),
        re.compile(
            r"\.(?:Bool|String|Int\d*|Uint\d*|Float\d*|Duration|Count|StringSlice|StringArray)"
            r"(?:Var)?P?\("
        ),
        re.compile(r'"([A-Za-z][\w.-]*)"'),
        re.compile(r'"((?:[^"\\\n]|\\.)*)"\s*\)\Z()'),
    ),
    _Options(
        ("go",),
        re.compile(r"/cli(?:/v\d)?\Z"),
        re.compile(r"\bcli\.\w*Flag\{"),
        re.compile(r'\bName:\s*"([A-Za-z][\w.-]*)'),
        re.compile(r'\bUsage:\s*"((?:[^"\\\n]|\\.)*)"()'),
    ),
)
_SETTINGS = re.compile(r"\((?:[^()]*[ ,.])?(?:Base)?Settings\b")
_VALUES = frozenset({"variable", "constant", "field"})
_EXAMPLE = re.compile(
    r"(?:example|sample|default|template|dist)[\w.-]*\.(?:ini|cfg|conf|toml|ya?ml)\Z"
    r"|\.(?:ini|cfg|conf|toml|ya?ml)[.-](?:example|sample|default|template|dist)\Z",
    re.IGNORECASE,
)
_SECTION = re.compile(r"\[{1,2}([\w.\" -]{1,80})\]{1,2}\s*\Z")
_KEY = re.compile(r"(?:[#;]\s?)?([A-Za-z_][\w.-]{0,80})[ \t]*(?:=|:(?=\s|\Z))")
_NESTED = re.compile(r"[A-Za-z_][\w.-]{0,80}:[ \t]*\Z")
_MOST_KEYS = 500
_LONGEST = 300


def find_configuration(material: Material) -> tuple[ConfigurationKey, ...]:
    """Return settings, options and keys of example files, in document order, each once."""
    found: dict[tuple[str, str, str, str], ConfigurationKey] = {}
    for key in (*_settings(material), *_options(material), *_files(material)):
        found.setdefault((key.kind, key.path, key.owner, key.name), key)
    return tuple(found.values())


def _settings(material: Material) -> Iterator[ConfigurationKey]:
    """Yield the fields of classes that read settings (pydantic)."""
    for index, document in material.sources("python"):
        outline = material.outlines.get(index)
        symbols = outline.symbols if outline else ()
        for at, symbol in enumerate(symbols):
            owner = symbols[symbol.parent] if symbol.parent >= 0 else None
            if owner is None or owner.kind != "class" or symbol.kind not in _VALUES:
                continue
            if _SETTINGS.search(owner.signature) and symbol.name != "model_config":
                statement = f"{symbol.qualified_name} can be set."
                claim = material.defined(index, at, statement)
                doc = " ".join(symbol.doc.split())[:_LONGEST]
                name = owner.qualified_name
                yield ConfigurationKey(symbol.name, "setting", name, doc, document.path, claim)


def _options(material: Material) -> Iterator[ConfigurationKey]:
    """Yield the options of commands, in files that import what declares them."""
    for index, document in material.sources():
        names = material.imported_by(index)
        for row in _ROWS:
            if document.language in row.languages and any(map(row.imported.search, names)):
                yield from _declared(material, index, row)


def _declared(material: Material, index: int, row: _Options) -> Iterator[ConfigurationKey]:
    text = material.text(index)
    for match in row.call.finditer(text):
        inside = text[match.end() - 1 : closing(text, match.end() - 1)]
        python = "python" in row.languages
        end = keyword.start() if python and (keyword := _KEYWORD.search(inside)) else len(inside)
        names = list(row.name.finditer(inside, 0, end))[: None if python else 1]
        doc = row.doc.search(inside, names[0].end()) if names else None
        said = next(filter(None, doc.groups()), "") if doc else ""
        for name in names:
            start = match.end() - 1 + name.start(1)
            lines = lines_of(text, start, start + len(name[1]))
            owner = material.around(index, lines[0])
            claim = material.claim(index, f"{name[1]} is an option.", lines, "quoted", name[1])
            path = material.documents[index].path
            yield ConfigurationKey(name[1], "option", owner, said[:_LONGEST], path, claim)


def _files(material: Material) -> Iterator[ConfigurationKey]:
    """Yield the keys of example configurations, each with the comment above it."""
    for index, document in enumerate(material.documents):
        outside = document.path.startswith(".") or document.role in {"vendored", "generated"}
        if _EXAMPLE.search(posixpath.basename(document.path)) and not outside:
            yield from _keys(material, index)


def _keys(material: Material, index: int) -> Iterator[ConfigurationKey]:
    section, above = "", list[str]()
    path = material.documents[index].path
    for number, line in enumerate(material.lines(index)[: _MOST_KEYS * 20], 1):
        bare = line.rstrip()
        key = _KEY.match(bare)
        if found := _SECTION.match(bare):
            section, above = found[1].strip(' "'), []
        elif key is not None and (bare[0] not in "#;" or "=" in bare):
            if _NESTED.match(bare):
                section = key[1]
            doc = " ".join(above)[:_LONGEST]
            statement = f"{key[1]} is a key of {path}."
            claim = material.claim(index, statement, (number, number), "quoted", key[1])
            owner = "" if section == key[1] else section
            yield ConfigurationKey(key[1], "file", owner, doc, path, claim)
            above = []
        elif bare[:1] in {"#", ";"}:
            above.append(bare.lstrip("#; \t"))
        else:
            above = []
