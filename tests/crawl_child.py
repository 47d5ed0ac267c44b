"""Crawls in a process of its own, to be killed: START JOURNAL DELAY CONCURRENCY SPEED → a digest.

Of SPEED seconds of waiting only one passes.
"""

from __future__ import annotations

import json
import sys
from hashlib import blake2b
from pathlib import Path

from faulty_server import fast_clock

from ctxbuild.readers.crawl import Crawl, Options, crawl


def fingerprint(found: Crawl) -> str:
    """Return a digest of all that a crawl gives to its readers."""
    digest = blake2b(digest_size=20)
    for page in found.pages:
        digest.update(repr(page).encode())
        digest.update(found.body(page))
        digest.update(found.twin(page).encode())
    digest.update(repr((found.skipped, found.notes, found.counts)).encode())
    return digest.hexdigest()


def main() -> None:
    start, journal, delay, concurrency, speed = sys.argv[1:]
    options = Options(
        delay=float(delay), concurrency=int(concurrency), clock=fast_clock(float(speed))
    )
    found = crawl(start, options, Path(journal))
    json.dump({"pages": len(found.pages), "digest": fingerprint(found)}, sys.stdout)


if __name__ == "__main__":
    main()
