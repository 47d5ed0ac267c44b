"""Bodies: whole or an error, and never larger than the limit, not even for a moment."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.net.body import read_body
from ctxbuild.net.errors import LostError, NetError, TooLargeError

MB = 1 << 20


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACKERS = {
    "gzip": gzip.compress,
    "X-GZIP ": gzip.compress,
    "deflate": zlib.compress,
    "Deflate": raw_deflate,
    "identity": bytes,
    "": bytes,
}


def cut(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


@given(st.binary(max_size=5000), st.sampled_from(sorted(PACKERS)), st.integers(1, 200))
def test_a_body_comes_out_however_it_was_packed_and_cut(data, name, size):
    assert read_body(cut(PACKERS[name](data), size), name, 10_000) == data


@given(st.binary(max_size=300), st.binary(max_size=300), st.integers(1, 50))
def test_a_gzip_of_two_members_is_both_and_padding_is_nothing(one, two, size):
    packed = gzip.compress(one) + gzip.compress(two)
    assert read_body(cut(packed, size), "gzip", 10_000) == one + two
    assert read_body(cut(packed + b"\0" * 9, size), "gzip", 10_000) == one + two


@pytest.mark.parametrize("name", ["gzip", "deflate", ""])
def test_the_limit_is_exact(name):
    packed = [PACKERS[name](b"x" * 1000)]
    assert len(read_body(packed, name, 1000)) == 1000
    with pytest.raises(TooLargeError, match="999 bytes"):
        read_body(packed, name, 999)


@pytest.mark.parametrize("name", ["gzip", "deflate", "Deflate"])
def test_a_bomb_never_inflates(name):
    bomb = PACKERS[name](bytes(64 * MB))
    tracemalloc.start()
    try:
        with pytest.raises(TooLargeError):
            read_body([bomb], name, MB)
        assert tracemalloc.get_traced_memory()[1] < 4 * MB
    finally:
        tracemalloc.stop()


def test_a_chain_of_empty_members_is_cut_short():
    with pytest.raises(TooLargeError):
        read_body(cut(gzip.compress(b"") * 20_000, 65_536), "gzip", 8 * MB)


def test_an_endless_body_is_cut_short():
    def endless():
        while True:
            yield b"x" * 1000

    with pytest.raises(TooLargeError):
        read_body(endless(), "", 10_000)


@pytest.mark.parametrize("name", ["gzip", "deflate", "Deflate"])
def test_what_ends_early_is_an_error(name):
    packed = PACKERS[name](b"some words to pack, and more of them")
    for end in range(1, len(packed)):
        with pytest.raises(LostError):
            read_body([packed[:end]], name, 1000)


@pytest.mark.parametrize("name", ["br", "zstd", "gzip, gzip", "gzip, br", "compress"])
def test_an_encoding_that_was_not_asked_for_is_refused(name):
    with pytest.raises(NetError, match="compression"):
        read_body([b"x"], name, 1000)


def test_damage_is_an_error():
    packed = bytearray(gzip.compress(b"some words" * 50))
    packed[-5] ^= 1
    with pytest.raises(NetError, match="damaged"):
        read_body([bytes(packed)], "gzip", 1000)
    with pytest.raises(NetError, match="damaged"):
        read_body([b"no gzip at all"], "gzip", 1000)


def test_an_empty_body_needs_no_packing():
    assert read_body([], "gzip", 1000) == b""


def test_what_grows_too_much_when_unpacked_is_left():
    packed = gzip.compress(b" " * (8 << 20))
    with pytest.raises(TooLargeError, match="200-fold"):
        read_body([packed], "gzip", 64 << 20)


def test_a_small_text_may_grow_as_it_likes():
    assert len(read_body([gzip.compress(b" " * (1 << 20))], "gzip", 64 << 20)) == 1 << 20
