"""Unpacking writes what a bundle holds and nothing outside its target."""

import pytest

from ctxbuild.formats.json import Json
from ctxbuild.formats.names import shown_path
from ctxbuild.jobs.unpack import unpack


def bundle(tmp_path, *files):
    blocks = "".join(
        f"## {shown_path(path)} ({facts})\n```text\n{text}```\n" for path, facts, text in files
    )
    path = tmp_path / "bundle.md"
    path.write_text(f"<!-- ctxbuild: bundle 1 -->\n# x\n## Map\n```text\n./ 1\n```\n{blocks}")
    return path


@pytest.mark.parametrize(
    "path", ["../out.txt", "/etc/x", "a/../../b", "a//b", ".", ".git/hooks/post-checkout", "a\0b"]
)
def test_paths_that_lead_outside_are_refused(tmp_path, path):
    done = unpack(bundle(tmp_path, (path, "full, 1 line", "x\n")), tmp_path / "t" / "target")
    assert done.written == ()
    assert [entry.id for entry in done.skipped] == [path]
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["bundle.md"]


def test_a_link_in_the_target_is_not_followed(tmp_path):
    target = tmp_path / "target"
    target.mkdir()
    (target / "sub").symlink_to(tmp_path)
    done = unpack(bundle(tmp_path, ("sub/x.txt", "full, 1 line", "x\n")), target)
    assert done.written == ()
    assert not (tmp_path / "x.txt").exists()


def test_existing_files_with_other_content_are_kept(tmp_path):
    target = tmp_path / "target"
    target.mkdir()
    (target / "a.txt").write_text("mine\n")
    done = unpack(bundle(tmp_path, ("a.txt", "full, 1 line", "x\n")), target)
    assert done.skipped[0].reason == "exists with other content; not overwritten"
    assert (target / "a.txt").read_text() == "mine\n"


def test_files_shown_in_part_are_named_and_not_written(tmp_path):
    done = unpack(bundle(tmp_path, ("a.py", "elided, 3 of 9 lines", "x\n")), tmp_path / "t")
    assert done.skipped[0].reason == "only elided in the bundle"


def test_redacted_files_are_written_and_said_to_differ(tmp_path):
    files = ("a.py", "full, 1 line; redacted 1", "KEY = [REDACTED:x]\n")
    done = unpack(bundle(tmp_path, files), tmp_path / "t")
    assert done.written == ("a.py",)
    assert done.altered[0].reason == "secrets are redacted"


def test_json_keeps_surrogates_of_odd_names():
    assert Json().directory_line("a\udcffb", 1, 2) == ',"\\"a\\\\udcffb\\"/ 1 file, 2 tokens"\n'
