"""Outputs are complete or untouched."""

import pytest

from ctxbuild.jobs.output import check_writable, write_file
from ctxbuild.model import CtxbuildError


def test_a_failure_half_way_leaves_the_old_file_and_no_other(tmp_path):
    path = tmp_path / "out.md"
    path.write_bytes(b"old")

    def chunks():
        yield b"new"
        raise OSError(28, "No space left on device")

    with pytest.raises(CtxbuildError, match="No space left"):
        write_file(path, chunks())
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_interrupt_half_way_leaves_no_file(tmp_path):
    def chunks():
        yield b"new"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_file(tmp_path / "out.md", chunks())
    assert list(tmp_path.iterdir()) == []


def test_a_link_is_followed_and_the_mode_is_kept(tmp_path):
    real, link = tmp_path / "real.md", tmp_path / "link.md"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link.symlink_to(real)
    write_file(link, [b"new"])
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_full_device_is_one_line(tmp_path):
    with pytest.raises(CtxbuildError, match="/dev/full: cannot be written"):
        write_file(tmp_path.__class__("/dev/full"), [b"x" * 100_000])


def test_unwritable_targets_are_refused_before_work(tmp_path):
    with pytest.raises(CtxbuildError, match="is a directory"):
        check_writable(tmp_path)
    with pytest.raises(CtxbuildError, match="no directory"):
        check_writable(tmp_path / "a" / "b.md")


def test_long_names_are_written(tmp_path):
    name = "x" * 250 + ".md"
    write_file(tmp_path / name, [b"x"])
    assert [path.name for path in tmp_path.iterdir()] == [name]
