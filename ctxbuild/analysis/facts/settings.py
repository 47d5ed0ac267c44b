"""Environment variables that code reads or that an example of them names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ctxbuild.analysis.facts.material import Material, lines_of
from ctxbuild.claims import Claim


@dataclass(frozen=True, slots=True)
class EnvironmentVariable:
    """A variable and one place where it is read; ``how`` is ``code`` or ``example``."""

    name: str
    how: str
    claim: Claim


_NAME = r"""["'`]([A-Za-z_][A-Za-z0-9_]+)["'`]"""
_ECMA = (r"\b(?:process|import\.meta)\.env\.([A-Z_][A-Z0-9_]+)", rf"\bprocess\.env\[{_NAME}\]")
_C = (rf"\b(?:secure_)?getenv\(\s*{_NAME}",)
_READS: dict[str, tuple[str, ...]] = {
    "python": (
        rf"environ(?:b)?(?:\.get\(|\.setdefault\(|\.pop\(|\[)\s*{_NAME}",
        rf"getenv\(\s*{_NAME}",
        rf"envvar\s*=\s*{_NAME}",
    ),
    "javascript": _ECMA,
    "typescript": _ECMA,
    "tsx": _ECMA,
    "rust": (rf"\benv::var(?:_os)?\(\s*{_NAME}", rf"\b(?:option_)?env!\(\s*{_NAME}"),
    "go": (rf"\bos\.(?:Getenv|LookupEnv)\(\s*{_NAME}",),
    "java": (rf"\bSystem\.getenv\(\s*{_NAME}",),
    "kotlin": (rf"\bSystem\.getenv\(\s*{_NAME}",),
    "c": _C,
    "cpp": _C,
    "ruby": (rf"\bENV(?:\.fetch\(|\[)\s*{_NAME}",),
    "php": (rf"\b(?:getenv|env)\(\s*{_NAME}", rf"\$_(?:ENV|SERVER)\[{_NAME}\]"),
    "csharp": (rf"\bGetEnvironmentVariable\(\s*{_NAME}",),
    "elixir": (rf"\bSystem\.(?:get|fetch)_env!?\(\s*{_NAME}",),
}
_PATTERNS = {language: [re.compile(p) for p in rows] for language, rows in _READS.items()}
_INSIDE = re.compile(r"\w\w")
"""Where a match begins inside a word. A pattern that asks so itself is looked for at every
place, while the search for its first letters is quick."""
_SIGNS = ("env", "ENV", "Env", "_SERVER")
"""One of these stands in all that the patterns above can match."""
_EXAMPLE = re.compile(r"(?:^|/)\.env\.(?:example|sample|template|dist)$|(?:^|/)env\.example$")
_ASSIGNED = re.compile(r"^#?[ \t]*(?:export[ \t]+)?([A-Z_][A-Z0-9_]+)=", re.MULTILINE)


def find_environment(material: Material) -> tuple[EnvironmentVariable, ...]:
    """Return the variables by name, each with the first place that reads it."""
    found: dict[str, EnvironmentVariable] = {}
    for variable in (*_in_code(material), *_in_examples(material)):
        found.setdefault(variable.name, variable)
    return tuple(found[name] for name in sorted(found))


def _in_code(material: Material) -> Iterator[EnvironmentVariable]:
    for index, document in material.sources(*_PATTERNS):
        text = material.text(index)
        if not any(sign in text for sign in _SIGNS):
            continue
        matches = [m for pattern in _PATTERNS[document.language] for m in pattern.finditer(text)]
        for match in sorted(matches, key=re.Match.start):
            if _INSIDE.match(text, max(match.start() - 1, 0)):
                continue
            yield _variable(material, index, match, "code")


def _in_examples(material: Material) -> Iterator[EnvironmentVariable]:
    for index, document in enumerate(material.documents):
        if _EXAMPLE.search(document.path):
            for match in _ASSIGNED.finditer(material.text(index)):
                yield _variable(material, index, match, "example")


def _variable(
    material: Material, index: int, match: re.Match[str], how: str
) -> EnvironmentVariable:
    lines = lines_of(material.text(index), match.start(), match.end())
    statement = f"The environment variable {match[1]} is read."
    claim = material.claim(index, statement, lines, "quoted", match[1])
    return EnvironmentVariable(match[1], how, claim)
