"""Bytes become text and the same bytes again, or are binary."""

import codecs

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ctxbuild.model import CtxbuildError
from ctxbuild.transforms import ENCODINGS, count_lines, decode, decode_as, encode

RUSSIAN = "// Проверка связи с сервером: файл не найден, попробуйте ещё раз\n" * 3
JAPANESE = "# 設定ファイルを読み込んで、エラーがあれば表示します。テストのために\n" * 3
CHINESE = "# 这个文件不能打开，请重新选择一个目录，然后再试一次\n" * 3
TAIWANESE = "# 這個檔案不能打開，請重新選擇一個目錄，然後再試一次\n" * 3
KOREAN = "# 이 파일을 열 수 없습니다. 다른 폴더를 선택하고 다시 시도해 주세요\n" * 3
GERMAN = "/* Größe der Fläche prüfen, süße Grüße aus Köln */\nint x;\n"
CZECH = "# příliš žluťoučký kůň úpěl ďábelské ódy, zvláštní šťáva\n" * 2
GREEK = "# Το αρχείο δεν βρέθηκε, παρακαλώ δοκιμάστε ξανά\n" * 2


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp866"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (JAPANESE, "iso2022_jp"),
        (CHINESE, "gb18030"),
        (TAIWANESE, "big5"),
        (KOREAN, "euc_kr"),
        (GERMAN, "cp1252"),
        (CZECH, "cp1250"),
        (CZECH, "iso8859-2"),
        (GREEK, "cp1253"),
        ("caf\xe9", "cp1252"),
        ("“quotes” – © 2024", "cp1252"),
    ],
)
def test_a_legacy_text_is_read_in_its_own_encoding(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert decoded is not None
    assert decoded.text == text
    assert decoded.encoding == encoding


@pytest.mark.parametrize(
    ("mark", "codec", "name"),
    [
        (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le-sig"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be-sig"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le-sig"),
        (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be-sig"),
        (b"", "utf-16-le", "utf-16-le"),
        (b"", "utf-16-be", "utf-16-be"),
    ],
)
@pytest.mark.parametrize("text", ["int x;\r\nint y;\r\n", RUSSIAN, JAPANESE, "naïve 😀 text"])
def test_unicode_encodings_with_and_without_a_mark(
    mark: bytes, codec: str, name: str, text: str
) -> None:
    decoded = decode(mark + text.encode(codec))
    assert decoded is not None
    assert (decoded.text, decoded.encoding) == (text, name)


def test_an_ascii_start_does_not_hide_what_comes_later() -> None:
    data = b"int x; // plain\n" * 20_000 + RUSSIAN.encode("cp1251")
    decoded = decode(data)
    assert decoded is not None
    assert decoded.encoding == "cp1251"
    assert decoded.text.endswith(RUSSIAN)


@pytest.mark.parametrize("shift", range(4))
def test_a_character_across_the_sniffing_boundary_does_not_make_a_file_binary(shift: int) -> None:
    for text, encoding in (("漢" * 9000, "utf-8"), (JAPANESE * 300, "shift_jis")):
        decoded = decode(b"x" * shift + text.encode(encoding))
        assert decoded is not None
        assert decoded.encoding == encoding


def test_a_long_legacy_line_without_blanks_is_cut_for_sniffing_only() -> None:
    decoded = decode(("を読み込んで表示する設定" * 2000).encode("euc_jp"))
    assert decoded is not None
    assert decoded.encoding == "euc_jp"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"%PDF-1.7\n% only ascii here\n",
        b"PK\x03\x04rest",
        b"\x7fELF\x02\x01\x01",
        b"\x1f\x8b\x08\x08abc",
        b"GIF89a",
        b"text\0",
        b"\x01\x02\x03\x04text",
        b"abcdefgh\0\0",
        bytes(range(256)),
        b"\x07\x8f\x93\x1e\xde\x02\xad\x9a" * 50,
        b"\xff\xfe" + b"\x00\xd8" * 20,  # a mark, then lone surrogates
    ],
)
def test_binary_files_have_no_text(data: bytes) -> None:
    assert decode(data) is None


def test_a_late_nul_and_terminal_colours_stay_text() -> None:
    for data in (b"line\n" * 2000 + b"\0 tail", b"\x1b[31mred\x1b[0m\n" * 50, b"page\f\npage\f\n"):
        decoded = decode(data)
        assert decoded is not None
        assert decoded.text.encode() == data


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("# -*- coding: latin-1 -*-\n", "iso8859-1"),
        ("# vim: set fileencoding=koi8-r :\n", "koi8-r"),
        ('<?xml version="1.0" encoding="Shift_JIS"?>\n', "shift_jis"),
        ('<meta charset="windows-1251">\n', "cp1251"),
        ('"Content-Type: text/plain; charset=ISO-8859-2\\n"\n', "iso8859-2"),
    ],
)
def test_a_file_may_declare_its_encoding(head: str, encoding: str) -> None:
    char = {"koi8-r": "я", "shift_jis": "表", "cp1251": "я"}.get(encoding, "ö")
    decoded = decode(f"{head}x = '{char}'".encode(encoding))
    assert decoded is not None
    assert (decoded.encoding, decoded.text[-2]) == (encoding, char)


