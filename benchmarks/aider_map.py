"""Aider's repository map for one question, at several budgets; runs with aider's own Python.

Reads JSON from standard input (``root``, ``files``, ``query``, ``budgets``,
``cache``) and writes a JSON object from budget to text. Files and names
that the question mentions are handed over in the way aider's chat does it.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any


class Terminal:
    """What the map needs of aider's terminal: files read, messages dropped."""

    def read_text(self, filename: str, *_: Any, **__: Any) -> str | None:
        """Return the text of a file; ``None`` where it has none."""
        try:
            return Path(filename).read_text(encoding="utf-8")
        except (OSError, UnicodeError):
            return None

    def tool_output(self, *_: Any, **__: Any) -> None:
        """Say nothing."""

    tool_warning = tool_error = tool_output


class Model:
    """Counts tokens as o200k_base where its vocabulary is at hand, else four characters each."""

    def __init__(self) -> None:
        self._encoding: Any = None
        store = Path(os.environ.get("TIKTOKEN_CACHE_DIR", ""))
        if store.is_absolute() and any(store.iterdir()):
            import tiktoken

            self._encoding = tiktoken.get_encoding("o200k_base")

    def token_count(self, text: str) -> float:
        """Return the tokens of a text."""
        if self._encoding is None:
            return len(text) / 4
        return len(self._encoding.encode(text, disallowed_special=()))


def mentioned_files(query: str, idents: set[str], files: list[str]) -> set[str]:
    """Return the files that a query names, as aider's chat does it.

    By the whole path, by a base name that only one file has, or by a word of at
    least five letters that is a base name without its extension.
    """
    words = {word.rstrip(",.!;:?").strip("\"'`*_") for word in query.split()}
    lower = {ident.lower() for ident in idents if len(ident) >= 5}
    found = {path for path in files if path in words or Path(path).stem.lower() in lower}
    bases: dict[str, list[str]] = {}
    for path in files:
        bases.setdefault(Path(path).name, []).append(path)
    alone = {paths[0] for base, paths in bases.items() if len(paths) == 1 and base in words}
    return found | {path for path in alone if re.search(r"[._-]", Path(path).name)}


def main() -> int:
    """Write the map at each budget, with the seconds of CPU time that it took."""
    repo_map = import_module("aider.repomap").RepoMap
    job = json.load(sys.stdin)
    root, files, query = job["root"], job["files"], job["query"]
    repo_map.TAGS_CACHE_DIR = job["cache"]
    idents = set(re.split(r"\W+", query)) if query else set()
    names = mentioned_files(query, idents, files)
    paths = [str(Path(root) / path) for path in files]
    texts = {}
    for budget in job["budgets"]:
        began = time.process_time()
        made = repo_map(map_tokens=budget, root=root, main_model=Model(), io=Terminal())
        text = made.get_repo_map([], paths, mentioned_fnames=names, mentioned_idents=idents)
        texts[str(budget)] = [text or "", time.process_time() - began]
    sys.stdout.write("\n" + json.dumps(texts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
