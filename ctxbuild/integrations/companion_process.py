"""The side of :mod:`ctxbuild.integrations.companion` that works, as a program.

Reads lines of JSON: where the site will be and how its tokens are counted, then the paths of
pages that stand, then what is to be made of all; writes what was made, and ends. When whoever
started it is gone, it ends too.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, replace
from queue import SimpleQueue

import msgspec

from ctxbuild.cache import Cache
from ctxbuild.jobs.built_site import BuiltSite
from ctxbuild.jobs.known_sentences import read_ahead
from ctxbuild.jobs.llms_built import write_built
from ctxbuild.jobs.llms_settings import LlmsSettings
from ctxbuild.model import CtxbuildError, UsageError
from ctxbuild.readers.site import convert_ahead, open_site
from ctxbuild.redact import find_secrets
from ctxbuild.tokens import counter

_LARGEST_PAGE = 16 << 20
_COLLECTION = (50_000, 20, 20)
"""When cycles are looked for: nearly all that is made here is kept to the end."""
_GRACE_SECONDS = 2.0
"""Between the request to end and the end by force, when there is nobody to answer."""


@dataclass(frozen=True, slots=True)
class First:
    """What is known when a build begins."""

    directory: str
    encoding: str


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made."""

    site: BuiltSite
    settings: LlmsSettings


def main() -> None:
    """Serve one build."""
    gc.set_threshold(*_COLLECTION)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    lines: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(lines,), daemon=True).start()
    first = msgspec.json.decode(lines.get(), type=First)
    _prepare(first.encoding)
    notes: list[str] = []
    with Cache.open(warn=notes.append) as cache:
        order = _ahead(first.directory, lines, cache)
        written = write_built(order.site, order.settings, cache)
    sys.stdout.buffer.write(msgspec.json.encode(replace(written, notes=tuple(notes))))
    sys.stdout.buffer.flush()
    # Python's own way out fails while another thread waits for input.
    os._exit(0)


def _listen(lines: SimpleQueue[bytes]) -> None:
    """Take in lines as they come, so that nobody waits; end the program at their end."""
    for line in sys.stdin.buffer:
        lines.put(line)
    main_thread = threading.main_thread()
    if main_thread.ident is not None:
        signal.pthread_kill(main_thread.ident, signal.SIGINT)
    main_thread.join(_GRACE_SECONDS)
    os._exit(1)


def _prepare(encoding: str) -> None:
    """Load what the first page and the first count would have to wait for."""
    find_secrets("password = 1", "index.md")
    with suppress(CtxbuildError):
        counter(encoding).count("a")


def _ahead(directory: str, lines: SimpleQueue[bytes], cache: Cache) -> Order:
    """Convert pages as they are named, until it is said what is to be made."""
    while True:
        said = msgspec.json.decode(lines.get(), type=str | Order)
        if isinstance(said, Order):
            return said
        # Before the first page there may be no directory.
        with suppress(UsageError):
            read_ahead(convert_ahead(open_site(directory, _LARGEST_PAGE), [said], cache), cache)


if __name__ == "__main__":
    main()
