"""What a body is, whatever its header or ending say, and its text."""

from __future__ import annotations

import codecs
import re

HTML, MARKDOWN, TEXT, OTHER = "html", "markdown", "text", "other"

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"PK\x03\x04", "an archive"),
    (b"\x1f\x8b", "an archive"),
    (b"BZh", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"\xfd7zXZ", "an archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\x00asm", "a program"),
    (b"wOF", "a font"),
    (b"OggS", "a recording"),
    (b"ID3", "a recording"),
    (b"RIFF", "a recording"),
)
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TYPES = {
    "text/html": HTML,
    "application/xhtml+xml": HTML,
    "text/markdown": MARKDOWN,
    "text/x-markdown": MARKDOWN,
    "text/plain": TEXT,
}
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|h[1-6]|div|p|a|table)[\s>]", re.I
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.I)
_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.I)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{1,40})", re.I)
_HEAD = 4096
"""Bytes in which a page's own declarations are looked for; HTML demands 1,024."""
# What browsers read instead of what pages say (WHATWG Encoding §4.2).
_WIDER = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030"}
_WIDER |= {"gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949"}
_FITS_ALL = frozenset({"cp1252", "cp1254", "iso8859-15"})
_UNSAFE = frozenset({"utf-7", "utf-32", "utf-32-le", "utf-32-be", "punycode", "idna"})
_UNSAFE |= {"unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}


def foreign(body: bytes) -> str:
    """Return what a body is when it is no text at all, such as ``a PDF file``; else nothing."""
    start = body[:64].lstrip()
    for magic, kind in _MAGIC:
        if start.startswith(magic):
            return kind
    if body.startswith(tuple(mark for mark, _ in _MARKS)):
        return ""
    return "a binary file" if b"\0" in body[:_HEAD] else ""


def kind_of(body: bytes, content_type: str) -> str:
    """Return ``html``, ``markdown``, ``text`` or ``other``; mark-up wins over a vague header."""
    declared = _TYPES.get(content_type.partition(";")[0].strip().lower(), "")
    vague = not content_type or "octet-stream" in content_type or declared == TEXT
    if vague and _MARKUP.search(body[:_HEAD].replace(b"\0", b"")):
        return HTML
    return declared or (TEXT if not content_type else OTHER)


def text_of(body: bytes, content_type: str) -> tuple[str, str]:
    """Return the text of a body, and the encoding it was read in.

    Byte order mark, then the header, then the page's own word, then UTF-8 where
    it fits, then what the bytes look like. Bytes that do not fit become U+FFFD.
    """
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body.decode(encoding, "replace"), encoding.removesuffix("-sig")
    header = _CHARSET.search(content_type)
    meta = _XML.search(body[:_HEAD]) or _META.search(body[:_HEAD])
    names = [header[1]] if header else []
    names += [meta[1].decode("ascii")] if meta else []
    declared = [*filter(None, map(_known, names)), "utf-8"]
    # Single bytes fit every text, so saying so proves nothing; UTF-8 fits hardly any other.
    for encoding in ["utf-8", *declared] if declared[0] in _FITS_ALL else declared:
        try:
            return body.decode(encoding), encoding
        except (UnicodeError, ValueError):
            continue
    encoding = _guessed(body)
    return body.decode(encoding, "replace"), encoding


def _known(name: str) -> str:
    """Return the codec of a declared encoding, or nothing where there is none to trust."""
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    try:
        "".encode(found)
    except LookupError:  # not an encoding of text, such as hex
        return ""
    # A page whose declaration we could read is not in UTF-16, whatever it says.
    found = "utf-8" if found.startswith("utf-16") else found
    return "" if found in _UNSAFE else _WIDER.get(found, found)


def _guessed(body: bytes) -> str:
    from ctxbuild.transforms.charset import guess_legacy

    return next(guess_legacy(body), "cp1252")
