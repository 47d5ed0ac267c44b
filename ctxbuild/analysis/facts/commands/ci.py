"""The commands of continuous integration: ``run:`` steps of GitHub, ``script:`` items of GitLab.

What is read is meant to be typed by a person: shell control, variables of the
runner and steps in other shells are passed over, and a step's directory is
written before its command.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from itertools import islice

from ctxbuild.analysis.facts.commands.command import Command, command
from ctxbuild.analysis.facts.commands.tasks import task_of
from ctxbuild.analysis.facts.material import Material

# What a line of CI does for CI alone: shell control, output, what the runner lacks.
_PLUMBING = re.compile(
    r"(?:echo|printf|cat|set|export|if|then|else|elif|fi|for|do|done|while|cd|mkdir|rm|cp|mv|ls|"
    r"sudo|apt|apt-get|dnf|apk|git|curl|wget|tar|unzip|sleep|exit|true|case|esac|read|local|chmod|"
    r"sed|awk|grep|find|xargs|source|\.|\[|\{|\}|\(|#|\$|gh|env|test|shopt|brew|choco|which|pwd|"
    r"pushd|popd|\w+=)(?=[\s;\"'({$]|$)"
)
# What only has a value, or a meaning, in the middle of a script that CI runs.
_RUNNER = re.compile(r"\$[\w({]|%\w+%|;;| & |(?:[|&{(\\;]|\b(?:then|do|else))$|^\S+ --version$")
_RUN = re.compile(r"^([ \t]*(?:-[ \t]+)?)run:[ \t]*(\S[^\n]*)$", re.MULTILINE)
_ITEM = re.compile(r"^[ \t]+-[ \t]+(\S[^\n]*)$", re.MULTILINE)
_KEY = re.compile(r"(?:- +)?(working-directory|shell)[ \t]*:[ \t]*(\S[^\n]*)")
_CD = re.compile(r"cd[ \t]+([\w./-]+)")
_MKDIR = re.compile(r"mkdir[ \t]+(?:-p[ \t]+)?([\w.-]+)")
_HEREDOC = re.compile(r"<<-?[ \t]*[\"']?(\w+)")
_SHELLS = ("bash", "sh")


def github(material: Material, index: int) -> Iterator[Command]:
    """Yield the commands of a workflow; scripts line by line."""
    text, lines = material.text(index), material.lines(index)
    defaults = list(islice(_defaults(lines), _MOST_DEFAULTS))
    number = counted = 0
    for match in _RUN.finditer(text):
        number += text.count("\n", counted, match.start())
        counted, column = match.start(), len(match[1])
        settings = _settings(lines, number, column)
        usual = [d for first, last, d in defaults if first <= number < last]
        home = _clean(settings.get("working-directory", usual[-1] if usual else ""))
        in_shell = settings.get("shell", "bash").startswith(_SHELLS)
        if in_shell and home is not None and _is_directory(material, home):
            yield from _step(material, index, _script(text, match, column), home)


def _step(
    material: Material, index: int, script: Iterator[tuple[str, str, int]], home: str
) -> Iterator[Command]:
    """Yield the commands of a script, each with the directories that it makes and enters."""
    made: set[str] = set()
    for line, words, at in script:
        if directory := _MKDIR.fullmatch(line):
            made.add(directory[1])
        if moved := _CD.fullmatch(line):
            inner = _clean(posixpath.join(home, moved[1]))
            if inner is None:
                return
            home = inner
            continue
        if (entered := _CD.match(line.lstrip("("))) and entered[1] in made:
            line = f"mkdir -p {entered[1]} && {_inner(line)}"
        yield from _line(material, index, _inner(line), words, at, home)


def _inner(line: str) -> str:
    """Return what stands in brackets around a whole line, which run it in a shell of its own."""
    return line[1:-1] if line.startswith("(") and line.find(")") == len(line) - 1 else line


def gitlab(material: Material, index: int) -> Iterator[Command]:
    """Yield the items of lists that read as commands."""
    for match in _ITEM.finditer(material.text(index)):
        line = _bare(_unquoted(match[1]))
        yield from _line(material, index, line, line, match.start(1), "")


_MOST_DEFAULTS = 200
_FARTHEST = 60
"""Lines between the keys of one step; a script may be longer, with its settings before it."""


def _settings(lines: list[str], number: int, column: int) -> dict[str, str]:
    """Return the directory and the shell of the step whose ``run:`` is on a line."""
    around, inside = [lines[number]], " " * column
    if not lines[number].startswith("-", column - 2):
        for line in reversed(lines[max(0, number - _FARTHEST) : number]):
            around.append(line)
            if line.strip() and not line.startswith(inside):
                break
    for line in lines[number + 1 : number + _FARTHEST]:
        if line.strip() and not line.startswith(inside):
            break
        around.append(line)
    matches = ((_KEY.match(line.lstrip()), line) for line in around)
    return {
        match[1]: _unquoted(_bare(match[2]))
        for match, line in matches
        if match and len(line) - len(line.lstrip()) + match.start(1) == column
    }


def _defaults(lines: list[str]) -> Iterator[tuple[int, int, str]]:
    """Yield first and last line of jobs, or the workflow, that set a directory for all steps."""
    for number, line in enumerate(lines):
        if line.strip() != "defaults:":
            continue
        indent = len(line) - len(line.lstrip())
        for inner in lines[number + 1 : number + 4]:
            match = _KEY.match(inner.lstrip())
            if match and match[1] == "working-directory":
                yield *_around(lines, number, indent), _unquoted(_bare(match[2]))


def _around(lines: list[str], number: int, indent: int) -> tuple[int, int]:
    """Return the lines around one that are indented at least so far."""

    def outside(line: str) -> bool:
        return bool(line.strip()) and len(line) - len(line.lstrip()) < indent

    first = next((at for at in range(number, -1, -1) if outside(lines[at])), 0)
    end = len(lines)
    return first, next((at for at in range(number, end) if outside(lines[at])), end)


def _clean(directory: str) -> str | None:
    """Return a directory below the root, empty for the root; ``None`` for any other."""
    path = posixpath.normpath(directory) if directory else "."
    if path.startswith(("/", "..", "~")) or "$" in path or "*" in path:
        return None
    return "" if path == "." else path


def _is_directory(material: Material, path: str) -> bool:
    """Whether the repository has a directory; the root's name is empty."""
    inside = f"{path}/"
    return not path or any(document.path.startswith(inside) for document in material.documents)


