"""A process beside a generator's, which converts pages while others are still being built.

It is a means to save time and nothing else: whoever asks for its answer does the work
itself where there is none. It learns the paths of pages as they are written, then what is to
be made of the site, and answers once. :mod:`ctxbuild.integrations.companion_process` is its
side; both speak JSON, a line each.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from contextlib import suppress
from threading import Thread
from typing import Any

PROGRAM: tuple[str, ...] = ("-P", "-m", "ctxbuild.integrations.companion_process")
"""What the interpreter is called with; without the working directory among its modules."""

_GRACE_SECONDS = 2.0
"""Between the request to end and the end by force."""


def spare_cores() -> int:
    """Return how many cores this process may use besides the one it runs on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) - 1
    return (os.cpu_count() or 1) - 1


class Companion:
    """The process, from its start to its one answer."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        """Take a process that was just started."""
        assert process.stdin is not None
        assert process.stdout is not None
        self._process, self._stdin, self._stdout = process, process.stdin, process.stdout
        os.set_blocking(self._stdin.fileno(), False)

    @classmethod
    def started(cls, first: Any) -> Companion | None:
        """Start the process and tell it the first thing; ``None`` where that is not possible."""
        if os.name != "posix" or not sys.executable:
            return None
        # It is to find the very modules that this process would import.
        env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        try:
            process = subprocess.Popen(
                [sys.executable, *PROGRAM],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                env=env,
            )
        except (OSError, ValueError):
            return None
        found = cls(process)
        found.tell(first)
        return found

    def __reduce__(self) -> tuple[type[None], tuple[()]]:
        """Have copies of whoever holds it go without: configurations are copied with plugins."""
        return type(None), ()

    def tell(self, thing: Any) -> None:
        """Tell something short; it is lost where that would have to wait."""
        line = _line(thing)
        if len(line) <= select.PIPE_BUF:
            with suppress(OSError, ValueError):
                os.write(self._stdin.fileno(), line)

    def answer(self, order: Any, seconds: float) -> Any:
        """Return what it answers to an order, ``None`` without one; it has ended by then."""
        found: list[bytes] = []
        thread = Thread(target=self._ask, args=(_line(order), found), daemon=True)
        thread.start()
        try:
            thread.join(seconds)
        finally:
            self._end()
            thread.join()
            self._close()
        try:
            return json.loads(b"".join(found))
        except ValueError:
            return None

    def stop(self) -> None:
        """End it without an answer."""
        self._end()
        self._close()

    def _ask(self, line: bytes, found: list[bytes]) -> None:
        with suppress(OSError, ValueError):
            os.set_blocking(self._stdin.fileno(), True)
            while line:
                line = line[os.write(self._stdin.fileno(), line) :]
            found.append(self._stdout.read())

    def _end(self) -> None:
        """See to it that it runs no more, and that nothing of it is left in the system's table."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _close(self) -> None:
        for pipe in (self._stdin, self._stdout):
            with suppress(OSError):
                pipe.close()


def _line(thing: Any) -> bytes:
    return json.dumps(thing).encode() + b"\n"
