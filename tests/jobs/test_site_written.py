"""Writing a site: into directories of ours alone, nothing else touched, the same bytes again."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sample_wiki import page, sample

from ctxbuild.jobs.site import RECORD_NAME, write_site
from ctxbuild.markers import OWN_OUTPUT_MARKERS
from ctxbuild.model import CtxbuildError, UsageError

SMALL = replace(
    sample(), pages=(page("a", "1", "A", "", "# A\n"), page("b", "2", "B", "", "# B\n"))
)


def tree(place):
    files = [path for path in place.rglob("*") if path.is_file()]
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in files}


def test_a_site_is_written_and_left_alone_when_nothing_changed(tmp_path):
    place = tmp_path / "new" / "site"
    assert write_site(SMALL, place) == 11
    before = tree(place)
    assert len(before) == 12
    assert before[RECORD_NAME].startswith(OWN_OUTPUT_MARKERS)
    assert write_site(SMALL, place) == 0
    assert tree(place) == before


def test_only_what_changed_is_written_and_what_is_gone_is_removed(tmp_path):
    write_site(SMALL, tmp_path / "s")
    first = SMALL.pages[0]
    changed = replace(SMALL, pages=(replace(first, body="# A\n\nMore.\n"), SMALL.pages[1]))
    # The page, its Markdown, its data, and what the search finds.
    assert write_site(changed, tmp_path / "s") == 4
    write_site(replace(SMALL, pages=SMALL.pages[:1]), tmp_path / "s")
    fresh = replace(SMALL, pages=SMALL.pages[:1])
    write_site(fresh, tmp_path / "t")
    assert tree(tmp_path / "s") == tree(tmp_path / "t")


@pytest.mark.parametrize("record", [None, "{}", "[", '{"ctxbuild": "site 9", "files": []}'])
def test_directories_of_others_are_refused(tmp_path, record):
    (tmp_path / "notes.txt").write_text("mine")
    if record is not None:
        (tmp_path / RECORD_NAME).write_text(record)
    before = tree(tmp_path)
    with pytest.raises(UsageError, match="give an empty directory"):
        write_site(SMALL, tmp_path)
    assert tree(tmp_path) == before


def test_a_record_removes_nothing_outside(tmp_path):
    (tmp_path / "out.txt").write_text("mine")
    place = tmp_path / "s"
    write_site(SMALL, place)
    names = ["../out.txt", str(tmp_path / "out.txt"), "data/../../out.txt", 3, "\0"]
    (place / RECORD_NAME).write_text(json.dumps({"ctxbuild": "site 1", "files": names}))
    write_site(SMALL, place)
    assert (tmp_path / "out.txt").read_text() == "mine"


def test_a_link_does_not_lead_data_out(tmp_path):
    write_site(SMALL, tmp_path / "s")
    outside = tmp_path / "outside"
    (tmp_path / "s" / "data").rename(outside)
    (tmp_path / "s" / "data").symlink_to(outside)
    (outside / "a.js").write_text("changed")
    with pytest.raises(CtxbuildError, match="is a link"):
        write_site(SMALL, tmp_path / "s")
    assert (outside / "a.js").read_text() == "changed"


def test_one_file_holds_all(tmp_path):
    assert write_site(SMALL, tmp_path / "wiki.html", in_one_file=True) == 1
    assert b"<h1" in (tmp_path / "wiki.html").read_bytes()
    with pytest.raises(CtxbuildError, match="is a directory"):
        write_site(SMALL, tmp_path, in_one_file=True)


def test_a_file_in_the_way_is_an_error(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(CtxbuildError):
        write_site(SMALL, tmp_path / "file")