def _script(text: str, match: re.Match[str], column: int) -> Iterator[tuple[str, str, int]]:
    """Yield commands with the words of their first line and where these begin."""
    style = match[2][0]
    if style not in "|>":
        line = _unquoted(match[2])
        yield _bare(line), line, match.start(2)
        return
    joined: list[str] = []
    first, end = match.end() + 1, ""
    for line, start in _lines_from(text, first):
        plain = line.strip()
        if plain and len(line) - len(line.lstrip()) <= column:
            break
        if end:
            end = "" if plain == end else end
            continue
        first = first if joined else start
        joined.append(plain.removesuffix("\\"))
        if plain.endswith("\\") or (style == ">" and plain):
            continue
        yield _bare(" ".join(joined)), joined[0].strip(), first
        opened = _HEREDOC.search(plain)
        joined, end = [], opened[1] if opened else ""
    if joined:
        yield _bare(" ".join(joined)), joined[0].strip(), first


def _lines_from(text: str, at: int) -> Iterator[tuple[str, int]]:
    """Yield lines from a place on and where they begin, none before it is asked for."""
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        yield text[at:end], at
        at = end + 1


def _unquoted(scalar: str) -> str:
    """Return a scalar of YAML on one line without the quotes around all of it."""
    scalar = scalar.rstrip()
    quoted = len(scalar) > 1 and scalar[0] in "\"'" and scalar[0] == scalar[-1]
    return scalar[1:-1] if quoted else scalar


def _bare(line: str) -> str:
    """Return a line without its comment; empty where a quotation does not end on it."""
    quote, before, escaped = "", " ", False
    for at, character in enumerate(line):
        if escaped:
            escaped = False
        elif character == "\\" and quote != "'":
            escaped = True
        elif quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character == "#" and before.isspace():
            return line[:at].strip()
        before = character
    return "" if quote else line.strip()


def _line(
    material: Material, index: int, line: str, words: str, start: int, directory: str
) -> Iterator[Command]:
    plain = " ".join(line.split())
    rest = re.sub(r"^(?:mkdir -p [\w.-]+ && )?(?:cd [\w./-]+ && )?", "", plain)
    if not re.match(r"[\w./]", rest) or _PLUMBING.match(rest) or _RUNNER.search(rest):
        return
    if task_of(rest) == "other":
        return
    if directory:
        plain = f"cd {directory} && {plain}"
    yield from command(material, index, plain, "ci", words, start)
