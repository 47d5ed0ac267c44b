"""``ctxbuild pack`` as a person runs it: several repositories, one bundle, one budget."""

import json
import os
import subprocess
import sys

import pytest
from repositories import commit, git, repository, write

import ctxbuild
from ctxbuild.analysis.source_weights import with_source_weights
from ctxbuild.model import Ranking
from ctxbuild.tokens import counter


def functions(stem, number=40):
    rows = (
        f'def {stem}_{n}(value):\n    """Step {n}."""\n    return value + {n}\n'
        for n in range(number)
    )
    return "\n\n".join(rows)


@pytest.fixture
def sources(tmp_path):
    """Make a library and an application that uses it."""
    repository(
        tmp_path / "library",
        {
            "README.md": "# Library\n",
            "library/__init__.py": functions("offer"),
            "LICENSE": "y " * 500,
        },
    )
    repository(
        tmp_path / "app",
        {
            "README.md": "# App\n",
            "app/main.py": "from library import offer_1\n\n" + functions("run"),
            "LICENSE": "y " * 500,
        },
    )
    return tmp_path


def run(*arguments, cwd, **env):
    return subprocess.run(
        [sys.executable, "-m", "ctxbuild", "pack", *arguments],
        cwd=cwd,
        capture_output=True,
        env={**os.environ, **env},
        check=False,
    )


def test_sources_share_one_bundle_and_one_budget(sources):
    done = run("app", "library", "--budget", "1500", cwd=sources)
    text = done.stdout.decode()
    assert done.returncode == 0, done.stderr
    assert "# app, library: context bundle" in text
    assert "Sources: app/ is app at revision " in text
    assert "## app/" in text
    assert "## library/" in text
    used = counter("o200k_base").count(text)
    assert f"Size: {used} tokens" in text
    assert 0.97 * 1500 <= used <= 1500


def test_what_two_sources_have_is_shown_once_unless_all_is_asked_for(sources):
    once = run("app", "library", cwd=sources).stdout.decode()
    assert "LICENSE" in once
    assert "duplicate of app/LICENSE" in once
    assert "## library/LICENSE" not in once
    assert "## library/LICENSE" in run("app", "library", "--all", cwd=sources).stdout.decode()


def test_unpack_gives_every_file_back_below_its_source(sources):
    run("app", "library", "--all", "-o", "out.md", cwd=sources)
    subprocess.run(
        [sys.executable, "-m", "ctxbuild", "unpack", "out.md", "-o", "back"],
        cwd=sources,
        check=True,
        capture_output=True,
    )
    for name in ("app/app/main.py", "library/library/__init__.py", "library/README.md"):
        assert (sources / "back" / name).read_bytes() == (sources / name).read_bytes()


def shown(sources, *weights):
    run("app", "library", "--budget", "1500", *weights, "--manifest", "m.json", cwd=sources)
    record = json.loads((sources / "m.json").read_text())
    tokens = {"app": 0, "library": 0}
    for item in record["items"]:
        tokens[item["path"].partition("/")[0]] += item["tokens"]
    return tokens, {source["name"]: source["weight"] for source in record["sources"]}


def test_a_source_with_more_weight_gets_more_of_the_budget(sources):
    more, weights = shown(sources, "--weight", "app=8")
    assert weights == {"app": 8.0, "library": 1.0}
    assert more["app"] > shown(sources)[0]["app"]
    assert shown(sources, "--weight", "library=8")[0]["library"] > more["library"]


def test_weights_keep_the_sum_of_a_ranking(sources):
    corpora = [ctxbuild.read(str(sources / name), cache=False) for name in ("app", "library")]
    corpus = ctxbuild.merge(corpora, weights=[3.0, 1.0])
    share = 1.0 / len(corpus.documents)
    ranking = Ranking((share,) * len(corpus.documents))
    found = with_source_weights(ranking, corpus).documents
    assert sum(found) == pytest.approx(1.0)
    assert found[0] == pytest.approx(3.0 * found[-1])


def test_a_question_is_answered_from_whichever_source_has_the_answer(sources):
    done = run("app", "library", "--query", "offer_17", "--budget", "700", cwd=sources)
    assert "return value + 17" in done.stdout.decode()


def test_two_revisions_of_one_repository_have_names_of_their_own(sources):
    root = sources / "library"
    git(root, "tag", "old")
    write(root, {"library/new.py": functions("fresh")})
    commit(root)
    text = run("library", "library@old", cwd=sources).stdout.decode()
    assert "## library/library/new.py" in text
    assert "library-2/library/new.py" not in text
    assert "duplicate of library/library/__init__.py" in text


def test_globs_hold_within_each_source(sources):
    text = run("app", "library", "--include", "/README.md", cwd=sources).stdout.decode()
    assert "## app/README.md" in text
    assert "## library/README.md" in text
    assert "main.py" not in text


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["app", "./app"], 2, "./app is the same source as app"),
        (["app", "missing"], 2, "missing: no such file or directory"),
        (["app", "library@nothing"], 2, "nothing"),
        (["app", "--weight", "other=2"], 2, "--weight other: no such source; there are app"),
        (["app", "--weight", "app=0"], 2, "a weight is a number from 0.01 to 100"),
        (["app", "--weight", "app"], 2, "give NAME=NUMBER"),
        (["app", "library", "--budget", "10"], 1, "tokens"),
        (["app", "broken"], 1, "broken"),
        ([], 2, "SOURCE"),
    ],
)
def test_a_mistake_is_one_line_that_names_it_and_nothing_is_written(
    sources, arguments, code, message
):
    write(repository(sources / "broken", {"x.py": "1\n"}), {".git/index": b"no index"})
    done = run(*arguments, "-o", "out.md", cwd=sources)
    first = done.stderr.decode().splitlines()[0]
    assert (done.returncode, message in first) == (code, True), done.stderr
    assert not (sources / "out.md").exists()


def test_the_bytes_do_not_depend_on_the_hash_seed(sources):
    texts = [
        run("app", "library", "--budget", "900", cwd=sources, PYTHONHASHSEED=seed).stdout
        for seed in ("1", "2")
    ]
    assert texts[0] == texts[1]


def test_settings_of_one_command_do_not_stop_another(sources):
    (sources / "ctxbuild.toml").write_text("with-deps = true\nbudget = '600'\n")
    assert b"budget 600" in run("app", "library", cwd=sources).stdout


def test_dry_run_lists_the_files_of_all_sources(sources):
    listing = run("app", "library", "--dry-run", cwd=sources).stdout.decode()
    assert "app/app/main.py" in listing
    assert "library/library/__init__.py" in listing
