"""``ctxbuild repo`` as a person runs it: real processes on real repositories."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from ctxbuild.tokens import counter

GIT = [
    "git",
    "-c",
    "user.name=t",
    "-c",
    "user.email=t@example.org",
    "-c",
    "init.defaultBranch=main",
]


def run(*arguments, cwd, data=None, env=None, **options):
    return subprocess.run(
        [sys.executable, "-m", "ctxbuild", *arguments],
        cwd=cwd,
        input=data,
        capture_output=True,
        env={**os.environ, "CTXBUILD_CACHE_DIR": str(cwd.parent / "cache"), **(env or {})},
        **options,
    )


def git(repo, *arguments):
    return subprocess.run([*GIT, "-C", str(repo), *arguments], check=True, capture_output=True)


@pytest.fixture
def repo(tmp_path):
    root = tmp_path / "sample"
    (root / "src").mkdir(parents=True)
    (root / "README.md").write_text("# Sample\n\nIt adds numbers.\n")
    (root / "src/add.py").write_text('"""Add."""\n\n\ndef add(a, b):\n    return a + b\n')
    (root / "src/crlf.txt").write_bytes(b"one\r\ntwo  \r\nthree")
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "first")
    return root


def test_in_a_pipe_the_bundle_goes_to_stdout_and_its_count_is_exact(repo):
    done = run("repo", ".", cwd=repo)
    text = done.stdout.decode()
    assert done.returncode == 0
    assert text.startswith("<!-- ctxbuild: bundle 1 -->\n# sample")
    assert f"Size: {counter('o200k_base').count(text)} tokens" in text
    assert not done.stderr


def test_the_revision_is_the_commit_and_says_when_the_tree_is_dirty(repo):
    commit = git(repo, "rev-parse", "HEAD").stdout.decode().strip()
    assert f"at revision {commit}." in run("repo", cwd=repo).stdout.decode()
    (repo / "new.txt").write_text("more\n")
    assert f"at revision {commit}+dirty:" in run("repo", cwd=repo).stdout.decode()


@pytest.mark.parametrize("layout", ["md", "xml", "json"])
def test_unpack_restores_every_file_byte_for_byte(repo, tmp_path, layout):
    (repo / "sjis.txt").write_bytes("日本語のテキストです。\n".encode("shift_jis") * 9)
    (repo / 'odd " <name>\n.txt').write_bytes(b"\x1b[31mred\x1b[0m \xe2\x80\xae bidi\n")
    (repo / "utf16.txt").write_bytes("hello\r\n".encode("utf-16"))
    bundle = tmp_path / f"out.{layout}"
    assert run("repo", ".", "--format", layout, "-o", str(bundle), cwd=repo).returncode == 0
    assert run("unpack", str(bundle), "-o", str(tmp_path / "back"), cwd=repo).returncode == 0
    names = git(repo, "ls-files", "-z", "-co").stdout.split(b"\0")[:-1]
    assert len(names) == 6
    for name in names:
        restored = os.path.join(os.fsencode(tmp_path / "back"), name)
        with open(os.path.join(os.fsencode(repo), name), "rb") as a, open(restored, "rb") as b:
            assert a.read() == b.read(), name


def test_the_same_bytes_whatever_hash_seed_locale_and_cache(repo):
    outputs = {
        run("repo", "--budget", "600", *flags, cwd=repo, env=env).stdout
        for flags in ((), ("--no-cache",))
        for env in (
            {"PYTHONHASHSEED": "1", "LC_ALL": "C"},
            {"PYTHONHASHSEED": "2", "LC_ALL": "C.UTF-8", "TZ": "Asia/Tokyo"},
        )
    }
    assert len(outputs) == 1
    assert next(iter(outputs))


def test_earlier_outputs_are_left_out_and_change_nothing(repo):
    first = run("repo", ".", "-o", "ctx.md", cwd=repo)
    assert b"Written to ctx.md" in first.stderr
    before = (repo / "ctx.md").read_bytes()
    again = run("repo", ".", "-o", "ctx.md", cwd=repo)
    assert b"ctx.md: ctxbuild output" in again.stderr
    assert (repo / "ctx.md").read_bytes() == before
    assert run("repo", ".", cwd=repo).stdout == before


def test_the_manifest_names_every_file_and_every_skipped_one(repo, tmp_path):
    (repo / "link").symlink_to("/etc/passwd")
    (repo / "poetry.lock").write_text("x\n")
    run("repo", "--manifest", str(tmp_path / "m.json"), "-o", "-", cwd=repo)
    record = json.loads((tmp_path / "m.json").read_text())
    assert record["ctxbuild"]["manifest"] == 1
    paths = {item["path"]: item["detail"] for item in record["items"]}
    assert paths == {
        "README.md": "full",
        "poetry.lock": "name",
        "src/add.py": "full",
        "src/crlf.txt": "full",
    }
    assert [entry["path"] for entry in record["skipped"]] == ["link"]


def test_dry_run_lists_files_with_tokens_and_writes_nothing(repo):
    done = run("repo", "--dry-run", "-o", "x.md", cwd=repo)
    assert b"src/add.py" in done.stdout
    assert done.stdout.splitlines()[-1].endswith(b"3 files")
    assert not (repo / "x.md").exists()


def test_why_gives_a_reason_for_each_file(repo):
    done = run("repo", "--why", cwd=repo)
    assert b"src/add.py: fits" in done.stderr


def test_a_secret_is_redacted_and_counted(repo):
    key = "AKIA" + "Z3MHQ7XWJ2LKT5RD"
    (repo / "conf.py").write_text(f"KEY = '{key}'\nOTHER = 1\n")
    done = run("repo", "-v", cwd=repo)
    assert key.encode() not in done.stdout
    assert b"OTHER = 1" in done.stdout
    assert b"Redacted 1 secret" in done.stderr
    assert key.encode() in run("repo", "--no-redact", cwd=repo).stdout


def test_a_file_list_on_stdin_limits_what_is_read(repo):
    done = run("repo", "--stdin", cwd=repo, data=b"src/add.py\nmissing.py\n")
    assert b"## src/add.py (full" in done.stdout
    assert b"README" not in done.stdout
    assert b"missing.py" in done.stderr


def test_settings_of_the_current_directory_are_defaults_and_flags_win(repo):
    (repo / "pyproject.toml").write_text('[tool.ctxbuild]\nformat = "json"\nbudget = "9k"\n')
    assert run("repo", cwd=repo).stdout.startswith(b'{"ctxbuild":')
    assert run("repo", "--format", "md", cwd=repo).stdout.startswith(b"<!-- ctxbuild")
    assert b"budget 9000" in run("repo", cwd=repo).stdout
    (repo / "pyproject.toml").write_text("[tool.ctxbuild]\nbugdet = 1\n")
    wrong = run("repo", cwd=repo)
    assert wrong.returncode == 2
    assert b"unknown setting 'bugdet'" in wrong.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["repo", "nowhere"], 2, b"nowhere"),
        (["repo", ".", "--budget", "0"], 2, b"'0' is no budget"),
        (["repo", ".", "--budget", "abc"], 2, b"'abc' is no budget"),
        (["repo", ".", "--budget", "50"], 1, b"smallest honest bundle takes"),
        (["repo", ".", "--encoding", "x"], 2, b"unknown encoding 'x'"),
        (["repo", ".", "--ref", "nope"], 2, b"nope"),
        (["repo", ".", "-o", "no/such/dir/x.md"], 1, b"no directory"),
        (["repo", "ext::sh -c date"], 2, b"ext::"),
        (["repo", "--", "--upload-pack=date"], 2, b"upload-pack"),
        (["repo", ".", "--wat"], 2, b"--wat"),
        (["wat"], 2, b"wat"),
        (["unpack", "README.md", "-o", "x"], 1, b"not a bundle"),
        (["unpack", "missing.md", "-o", "x"], 1, b"missing.md"),
    ],
)
def test_bad_input_is_one_clear_line(repo, arguments, code, message):
    done = run(*arguments, cwd=repo)
    lines = [line for line in done.stderr.splitlines() if not line.startswith(b"Try ")]
    assert done.returncode == code
    assert message in done.stderr
    assert len(lines) == 1
    assert lines[0].startswith(b"ctxbuild: ")
    assert not done.stdout


def test_a_failed_run_leaves_an_earlier_output_untouched(repo):
    (repo / "out.md").write_text("precious")
    assert run("repo", ".", "--budget", "50", "-o", "out.md", cwd=repo).returncode == 1
    assert (repo / "out.md").read_text() == "precious"
    assert run("repo", ".", "-o", "/dev/full", cwd=repo).returncode == 1


def listen():
    """Hear interrupts, also where the tests run in a background that ignores them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_ends_with_130_and_no_partial_file(tmp_path):
    root = tmp_path / "big"
    root.mkdir()
    for number in range(3000):
        (root / f"f{number}.py").write_text(f"def f{number}():\n    return {number}\n" * 50)
    for seconds in (0.4, 1.6, 6.4, 25.6):
        process = subprocess.Popen(
            [sys.executable, "-m", "ctxbuild", "repo", ".", "--no-cache", "-o", "../out.md"],
            cwd=root,
            stderr=subprocess.PIPE,
            start_new_session=True,
            preexec_fn=listen,
        )
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGINT)
        _, stderr = process.communicate(timeout=60)
        if process.returncode != -signal.SIGINT:  # Python had not begun to listen
            break
    assert process.returncode == 130
    assert stderr.strip().count(b"\n") == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["big"]


