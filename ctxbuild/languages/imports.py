"""What a file imports, as written: one compiled pattern per language, no parser.

The strings are raw material for the file graph, which decides what they point
to. Comments and strings are not told apart from code: a false edge to a file
that does not exist costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

Finder = Callable[[str], Iterable[str]]

MAX_IMPORTS = 2000
"""More than this many different targets per file are not recorded."""

_RELATIVE = r"(?![a-z][a-z0-9+.-]*:|#|//)"
"""What follows is neither a URL nor an anchor."""

_ECMA = (
    r"""from(?<![\w$.]from)\s*["']([^"'\n]{1,300})["']""",
    r"""require(?<![\w$.]require)[ \t]*\([ \t]*["']([^"'\n]{1,300})["']""",
    r"""import(?<![\w$.]import)[ \t]*\(?[ \t]*["']([^"'\n]{1,300})["']""",
)
_C = (r"""^[ \t]*#[ \t]*include[ \t]*[<"]([^>"\n]+)[>"]""",)
_CSS = (r"""@(?:import|use|forward)[ \t]+(?:url\()?["']?([^"')\s;]+)""",)
_PHP_FILE = (
    r"""(?:_once)?[ \t(]*(?:(?:__DIR__|dirname\(__FILE__\))[ \t]*\.[ \t]*)?["']([^"'\n]+)["']"""
)
_HREF = rf"""["']{_RELATIVE}([^"'<>\s]+)"""

PATTERNS: dict[str, tuple[str, ...]] = {
    "javascript": _ECMA,
    "typescript": _ECMA,
    "tsx": _ECMA,
    "vue": _ECMA,
    "svelte": _ECMA,
    "java": (r"^[ \t]*import[ \t]+(?:static[ \t]+)?([\w.]+(?:\.\*)?)[ \t]*;",),
    "kotlin": (r"^[ \t]*import[ \t]+([\w.`]+(?:\.\*)?)",),
    "groovy": (r"^[ \t]*import[ \t]+(?:static[ \t]+)?([\w.]+(?:\.\*)?)",),
    "scala": (r"^[ \t]*import[ \t]+([\w.]+)",),
    "csharp": (
        r"^[ \t]*(?:global[ \t]+)?using[ \t]+(?:static[ \t]+|\w+[ \t]*=[ \t]*)?([\w.]+)[ \t]*;",
    ),
    "c": _C,
    "cpp": _C,
    "objc": (r"""^[ \t]*#[ \t]*(?:include|import)[ \t]*[<"]([^>"\n]+)[>"]""",),
    "glsl": _C,
    "ruby": (
        r"""^[ \t]*(?:require(?:_relative)?|load|autoload[ \t(]+:\w+,)[ \t(]*["']([^"'\n]+)["']""",
    ),
    "php": (
        r"^[ \t]*use[ \t]+(?:function[ \t]+|const[ \t]+)?(\\?[A-Za-z_][\w\\]*)"
        r"(?=[ \t]*[;,{]|[ \t]+as\b)",
        rf"include{_PHP_FILE}",
        rf"require{_PHP_FILE}",
    ),
    "bash": (r"""^[ \t]*(?:source|\.)[ \t]+["']?([^\s"';&|]+)""",),
    "css": _CSS,
    "scss": _CSS,
    "sass": _CSS,
    "less": _CSS,
    "markdown": (
        rf"\]\(<?{_RELATIVE}([^()\s<>]{{1,300}})",
        rf"^\[[^\]\n]+\]:[ \t]*{_RELATIVE}(\S+)",
    ),
    "rst": (
        r"^[ \t]*\.\.[ \t]+(?:include|literalinclude|image|figure)::[ \t]*(\S+)",
        rf"<{_RELATIVE}([^<>\s`]+)>`_",
    ),
    "asciidoc": (
        r"include::([^\[\n]+)\[",
        rf"link:{_RELATIVE}([^\[\s]+)\[",
        rf"xref:{_RELATIVE}([^\[\s]+)\[",
        rf"image:(?!:){_RELATIVE}([^\[\s]+)\[",
        rf"image::{_RELATIVE}([^\[\s]+)\[",
    ),
    "html": (rf"src={_HREF}", rf"href={_HREF}"),
    "protobuf": (r"""^[ \t]*import[ \t]+(?:public[ \t]+|weak[ \t]+)?"([^"\n]+)\"""",),
    "lua": (r"""require(?<![\w.]require)[ \t]*\(?[ \t]*["']([^"'\n]+)["']""",),
    "swift": (
        r"^[ \t]*(?:@\w+[ \t]+)?import[ \t]+(?:class[ \t]+|struct[ \t]+|func[ \t]+)?([\w.]+)",
    ),
    "dart": (r"""^[ \t]*(?:import|export|part)[ \t]+["']([^"'\n]+)["']""",),
    "elixir": (r"^[ \t]*(?:alias|import|use|require)[ \t]+([A-Z][\w.]*)",),
    "haskell": (r"^import[ \t]+(?:safe[ \t]+)?(?:qualified[ \t]+)?([A-Z][\w.]*)",),
    "julia": (
        r"^[ \t]*(?:using|import)[ \t]+([\w.]+)",
        r"""include\([ \t]*"([^"\n]+)"\)""",
    ),
    "zig": (r"""@import\([ \t]*"([^"\n]+)"[ \t]*\)""",),
    "perl": (r"""^[ \t]*(?:use|require|no)[ \t]+["']?([A-Z][\w:]*|[^"'\s;]+\.p[lmh])""",),
    "powershell": (r"""^[ \t]*(?:\.|Import-Module|using[ \t]+module)[ \t]+["']?([^\s"';]+)""",),
    "hcl": (r"""^[ \t]*source[ \t]*=[ \t]*"([^"\n]+)\"""",),
    "cmake": (r"""^[ \t]*(?:include|add_subdirectory)[ \t]*\([ \t]*"?([^\s")]+)""",),
    "makefile": (r"^[ \t]*-?include[ \t]+(\S+)",),
    "tex": (
        r"\\(?:input|include|bibliography|usepackage|includegraphics)(?:\[[^\]\n]*\])?\{([^{}\n]+)\}",
    ),
}
"""Language → patterns with one group, the target.

A pattern that begins with a literal or a line start is searched several times
faster than one that begins with ``\\b`` or an alternation; hence the word
boundaries written as look-behinds, and several patterns for one language.
"""


def imports(text: str, language: str) -> tuple[str, ...]:
    """Return the modules, names and paths that ``text`` imports, in order, each once.

    Python names are absolute (``a.b``) or begin with dots; ``from a import b``
    gives ``a.b``. Rust paths keep ``crate::``, ``self::`` and ``super::``;
    ``mod x;`` gives ``self::x``.
    """
    finder = _finder(language)
    if finder is None:
        return ()
    found: dict[str, None] = {}
    for target in finder(text):
        found[target] = None
        if len(found) >= MAX_IMPORTS:
            break
    return tuple(found)


@cache
def _finder(language: str) -> Finder | None:
    special = _SPECIAL.get(language)
    if special is not None:
        return special
    sources = PATTERNS.get(language)
    if sources is None:
        return None
    patterns = [re.compile(source, re.MULTILINE) for source in sources]

    def find(text: str) -> Iterable[str]:
        matches = [match for pattern in patterns for match in pattern.finditer(text)]
        matches.sort(key=re.Match.start)
        return [match[1] for match in matches]

    return find


_PYTHON = re.compile(
    r"^[ \t]*(?:from[ \t]+(\.*[ \t]*[\w.]*)[ \t]+import[ \t]+(\([^()]*\)|(?:[^\n#;\\]|\\\r?\n)+)"
    r"|c?import[ \t]+([\w., \t]+))",
    re.MULTILINE,
)
_PYTHON_COMMENT = re.compile(r"#[^\n]*")
_AS = re.compile(r"\s+as\s+\w+")
_NAME = re.compile(r"\w+|\*")


def _python(text: str) -> Iterable[str]:
    for match in _PYTHON.finditer(text):
        origin, names, plain = match.groups()
        if plain is not None:
            for part in plain.split(","):
                module = part.split()
                if module:
                    yield module[0]
            continue
        origin = "".join(origin.split())
        join = "" if origin.endswith(".") else "."
        for name in _NAME.findall(_AS.sub("", _PYTHON_COMMENT.sub("", names))):
            yield origin if name == "*" else f"{origin}{join}{name}"


_GO = re.compile(r"^import[ \t]*(?:\(([^()]*)\)|[\w.]*[ \t]*[\"`]([^\"`\n]+)[\"`])", re.MULTILINE)
_QUOTED = re.compile(r"[\"`]([^\"`\n]+)[\"`]")
_GO_COMMENT = re.compile(r"//[^\n]*")


def _go(text: str) -> Iterable[str]:
    for match in _GO.finditer(text):
        if match[2]:
            yield match[2]
        else:
            yield from _QUOTED.findall(_GO_COMMENT.sub("", match[1]))


_RUST = re.compile(
    r"^[ \t]*(?:pub(?:\([^()\n]*\))?[ \t]+)?"
    r"(?:use[ \t]+([^;]{1,2000});|mod[ \t]+(\w+)[ \t]*;|extern[ \t]+crate[ \t]+(\w+))",
    re.MULTILINE,
)
_RUST_TOKEN = re.compile(r"[\w:*]+|[{},]|\bas\b")


def _rust(text: str) -> Iterable[str]:
    for match in _RUST.finditer(text):
        if match[1]:
            yield from rust_tree(match[1])
        else:
            yield f"self::{match[2]}" if match[2] else match[3]


def rust_tree(tree: str) -> Iterable[str]:
    """Yield the paths of ``a::{b, c::{self, d as e}}``."""
    prefixes = [""]
    path = ""
    skip = False
    for part in _RUST_TOKEN.findall(_GO_COMMENT.sub("", tree)):
        if part == "{":
            prefixes.append(prefixes[-1] + path)
            path = ""
        elif part in "},":
            if path:
                yield _rust_path(prefixes[-1] + path)
            path, skip = "", False
            if part == "}" and len(prefixes) > 1:
                prefixes.pop()
        elif part == "as":
            skip = True
        elif not skip:
            path += part
    if path:
        yield _rust_path(prefixes[-1] + path)


def _rust_path(path: str) -> str:
    return path.removeprefix("::").removesuffix("::*").removesuffix("::self")


_SPECIAL: dict[str, Finder] = {"python": _python, "go": _go, "rust": _rust}
