"""``ctxbuild wiki`` as a user meets it."""

from __future__ import annotations

from repositories import repository
from wikis import FILES

from ctxbuild.cli.main import main


def invoke(*arguments):
    from click.testing import CliRunner

    return CliRunner().invoke(main, ["wiki", *map(str, arguments)])


def test_says_what_it_wrote(tmp_path):
    source = repository(tmp_path / "ducks", FILES)
    done = invoke(source, "-o", tmp_path / "wiki")
    assert done.exit_code == 0
    assert "pages, " in done.stderr
    assert "files written in" in done.stderr
    assert done.stdout == ""
    assert "0 files written" in invoke(source, "-o", tmp_path / "wiki").stderr


def test_a_directory_is_wanted(tmp_path):
    assert invoke(tmp_path).exit_code == 2
    source = repository(tmp_path / "ducks", FILES)
    done = invoke(source, "-o", tmp_path / "no" / "where")
    assert done.exit_code == 1
    assert "no directory" in str(done.exception)
