"""Bytes of a page → its text: byte order mark, header, the page's own word, then our decoder."""

from __future__ import annotations

import codecs
import re

from ctxbuild.transforms import decode, decode_as

_LOOKED_AT = 2048
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,40})")
_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.I)
# What browsers read where pages name the left one.
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
_MEANT |= {"shift_jis": "cp932", "euc_kr": "cp949", "iso8859-9": "cp1254", "tis-620": "cp874"}
_NOT_HTML = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive"),
    (b"\x1f\x8b", "compressed"),
    (b"\x89PNG", "an image"),
    (b"GIF8", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"\x7fELF", "a program"),
)


def foreign(data: bytes) -> str:
    """Return what the bytes of a supposed page are when they are no text; else nothing."""
    for magic, kind in _NOT_HTML:
        if data.startswith(magic):
            return kind
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ""
    return "" if data.count(b"\0", 0, 4096) < 8 or decode(data) is not None else "not text"


def page_text(data: bytes, content_type: str = "") -> str:
    """Return the text of a page; bytes that fit no encoding become U+FFFD."""
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le")):
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if data.startswith(codecs.BOM_UTF16_BE):
        return data[2:].decode("utf-16-be", "replace")
    try:
        # UTF-8 fits hardly any other text, so it may contradict what is declared.
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    for name in _declared(data, content_type):
        try:
            return data.decode(name)
        except (UnicodeError, LookupError):
            continue
    found = decode(data)
    if found is None or found.encoding == "utf-8-bytes":
        return data.decode("utf-8", "replace")
    return decode_as(data, found.encoding)


def _declared(data: bytes, content_type: str) -> list[str]:
    """Return the codecs that header and page name, if they are encodings of text."""
    header = _HEADER.search(content_type)
    head = data[:_LOOKED_AT]
    own = _XML.search(head) or _META.search(head)
    names = [header[1]] if header else []
    names += [own[1].decode("ascii")] if own else []
    found = []
    for name in names:
        try:
            codec = codecs.lookup(name)
            "".encode(codec.name)
        except (LookupError, ValueError):
            continue
        if not codec.name.startswith(("utf-16", "utf-32", "utf-7")):
            found.append(_MEANT.get(codec.name, codec.name))
    return found
