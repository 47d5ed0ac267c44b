"""``--model`` and ``--map`` as a person uses them."""

import json
import os
import subprocess
import sys

import pytest


@pytest.fixture
def project(tmp_path):
    root = tmp_path / "sample"
    (root / "src").mkdir(parents=True)
    (root / "src/add.py").write_text("def add(a, b):\n    return a + b\n")
    (root / "README.md").write_text("# Sample\n")
    return root


def run(*arguments, cwd):
    return subprocess.run(
        [sys.executable, "-m", "ctxbuild", "repo", *arguments],
        cwd=cwd,
        capture_output=True,
        env={**os.environ, "CTXBUILD_CACHE_DIR": str(cwd.parent / "cache")},
    )


@pytest.mark.parametrize(
    ("flags", "encoding", "budget"),
    [
        ([], "o200k_base", 128_000),
        (["--model", "anthropic/claude-sonnet-4-5"], "claude-3", 150_000),
        (["--model", "gpt-5-mini", "--budget", "9k"], "o200k_base", 9_000),
        (["--model", "gpt-4", "--encoding", "o200k_base"], "o200k_base", 6_144),
        (["--model", "claude-opus-5", "--budget", "none"], "claude", None),
    ],
)
def test_a_model_sets_encoding_and_budget_unless_they_are_given(project, flags, encoding, budget):
    done = run(*flags, "--manifest", "../m.json", cwd=project)
    assert done.returncode == 0, done.stderr
    record = json.loads((project.parent / "m.json").read_text())
    assert (record["encoding"]["name"], record["budget"]) == (encoding, budget)


def test_the_settings_of_the_directory_win_over_what_a_model_would_set(project):
    (project / "ctxbuild.toml").write_text('budget = "5k"\nmodel = "claude-opus-5"\n')
    run("--manifest", "../m.json", cwd=project)
    record = json.loads((project.parent / "m.json").read_text())
    assert (record["encoding"]["name"], record["budget"]) == ("claude", 5_000)


@pytest.mark.parametrize(
    ("flags", "says"),
    [
        (["--model", "claud"], b"nearest are claude"),
        (["--model", "gpt-4", "--budget", "9000"], b"gpt-4 takes 8192 tokens"),
        (["--map", "x.png"], b"must end in .html or .htm or .svg"),
    ],
)
def test_a_mistake_in_the_call_is_one_line_and_exit_code_2(project, flags, says):
    done = run(*flags, cwd=project)
    assert done.returncode == 2
    assert says in done.stderr
    assert not done.stdout
    assert len(done.stderr.splitlines()) == 1


def test_a_map_is_written_beside_the_bundle_and_left_out_of_the_next(project):
    first = run("-o", "-", "--map", "map.html", cwd=project)
    assert b"Map in map.html" in first.stderr
    assert b"src/add.py: " in (project / "map.html").read_bytes()
    again = run("-o", "-", cwd=project)
    assert b"map.html: ctxbuild output" in again.stderr
    assert first.stdout == again.stdout