def test_help_and_version_are_quick_and_friendly(repo):
    assert b"ctxbuild repo . --budget 32k --copy" in run("--help", cwd=repo).stdout
    assert b"--budget TOKENS" in run("repo", "--help", cwd=repo).stdout
    assert run("--version", cwd=repo).stdout.startswith(b"ctxbuild ")


def test_a_notebook_is_shown_as_a_script_and_unpacked_beside_its_name(repo, tmp_path):
    cell = {"cell_type": "code", "source": ["print(1)"], "outputs": [], "metadata": {}}
    notebook = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "cells": [cell],
        "metadata": {"kernelspec": {"language": "python"}},
    }
    (repo / "x.ipynb").write_text(json.dumps(notebook))
    assert run("repo", ".", "-o", str(tmp_path / "o.md"), cwd=repo).returncode == 0
    text = (tmp_path / "o.md").read_text()
    assert "## x.ipynb (full, 2 lines; notebook python)\n```python\n# %% [code]\nprint(1)\n" in text
    done = run("unpack", str(tmp_path / "o.md"), "-o", str(tmp_path / "back"), cwd=repo)
    assert b"Altered x.ipynb" in done.stderr
    assert (tmp_path / "back/x.ipynb.txt").read_text() == "# %% [code]\nprint(1)\n"
    assert not (tmp_path / "back/x.ipynb").exists()


