"""Programs of the npm registry that tests ask for a second opinion; installed once, then kept."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

# Versions that Node 20 runs.
WANTED = {"mermaid": "11.17.2", "jsdom": "26.1.0", "axe-core": "4.14.1"}


def node_packages() -> Path:
    """Return a directory whose ``node_modules`` holds what is wanted; skip where it cannot."""
    if not shutil.which("npm"):
        pytest.skip("npm is not installed")
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    place = base / "ctxbuild-tests" / "-".join(f"{n}-{v}" for n, v in sorted(WANTED.items()))
    if (place / "installed").is_file():
        return place
    place.mkdir(parents=True, exist_ok=True)
    (place / "package.json").write_text(json.dumps({"private": True, "dependencies": WANTED}))
    done = subprocess.run(
        ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"],
        cwd=place,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    if done.returncode:
        pytest.skip("npm cannot install what is needed")
    (place / "installed").touch()
    return place


def run_node(script: str, given: object) -> object:
    """Return what a module prints as JSON that reads JSON from standard input."""
    place = node_packages()
    path = place / f"run-{os.getpid()}.mjs"
    path.write_text(script, encoding="utf-8")
    try:
        done = subprocess.run(
            ["node", path.name],
            cwd=place,
            input=json.dumps(given),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    finally:
        path.unlink()
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)
