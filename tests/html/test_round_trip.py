"""What the writer writes, a Markdown parser reads back: the same text, the same structure."""

import string

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ctxbuild.html.blocks import (
    Code,
    CodeBlock,
    Heading,
    Image,
    Item,
    Link,
    Listing,
    Paragraph,
    Quote,
    Span,
    Table,
    Text,
)
from ctxbuild.html.inlines import tidy
from ctxbuild.html.markdown import plain, write

PARSER = MarkdownIt("commonmark", {"maxNesting": 200}).enable(["table", "strikethrough"])

MARKUP = "\\`*_{}[]()#+-.!|<>~&$:=\"'/@^%"
letters = st.sampled_from("abcXYZ019éß日本 ") | st.sampled_from(MARKUP)
snippets = st.sampled_from(
    ["**", "__", "~~", "](", "![", "[x](y)", "<b>", "</a>", "<http://a.b>", "&amp;", "&#35;", "\\*"]
    + ["1. ", "- ", "# ", "> ", "```", "| a | b |", "* * *", "---", "===", ": ", "[ ] ", "[a]: b"]
    + ["snake_case_name", "__init__", "*args", "**kwargs", "Vec<T>", "a && b", "C:\\dir", "$x$"]
)
texts = st.lists(letters | snippets, min_size=1, max_size=12).map("".join)
words = texts.map(lambda text: " ".join(text.split())).filter(bool)

codes = words.map(Code)
plains = texts.map(Text)
leaves = st.one_of(plains, plains, codes, st.builds(Image, words, st.just("i.png")))
marks = st.sampled_from(["em", "strong", "del"])


def spans(inner):
    return st.one_of(
        st.builds(Span, marks, st.lists(inner, min_size=1, max_size=3)),
        st.builds(
            Link, st.lists(inner, min_size=1, max_size=3), st.sampled_from(["u", "a/b#c", "x(y"])
        ),
    )


inlines = st.recursive(leaves, spans, max_leaves=6)
lines = st.lists(inlines, min_size=1, max_size=5).map(tidy).filter(bool)


def read_back(markdown):
    """Return the text of a rendered document, with marks for what is not text."""
    out = []
    for token in PARSER.parse(markdown):
        if token.type == "inline":
            out.append(inline_text(token.children))
        elif token.type in ("fence", "code_block"):
            out.append(token.content)
    return "\n".join(out)


def inline_text(children):
    parts = []
    for child in children:
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type == "image":
            parts.append(inline_text(child.children))
    return "".join(parts)


def shape(markdown):
    """Return the kinds of the blocks and of the inlines in them."""
    return [token.type for token in PARSER.parse(markdown)]


@settings(max_examples=400, deadline=None)
@given(lines)
@example(tidy([Link([Text("]:")], "u")]))
@example(tidy([Link([Text("a"), Code("]:")], "u")]))
@example(tidy([Text("[a]: b")]))
def test_a_paragraph_keeps_its_text(inline):
    markdown = write([Paragraph(inline)], dollars=False)
    assert shape(markdown) == ["paragraph_open", "inline", "paragraph_close"]
    assert read_back(markdown) == plain(inline)


@settings(max_examples=200, deadline=None)
@given(words)
def test_plain_text_is_plain_text(text):
    tokens = PARSER.parse(write([Paragraph([Text(text)])]))
    assert {child.type for child in tokens[1].children} <= {"text"}
    assert read_back(write([Paragraph([Text(text)])])) == text


@settings(max_examples=150, deadline=None)
@given(lines, st.integers(1, 6))
def test_a_heading_keeps_its_text_and_level(inline, level):
    markdown = write([Heading(level, inline)], dollars=False)
    tokens = PARSER.parse(markdown)
    assert [token.type for token in tokens] == ["heading_open", "inline", "heading_close"]
    assert tokens[0].tag == f"h{level}"
    assert read_back(markdown) == plain(inline)


@settings(max_examples=150, deadline=None)
@given(st.text(string.printable + "`~日", max_size=60).map(lambda text: text.replace("\r", "")))
def test_code_is_kept_to_the_byte(text):
    text = text.replace("\x0b", "").replace("\x0c", "").strip("\n")
    block = CodeBlock(text, "python")
    for blocks in ([block], [Quote([block])], [Listing([Item([Paragraph([Text("a")]), block])])]):
        fences = [t for t in PARSER.parse(write(blocks)) if t.type == "fence"]
        expected = f"{text}\n" if text else ""
        assert [t.content.replace("\t", "    ") for t in fences] == [expected.replace("\t", "    ")]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(lines, min_size=2, max_size=2), min_size=1, max_size=3))
def test_a_table_keeps_its_cells(rows):
    header = [[Paragraph([Text("A")])], [Paragraph([Text("B")])]]
    table = Table([header, *([[Paragraph(cell)] for cell in row] for row in rows)], 1)
    tokens = PARSER.parse(write([table], dollars=False))
    cells = [inline_text(t.children) for t in tokens if t.type == "inline"][2:]
    assert cells == [plain(cell) for row in rows for cell in row]


@settings(max_examples=150, deadline=None)
@given(
    st.recursive(lines.map(lambda i: [i]), lambda inner: st.lists(inner, max_size=3), max_leaves=5)
)
def test_lists_keep_their_texts(tree):
    listing = as_list(tree)
    if listing is None:
        return
    markdown = write([listing], dollars=False)
    assert read_back(markdown).split("\n") == list(texts_of(listing))


def as_list(tree):
    """Return nested lists of inlines as a list with lists in it."""
    items = []
    for part in tree:
        if part and not isinstance(part[0], list):
            items.append(Item([Paragraph(part)]))
        else:
            inner = as_list(part)
            if inner is not None and items:
                items[-1].blocks.append(inner)
    return Listing(items, 1 if len(items) % 2 else None) if items else None


def texts_of(listing):
    for item in listing.items:
        for block in item.blocks:
            if isinstance(block, Listing):
                yield from texts_of(block)
            else:
                yield plain(block.inlines)


@pytest.mark.parametrize(
    "text",
    ["snake_case and __init__", "a * b", "2 < 3 and 4 > 3", "x[0] and y[i][j]", "50 % & more", "~1"]
    + ["A - B", "1.5 and 2)", "C# and F#", "a | b", "$5", "`", "f(x) = y!", "E-mail: a@b.c"],
)
def test_escaping_is_minimal(text):
    written = write([Paragraph([Text(text)])], dollars=False).strip()
    needed = {"snake_case and __init__": 4, "`": 1}.get(text, 0)
    assert written.count("\\") == needed


def test_neighbouring_lists_stay_two():
    first, second = (Listing([Item([Paragraph([Text(name)])])]) for name in "ab")
    assert shape(write([first, second])).count("bullet_list_open") == 2