def test_a_source_without_a_readable_file_fails_and_writes_nothing(repo, tmp_path):
    done = run("repo", ".", "--include", "nope*", "-o", str(tmp_path / "o.md"), cwd=repo)
    assert done.returncode == 1
    assert b"no file was read; see --include" in done.stderr
    assert not (tmp_path / "o.md").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("repo", ".", "--query", " "), b"--query: there is no text in it"),
        (("repo", ".", "--split", "0", "-o", "x"), b"'0' is no number of parts; give 1 to 999"),
        (("repo", ".", "--model", "zzzz"), b"families are claude, "),
        (("pack", ".", "--diff", "A..B"), b"write the range behind the source"),
    ],
)
def test_a_mistake_in_the_call_is_a_line_that_says_what_to_do(repo, arguments, message):
    done = run(*arguments, cwd=repo)
    assert done.returncode == 2
    assert message in done.stderr


def test_a_question_that_meets_nothing_is_noted(repo):
    for number in range(200):
        (repo / f"m{number}.py").write_text(f"def function_{number}():\n    return {number}\n" * 9)
    done = run("repo", ".", "--query", "zzqx qqwwz", "--budget", "2k", cwd=repo)
    assert b"nothing in the source meets the question's words" in done.stderr
    assert b"nothing in the source meets the question's words" in done.stdout


def test_unpack_lists_what_it_writes(repo, tmp_path):
    assert run("repo", ".", "-o", str(tmp_path / "o.md"), cwd=repo).returncode == 0
    done = run("unpack", str(tmp_path / "o.md"), "-o", str(tmp_path / "back"), cwd=repo)
    written = (path for path in (tmp_path / "back").rglob("*") if path.is_file())
    names = sorted(path.relative_to(tmp_path / "back").as_posix() for path in written)
    assert sorted(done.stdout.decode().split()) == names
