"""How commands are read from workflows, manifests and files of tasks."""

from __future__ import annotations

import pytest
from growth import large, linear
from repositories import write

from ctxbuild.analysis.facts.commands.tasks import task_of, task_of_steps
from ctxbuild.cache import Cache
from ctxbuild.jobs.facts import FactsOptions, facts_of
from ctxbuild.readers.repo import RepoOptions

WORKFLOW = ".github/workflows/ci.yml"


def commands(directory, files):
    options = FactsOptions(RepoOptions(str(write(directory, files))))
    _, facts = facts_of(options, Cache.disabled(), lambda *_: None)
    return facts.commands


def lines(directory, files):
    return [(c.task, c.line) for c in commands(directory, files)]


def workflow(steps: str, job: str = "") -> dict[str, str]:
    return {WORKFLOW: f"jobs:\n  t:\n{job}    steps:\n{steps}", "web/a.txt": "a\n"}


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ("      - run: npm ci\n        working-directory: web\n", "cd web && npm ci"),
        ("      - working-directory: ./web # there\n        run: npm ci\n", "cd web && npm ci"),
        ("      - run: |\n          cd web\n          npm ci\n", "cd web && npm ci"),
        (
            "      - run: |\n          mkdir out\n          (cd out && ../configure)\n",
            "mkdir -p out && cd out && ../configure",
        ),
        ("      - run: >-\n          npm ci\n          --quiet\n", "npm ci --quiet"),
        ("      - run: npm ci  # first\n", "npm ci"),
        ("      - run: npm run 'test # 1'\n", "npm run 'test # 1'"),
    ],
)
def test_a_step_is_written_as_a_person_would_type_it(tmp_path, steps, found):
    assert [c.line for c in commands(tmp_path, workflow(steps))] == [found]


@pytest.mark.parametrize(
    "steps",
    [
        "      - run: npm ci\n        working-directory: elsewhere\n",
        "      - run: npm ci\n        working-directory: ${{ matrix.where }}\n",
        "      - run: import test\n        shell: python\n",
        "      - run: |\n          cat > x <<EOF\n          npm test\n          EOF\n",
        "      - run: |\n          timeout 5m npm test || {\n",
        "      - run: |\n          npm test 'and\n",
        "      - run: serve tests &\n",
        "      - run: |\n          cd ../other\n          npm test\n",
    ],
)
def test_what_runs_only_inside_its_script_is_no_command(tmp_path, steps):
    assert commands(tmp_path, workflow(steps)) == ()


def test_a_directory_for_a_job_holds_for_its_steps_alone(tmp_path):
    job = "    defaults:\n      run:\n        working-directory: web\n"
    steps = "      - run: npm ci\n  other:\n    steps:\n      - run: npm test\n"
    assert lines(tmp_path, workflow(steps, job)) == [
        ("install", "cd web && npm ci"),
        ("test", "npm test"),
    ]


def test_a_session_of_nox_is_called_by_the_name_that_it_is_given(tmp_path):
    text = (
        "import nox\n\n@nox.session\ndef lint(session): ...\n"
        '@nox.session(python="3.12", name="test-all")\n@other\ndef every(session): ...\n'
        "@nox.session(reuse_venv=True)\ndef docs(session): ...\n"
    )
    found = [line for _, line in lines(tmp_path, {"noxfile.py": text})]
    assert sorted(found) == ["nox -s docs", "nox -s lint", "nox -s test-all"]


@linear
def test_a_file_of_many_sessions_takes_linear_time(tmp_path):
    text = large("@nox.session\n") + "@nox.session(" + large("name ")
    assert not commands(tmp_path, {"noxfile.py": text})


@linear
@pytest.mark.parametrize("step", ["- run: npm ci\n", "- run: |\n          npm ci\n"])
def test_a_workflow_of_many_steps_takes_linear_time(tmp_path, step):
    assert len(commands(tmp_path, workflow(large(f"      {step}")))) == 1


def test_targets_and_environments_say_what_they_stand_for(tmp_path):
    files = {
        WORKFLOW: "jobs:\n  t:\n    steps:\n      - run: make ci\n",
        "Makefile": "ci: deps\n\t@pytest tests\nall: ci\nFORCE:\nMakefile: ;\n",
        "tox.ini": "[testenv]\ncommands = pytest\n[testenv:types]\ncommands =\n    mypy\n"
        "[testenv:update]\ncommands = bump\n",
    }
    found = [(c.task, c.line, c.origin, c.does) for c in commands(tmp_path, files)]
    assert found == [
        ("build", "make all", "makefile", "ci"),
        ("test", "make ci", "ci", "pytest tests"),
        ("test", "tox", "manifest", "pytest"),
        ("lint", "tox -e types", "manifest", "mypy"),
        ("other", "tox -e update", "manifest", "bump"),
    ]


def test_scripts_that_npm_runs_itself_are_none(tmp_path):
    scripts = '{"prepare": "a", "pretest": "b", "test": "c", "postcss": "d", "version": "e"}'
    files = {"package.json": f'{{"packageManager": "pnpm@9", "scripts": {scripts}}}'}
    assert lines(tmp_path, files) == [
        ("install", "pnpm install"),
        ("test", "pnpm run test"),
        ("other", "pnpm run postcss"),
    ]


def test_a_container_runs_its_entry_point_with_its_arguments(tmp_path):
    docker = 'FROM a\nCMD old\nFROM b\nENTRYPOINT ["start"]\nCMD ["--all", "the ducks"]\n'
    assert lines(tmp_path, {"Dockerfile": docker}) == [("run", "start --all 'the ducks'")]


def test_a_file_of_settings_is_no_package(tmp_path):
    assert lines(tmp_path, {"pyproject.toml": "[tool.ruff]\nline-length = 3\n"}) == []


@pytest.mark.parametrize(
    ("line", "task"),
    [
        ("./configure --disable-docs", "build"),
        ("eslint docs/", "lint"),
        ("cd web && npm ci", "install"),
        ("cargo check --tests", "build"),
        ("npm --prefix packages/docs run test", "test"),
        ('./jq -n \'"" | test("")\'', "other"),
        ("yarn add @typescript/native-preview", "install"),
    ],
)
def test_only_words_that_name_a_tool_tell_what_a_command_is_for(line, task):
    assert task_of(line) == task


def test_steps_are_for_what_the_last_does():
    assert task_of_steps("composer install && vendor/bin/psalm --init") == "lint"
    assert task_of_steps("mypy && rm -rf x") == "lint"
