"""What is kept of sites on the web is counted, bounded and cleared with the cache."""

from __future__ import annotations

import os

from ctxbuild.cache.journals import journals, make_room, size_of
from ctxbuild.cli.main import _status


def written(directory, name, size, age, *, is_open=False):
    path = directory / "crawls" / f"{name}.sqlite3"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x" * size)
    os.utime(path, (1000 - age, 1000 - age))
    if is_open:
        path.with_name(f"{path.name}-wal").write_bytes(b"")
    return path


def test_the_journals_used_longest_ago_go_first_but_none_that_is_open(tmp_path):
    opened = written(tmp_path, "open", 100, age=9, is_open=True)
    old, new = written(tmp_path, "old", 100, age=5), written(tmp_path, "new", 100, age=1)
    kept = written(tmp_path, "kept", 100, age=7)
    make_room(tmp_path, kept, most_bytes=320)
    assert journals(tmp_path) == [opened, kept, new]
    assert not old.exists()
    make_room(tmp_path, kept, most_bytes=0)
    assert journals(tmp_path) == [opened, kept]


def test_info_counts_sites_and_clear_removes_them(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("CTXBUILD_CACHE_DIR", str(tmp_path))
    path = written(tmp_path, "site", 1234, age=0)
    assert size_of(path) == 1234
    assert _status(["cache", "info"]) == 0
    assert "sites on the web" in capsys.readouterr().out
    assert _status(["cache", "clear"]) == 0
    assert not path.exists()
