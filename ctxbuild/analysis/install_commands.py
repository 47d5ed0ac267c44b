"""The command that installs what a page is about, as the page shows it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

_NAME = r"(?!\S*://)[\"']?[@\w][\w@/.+:\[\],-]*[\"']?"
_FLAGS = r"(?:\s+-{1,2}[\w-]+)*"
_COMMAND = re.compile(
    r"(?:(?:python3?|py) -m )?pip3? install" + _FLAGS + rf"\s+(?P<pip>{_NAME})"
    rf"|(?:uv add|uv pip install|uv tool install|pipx install|poetry add|conda install){_FLAGS}"
    rf"\s+(?P<python>{_NAME})"
    rf"|(?:npm (?:install|i|add)|yarn add|pnpm add|bun add){_FLAGS}\s+(?P<npm>{_NAME}){_FLAGS}"
    rf"|npx (?:create-)?(?P<npx>{_NAME})"
    rf"|cargo (?:add|install){_FLAGS}\s+(?P<cargo>{_NAME}){_FLAGS}"
    rf"|go (?:get|install){_FLAGS}\s+(?P<go>{_NAME})"
    rf"|gem install{_FLAGS}\s+(?P<gem>{_NAME})"
    rf"|composer require{_FLAGS}\s+(?P<php>{_NAME})"
    rf"|dotnet add package (?P<net>{_NAME})"
    rf"|(?:brew|apt|apt-get|dnf) install{_FLAGS}\s+(?P<system>{_NAME})"
)
_LONGEST = 90
_LETTERS = re.compile(r"[^a-z0-9]+")


def install_command(texts: Iterable[str], project: str) -> str:
    """Return the command shown first that installs a project; empty where none does.

    Args:
        texts: Markdown of pages, those that tell of installing first.
        project: its name; what is installed must be called alike.

    """
    wanted = _LETTERS.sub("", project.lower())
    found: Counter[str] = Counter()
    for text in texts:
        for command, name in _commands(text):
            plain = _LETTERS.sub("", name.partition("[")[0].rpartition("/")[2].lower())
            if plain and wanted and (plain in wanted or wanted in plain):
                found[command] += 1
    order = list(found)
    return min(found, key=lambda each: (-found[each], order.index(each)), default="")


def _commands(text: str) -> Iterator[tuple[str, str]]:
    """Yield the commands on lines of their own, with what they install."""
    for line in text.split("\n"):
        stripped = line.partition(" #")[0].strip().lstrip("$>% ").strip("`")
        if len(stripped) <= _LONGEST and (found := _COMMAND.fullmatch(stripped)):
            yield stripped, next(name for name in found.groups() if name).strip("\"'")
