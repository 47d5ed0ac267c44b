"""Makes the background table of ``ctxbuild/analysis/terms`` from a snapshot.

``python benchmarks/background_table.py SNAPSHOT.jsonl[.gz|.xz] [-o FILE] [--least 2]``

One JSON object a line with ``title`` and ``abstract``: our own schema or that of
the Kaggle snapshot. The table in the package is of 60,000 papers, drawn with a
fixed seed from some 211,000, at most 961 of each primary category; papers
that were withdrawn and abstracts under 200 characters are left out. The same
snapshot gives the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import lzma
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from ctxbuild.analysis.terms.background import encode
from ctxbuild.analysis.terms.grams import candidates

TABLE = Path(__file__).parent.parent / "ctxbuild/analysis/terms/background.bin"
OPENERS = {".gz": gzip.open, ".xz": lzma.open}


def opened(snapshot: Path) -> IO[str]:
    """Open a text file, compressed or not."""
    return OPENERS.get(snapshot.suffix, open)(snapshot, "rt", encoding="utf-8")


def texts(snapshot: Path) -> Iterator[str]:
    """Yield title and abstract of each paper."""
    with opened(snapshot) as file:
        for line in file:
            paper = json.loads(line)
            yield f"{paper['title']}. {paper['abstract']}"


def frequencies(snapshot: Path) -> tuple[int, Counter[str]]:
    """Return the number of papers and how many of them hold each candidate."""
    papers, held = 0, Counter[str]()
    for text in texts(snapshot):
        papers += 1
        held.update(candidates(text))
    return papers, held


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("snapshot", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=TABLE)
    parser.add_argument("--least", type=int, default=2, help="papers that hold a term at least")
    asked = parser.parse_args()
    papers, held = frequencies(asked.snapshot)
    kept = {term: count for term, count in held.items() if count >= asked.least}
    data = encode(papers, kept)
    asked.output.write_bytes(data)
    print(f"{papers} papers, {len(held)} terms, {len(kept)} kept, {len(data)} bytes")


if __name__ == "__main__":
    main()
