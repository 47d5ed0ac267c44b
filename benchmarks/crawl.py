"""The crawler against a faulty site of 1,000 pages, and killed at 20 random moments.

``python benchmarks/crawl.py [--part kills|pace] [--pages N] …``

The site (``tests/faulty_server.py``) answers 5 % of requests with 500, 503, 429 with
``Retry-After``, resets and short bodies, and 5 % of the others late. What is said of
politeness is what the server saw. With the default delay the first part takes a
little more than half a second a page. The part with the kills runs without a delay,
and of 20 seconds of pauses after failures only one passes.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from faulty_server import FaultyServer, thousand_pages  # noqa: E402

_SPEED = 20
CHILD = ROOT / "tests" / "crawl_child.py"


def child(
    server: FaultyServer, journal: Path, delay: float, concurrency: int, speed: float = 1
) -> subprocess.Popen:
    arguments = [server.url(), str(journal), str(delay), str(concurrency), str(speed)]
    return subprocess.Popen(
        [sys.executable, str(CHILD), *arguments], stdout=subprocess.PIPE, text=True
    )


def faulty_site(pages: int, delay: float, concurrency: int) -> dict[str, object]:
    """Crawl the site once; report what came of it and what the server saw."""
    server = FaultyServer(thousand_pages(pages, share=0.05, slow=0.5, busy_for=2))
    with tempfile.TemporaryDirectory() as place:
        began = time.monotonic()
        out, _ = child(server, Path(place, "journal"), delay, concurrency).communicate()
        wall = time.monotonic() - began
    server.close()
    got = Counter(path for path in server.paths(200) if path == "/" or path.startswith("/page"))
    pauses = server.pauses()
    return {
        "pages of the site": pages,
        "pages read": json.loads(out)["pages"],
        "read more than once": sum(times > 1 for times in got.values()),
        # The start is page 0 by another name.
        "never read": pages - len(got.keys() - {"/page-0.html"}),
        "requests": len(server.visits),
        "answers": dict(sorted(Counter(visit.status for visit in server.visits).items())),
        "most at once": server.most_at_once,
        "shortest pause": round(min(pauses), 4),
        "pauses below the delay": sum(pause < delay for pause in pauses),
        "wall seconds": round(wall, 1),
    }


def killed(pages: int, kills: int, concurrency: int, seed: int) -> dict[str, object]:
    """Kill a crawl at random moments; compare its end with that of an undisturbed one."""
    server = FaultyServer(thousand_pages(pages, share=0.05, slow=0.05, busy_for=0))
    moments = random.Random(seed)
    with tempfile.TemporaryDirectory() as place:
        began = time.monotonic()
        undisturbed, _ = child(server, Path(place, "one"), 0, concurrency, _SPEED).communicate()
        whole = time.monotonic() - began
        done = 0
        while done < kills:
            process = child(server, Path(place, "other"), 0, concurrency, _SPEED)
            try:
                process.communicate(timeout=moments.uniform(0.2, 0.4 + whole / kills))
                break
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
                done += 1
        resumed, _ = child(server, Path(place, "other"), 0, concurrency, _SPEED).communicate()
    server.close()
    return {
        "concurrency": concurrency,
        "kills": done,
        "undisturbed seconds": round(whole, 1),
        "identical": json.loads(resumed) == json.loads(undisturbed),
        "pages": json.loads(resumed)["pages"],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--delay", type=float, default=0.5)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--concurrency", type=int, default=1)
    parser.add_argument("--part", choices=("kills", "pace", "all"), default="all")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    for concurrency in (1, 4) if asked.part != "pace" else ():
        print(json.dumps(killed(asked.pages, asked.kills, concurrency, asked.seed)), flush=True)
    if asked.part != "kills":
        print(json.dumps(faulty_site(asked.pages, asked.delay, asked.concurrency)), flush=True)


if __name__ == "__main__":
    main()
