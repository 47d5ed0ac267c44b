"""A first configuration and workflow for a project; nothing that is there is touched."""

from __future__ import annotations

import json
import os
from pathlib import Path

from ctxbuild.jobs.config import table
from ctxbuild.jobs.output import write_files
from ctxbuild.model import CtxbuildError
from ctxbuild.readers.git import is_ignored, repository_at

ACTION = "ctxbuild/ctxbuild@v0"
"""The action that the workflow uses; the only place where it is named."""

CONFIG_NAME = "ctxbuild.toml"
WORKFLOW_NAME = ".github/workflows/llms-txt.yml"

_CONFIG = """\
# Settings of `ctxbuild llms`; every key is optional, flags win.
[llms]
source = {source}
output = {output}
{note}# base-url = "https://docs.example.org/"   # where the files will be
# promote = ["guide/*.md"]                 # pages that matter more
# optional = ["changelog.md"]              # pages for the last section
"""

_NOT_KEPT = """\
# source = {}   # the built site; git ignores it, so the workflow has to build it first
"""

_WORKFLOW = """\
# Fails when llms.txt is not what the documents say; `ctxbuild llms` writes it again.
name: llms.txt
on:
  pull_request:
  push:
    branches: [main, master]

permissions: {{}}

jobs:
  check:
    runs-on: ubuntu-latest
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - uses: {action}
        with:
          mode: check
"""

# Where generators put what they build, if it is there.
_BUILT = ("site", "docs/_build/html", "docs/build/html", "_site", "book", "build", "public", "dist")


def init_project(directory: Path) -> tuple[list[str], list[str]]:
    """Write what a project lacks.

    Returns:
        The files that were written, and those that were there.

    Raises:
        CtxbuildError: the directory is none, or cannot be written to.
        UsageError: there are settings already that cannot be read.

    """
    if not directory.is_dir():
        raise CtxbuildError(f"{directory}: no such directory; give the project's")
    built = _built_site(directory)
    source = "." if _is_made_anew(directory / built) else built
    note = _NOT_KEPT.format(json.dumps(built)) if source != built else ""
    place = json.dumps(source)
    texts = {
        CONFIG_NAME: _CONFIG.format(source=place, output=place, note=note),
        WORKFLOW_NAME: _WORKFLOW.format(action=ACTION),
    }
    known = [name for name in texts if (directory / name).exists()]
    if CONFIG_NAME not in known and table(directory, "llms")[0]:
        known.append("pyproject.toml")
        del texts[CONFIG_NAME]
    fresh = [name for name in texts if name not in known]
    for name in fresh:
        try:
            (directory / name).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CtxbuildError(
                f"{directory / name}: cannot be written: {error.strerror}"
            ) from None
    write_files((directory / name, (texts[name].encode(),)) for name in fresh)
    return fresh, known


def _built_site(directory: Path) -> str:
    """Return the directory of built HTML that a project has, else the project itself."""
    return next((name for name in _BUILT if (directory / name / "index.html").is_file()), ".")


def _is_made_anew(built: Path) -> bool:
    """Whether git ignores a directory, so that a checkout in a workflow has none."""
    try:
        repository = repository_at(os.fsencode(built))
        return repository is not None and bool(repository.prefix) and is_ignored(repository)
    except CtxbuildError:  # no git, or a repository that cannot be read: nothing is known
        return False
