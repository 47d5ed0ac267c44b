"""Listings: blocks of code with their language."""

from __future__ import annotations

from ctxbuild.html.blocks import Block, CodeBlock, Paragraph, Text
from ctxbuild.html.code_text import code_text, language_of, named_by_class
from ctxbuild.html.colouring import TELLING
from ctxbuild.html.dom import Element


def read_listing(element: Element, default: str) -> list[Block]:
    """Return a listing; ``default`` is the language where the page names none."""
    if "mermaid" in element.classes:
        return [CodeBlock(code_text(element), "mermaid")]
    text = code_text(element)
    if not text.strip():
        return []
    language = language_of(element) or _highlighted_default(element)
    return [CodeBlock(text, language or default)]


def is_listing(element: Element) -> bool:
    """Whether code in no ``pre`` is a listing all the same."""
    named = named_by_class(element.attrs.get("class", ""), "code")
    return bool(named) and "\n" in element.text().strip()


def _highlighted_default(element: Element) -> str:
    """Return Python for a Sphinx listing in the default language that was highlighted."""
    for ancestor in element.ancestors():
        if "highlight-default" in ancestor.classes:
            tokens = {name for e in element.inside() if e.tag == "span" for name in e.classes}
            return "python" if tokens & TELLING else ""
        if ancestor.tag in ("section", "body", "dd", "li"):
            break
    return ""


def is_label(block: Block, listing: CodeBlock) -> bool:
    """Whether the paragraph before a listing only names its language."""
    if not listing.language or not isinstance(block, Paragraph) or len(block.inlines) != 1:
        return False
    text = block.inlines[0]
    if not isinstance(text, Text) or len(text.text) > 20 or " " in text.text:
        return False
    return named_by_class(f"language-{text.text.lower()}", "code") == listing.language
