"""Facts of small repositories, and that every claim of theirs holds."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from repositories import git, write

from ctxbuild.analysis.facts.commands.tasks import task_of
from ctxbuild.analysis.facts.history import find_co_changes, find_hot_files
from ctxbuild.analysis.facts.public_api import plain_doc
from ctxbuild.analysis.facts.record import Facts, claims_of
from ctxbuild.cache import Cache
from ctxbuild.claims import objection
from ctxbuild.jobs.facts import FactsOptions, facts_of, written
from ctxbuild.jobs.relevance import outlines_of
from ctxbuild.model import Commit, Corpus
from ctxbuild.readers.repo import RepoOptions

FILES = {
    "README.md": "# Ducks\n\n[![b](x)](y)\n\nDucks counts ducks on ponds\nand reports them.\n",
    "LICENSE": "Permission is hereby granted, free of charge, to any person\n",
    "CODEOWNERS": "# who\n*.py @donald @daisy\n",
    "pyproject.toml": '[project]\nname = "ducks"\ndescription = "Counts ducks"\nlicense = "MIT"\n'
    'dependencies = ["click>=8", "attrs"]\n[project.optional-dependencies]\nweb = ["flask"]\n'
    '[project.scripts]\nducks = "ducks.cli:main"\n',
    ".github/workflows/ci.yml": "jobs:\n  t:\n    steps:\n"
    "      - run: pytest -q\n      - run: |\n"
    "          echo hi\n          ruff check \\\n            src\n",
    "Makefile": "test:\n\tpytest\n.PHONY: test\nX := 1\n",
    "src/ducks/__init__.py": "from ducks.pond import Pond\n__all__ = ['Pond']\n",
    "src/ducks/pond.py": "import os\nfrom dataclasses import dataclass\n\n"
    "from ducks import cli\n\n\n"
    "class Water:\n    pass\n\n\n@dataclass\nclass Pond(Water):\n"
    '    """A pond is a small lake. It is wet."""\n\n    depth: int\n\n    def __init__(self):\n'
    '        self.name = os.environ["POND_NAME"]  # TODO: ask\n\n'
    '    def _hidden(self):\n        pass\n',
    "src/ducks/cli.py": "import click\nimport ducks.pond\n\n\n"
    "@click.command()\ndef main():\n    pass\n",
    "src/ducks/web.py": "from flask import Flask\n\napp = Flask(__name__)\n\n\n"
    '@app.route("/ponds")\ndef ponds():\n    pass\n',
    "tests/test_pond.py": "from ducks import cli\n",
}  # fmt: skip


def read(directory) -> tuple[Corpus, Facts]:
    options = FactsOptions(RepoOptions(str(directory)))
    return facts_of(options, Cache.disabled(), lambda *_: None)


def text_of(corpus: Corpus, facts: Facts, form: str = "json") -> str:
    return b"".join(written(FactsOptions(RepoOptions("."), form), corpus, facts)).decode()


def objections(corpus: Corpus, facts: Facts) -> list[str]:
    by_path = {document.path: index for index, document in enumerate(corpus.documents)}
    outlines = outlines_of(
        corpus.documents, list(by_path.values()), Cache.disabled(), lambda *_: None
    )
    found = []
    for claim in claims_of(facts):
        index = by_path[claim.citation.path]
        symbols = outlines[index].symbols if index in outlines else ()
        if said := objection(claim, corpus.documents[index].text(), symbols):
            found.append(f"{claim.statement} {said}")
    return found


@pytest.fixture(scope="module")
def ducks(tmp_path_factory):
    return read(write(tmp_path_factory.mktemp("ducks"), FILES))


def test_every_claim_holds(ducks):
    corpus, facts = ducks
    assert sum(1 for _ in claims_of(facts)) > 25
    assert objections(corpus, facts) == []


def test_a_claim_of_a_changed_file_does_not(ducks):
    corpus, facts = ducks
    wrong = replace(facts.purpose[0].claim, evidence="Counts geese")
    changed = replace(facts, purpose=(replace(facts.purpose[0], claim=wrong),))
    assert len(objections(corpus, changed)) == 1


def test_what_the_project_says_of_itself(ducks):
    _, facts = ducks
    assert [p.text for p in facts.purpose] == [
        "Counts ducks",
        "Ducks counts ducks on ponds and reports them.",
    ]
    assert {licence.name for licence in facts.licences} == {"MIT"}
    assert [(o.pattern, o.owners) for o in facts.owners] == [("*.py", ("@donald", "@daisy"))]


def test_commands_of_ci_come_first(ducks):
    _, facts = ducks
    rows = [(c.task, c.line, c.origin) for c in facts.commands]
    assert rows == [
        ("install", "pip install .", "convention"),
        ("test", "pytest -q", "ci"),
        ("test", "make test", "makefile"),
        ("lint", "ruff check src", "ci"),
    ]


def test_entries_requirements_and_environment(ducks):
    _, facts = ducks
    assert [(e.name, e.kind, e.target) for e in facts.entry_points] == [
        ("ducks", "command", "ducks.cli:main")
    ]
    assert [(r.name, r.constraint, r.group) for r in facts.requirements] == [
        ("click", ">=8", "main"),
        ("attrs", "", "main"),
        ("flask", "", "web"),
    ]
    assert [e.name for e in facts.environment] == ["POND_NAME"]
    assert [(m.word, m.text) for m in facts.markers] == [("TODO", "ask")]


def test_the_api_has_what_is_public_with_what_instances_get(ducks):
    _, facts = ducks
    names = {f"{s.module}.{s.name}" for s in facts.public_api}
    assert {"ducks.pond.Pond", "ducks.pond.Pond.depth", "ducks.pond.Pond.name"} <= names
    assert "ducks.pond.Pond._hidden" not in names
    assert [(t.word, t.meaning) for t in facts.glossary] == [("Pond", "A pond is a small lake.")]


def test_structure_routes_and_models(ducks):
    _, facts = ducks
    assert [c.paths for c in facts.cycles] == [("src/ducks/cli.py", "src/ducks/pond.py")]
    assert [(i.name, i.base, i.target) for i in facts.classes] == [
        ("Pond", "Water", "src/ducks/pond.py")
    ]
    assert {(r.kind, r.name, r.handler) for r in facts.routes} == {
        ("command", "main", "main"),
        ("route", "GET /ponds", "ponds"),
    }
    assert [(m.name, m.kind, m.fields) for m in facts.data_models] == [
        ("Pond", "dataclass", ("depth",))
    ]
    assert ("tests/test_pond.py", "src/ducks/pond.py", "name") in {
        (t.test, t.source, t.by) for t in facts.tests
    }


def test_json_and_markdown_hold_all_kinds(ducks):
    corpus, facts = ducks
    record = json.loads(text_of(corpus, facts))
    assert record["schema"] == "ctxbuild-facts/1"
    assert record["purpose"][0]["claim"]["citation"]["path"] == "pyproject.toml"
    text = text_of(corpus, facts, "md")
    assert "## Public api" in text
    assert "pyproject.toml#L3" in text


def test_history_is_counted(tmp_path):
    write(tmp_path, {"a.py": "1", "b.py": "1"})
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "one")
    _, facts = read(tmp_path)
    assert [(h.path, h.commits) for h in facts.hot_files] == [("a.py", 1), ("b.py", 1)]


def test_files_that_change_together_more_than_by_chance():
    pairs = [Commit(f"{n:040x}", "", ("a", "b")) for n in range(4)]
    others = [Commit(f"{n:040x}", "", ("c", f"d{n}")) for n in range(10, 20)]
    commits = [*pairs, *others]
    there = {path for commit in commits for path in commit.paths}
    found = find_co_changes(commits, there)
    assert [(c.first, c.second, c.together, c.lift) for c in found] == [("a", "b", 4, 3.5)]
    assert find_hot_files(commits, {"c"})[0].commits == 10


@pytest.mark.parametrize(
    ("line", "task"),
    [
        ("uv run pytest -q", "test"),
        ("npm run lint:fix", "lint"),
        ("npm ci", "install"),
        ("cargo build --release", "build"),
        ("make docs", "docs"),
        ("mypy", "lint"),
        ("ponder", "other"),
    ],
)
def test_what_a_command_is_for(line, task):
    assert task_of(line) == task


HOSTILE = {
    "README.rst": "==\n|x|_\n",
    "pyproject.toml": "[project\n",
    "package.json": '{"scripts": 3, "bin": [], "dependencies": {"a": 1}, "exports": ""}',
    "setup.cfg": "[options.entry_points]\n=\n",
    "Cargo.toml": "bin = 3\n[package]\nname = 4\n[dependencies]\nx = []\n",
    "pom.xml": "<dependency><dependency>",
    ".github/workflows/x.yml": "run: |\nrun: >\n  - run:\n",
    "a|b`<script>.py": "class A(\n  B, metaclass=C):\n  '''</script>'''\ndef f(: pass\n",
    "b.py": "from c import *\n",
    "c.py": "from b import *\n",
    "日本.py": "class 水:\n    '''水 is a word.'''\n",
}


def test_hostile_files_break_nothing(tmp_path):
    corpus, facts = read(write(tmp_path, HOSTILE))
    assert objections(corpus, facts) == []
    assert "<script>" not in text_of(corpus, facts, "md")


def test_nothing_at_all(tmp_path):
    corpus, facts = read(write(tmp_path, {"empty.txt": ""}))
    assert not list(claims_of(facts))
    assert json.loads(text_of(corpus, facts))["gaps"] == []


def test_the_api_has_what_open_modules_pass_on_and_all_names_of_a_chain(tmp_path):
    files = {
        "pyproject.toml": '[project]\nname = "geese"\n',
        "geese/__init__.py": "",
        "geese/flock/deep/__init__.py": "from ._inner import honk\n__all__ = ['honk', '_hiss']\n"
        "def _hiss():\n    pass\n",
        "geese/flock/deep/_inner.py": "def honk():\n    pass\n\n\ndef graze():\n    pass\n",
        "geese/nest.py": "class Nest:\n    a = b = c = (\n        d\n    ) = e = _f = 1\n\n"
        "    def __init__(self):\n        self.eggs: list[\n            int\n        ] = []\n"
        "        self.__name__ = 'x'\n",
    }
    corpus, facts = read(write(tmp_path, files))
    names = {f"{s.module}.{s.name}" for s in facts.public_api}
    assert {"geese.flock.deep._inner.honk", "geese.flock.deep._hiss"} <= names
    assert "geese.flock.deep._inner.graze" not in names
    assert {f"geese.nest.Nest.{n}" for n in ("a", "b", "c", "d", "e", "eggs", "__name__")} <= names
    assert "geese.nest.Nest._f" not in names
    assert objections(corpus, facts) == []


def test_what_can_be_set_what_is_locked_and_who_wrote_it(tmp_path):
    files = {
        "README.md": "# Swans\n\n- **Cygnet** is a young swan. It is grey.\n",
        "swans/cli.py": "import argparse\nimport click\n\n\n@click.command()\n"
        "@click.option('-d', '--depth', '--dp', default=3, help=\"How ) deep.\")\n"
        "def dive():\n    pass\n\n\n"
        "def parse(p):\n    p.add_argument('--quiet', help='Say\\'s nothing.')\n",
        "swans/conf.py": "from pydantic_settings import BaseSettings\n\n\n"
        "class Pond(BaseSettings):\n    size: int = 3\n",
        "swans.example.toml": "# How many.\ncount = 3\n[lake]\n#shore = 1\n",
        "package-lock.json": '{"packages": {"": {}, "node_modules/a": '
        '{"version": "1.0", "license": "MIT"},\n"node_modules/a/node_modules/@b/c": {}}}',
        "Cargo.lock": '[[package]]\nname = "d"\nversion = "0.1"\n',
    }
    corpus, facts = read(write(tmp_path, files))
    assert {(k.kind, k.owner, k.name, k.doc) for k in facts.configuration} == {
        ("option", "dive", "--depth", "How ) deep."),
        ("option", "dive", "--dp", "How ) deep."),
        ("option", "parse", "--quiet", "Say\\'s nothing."),
        ("setting", "Pond", "size", ""),
        ("file", "", "count", "How many."),
        ("file", "lake", "shore", ""),
    }
    assert {(p.ecosystem, p.name, p.version, p.licence) for p in facts.locked} == {
        ("npm", "a", "1.0", "MIT"),
        ("npm", "@b/c", "", ""),
        ("cargo", "d", "0.1", ""),
    }
    assert [(t.word, t.meaning) for t in facts.glossary] == [("Cygnet", "Cygnet is a young swan.")]
    assert objections(corpus, facts) == []


def test_authors_are_named_without_addresses(tmp_path):
    write(tmp_path, {"a.py": "1\n"})
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qmx", "--author", "Ann a@b.org <a@b.org>")
    _, facts = read(tmp_path)
    found = [(a.path, a.author, a.commits, a.share) for a in facts.authors]
    assert found == [("a.py", "Ann", 1, 1)]


def test_commands_of_ci_stand_alone(tmp_path):
    files = {
        ".github/workflows/ci.yml": "jobs:\n  t:\n    steps:\n"
        '      - run: pip install -e ".[dev]"\n      - run: "make test"\n'
        "      - run: pytest $ARGS\n      - run: sudo make install\n"
        "      - run: serve x & pytest\n",
        "Dockerfile": 'FROM x\nCMD ["serve", "--all the"]\n',
    }
    _, facts = read(write(tmp_path, files))
    assert [(c.task, c.line) for c in facts.commands] == [
        ("install", 'pip install -e ".[dev]"'),
        ("test", "make test"),
        ("run", "serve '--all the'"),
    ]


def test_routes_have_the_prefix_of_their_group_and_one_row_for_each_method(tmp_path):
    files = {
        "app.py": "from flask import Blueprint, Flask\n\nbp = Blueprint('b', __name__,"
        " url_prefix='/birds')\n\n\n@bp.route('/feed', methods=('GET', 'POST'))\ndef feed():\n"
        "    pass\n\n\ndef make():\n    app = Flask('x')\n"
        "    app.add_url_rule('/', endpoint='i')\n",
        "api.py": "from fastapi import APIRouter\n\nrouter = APIRouter(prefix='/nests')\n\n\n"
        "@router.get('/{id}')\ndef nest(id):\n    pass\n",
    }
    corpus, facts = read(write(tmp_path, files))
    assert {(r.name, r.handler) for r in facts.routes} == {
        ("GET /birds/feed", "feed"),
        ("POST /birds/feed", "feed"),
        ("GET /", "make"),
        ("GET /nests/{id}", "nest"),
    }
    assert objections(corpus, facts) == []


def test_licences_of_gems_and_none_of_templates(tmp_path):
    files = {
        "x.gemspec": "Gem::Specification.new do |s|\n  s.license = 'MIT'\nend\n",
        "MIT-LICENSE": "Permission is hereby granted, free of charge, to any person\n",
        "template/package.json": '{"license": "{{LICENSE}}"}',
    }
    _, facts = read(write(tmp_path, files))
    assert [(each.name, each.path) for each in facts.licences] == [
        ("MIT", "x.gemspec"),
        ("MIT", "MIT-LICENSE"),
    ]


def test_documentation_is_shown_without_the_marks_of_links():
    doc = "Adds a [`Foo<T>`] to [`bar`](crate::bar) by {@link Baz} and [u8; 4]."
    assert plain_doc(doc) == "Adds a Foo<T> to bar by Baz and [u8; 4]."


def test_the_purpose_is_that_of_the_whole_and_no_row_of_badges(tmp_path):
    readme = "**Releases:**\n[![One two](a.svg)](b) [![Three four five](c.svg)](d)\n\n# Pond\n\n"
    part = {"ui/package.json": '{"description": "How the pond is shown"}'}
    files = {"README.md": f"{readme}A pond for all ducks.\n", **part}
    _, facts = read(write(tmp_path / "whole", files))
    assert [p.text for p in facts.purpose] == ["A pond for all ducks."]
    _, facts = read(write(tmp_path / "part", {"README.md": readme, **part}))
    assert [p.text for p in facts.purpose] == ["How the pond is shown"]


def test_an_import_of_a_file_that_is_there_is_no_gap(tmp_path):
    files = {
        "src/a.ts": 'import "./a.module.css";\nimport b from "../b.svg?raw";\n'
        'import "./missing.scss";\n',
        "src/a.module.css": "p {}\n",
        "b.svg": "<svg/>\n",
    }
    _, facts = read(write(tmp_path, files))
    gaps = [gap.paths for gap in facts.gaps if gap.reason == "lead to no file"]
    assert gaps == [("src/a.ts: ./missing.scss",)]


def test_symbolic_links_are_one_gap(tmp_path):
    write(tmp_path, {"a.py": "x = 1\n"})
    for name in ("b", "c"):
        (tmp_path / name).symlink_to(f"no{name}")
    _, facts = read(tmp_path)
    assert [(gap.reason, gap.paths) for gap in facts.gaps] == [
        ("symlink", ("b to nob", "c to noc"))
    ]
