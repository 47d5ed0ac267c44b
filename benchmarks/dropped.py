"""Which committed text files the rivals leave out with their default settings.

``python benchmarks/dropped.py [--corpus NAME…]`` commits each archive whole
and lists, by suffix or directory name, the UTF-8 files without NUL bytes that
Repomix and Gitingest do not show. No times are taken.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import replace
from pathlib import Path

from contest import Contestant, rehearse
from outputs import read_back
from peers import gitingest, repomix
from trees import CORPORA, Corpus, build, paths
from workshop import folder, main

MOST_GROUPS = 10
"""Rows shown of each list; the rest is one sum."""


def raw(corpus: Corpus) -> Corpus:
    """Return the corpus with nothing left out."""
    return replace(corpus, name=f"{corpus.name}-raw", whole=True)


def _texts(corpus: Corpus) -> dict[str, int]:
    """Return the size of each committed text file."""
    sizes = {}
    for name in sorted(paths(corpus)):
        path = corpus.path / name
        if path.is_file() and not path.is_symlink():
            data = path.read_bytes()
            if b"\0" not in data and _is_utf8(data):
                sizes[name] = len(data)
    return sizes


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _contestants(corpus: Corpus) -> list[Contestant]:
    first, second = repomix(), gitingest()
    outputs = [folder("outputs") / f"{corpus.name}-{name}" for name in ("repomix", "gitingest")]
    return [
        Contestant("Repomix", first.command, (".", "--output", str(outputs[0])), outputs[0]),
        Contestant(
            "Gitingest", second.command, (".", "--output", str(outputs[1])), outputs[1], second.env
        ),
    ]


def _report(name: str, missing: dict[str, int], total: int) -> None:
    size = sum(missing.values())
    print(f"- {name}: {len(missing):,} of {total:,} text files missing, {size / 1e6:.1f} MB")
    groups = Counter(Path(path).suffix or Path(path).name for path in missing)
    rows = [f"{count} × `{group}`" for group, count in groups.most_common(MOST_GROUPS)]
    rest = sum(groups.values()) - sum(count for _, count in groups.most_common(MOST_GROUPS))
    if rows:
        print(f"  ({', '.join(rows)}{f', {rest} more' if rest else ''})", flush=True)


def _main() -> int:
    parser = argparse.ArgumentParser(description="What the rivals leave out by default.")
    small = [name for name, corpus in CORPORA.items() if corpus.kind != "xl"]
    parser.add_argument("--corpus", nargs="+", choices=small, default=small)
    for name in parser.parse_args().corpus:
        corpus = raw(CORPORA[name])
        build(corpus)
        texts = _texts(corpus)
        print(f"{name}:")
        for contestant in _contestants(corpus):
            printed = rehearse(contestant, corpus.path)
            files = read_back(contestant, printed.stdout + printed.stderr).files
            _report(contestant.name, {p: n for p, n in texts.items() if p not in files}, len(texts))
    return 0


if __name__ == "__main__":
    main(_main)
