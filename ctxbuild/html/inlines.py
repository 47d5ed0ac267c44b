"""White space and invisible characters of inlines, as a browser would show them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ctxbuild.html.blocks import Break, Code, Image, Inline, Link, Maths, Note, Span, Text

# Characters without a shape: zero width, joiners beside ASCII, soft hyphens, tags,
# variation selectors that select nothing. Texts are hidden in runs of them.
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2064\u206a-\u206f"
    "\u3164\ufeff\uffa0\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
    f"|[{_SELECTORS}]{{2,}}|[\u200c\u200d]{{2,}}"
    "|(?<=[\\x00-\\x7f])[\u200c\u200d\ufe00-\ufe0e\U000e0100-\U000e01ef]"
    "|[\u200c\u200d](?=[\\x00-\\x7f]|$)"
)
_FLAG = re.compile("\U0001f3f4[\U000e0061-\U000e007a]{2,6}\U000e007f")


def shown(text: str) -> str:
    """Return text without the characters that nobody sees; flags in emoji stay."""
    if text.isascii() or not _INVISIBLE.search(text):
        return text
    if "\U0001f3f4" not in text:
        return _INVISIBLE.sub("", text)
    parts = []
    at = 0
    for flag in _FLAG.finditer(text):
        parts += [_INVISIBLE.sub("", text[at : flag.start()]), flag[0]]
        at = flag.end()
    return "".join([*parts, _INVISIBLE.sub("", text[at:])])


class _Tidier:
    """Collapses white space across inlines; knows whether a space would be one too many."""

    def __init__(self) -> None:
        self.spaced = True

    def tidy(self, inlines: Sequence[Inline], outer: str) -> list[Inline]:
        out: list[Inline] = []
        for inline in inlines:
            if isinstance(inline, Text):
                self._text(inline.text, out)
            elif isinstance(inline, Span):
                self._span(inline, out, outer)
            elif isinstance(inline, Link):
                self._link(inline, out, outer)
            elif isinstance(inline, Break):
                _strip_end(out)
                if out or not self.spaced:
                    out.append(inline)
                self.spaced = True
            else:
                self._whole(inline, out)
        return out

    def _text(self, text: str, out: list[Inline]) -> None:
        words = shown(text).split()
        if not words:
            if text and not self.spaced and text.isspace():
                out.append(Text(" "))
                self.spaced = True
            return
        lead = "" if self.spaced or not text[0].isspace() else " "
        self.spaced = text[-1].isspace()
        out.append(Text(lead + " ".join(words) + (" " if self.spaced else "")))

    def _whole(self, inline: Code | Image | Maths | Note, out: list[Inline]) -> None:
        if not isinstance(inline, Code) or inline.text:
            out.append(inline)
            self.spaced = False

    def _inner(self, inlines: Sequence[Inline], out: list[Inline], outer: str) -> list[Inline]:
        """Return the tidied inside of a mark; a space at its start goes before it."""
        inner = self.tidy(inlines, outer)
        if inner and isinstance(inner[0], Text) and inner[0].text.startswith(" "):
            out.append(Text(" "))
            inner[0] = Text(inner[0].text[1:])
            if not inner[0].text:
                del inner[0]
        return inner

    def _span(self, span: Span, out: list[Inline], outer: str) -> None:
        if span.mark in outer.split():
            out += self.tidy(span.inlines, outer)
            return
        inner = self._inner(span.inlines, out, f"{outer} {span.mark}")
        self._close(Span(span.mark, inner), inner, out)

    def _link(self, link: Link, out: list[Inline], outer: str) -> None:
        if "link" in outer.split():
            out += self.tidy(link.inlines, outer)
            return
        inner = self._inner(link.inlines, out, f"{outer} link")
        self._close(Link(inner, link.href), inner, out)

    @staticmethod
    def _close(mark: Inline, inner: list[Inline], out: list[Inline]) -> None:
        """Add a mark with what is left inside it; a space at its end goes after it."""
        trailing = bool(inner) and _strip_end(inner)
        while inner and isinstance(inner[-1], Break):
            inner.pop()
            _strip_end(inner)
        if inner:
            out.append(mark)
        if trailing:
            out.append(Text(" "))


def tidy(inlines: Sequence[Inline]) -> list[Inline]:
    """Return inlines with white space as a browser shows it, without empty marks."""
    if all(isinstance(inline, Text) for inline in inlines):
        text = " ".join(shown("".join([inline.text for inline in inlines])).split())  # type: ignore[union-attr]
        return [Text(text)] if text else []
    out = _Tidier().tidy(inlines, "")
    while out:
        _strip_end(out)
        if out and isinstance(out[-1], Break):
            out.pop()
            continue
        break
    return _joined(out)


def _joined(inlines: list[Inline]) -> list[Inline]:
    """Return inlines with neighbours of one kind made one."""
    if len(inlines) == 1 and isinstance(inlines[0], Text | Code):
        return inlines
    out: list[Inline] = []
    texts: list[str] = []
    for inline in inlines:
        if isinstance(inline, Text):
            texts.append(inline.text)
            continue
        if texts:
            out.append(Text("".join(texts)))
            texts = []
        last = out[-1] if out else None
        if isinstance(inline, Code) and isinstance(last, Code):
            out[-1] = Code(last.text + inline.text)
        elif isinstance(inline, Span) and isinstance(last, Span) and inline.mark == last.mark:
            last.inlines = _joined(last.inlines + inline.inlines)
        else:
            if isinstance(inline, Span | Link):
                inline.inlines = _joined(inline.inlines)
            out.append(inline)
    if texts:
        out.append(Text("".join(texts)))
    return out


def _strip_end(out: list[Inline]) -> bool:
    """Take the space from the end; say whether there was one."""
    if not out or not isinstance(out[-1], Text) or not out[-1].text.endswith(" "):
        return False
    text = out[-1].text.rstrip(" ")
    if text:
        out[-1] = Text(text)
    else:
        out.pop()
    return True
