"""The action at the root: each mode on a sample repository, with a bare remote and a stand-in gh.

This proves our steps, not GitHub's runner.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from composite import evaluated, read_values, run_action

ROOT = Path(__file__).parent.parent.parent
BIN = Path(sys.executable).parent
SETTINGS = '[llms]\nsource = "."\noutput = "."\nbase-url = "."\nfull = false\n'
PAGES = {
    "README.md": "# Rocket\n\nRocket launches things into orbit from Python.\n",
    "docs/index.md": "# Handbook\n\nEverything that pilots have to know before launch.\n",
    "docs/launch.md": "# Launching\n\nStart the engines in the order of their numbers.\n",
    "ctxbuild.toml": SETTINGS,
}
GH = """#!{python}
import json, pathlib, sys
calls = pathlib.Path({calls!r})
with calls.open("a") as stream:
    stream.write(json.dumps(sys.argv[1:]) + "\\n")
if sys.argv[1:3] == ["pr", "create"]:
    print("https://example.org/pull/1")
if sys.argv[1:3] == ["pr", "list"] and '"create"' in calls.read_text():
    print("https://example.org/pull/1")
"""


class Project:
    """A repository with a bare remote, checked out as ``actions/checkout`` does it."""

    def __init__(self, root):
        self.root, self.remote, self.calls = root, root / "remote.git", root / "calls"
        self.work, self.runs = root / "work", 0
        git(root, "init", "-q", "--bare", "-b", "main", self.remote)
        git(root, "clone", "-q", self.remote, root / "author")
        self.change(PAGES)
        git(root, "clone", "-q", self.remote, self.work)
        tools = root / "tools"
        tools.mkdir()
        gh = tools / "gh"
        gh.write_text(GH.format(python=sys.executable, calls=str(self.calls)))
        gh.chmod(0o755)
        self.calls.touch()

    def change(self, files):
        author = self.root / "author"
        for name, text in files.items():
            (author / name).parent.mkdir(parents=True, exist_ok=True)
            (author / name).write_text(text)
        git(author, "add", "-A")
        git(author, "commit", "-q", "-m", "Change")
        git(author, "push", "-q", "origin", "HEAD:main")

    def run(self, github=None, env=None, **inputs):
        temporary = self.root / f"temporary{self.runs}"
        temporary.mkdir()
        self.runs += 1
        job = {
            "PATH": f"{self.root / 'tools'}{os.pathsep}{os.environ['PATH']}",
            "CTXBUILD": str(BIN / "ctxbuild"),
            "CTXBUILD_PYTHON": sys.executable,
            "CTXBUILD_CACHE_DIR": str(self.root / "cache"),
            "GITHUB_REPOSITORY": "rocket/rocket",
            "GITHUB_REF_TYPE": "branch",
            "GITHUB_REF_NAME": "main",
            **(env or {}),
        }
        event = {"repository": {"default_branch": "main"}}
        return run_action(
            ROOT,
            self.work,
            temporary,
            {name.replace("_", "-"): value for name, value in inputs.items()},
            github={"event": event, **(github or {})},
            env=job,
            skip={"Install ctxbuild"},
        )

    def gh_calls(self):
        return [json.loads(line) for line in self.calls.read_text().splitlines()]

    def at(self, branch, name="llms.txt"):
        return git(self.remote, "show", f"{branch}:{name}")


def git(where, *arguments):
    plain = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    who = {f"GIT_{a}_{b}": "a@b.c" for a in ("AUTHOR", "COMMITTER") for b in ("NAME", "EMAIL")}
    done = subprocess.run(
        ["git", *map(str, arguments)],
        cwd=where,
        env={**os.environ, **plain, **who},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


def test_check_fails_on_files_that_are_not_current_and_writes_nothing(project):
    done = project.run(mode="check")
    assert done.failed == "Generate llms.txt"
    assert done.outputs["changed"] == "true"
    assert "::error title=llms.txt::not current: llms.txt" in done.log
    assert "**not current**" in done.summary
    assert not (project.work / "llms.txt").exists()
    assert git(project.work, "status", "--porcelain") == ""


def test_check_passes_on_what_commit_wrote(project):
    assert project.run(mode="commit").failed == ""
    git(project.work, "clean", "-fdq")
    git(project.work, "pull", "-q")
    done = project.run(mode="check")
    assert (done.failed, done.outputs["changed"]) == ("", "false")
    assert "| State | current |" in done.summary
    assert int(done.outputs["links"]) == 3
    assert "| Broken links | 0 |" in done.summary
    assert int(done.outputs["tokens"]) > 50
    assert done.outputs["llms-txt"] == "llms.txt"


def test_check_only_tells_when_nothing_is_to_fail(project):
    done = project.run(mode="check", fail_on="none")
    assert done.failed == ""
    assert "::warning title=llms.txt::" in done.log


def test_warnings_fail_when_asked(project):
    page = "<!doctype html><title>Rocket</title><main><h1>Rocket</h1><p>All of it.</p></main>"
    settings = '[llms]\nsource = "site"\noutput = "site"\n'
    project.change({"site/index.html": page, "ctxbuild.toml": settings})
    git(project.work, "pull", "-q")
    done = project.run(mode="artifact", fail_on="warnings")
    assert done.outputs["warnings"] == "1"
    assert done.failed == "Generate llms.txt"
    assert "::warning title=ctxbuild::links are relative" in done.log


def test_artifact_gives_the_files_to_the_upload(project):
    done = project.run(mode="artifact", artifact_name="docs", arguments="--full\n--small=5k\n")
    assert done.failed == ""
    action, given = done.used[-1]
    assert action.startswith("actions/upload-artifact@")
    assert given["name"] == "docs"
    names = sorted(path.name for path in Path(given["path"]).iterdir())
    assert names == ["llms-full.txt", "llms-small.txt", "llms.txt"]
    assert done.outputs["llms-full"] == "llms-full.txt"


def test_a_release_gets_the_files(project):
    event = {"release": {"tag_name": "v1.0"}, "repository": {"default_branch": "main"}}
    done = project.run(mode="release-asset", github={"event": event})
    assert done.failed == ""
    [call] = project.gh_calls()
    assert call[:3] == ["release", "upload", "v1.0"]
    assert call[3].endswith("/llms.txt")
    assert call[4:] == ["--clobber", "--repo", "rocket/rocket"]


def test_without_a_release_nothing_is_attached(project):
    done = project.run(mode="release-asset")
    assert done.failed == "Attach to the release"
    assert project.gh_calls() == []


def test_a_pull_request_is_opened_once_and_renewed(project):
    git(project.work, "checkout", "-q", "--detach")
    first = project.run(mode="pr", env={"GITHUB_REF_TYPE": "tag", "GITHUB_REF_NAME": "v1"})
    assert first.failed == "", first.log
    assert first.outputs["pull-request"] == "https://example.org/pull/1"
    assert "docs/launch.md" in project.at("ctxbuild/llms-txt")
    before = git(project.remote, "rev-parse", "ctxbuild/llms-txt")
    assert project.run(mode="pr").failed == ""
    assert git(project.remote, "rev-parse", "ctxbuild/llms-txt") == before
    project.change({"docs/land.md": "# Landing\n\nPut the legs out, slowly and in time.\n"})
    git(project.work, "fetch", "-q")
    git(project.work, "checkout", "-qf", "origin/main")
    assert project.run(mode="pr").failed == ""
    assert "docs/land.md" in project.at("ctxbuild/llms-txt")
    assert [call[1] for call in project.gh_calls()] == ["list", "create", "list", "list"]
    assert git(project.remote, "rev-list", "--count", "main..ctxbuild/llms-txt").strip() == "1"


def test_commits_of_others_on_the_branch_are_never_written_over(project):
    assert project.run(mode="pr").failed == ""
    author = project.root / "author"
    git(author, "fetch", "-q")
    git(author, "checkout", "-q", "ctxbuild/llms-txt")
    (author / "note").write_text("mine")
    git(author, "add", "-A")
    git(author, "commit", "-q", "-m", "Mine")
    git(author, "push", "-q")
    git(author, "checkout", "-q", "main")
    project.change({"docs/land.md": "# Landing\n\nPut the legs out, slowly and in time.\n"})
    git(project.work, "pull", "-q")
    done = project.run(mode="pr")
    assert done.failed == "Publish on a branch"
    assert "commits of others" in done.log
    assert project.at("ctxbuild/llms-txt", "note") == "mine"


def test_a_commit_lands_on_the_newest_state_of_the_branch(project):
    project.change({"later.txt": "pushed after the checkout\n"})
    done = project.run(mode="commit", message="Say what there is")
    assert done.failed == "", done.log
    assert project.at("main", "later.txt") == "pushed after the checkout\n"
    assert "docs/launch.md" in project.at("main")
    shown = git(project.remote, "log", "-1", "--format=%an|%s", "main").strip()
    assert shown == "github-actions[bot]|Say what there is"
    head = git(project.remote, "rev-parse", "main")
    assert project.run(mode="commit").failed == ""
    assert git(project.remote, "rev-parse", "main") == head


@pytest.mark.parametrize(
    "inputs", [{"mode": "commit", "branch": "docs"}, {"mode": "pr", "base": "x"}]
)
def test_nothing_is_made_of_a_branch_that_is_not_there(project, inputs):
    git(project.work, "fetch", "-q", "origin", "main")  # As a checkout does: FETCH_HEAD is known.
    done = project.run(**inputs)
    assert done.failed == "Publish on a branch"
    named = inputs.get("base", inputs.get("branch"))
    assert f"::error title=ctxbuild::{named} could not be read; is there such a branch?" in done.log
    assert "usage:" not in done.log
    assert git(project.remote, "branch").split() == ["*", "main"]


def test_a_shallow_clone_as_checkouts_are_is_no_warning(project):
    shutil.rmtree(project.work)
    git(project.root, "clone", "-q", "--depth=1", project.remote.as_uri(), project.work)
    done = project.run(mode="artifact", fail_on="warnings")
    assert (done.failed, done.outputs["warnings"]) == ("", "0")
    assert "::notice title=ctxbuild::shallow clone" in done.log


def test_nothing_is_committed_to_a_tag(project):
    done = project.run(mode="commit", env={"GITHUB_REF_TYPE": "tag", "GITHUB_REF_NAME": "v1"})
    assert done.failed == "Publish on a branch"
    assert "v1 is no branch" in done.log


@pytest.mark.parametrize("mode", ["pr", "commit"])
def test_nothing_is_published_for_forks(project, mode):
    head = {"head": {"repo": {"full_name": "somebody/rocket"}}}
    done = project.run(mode=mode, github={"event": {"pull_request": head}}, base="main")
    assert done.failed == ""
    assert "from a fork" in done.log
    assert git(project.remote, "branch").split() == ["*", "main"]


def test_markdown_of_pages_that_are_gone_goes_with_them(project):
    page = "<!doctype html><title>{0}</title><main><h1>{0}</h1><p>All about {0} engines.</p></main>"
    site = {f"site/{name}.html": page.format(name) for name in ("index", "old", "new")}
    project.change({**site, "ctxbuild.toml": SETTINGS.replace('"."', '"site"', 2)})
    git(project.work, "pull", "-q")
    assert project.run(mode="commit").failed == ""
    assert "old" in project.at("main", "site/old.md")
    author = project.root / "author"
    git(author, "pull", "-q", "origin", "main")
    git(author, "rm", "-q", "site/old.html")
    project.change({})
    git(project.work, "clean", "-fdq")
    git(project.work, "checkout", "-q", "--", ".")
    git(project.work, "pull", "-q")
    done = project.run(mode="commit")
    assert done.failed == "", done.log
    names = git(project.remote, "ls-tree", "-r", "--name-only", "main").split()
    assert "site/old.md" not in names
    assert "site/new.md" in names


def test_files_that_the_repository_ignores_are_refused(project):
    project.change({".gitignore": "llms.txt\n"})
    git(project.work, "pull", "-q")
    done = project.run(mode="commit")
    assert done.failed == "Publish on a branch"
    assert "is ignored" in done.log


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"source": "nowhere"}, "could not be made"),
        ({"source": "-o/tmp/x"}, "could not be made"),
        ({"arguments": "--no-config"}, "say where files are written"),
        ({"budget": "lots"}, "could not be made"),
    ],
)
def test_bad_inputs_fail_with_one_line(project, inputs, said):
    done = project.run(mode="commit", **inputs)
    assert done.failed == "Generate llms.txt"
    assert said in done.log
    assert "Traceback" not in done.log


def test_inputs_are_data_to_the_scripts(project):
    trap = f"$(touch {project.root}/trapped)`touch {project.root}/trapped`; touch trapped"
    for name in ("source", "output", "base_url", "budget", "arguments", "branch", "message"):
        project.run(mode="commit", **{name: trap})
    assert not (project.root / "trapped").exists()
    assert not list(project.root.rglob("trapped"))


def test_titles_of_pages_are_no_commands_and_no_table_cells(project):
    title = "::error::x | <img src=x> | %0A::set-output name=a::b"
    project.change({"docs/launch.md": f"# {title}\n\nStart the engines one by one.\n"})
    git(project.work, "pull", "-q")
    done = project.run(mode="artifact")
    assert done.failed == ""
    stop = next(x for x in done.log.splitlines() if x.startswith("::stop-commands::"))
    quiet = done.log.partition(stop)[2].partition(f"::{stop[len('::stop-commands::') :]}::")
    assert quiet[1], "commands are never taken up again"
    assert not any(x.startswith(("::set-output", "::error::x")) for x in quiet[2].splitlines())
    assert "<img" not in done.summary


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"mode": "publish"}, "input mode is none of"),
        ({"fail-on": "sometimes"}, "input fail-on is none of"),
        ({"version": "1.0 --index-url x"}, "input version is no version"),
        ({"version": "-e."}, "input version is no version"),
    ],
)
def test_inputs_are_checked_before_anything_is_installed(tmp_path, inputs, said):
    work, temporary = tmp_path / "work", tmp_path / "temporary"
    work.mkdir()
    temporary.mkdir()
    done = run_action(ROOT, work, temporary, inputs)
    assert done.failed == "Install ctxbuild"
    assert said in done.log
    assert list(temporary.glob("ctxbuild*")) == []


@pytest.mark.full
def test_the_action_installs_its_own_code(tmp_path):
    project = Project(tmp_path)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    env = {k: v for k, v in os.environ.items() if k.startswith(("PIP_", "SSL_", "HTTP"))}
    done = run_action(ROOT, project.work, temporary, {"mode": "check"}, env=env)
    assert done.failed == "Generate llms.txt", done.log
    assert "not current" in done.log


TOOLS = [
    ("shellcheck", *sorted(map(str, (ROOT / "action").glob("*.sh")))),
    ("actionlint", *sorted(map(str, (ROOT / ".github/workflows").glob("*.yml")))),
    ("zizmor", "--offline", "--no-progress", "--min-severity=medium", str(ROOT)),
    ("check-jsonschema", "--builtin-schema=vendor.github-actions", str(ROOT / "action.yml")),
]


@pytest.mark.parametrize("command", TOOLS, ids=[each[0] for each in TOOLS])
def test_linters_have_nothing_to_say(command):
    path = os.pathsep.join([str(BIN), os.environ["PATH"]])
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PATH": path},
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_uses_are_pinned_and_scripts_take_inputs_by_the_environment():
    described = yaml.safe_load((ROOT / "action.yml").read_text())
    for step in described["runs"]["steps"]:
        if "uses" in step:
            assert len(step["uses"].partition("@")[2]) == 40
        else:
            assert step["run"].startswith('bash -eu "$GITHUB_ACTION_PATH/action/')


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("inputs.a", "x"),
        ("inputs.a == 'x'", True),
        ("inputs.a != 'x' || inputs.none == ''", True),
        ("inputs.a == 'it''s' && inputs.a", False),
        ("steps.one.outputs.b", ""),
    ],
)
def test_expressions_mean_what_they_do_on_github(expression, value):
    assert evaluated(expression, {"inputs": {"a": "x"}}) == value


def test_outputs_of_several_lines_are_read(tmp_path):
    path = tmp_path / "output"
    path.write_text("a=1=2\nb<<END\nx=1\ny\nEND\nc=\n")
    assert read_values(path) == {"a": "1=2", "b": "x=1\ny", "c": ""}


def test_the_workflow_that_init_writes_has_nothing_against_it(tmp_path):
    workflow = tmp_path / ".github/workflows/llms-txt.yml"
    subprocess.run([BIN / "ctxbuild", "init"], cwd=tmp_path, check=True, capture_output=True)
    described = yaml.safe_load(workflow.read_text())
    [_, step] = described["jobs"]["check"]["steps"]
    assert set(step["with"]) <= set(yaml.safe_load((ROOT / "action.yml").read_text())["inputs"])
    for tool in (["actionlint"], ["check-jsonschema", "--builtin-schema=vendor.github-workflows"]):
        subprocess.run([BIN / tool[0], *tool[1:], workflow], cwd=tmp_path, check=True)
