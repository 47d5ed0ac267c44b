"""C and C++ macros that no grammar can read, blanked before parsing.

Headers open ``extern "C" {`` in one conditional and close it in another, and
mark declarations with macros that expand to attributes. A parser without a
preprocessor loses track at both. Blanking replaces such text by spaces of the
same length, so that every offset and line stays true.
"""

from __future__ import annotations

import re

_LINKAGE_OPEN = (
    rb"^[ \t]*#[ \t]*if(?:def[ \t]+|[ \t]+defined[ \t]*\(?[ \t]*)__cplusplus\b[^\n]*\n"
    rb"(?:[ \t]*(?://[^\n]*)?\r?\n)*"
    rb"[ \t]*extern[ \t]*\"C\"[ \t]*\r?\n?[ \t]*\{[ \t]*(?:/[^\n]*)?\r?\n"
    rb"(?:[ \t]*\r?\n)*"
    rb"[ \t]*#[ \t]*endif[^\n]*"
)
_LINKAGE_CLOSE = (
    rb"^[ \t]*#[ \t]*if(?:def[ \t]+|[ \t]+defined[ \t]*\(?[ \t]*)__cplusplus\b[^\n]*\n"
    rb"(?:[ \t]*\r?\n)*"
    rb"[ \t]*\}[ \t]*;?[ \t]*(?:/[^\n]*)?\r?\n"
    rb"(?:[ \t]*\r?\n)*"
    rb"[ \t]*#[ \t]*endif[^\n]*"
)
_LINKAGE = re.compile(_LINKAGE_OPEN + b"|" + _LINKAGE_CLOSE, re.MULTILINE)

_DECLS = re.compile(rb"^[ \t]*\w*(?:BEGIN|END)_(?:EXTERN_)?(?:C_)?DECLS(?:_C)?\b;?", re.MULTILINE)
"""``__BEGIN_DECLS``, ``G_END_DECLS`` and relatives."""

_BRACKETING = re.compile(
    rb"^[A-Z][A-Z0-9_]*(?:BEGIN|END|OPEN|CLOSE|NAMESPACE|START)(?:_[A-Z0-9_]+)?[ \t]*;?[ \t]*\r?$",
    re.MULTILINE,
)
"""``LIB_NAMESPACE_BEGIN`` alone on its line."""

_TRAILING_ATTRIBUTE = re.compile(
    rb"\)(?:\s*(?:const|noexcept|override)\b)*"
    rb"((?:\s+[A-Z][A-Z0-9]*_[A-Z0-9_]+(?:\([^()\n]*\))?)+)(?=\s*[;{])"
)
"""``void f() LIB_GUARDED_BY(lock);``: macros between parameters and body."""

_CLASS_ATTRIBUTES = tuple(
    re.compile(
        keyword + rb"(?<!\w" + keyword + rb")[ \t]+"
        rb"((?:[A-Z][A-Z0-9_]{2,}(?:\([^()\n]*\))?[ \t]+)+)"
        rb"(?=[A-Za-z_][\w:]*(?:<[^<>\n]*>)?\s*(?:final\s*)?[:{])"
    )
    for keyword in (b"class", b"struct", b"union")
)
"""``class LIB_API Name : Base {``: the macro between keyword and name."""

_FUNCTION_ATTRIBUTE = re.compile(
    rb"^[ \t]*(?=[A-Z]{2})((?:[A-Z][A-Z0-9]*_){0,6}(?:API|EXPORT|EXTERN|PUBLIC|PRIVATE|EXPORTS|"
    rb"INLINE|DEPRECATED|NODISCARD|NORETURN|ATTRIBUTE|CONST_INIT|MUST_USE_RESULT|HIDDEN|DLL|IMPEXP)"
    rb"(?:_[A-Z0-9]+){0,6}(?:\([^()\n]*\))?)(?=[ \t]+[A-Za-z_~])",
    re.MULTILINE,
)
"""``LIB_API int f(void);``: an upper-case visibility macro that begins a declaration."""


def blank_guards(text: bytes) -> bytes:
    """Return ``text`` with linkage guards and attribute macros blanked."""
    if b"extern" in text and b"__cplusplus" in text:
        text = _LINKAGE.sub(_blank, text)
    if b"DECLS" in text:
        text = _DECLS.sub(_blank, text)
    text = _BRACKETING.sub(_blank, text)
    text = _TRAILING_ATTRIBUTE.sub(_blank_group, text)
    for pattern in _CLASS_ATTRIBUTES:
        text = pattern.sub(_blank_group, text)
    return _FUNCTION_ATTRIBUTE.sub(_blank_group, text)


def _blank(match: re.Match[bytes]) -> bytes:
    return _spaces(match[0])


def _blank_group(match: re.Match[bytes]) -> bytes:
    whole, start = match[0], match.start()
    first, last = match.start(1) - start, match.end(1) - start
    return whole[:first] + _spaces(whole[first:last]) + whole[last:]


def _spaces(text: bytes) -> bytes:
    return b"\n".join(b" " * len(line) for line in text.split(b"\n"))
