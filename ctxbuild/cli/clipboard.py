"""Copying to the clipboard with whatever the system has for it."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
from pathlib import Path

from ctxbuild.model import CtxbuildError

# Tried in this order; a display server's tool counts only where one runs.
_TOOLS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("pbcopy", ("pbcopy",), ""),
    ("wl-copy", ("wl-copy",), "WAYLAND_DISPLAY"),
    ("xclip", ("xclip", "-selection", "clipboard"), "DISPLAY"),
    ("xsel", ("xsel", "--clipboard", "--input"), "DISPLAY"),
    ("clip.exe", ("clip.exe",), ""),
)
_TIMEOUT_SECONDS = 10
# Terminals drop longer OSC 52 sequences; xterm's limit is the lowest of note.
_OSC52_MOST_BYTES = 100_000


def copy(data: bytes) -> str:
    """Put UTF-8 text on the clipboard and return the name of what did it.

    Raises:
        CtxbuildError: there is no clipboard to be reached.
    """
    for name, command, variable in _TOOLS:
        if shutil.which(name) and (not variable or os.environ.get(variable)):
            return _through(name, command, data)
    encoded = base64.b64encode(data)
    if _terminal_copies() and len(encoded) <= _OSC52_MOST_BYTES:
        sys.stderr.write(f"\x1b]52;c;{encoded.decode('ascii')}\x07")
        sys.stderr.flush()
        return "the terminal (OSC 52)"
    raise CtxbuildError(
        "no clipboard found: install wl-copy or xclip (Linux), or write to a file with -o"
    )


def _through(name: str, command: tuple[str, ...], data: bytes) -> str:
    if name == "clip.exe":
        data = data.decode("utf-8").encode("utf-16")
    # xclip stays behind to serve the selection: no pipe of ours may wait for it.
    try:
        done = subprocess.run(
            command,
            input=data,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_TIMEOUT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CtxbuildError(f"{name} did not take the text: {type(error).__name__}") from None
    if done.returncode:
        raise CtxbuildError(f"{name} failed with exit code {done.returncode}; use -o FILE instead")
    return Path(name).stem if name != "clip.exe" else name


def _terminal_copies() -> bool:
    """Whether stderr is a terminal that may understand OSC 52."""
    return sys.stderr.isatty() and os.environ.get("TERM", "dumb") not in {"dumb", "linux"}
