"""What the plugin adds to a build: ``python benchmarks/mkdocs_plugin.py DOCS... [--runs 5]``.

Each DOCS is a directory of Markdown. It is built with MkDocs and Material, search and the usual
extensions, three ways in turn: without the plugin, with it and what a former run remembered
(``warm``), with it and nothing remembered (``cold``). Medians of wall time, of which the plugin
may add a tenth, and of CPU time on all cores. The first counts in CI, where somebody waits; it
says little on a machine whose other cores are busy. Exit code 1 says that it takes more.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import median

from measure import Measurement, measure
from workshop import BenchmarkError, load, main

TARGET = 0.1
"""Most of the wall time of a build that the plugin may add."""

_CONFIG = """\
site_name: Measured
site_url: https://docs.example.org/x/
docs_dir: {docs}
theme: {{name: material, font: false, features: [navigation.indexes]}}
plugins: [{plugins}]
markdown_extensions:
- admonition
- attr_list
- def_list
- footnotes
- md_in_html
- tables
- toc: {{permalink: true}}
- pymdownx.details
- pymdownx.highlight
- pymdownx.inlinehilite
- pymdownx.superfences
- pymdownx.tabbed: {{alternate_style: true}}
"""
_WAYS = {"without": "search", "warm": "search, ctxbuild", "cold": "search, ctxbuild"}


def _build(docs: Path, way: str, scratch: Path) -> Measurement:
    config = scratch / f"{way}.yml"
    config.write_text(_CONFIG.format(docs=docs, plugins=_WAYS[way]))
    with tempfile.TemporaryDirectory(dir=scratch) as fresh:
        cache = Path(fresh) if way == "cold" else scratch / "cache"
        command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config)]
        seen = measure(
            [*command, "-d", str(scratch / f"site-{way}")],
            env={"CTXBUILD_CACHE_DIR": str(cache), "NO_MKDOCS_2_WARNING": "1"},
        )
    if seen.exit_code != 0:
        raise BenchmarkError(f"{docs}: mkdocs ended with {seen.exit_code}: {seen.stderr[-500:]}")
    return seen


def _measured(docs: Path, runs: int) -> dict[str, list[Measurement]]:
    """Return what each way of building took, after a rehearsal that fills the cache."""
    seen: dict[str, list[Measurement]] = {way: [] for way in _WAYS}
    with tempfile.TemporaryDirectory() as scratch:
        for number in range(runs + 1):
            for way, found in seen.items():
                measured = _build(docs.resolve(), way, Path(scratch))
                if number:
                    found.append(measured)
    return seen


def _row(kind: str, seen: dict[str, list[Measurement]]) -> tuple[str, float]:
    """Return the cells of one kind of time, and the most that the plugin adds, as a share."""
    times = {way: median(getattr(each, kind) for each in found) for way, found in seen.items()}
    plain = times.pop("without")
    shares = {way: seconds / plain - 1 for way, seconds in times.items()}
    cells = [f"{times[way]:.1f} ({share:+.0%})" for way, share in shares.items()]
    return " | ".join([kind, f"{plain:.1f}", *cells]), max(shares.values())


def _main() -> int:
    parser = argparse.ArgumentParser(description="What the plugin adds to a build of MkDocs.")
    parser.add_argument("docs", nargs="+", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    print("| docs | pages | time | build, s | warm | cold |\n|---|---|---|---|---|---|")
    met = True
    for docs in arguments.docs:
        seen = _measured(docs, max(1, arguments.runs))
        pages = sum(1 for _ in docs.rglob("*.md"))
        for kind in ("wall", "cpu"):
            cells, most = _row(kind, seen)
            met = met and (kind == "cpu" or most <= TARGET)
            print(f"| {docs.name} | {pages} | {cells} |", flush=True)
    print(f"\nLoad: {load()}. Target: {TARGET:+.0%} of wall at most: {'met' if met else 'MISSED'}.")
    return 0 if met else 1


if __name__ == "__main__":
    main(_main)
