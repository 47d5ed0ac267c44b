"""Files become text once, and the same text again from a small recipe."""

import json
import string
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.model import ContentChangedError, CtxbuildError, Transform
from ctxbuild.readers.content import (
    UNCHANGED,
    Normalised,
    Recipe,
    TextStore,
    apply_recipe,
    decode_recipe,
    digest_of,
    encode_recipe,
    normalise,
)


def github_token(body: str) -> str:
    """Return a token whose last six characters are its checksum, as GitHub's are."""
    digits = string.digits + string.ascii_uppercase + string.ascii_lowercase
    rest, check = zlib.crc32(body.encode()), ""
    for _ in range(6):
        rest, digit = divmod(rest, 62)
        check = digits[digit] + check
    return "gh" + "p_" + body + check


TOKEN = github_token("n7Kd2pQx9Lm4Rt6Vb8Zc1Ws3Yf5Hj0")
CLEAN = "def f():\n    return 'ünïcode ✓'\r\n".encode()
NOTEBOOK = json.dumps(
    {
        "nbformat": 4,
        "metadata": {},
        "cells": [{"cell_type": "code", "source": f"key = '{TOKEN}'\x1b", "outputs": []}],
    }
).encode()


def normalised(data: bytes, path: str = "a.py", *, redact: bool = True) -> Normalised:
    found = normalise(data, path, redact=redact)
    assert found is not None
    return found


def test_a_clean_file_is_the_same_object_with_nothing_to_declare() -> None:
    found = normalised(CLEAN)
    assert found.data is CLEAN
    assert found.recipe is UNCHANGED
    assert found.recipe.transforms() == ()


def test_binary_has_no_text() -> None:
    assert normalise(b"\x89PNG\r\n\x1a\n\0\0", "a.png", redact=True) is None


def test_every_transform_is_declared_in_order() -> None:
    recipe = normalised(NOTEBOOK, "a.ipynb").recipe
    assert recipe.transforms() == (
        Transform("notebook", "python"),
        Transform("controls", "1"),
        Transform("redacted", "1"),
    )
    legacy = normalised("größer \x1b".encode("cp1252")).recipe
    assert [str(transform) for transform in legacy.transforms()] == ["decoded cp1252", "controls 1"]


def test_secrets_are_taken_out_unless_the_user_says_otherwise() -> None:
    data = f"token = '{TOKEN}'\n".encode()
    assert TOKEN.encode() not in normalised(data).data
    assert normalised(data, redact=False).data is data


def test_a_broken_notebook_is_shown_as_the_text_it_is() -> None:
    data = b'{"nbformat": 4, "cells": ['
    assert normalised(data, "a.ipynb").data is data


@pytest.mark.parametrize(
    ("data", "path"),
    [
        (CLEAN, "a.py"),
        (NOTEBOOK, "a.ipynb"),
        (b"\xef\xbb\xbfx = 1\n", "a.py"),
        (f"\ufeff\u202e {TOKEN}".encode("utf-16-le"), "a.txt"),
        ("größer ⟦U+0041⟧".encode("cp1252", "ignore"), "a.txt"),
        (b"A=1\nPASSWORD=" + TOKEN.encode() + b"\n", ".env"),
    ],
)
def test_a_recipe_repeats_what_was_done(data: bytes, path: str) -> None:
    found = normalised(data, path)
    recipe = decode_recipe(encode_recipe(found.recipe))
    assert recipe == found.recipe
    assert apply_recipe(data, recipe) == found.data


@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_recipes_repeat_for_any_bytes(data: bytes) -> None:
    found = normalise(data, "a.py", redact=True)
    if found is not None:
        found.data.decode("utf-8")
        assert apply_recipe(data, decode_recipe(encode_recipe(found.recipe))) == found.data


def test_an_unchanged_recipe_takes_no_room_and_damaged_ones_are_errors() -> None:
    assert encode_recipe(UNCHANGED) == b""
    assert decode_recipe(b"") is UNCHANGED
    for damaged in (b"\x00", b"\xff" * 9, encode_recipe(Recipe("cp1252"))[:-1]):
        with pytest.raises(ValueError):
            decode_recipe(damaged)


def test_a_recipe_for_other_bytes_is_an_error() -> None:
    with pytest.raises(CtxbuildError):
        apply_recipe(b"{}", Recipe(notebook="python"))
    with pytest.raises(CtxbuildError):
        apply_recipe(b"\xff", Recipe("utf-8", "", 1))


def stored(store: TextStore, path: Path, data: bytes) -> tuple[list[int], object]:
    """Write a file and return its content with a list that grows with each read."""
    path.write_bytes(data)
    reads: list[int] = []

    def reload() -> bytes:
        reads.append(1)
        return path.read_bytes()

    found = normalised(data, path.name)
    return reads, store.content(path.name, digest_of(data), found.recipe, reload, found.data)


def test_texts_within_the_limit_are_not_read_again(tmp_path: Path) -> None:
    store = TextStore(limit_bytes=100)
    reads, content = stored(store, tmp_path / "a.py", CLEAN)
    assert content.data() is content.data()  # type: ignore[attr-defined]
    assert reads == []
    assert store.held_bytes == len(CLEAN)


def test_texts_beyond_the_limit_are_read_again_with_their_transforms(tmp_path: Path) -> None:
    store = TextStore(limit_bytes=40)
    stored(store, tmp_path / "first.py", CLEAN)
    data = f"# größer\ntoken = '{TOKEN}'\n".encode("cp1252")
    reads, content = stored(store, tmp_path / "b.py", data)
    text = content.data()  # type: ignore[attr-defined]
    assert text == normalised(data, "b.py").data
    assert TOKEN.encode() not in text
    assert content.data() is text  # type: ignore[attr-defined]
    assert len(reads) == 1


def test_texts_read_lately_are_forgotten_in_turn(tmp_path: Path) -> None:
    store = TextStore(limit_bytes=0, recent_bytes=250)
    pairs = [stored(store, tmp_path / f"{i}.txt", b"%d" % i * 100) for i in range(4)]
    for _, content in pairs:
        content.data()  # type: ignore[attr-defined]
    pairs[3][1].data()  # type: ignore[attr-defined]
    pairs[0][1].data()  # type: ignore[attr-defined]
    assert [len(reads) for reads, _ in pairs] == [2, 1, 1, 1]


def test_a_file_that_changed_or_vanished_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    _, content = stored(TextStore(limit_bytes=0, recent_bytes=0), path, CLEAN)
    path.write_bytes(CLEAN + b"#")
    with pytest.raises(ContentChangedError, match=r"a\.py: changed"):
        content.data()  # type: ignore[attr-defined]
    path.unlink()
    with pytest.raises(ContentChangedError, match=r"a\.py: changed"):
        content.data()  # type: ignore[attr-defined]
