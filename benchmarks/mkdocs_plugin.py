"""What the plugin adds to a build: ``python benchmarks/mkdocs_plugin.py DOCS... [--runs 5]``.

Each DOCS is a directory of Markdown. It is built with MkDocs and Material, search and the usual
extensions, three ways in turn: without the plugin, with it and what a former run remembered
(``warm``), with it and nothing remembered (``cold``). Medians of CPU time, of which the plugin
may take a tenth of the build. Exit code 1 says that it takes more.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import median

from measure import measure
from workshop import BenchmarkError, load, main

TARGET = 0.1
"""Most of the CPU time of a build that the plugin may add."""

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


def _build(docs: Path, way: str, scratch: Path) -> float:
    """Return the CPU seconds of one build."""
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
    return seen.cpu


def _measured(docs: Path, runs: int) -> dict[str, float]:
    """Return the median of each way of building, after a rehearsal that fills the cache."""
    times: dict[str, list[float]] = {way: [] for way in _WAYS}
    with tempfile.TemporaryDirectory() as scratch:
        for number in range(runs + 1):
            for way, found in times.items():
                seconds = _build(docs.resolve(), way, Path(scratch))
                if number:
                    found.append(seconds)
    return {way: median(found) for way, found in times.items()}


def _main() -> int:
    parser = argparse.ArgumentParser(description="What the plugin adds to a build of MkDocs.")
    parser.add_argument("docs", nargs="+", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    print("| docs | pages | build, s | warm | cold |\n|---|---|---|---|---|")
    met = True
    for docs in arguments.docs:
        found = _measured(docs, max(1, arguments.runs))
        plain = found["without"]
        shares = {way: found[way] / plain - 1 for way in ("warm", "cold")}
        met = met and max(shares.values()) <= TARGET
        shown = " | ".join(f"{found[way]:.1f} (+{share:.0%})" for way, share in shares.items())
        pages = sum(1 for _ in docs.rglob("*.md"))
        print(f"| {docs.name} | {pages} | {plain:.1f} | {shown} |", flush=True)
    print(f"\nLoad: {load()}. Target: +{TARGET:.0%} at most: {'met' if met else 'MISSED'}.")
    return 0 if met else 1


if __name__ == "__main__":
    main(_main)
