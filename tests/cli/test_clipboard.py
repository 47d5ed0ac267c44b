"""The clipboard is reached through the tool that is there, or not at all and said so."""

import base64
import os
import pty
import subprocess
import sys

import pytest

from ctxbuild.cli.clipboard import copy
from ctxbuild.model import CtxbuildError

TEXT = "héllo\n".encode()


def tool(directory, name, script):
    path = directory / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@pytest.fixture
def bare(tmp_path, monkeypatch):
    """An environment without display, terminal or tools; returns the directory on PATH."""
    for variable in ("DISPLAY", "WAYLAND_DISPLAY", "TERM"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_the_first_tool_that_is_there_gets_the_text(bare):
    tool(bare, "pbcopy", f"/bin/cat > {bare}/got")
    assert copy(TEXT) == "pbcopy"
    assert (bare / "got").read_bytes() == TEXT


@pytest.mark.parametrize(
    ("name", "variable"), [("wl-copy", "WAYLAND_DISPLAY"), ("xclip", "DISPLAY")]
)
def test_a_display_tool_counts_only_with_its_display(bare, monkeypatch, name, variable):
    tool(bare, name, f"/bin/cat > {bare}/got")
    with pytest.raises(CtxbuildError, match="no clipboard found"):
        copy(TEXT)
    monkeypatch.setenv(variable, ":0")
    assert copy(TEXT) == name
    assert (bare / "got").read_bytes() == TEXT


def test_windows_gets_utf_16(bare):
    tool(bare, "clip.exe", f"/bin/cat > {bare}/got")
    assert copy(TEXT) == "clip.exe"
    assert (bare / "got").read_bytes().decode("utf-16") == TEXT.decode()


def test_a_tool_that_fails_is_named(bare):
    tool(bare, "pbcopy", "exit 3")
    with pytest.raises(CtxbuildError, match="pbcopy failed with exit code 3"):
        copy(TEXT)


def test_a_terminal_gets_the_escape_sequence(bare):
    code = f"from ctxbuild.cli.clipboard import copy; copy({TEXT!r})"
    parent, child = pty.openpty()
    environment = {**os.environ, "TERM": "xterm"}
    subprocess.run([sys.executable, "-c", code], stderr=child, env=environment, check=True)
    sent = os.read(parent, 1000)
    assert sent == b"\x1b]52;c;" + base64.b64encode(TEXT) + b"\x07"