def test_a_false_declaration_is_not_believed() -> None:
    decoded = decode(b"# coding: utf-8 or zlib_codec, coding: cp424\n" + "süß".encode("cp1252"))
    assert decoded is not None
    assert decoded.encoding == "cp1252"


def test_broken_bytes_in_utf8_are_shown_and_the_rest_stays_right() -> None:
    data = "Übergröße – ⟦0xFF⟧ — naïve\n".encode() + b"broken \xe9 here\n"
    decoded = decode(data)
    assert decoded is not None
    assert decoded.encoding == "utf-8-bytes"
    assert "broken ⟦0xE9⟧ here" in decoded.text
    assert "Übergröße – " in decoded.text
    assert encode(decoded.text, decoded.encoding) == data


def test_crlf_trailing_blanks_and_missing_final_newline_survive() -> None:
    data = b"a \t\r\nb\rc\n\n  \r\nend "
    decoded = decode(data)
    assert decoded is not None
    assert decoded.text.encode() == data


BYTES = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=120).map(lambda text: text.encode("utf-8")),
    st.tuples(st.text(max_size=80), st.sampled_from(sorted(ENCODINGS - {"utf-8-bytes"}))).map(
        lambda pair: encode_or_empty(*pair)
    ),
    st.text("é⟦0xU+⟧A\n", max_size=40).map(lambda text: text.encode() + b"\xe9\xe2\x9f"),
)


def encode_or_empty(text: str, encoding: str) -> bytes:
    try:
        return encode(text, encoding)
    except CtxbuildError:
        return b""


@given(BYTES)
@example("⟦0xE9⟧é".encode() + b"\xe9")
@example(codecs.BOM_UTF8 + b"\xe9")
@example(codecs.BOM_UTF16_LE + b"a")
def test_what_is_text_goes_back_to_the_same_bytes(data: bytes) -> None:
    decoded = decode(data)
    if decoded is not None:
        assert decoded.encoding in ENCODINGS
        assert encode(decoded.text, decoded.encoding) == data
        assert decode_as(data, decoded.encoding) == decoded.text
        decoded.text.encode("utf-8")  # no lone surrogates


def test_utf8_is_never_taken_for_anything_else() -> None:
    for text in (RUSSIAN, JAPANESE, KOREAN, GERMAN, "é", "", "\ufffd"):
        decoded = decode(text.encode())
        assert decoded is not None
        assert (decoded.text, decoded.encoding) == (text, "utf-8")


@pytest.mark.parametrize("encoding", ["zlib_codec", "rot13", "utf-7", "no-such", "", "idna"])
def test_encodings_from_outside_are_refused(encoding: str) -> None:
    with pytest.raises(CtxbuildError, match="unknown encoding"):
        encode("text", encoding)
    with pytest.raises(CtxbuildError, match="unknown encoding"):
        decode_as(b"text", encoding)


def test_errors_name_character_and_encoding() -> None:
    with pytest.raises(CtxbuildError, match=r"U\+65E5 cannot be written in cp1252"):
        encode("日", "cp1252")
    with pytest.raises(CtxbuildError, match="not in the recorded encoding"):
        decode_as(b"\xff", "utf-8")


@pytest.mark.parametrize(
    ("data", "lines"), [(b"", 0), (b"a", 1), (b"a\n", 1), (b"a\nb", 2), (b"\n\n", 2), (b"a\r\n", 1)]
)
def test_lines_count_newlines_and_an_unterminated_last_line(data: bytes, lines: int) -> None:
    assert count_lines(data) == lines
