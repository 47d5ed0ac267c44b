"""A small project, and its wiki, for tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ctxbuild.analysis.wiki_steering import Steering
from ctxbuild.cache import Cache
from ctxbuild.jobs.wiki import MadeWiki, WikiOptions, make_wiki
from ctxbuild.readers.repo import RepoOptions

FILES = {
    "README.md": "# Ducks\n\nDucks counts ducks on ponds\nand reports them.\n",
    "LICENSE": "Permission is hereby granted, free of charge, to any person\n",
    "pyproject.toml": '[project]\nname = "ducks"\ndescription = "Counts ducks"\n'
    'dependencies = ["click>=8"]\n[project.scripts]\nducks = "ducks.cli:main"\n',
    ".github/workflows/ci.yml": "jobs:\n  t:\n    steps:\n      - run: pytest -q\n",
    "src/ducks/__init__.py": "from ducks.pond import Pond\n__all__ = ['Pond']\n",
    "src/ducks/cli.py": "import click\nimport ducks.pond\n\n\n@click.command()\ndef main():\n"
    "    pass\n",
    "src/ducks/pond.py": '"""Ponds and the water in them."""\n\nimport os\n\n'
    "from ducks.birds.duck import Duck\n\n\nclass Water:\n    pass\n\n\nclass Pond(Water):\n"
    '    """A pond is a small lake. It is wet."""\n\n    def fill(self):\n'
    '        return os.environ["POND_NAME"]  # TODO: ask\n',
    "src/ducks/birds/__init__.py": "",
    "src/ducks/birds/duck.py": "class Duck:\n    pass\n",
    "src/ducks/birds/swan.py": "from ducks.birds.duck import Duck\n\n\nclass Swan(Duck):\n"
    "    pass\n",
    **{f"src/ducks/extra{n}.py": f"def extra{n}():\n    pass\n" for n in range(9)},
    "tests/test_pond.py": "from ducks import pond\n",
}


def wiki(
    source: Path,
    output: Path | None = None,
    budget: int = 5_500,
    links: str = "",
    steering: Steering | None = None,
) -> MadeWiki:
    """Return the wiki of a directory."""
    options = WikiOptions(
        RepoOptions(str(source)), budget, links=links, steering=steering or Steering()
    )
    return make_wiki(options, Cache.disabled(), lambda *_: None, output)


def page(made: MadeWiki, slug: str) -> str:
    """Return the text of a page as it is written."""
    return dict(made.files)[f"{slug}.md"]


def record(made: MadeWiki) -> dict[str, Any]:
    """Return the record of a wiki."""
    found: dict[str, Any] = json.loads(made.record)
    return found
