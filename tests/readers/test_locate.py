"""What a SOURCE may be, what is refused before git runs, and what is never printed."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from repositories import write

from ctxbuild.model import UsageError
from ctxbuild.readers.locate import Remote, display_location, locate

TOKEN = "t0p" + "secret"


@pytest.mark.parametrize(
    ("source", "url", "location", "name"),
    [
        ("https://h.example/o/n.git", "https://h.example/o/n.git", None, "n"),
        ("https://h.example:8443/o/n/", "https://h.example:8443/o/n/", None, "n"),
        ("ssh://git@h.example/o/n.git", "ssh://git@h.example/o/n.git",
         "ssh://h.example/o/n.git", "n"),
        ("git@h.example:o/n.git", "git@h.example:o/n.git", "h.example:o/n.git", "n"),
        ("owner/name", "https://github.com/owner/name", None, "name"),
        ("owner/name.git", "https://github.com/owner/name", None, "name"),
    ],
)  # fmt: skip
def test_a_repository_elsewhere(source, url, location, name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    place = locate(source)
    assert place.remote is not None
    assert (place.remote.url, place.location, place.name) == (url, location or url, name)
    assert place.directory is None


def test_the_shorthand_takes_a_ref(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    remote = locate("owner/name@feature/x").remote
    assert (remote.url, remote.ref) == ("https://github.com/owner/name", "feature/x")


def test_a_directory_of_that_name_wins_over_the_shorthand(tmp_path, monkeypatch):
    monkeypatch.chdir(write(tmp_path, {"owner/name/a.txt": ""}))
    assert locate("owner/name").directory == os.fsencode(tmp_path / "owner/name")


def test_a_directory_is_called_by_its_own_name_however_it_is_reached(tmp_path, monkeypatch):
    monkeypatch.chdir(write(tmp_path, {"one/two/a.txt": ""}) / "one/two")
    (tmp_path / "link").symlink_to("one")
    for source, name in ((".", "two"), ("..", "one"), (str(tmp_path / "link"), "one")):
        place = locate(source)
        assert (place.name, place.location) == (name, name)


def test_a_file_is_a_place_in_its_directory(tmp_path):
    write(tmp_path, {"a.txt": ""})
    place = locate(str(tmp_path / "a.txt"))
    assert (place.file, place.directory) == (b"a.txt", os.fsencode(tmp_path))


@pytest.mark.parametrize(
    "source",
    [
        "", "-", "-x", "--upload-pack=touch x", "ext::sh -c true", "EXT::sh -c true",
        "fd::17", "transport::address", "http://h.example/o/n", "git://h.example/o/n",
        "ftp://h.example/x", "ext://h.example/x", "https://", "https://h.example", "https:///x/y",
        "https://-oProxyCommand=x/y", "ssh://-oProxyCommand=x/y", "ssh://-x@h.example/y",
        "-x@h.example:y", "h.example:-x", "https://h.example:port/x", "https://[bad/x",
        "https://h.example/a\nb", "file://h.example/x", "missing", "./missing", "a/b/c",
        "owner/..", "a\0b", "git@h.example:a\nb",
    ],
)  # fmt: skip
def test_what_is_refused_is_a_usage_error_of_one_line(source, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("subprocess.Popen", None)
    with pytest.raises(UsageError) as caught:
        locate(source)
    assert str(caught.value).isprintable()


def test_a_dangling_link_and_a_fifo_are_no_sources(tmp_path):
    (tmp_path / "link").symlink_to("nowhere")
    os.mkfifo(tmp_path / "fifo")
    with pytest.raises(UsageError, match="symbolic link to nothing"):
        locate(str(tmp_path / "link"))
    with pytest.raises(UsageError, match="neither a file nor a directory"):
        locate(str(tmp_path / "fifo"))


@pytest.mark.parametrize(
    "url",
    [
        f"https://user:{TOKEN}@h.example/o/n",
        f"https://{TOKEN}@h.example/o/n",
        f"https://{TOKEN}:x-oauth-basic@h.example/o/n",
        f"ssh://git:{TOKEN}@h.example/o/n",
        f"https://h.example/o/n?access_token={TOKEN}",
        f"https://h.example/o/n#{TOKEN}",
        f"https://user:a/{TOKEN}@h.example/o/n",
        f"http://user:{TOKEN}@h.example/o/n",
        f"user:{TOKEN}@h.example/missing",
        f"https://user:{TOKEN}%0a@h.example/o/n",
    ],
)
def test_credentials_are_never_shown(url, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert TOKEN not in display_location(url)
    try:
        place = locate(url)
    except UsageError as error:
        shown = str(error)
    else:
        shown = place.location + place.name + repr(place)
    assert TOKEN not in shown


def test_what_git_is_given_on_its_command_line_holds_no_login():
    place = locate(f"https://user:{TOKEN}@h.example/o/n")
    assert place.remote.url == "https://h.example/o/n"


def test_credentials_reach_git_decoded(tmp_path):
    remote = locate("https://us%40er:p%3Ass@h.example/o/n").remote
    assert (remote.username, remote.password) == ("us@er", "p:ss")
    assert isinstance(remote, Remote)


@given(st.text(max_size=60))
def test_any_text_is_a_place_or_a_usage_error(text):
    message = ""
    try:
        locate(text)
    except UsageError as error:
        message = str(error)
    assert "\n" not in message


@given(
    st.from_regex(
        r"https://[a-z]{1,9}:[a-zA-Z0-9!$%^&*()_+=,;:.~-]{3,20}@h\.example/x", fullmatch=True
    )
)
def test_display_never_holds_the_password(url):
    password = url.partition("@")[0].split(":", 2)[2]
    assert password + "@" not in display_location(url)
