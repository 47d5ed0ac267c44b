"""Processor time of a page's conversion, against BeautifulSoup + markdownify on the same pages.

    python benchmarks/html_speed.py DIR [--pages 200]

DIR holds HTML files at any depth. Both convert each page in turn, in one process; the ratio
is what to look at, the times depend on the machine. markdownify gets the whole page.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Callable
from pathlib import Path


def seconds(convert: Callable[[str], object], page: str) -> float:
    """Return the processor time of one conversion."""
    began = time.process_time()
    convert(page)
    return time.process_time() - began


def main() -> None:
    """Print both times and their ratio."""
    from bs4 import XMLParsedAsHTMLWarning
    from markdownify import markdownify

    from ctxbuild.html import html_to_markdown

    warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("directory", type=Path)
    arguments.add_argument("--pages", type=int, default=200)
    given = arguments.parse_args()
    files = sorted(given.directory.rglob("*.html"))
    files = files[:: max(1, len(files) // given.pages)][: given.pages]
    pages = [file.read_text(encoding="utf-8", errors="replace") for file in files]
    for page in pages[:3]:
        html_to_markdown(page)
        markdownify(page)
    ours = sum(seconds(html_to_markdown, page) for page in pages)
    theirs = sum(seconds(markdownify, page) for page in pages)
    size = sum(map(len, pages)) / len(pages) / 1000
    print(f"{len(pages)} pages of {size:.0f} kB on average")
    print(f"ctxbuild                 {1000 * ours / len(pages):7.2f} ms a page")
    print(f"BeautifulSoup+markdownify {1000 * theirs / len(pages):6.2f} ms a page")
    print(f"ratio                    {theirs / ours:7.1f}")


if __name__ == "__main__":
    main()
