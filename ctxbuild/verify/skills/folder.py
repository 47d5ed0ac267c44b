"""What a skill's folder holds: size, links, scripts, data."""

from __future__ import annotations

import ast
import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from ctxbuild.model import TokenCounter
from ctxbuild.verify.findings import Finding
from ctxbuild.verify.skills.frontmatter import MAIN, frontmatter_findings

MOST_LINES = 500
MOST_TOKENS = 5_000
_LINK = re.compile(r"\]\(\s*<?([^()<>\s]{1,400})")
_REFERENCES = "references/"


def skill_findings(
    files: Mapping[str, bytes], folder: str, count: TokenCounter
) -> Iterator[Finding]:
    """Yield what is wrong with a skill, whoever made it.

    Args:
        files: its files by their paths within its folder.
        folder: its name.
        count: of the tokens of ``SKILL.md``.

    """
    if MAIN not in files:
        yield Finding(MAIN, 1, "SKILL-001", f"there is no {MAIN}")
        return
    text = _text(files[MAIN])
    yield from frontmatter_findings(text, folder)
    yield from _sizes(text, count)
    yield from _links(files)
    for path, data in files.items():
        message = _damage(path, _text(data))
        if message:
            yield Finding(path, 1, "SKILL-009", message)


def _sizes(text: str, count: TokenCounter) -> Iterator[Finding]:
    lines, tokens = text.count("\n"), count.count(text)
    if lines > MOST_LINES:
        yield Finding(MAIN, 1, "SKILL-006", f"{lines:,} lines; {MOST_LINES} are advised")
    if tokens >= MOST_TOKENS:
        yield Finding(MAIN, 1, "SKILL-006", f"{tokens:,} tokens; below {MOST_TOKENS:,} is advised")


def _links(files: Mapping[str, bytes]) -> Iterator[Finding]:
    linked = {target for _, target in _targets(MAIN, _text(files[MAIN]))}
    for path in sorted(files):
        if not path.endswith(".md"):
            continue
        for line, target in _targets(path, _text(files[path])):
            is_there = target in files or any(each.startswith(f"{target}/") for each in files)
            if not is_there:
                yield Finding(path, line, "SKILL-007", f"{target} is not there")
            elif path != MAIN and target.startswith(_REFERENCES) and target not in linked:
                message = f"{target} is linked here and not in {MAIN}"
                yield Finding(path, line, "SKILL-008", message)
        if path.startswith(_REFERENCES) and path not in linked:
            yield Finding(path, 1, "SKILL-008", f"{MAIN} does not link it")


def _targets(path: str, text: str) -> Iterator[tuple[int, str]]:
    """Yield line and file of the links of a text that stay within the folder or leave it."""
    home = posixpath.dirname(path)
    for number, line in enumerate(text.split("\n"), 1):
        for link in _LINK.findall(line):
            target = unquote(link.partition("#")[0])
            if target and ":" not in target and not target.startswith("//"):
                yield number, posixpath.normpath(posixpath.join(home, target))


def _damage(path: str, text: str) -> str:
    """Return why a script or a data file cannot be read, or nothing."""
    try:
        if path.endswith(".py"):
            ast.parse(text)
        elif path.endswith(".json"):
            json.loads(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return f"cannot be read: {str(error)[:120]}"
    return ""


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
