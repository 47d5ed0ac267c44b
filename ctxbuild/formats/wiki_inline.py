"""Words of wiki pages as Markdown: whatever a name holds, it stays a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from ctxbuild.formats.mermaid import one_line
from ctxbuild.formats.names import shown_path
from ctxbuild.formats.wording import plural
from ctxbuild.html.escape import code_span, escape_line_start, escape_text
from ctxbuild.model import Lines
from ctxbuild.packing.wiki.blocks import At, Code, Count, Inline, To


@dataclass(frozen=True, slots=True)
class SourceLinks:
    """Where places in the source lead.

    ``template`` is an address with ``{commit}`` and ``{path}``, or a relative path with
    ``{path}``; empty where places are named and not linked.
    """

    template: str = ""

    def address(self, path: str, lines: Lines | None, commit: str) -> str:
        """Return the address of lines; empty where there is none."""
        if not self.template or ("{commit}" in self.template and not commit):
            return ""
        plain = quote(path.encode("utf-8", "surrogateescape"), safe="/~-._@")
        address = self.template.replace("{commit}", commit).replace("{path}", plain)
        if lines is None:
            return address
        first, last = lines
        return f"{address}#L{first}" + (f"-L{last}" if last > first else "")


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes words; ``commit`` is that of the page they stand on."""

    links: SourceLinks
    commit: str
    pages: frozenset[str] | None = None
    """The slugs that there are; links to others are text. All are taken to be there if ``None``."""

    def text(self, words: Sequence[Inline], *, in_table: bool = False) -> str:
        """Return words as one line of Markdown."""
        return "".join(self._inline(word, in_table) for word in words)

    def line(self, words: Sequence[Inline]) -> str:
        """Return words as a line that begins a paragraph."""
        return escape_line_start(self.text(words).strip())

    def place(self, path: str, lines: Lines | None, *, in_table: bool = False) -> str:
        """Return a place as a link, or as code where there is no address for it."""
        name = shown_path(path)
        if lines is not None:
            first, last = lines
            name += f":{first}" + (f"-{last}" if last > first else "")
        address = self.links.address(path, lines, self.commit)
        if not address:
            return code_span(one_line(name), in_table=in_table)
        return f"[{escape_text(one_line(name), in_link=True, in_table=in_table)}]({address})"

    def _inline(self, word: Inline, in_table: bool) -> str:
        if isinstance(word, str):
            return escape_text(_blanks_kept(word), in_table=in_table)
        if isinstance(word, Code):
            return code_span(one_line(word.text) or " ", in_table=in_table)
        if isinstance(word, To):
            if self.pages is not None and word.slug not in self.pages:
                return escape_text(one_line(word.text), in_table=in_table)
            return page_link(word.slug, word.text, in_table=in_table)
        if isinstance(word, Count):
            return f"{word.number:,}{plural(word.number, word.noun)[len(str(word.number)) :]}"
        assert isinstance(word, At)
        return self.place(word.path, word.lines, in_table=in_table)


def page_link(slug: str, text: str, *, in_table: bool = False) -> str:
    """Return a link to another page."""
    return f"[{escape_text(one_line(text), in_link=True, in_table=in_table)}]({slug}.md)"


def printable(text: str) -> str:
    """Return a text without lone surrogates, which a file of JSON may not hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return text


def _blanks_kept(text: str) -> str:
    """Return a text on one line; a blank at either end stays, as words are put together."""
    line = one_line(text)
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and line else ""
    return f"{before}{line}{after}"
