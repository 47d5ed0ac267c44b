"""How a page begins: whether a sentence says what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ctxbuild.verify.lint.blocks import Block, Page
from ctxbuild.verify.lint.inline import words
from ctxbuild.verify.lint.page_rules import FROM_ELSEWHERE
from ctxbuild.verify.lint.rule import Hit, Surroundings

LEAST_WORDS = 4
"""Words, code among them if a full stop follows: “Fires kilns by `wire`.”"""

_PURPOSE = re.compile(r"\S[^\n]{0,80}?\s(?:—|–|-{1,2})\s+\S")
"""``LOCK — lock a table``: a name and what it is for, in however few words."""

_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_LEAST_WIDE = 8
"""Characters of scripts that put no space between words."""

_ALWAYS_SAID = re.compile(r"\s*(?:table of contents|contents|on this page|toc)\b", re.IGNORECASE)
_OPENING = re.compile(
    r"(?:(?:\w+ )?(?:overview|summary|goals?|objectives?|purpose|scope|mission|role|use cases?)"
    r"|(?:purpose|goals?|scope|summary|overview) (?:of|and) .{1,60}"
    r"|(?:an )?intro(?:duction)?(?: to .{1,60})?|preface|foreword|about(?: .{1,40})?|abstract"
    r"|description|motivation|tl;?dr|at a glance|what happened"
    r"|what (?:is|are|does|do|this|it) .{1,60}|name|synopsis|(?:table of )?contents|toc"
    r"|on this page|文档定位|定位|目标|目的|背景|概述|概览|简介|介绍|概要|范围.{0,20}"
    r"|はじめに|목적|개요|소개|inhoudsopgave|overzicht|überblick|einleitung|inhalt|aperçu"
    r"|présentation|resumen|introducción|descripción|visão geral|introdução|обзор|введение)"
)
"""Headings below which a page says what it is about, if it says it nowhere before."""

_LABELLED = re.compile(
    r"\W*(?:purpose|scope|summary|goals?|objectives?|aim|about|topic|description|role|mission"
    r"|tl;?dr|problem|question)[*_` ]{0,4}[:：][\W_]{0,6}[^\W_]",
    re.IGNORECASE,
)
"""“**Purpose:** extend the survey”: says it in a list of facts, or in however few words."""

_OF_THE_PAGE = re.compile(
    r"\W*(?:(?:in|use|read)\s+)?(?:this|these|the following|here)\b(?:\s+\S+){0,4}?\s+"
    r"(?:documents?|documentation|guides?|pages?|articles?|sections?|chapters?|tutorials?|manual|notes?"
    r"|reference|readme|examples?|files?|module|package|library|project|tool|plan|report|record"
    r"|extension|directory|folder|repository|specification|spec|recipe|is|are)\b"
    r"|\W*(?:here|below)\b|\W*(?:本|此|这|該)",
    re.IGNORECASE,
)
_IS = re.compile(
    r"\b(?:is|are|was|provides?|describes?|allows?|lets?|defines?|handles?|enables?|implements?"
    r"|contains?|explains?|means|gives?|offers?|supports?|consists?|refers?|represents?|works?"
    r"|uses?|can|helps?|needs?|requires?|has|have|makes?|generates?|returns?)\b"
)
_SUBJECT = 60
"""Characters before the verb of a sentence about what the title names."""

_TITLE_WORD = re.compile(r"[^\W_]{2,}")
_NO_NAME = frozenset("a an and the of to in on for with how using by from or is are".split())
_STEM = 6
_SAYS_ALL = 9
"""Words of a title that is a sentence already."""

_UNFILLED = re.compile(r"\[[A-Z][\w ]*\](?!\()|<[a-z][\w ]*>|\{\{|\$\{|\b(?:XX+|NNN+)\b|TODO")
_BEFORE_NAME = re.compile(r"^(?:[\W_]|\d+[.)]|[ivx]+[.)])+\s*")
_PARTS_OF_PAGES = re.compile(
    r"(?:^|/)(?:_[^/]*|(?:_?partials|_?snippets|_?includes|_?fragments|_?deltas|_?shared)/.*"
    r"|[^/]*template[^/]*|(?:[^/]*templates|seeds)/.*|redirects?\.\w+|menu\.\w+)$",
    re.IGNORECASE,
)
"""Files that other pages include or that tools read, by the names that they usually have."""

_LEAST_PAGE = 60
"""Words; a shorter page says what it is by being read."""

_HIGHEST = 2
"""Level at which pages begin; what begins deeper is a part of another one."""

_TAGLINE = re.compile(r"^\s*(?:tagline|description|summary)\s*:\s*\S", re.IGNORECASE | re.MULTILINE)
_TAGLINE_BELOW = re.compile(r"(?:[^\W\d_]+[ -]){3,}[^\W\d_]+\.?")
"""“A toy kiln simulator”: nothing but words, however short."""

_IDENTIFIER = re.compile(r"\S+|[A-Z]+ \S+(?: - .*)?")
_PHRASE = 3
_LINK_ONLY = re.compile(r"\s*(?:[-*+]|\d+[.)])?\s*\[")


def no_summary(page: Page, _around: Surroundings) -> Iterator[Hit]:
    """Find pages that do not begin by saying what they are about."""
    if page.described or _PARTS_OF_PAGES.search(page.path) or _names_all(page.title):
        return
    if sum(words(b.text) for b in page.blocks if b.is_prose) < _LEAST_PAGE:
        return
    titles = _titles(page)
    if titles and page.blocks[titles[-1]].level > _HIGHEST:
        return
    beginning, first = _beginning(page, titles)
    if any(_says_about(block, page.title) for block in beginning) or _opens(page, first):
        return
    message = "no sentence at the beginning says what the page is about"
    yield Hit(page.blocks[titles[-1]].lines[0] if titles else 1, message, page.title[:80], True)


def _names_all(title: str) -> bool:
    """Whether a title leaves nothing to say: a question, a sentence; or it is not filled in."""
    said = title.strip()
    is_sentence = len(said.split()) >= _SAYS_ALL
    return not said or said.endswith(("?", "？")) or is_sentence or bool(_UNFILLED.search(said))


def _titles(page: Page) -> list[int]:
    """Return where the page's title stands: its first heading, and the first of level 1."""
    headings = [n for n, block in enumerate(page.blocks) if block.kind == "heading"]
    first = headings[:1] if not any(map(_is_read, page.blocks[: sum(headings[:1])])) else []
    highest = [n for n in headings if page.blocks[n].level == 1][:1]
    return sorted({*first, *highest})


def _is_read(block: Block) -> bool:
    return block.is_prose and words(block.text) > 0


def _beginning(page: Page, titles: Sequence[int]) -> tuple[Sequence[Block], int]:
    """Return what comes before the first section that means to say something else, and its end."""
    for number, block in enumerate(page.blocks):
        if block.kind != "heading" or not number or number in titles:
            continue
        if not _OPENING.fullmatch(_plain(block)) and not _only_links(page.blocks, number):
            return page.blocks[:number], number
    return page.blocks, len(page.blocks)


def _only_links(blocks: Sequence[Block], number: int) -> bool:
    """Whether the section of a heading is a list of links: contents, whatever they are called."""
    own: list[Block] = []
    for block in blocks[number + 1 :]:
        if block.kind == "heading":
            break
        own.append(block)
    return bool(own) and all(b.kind == "item" and _LINK_ONLY.match(b.text) for b in own)


def _plain(heading: Block) -> str:
    """Return what a heading says, without numbers, pictures and marks before and after."""
    return _BEFORE_NAME.sub("", heading.text.lower()).strip(" :?`*")


def _says_about(block: Block, title: str) -> bool:
    if block.kind == "paragraph":
        return _is_summary(block)
    if block.kind == "item":
        return _LABELLED.match(block.text) is not None or _introduces(block.text, title)
    if block.kind == "heading":  # a manual page says it below its name
        return _plain(block) == "name"
    if block.kind == "markup":
        return bool(FROM_ELSEWHERE.match(block.text) or _TAGLINE.search(block.text))
    return False


def _is_summary(block: Block) -> bool:
    if _ALWAYS_SAID.match(block.text):
        return False
    text = block.text.strip()
    return (
        words(text) >= LEAST_WORDS
        or (text.endswith((".", "!")) and len(text.split()) >= LEAST_WORDS)
        or _TAGLINE_BELOW.fullmatch(text) is not None
        or _PURPOSE.match(block.text) is not None
        or _LABELLED.match(block.text) is not None
        or len(_WIDE.findall(block.text)) >= _LEAST_WIDE
    )


def _opens(page: Page, first: int) -> bool:
    """Whether the first section, or the headings stacked above it, says what the page is about."""
    number = first
    while number < len(page.blocks) and page.blocks[number].kind in ("heading", "markup"):
        number += 1
    if _is_subtitle(page, first):
        return True
    text = page.blocks[number].text if number < len(page.blocks) else ""
    prose = number < len(page.blocks) and page.blocks[number].is_prose
    return prose and (_introduces(text, page.title) or _LABELLED.match(text) is not None)


def _is_subtitle(page: Page, first: int) -> bool:
    """Whether a title that is a mere name has a heading right below that says what it means."""
    if not 0 < first < len(page.blocks) or page.blocks[first - 1].kind != "heading":
        return False
    return (
        _IDENTIFIER.fullmatch(page.title) is not None and words(page.blocks[first].text) >= _PHRASE
    )


def _introduces(text: str, title: str) -> bool:
    """Whether a sentence speaks of the page, or says something of what its title names."""
    if _OF_THE_PAGE.match(text):
        return True
    verb = _IS.search(text, 0, _SUBJECT)
    if verb is None:
        return False
    named = {_stem(word) for word in _TITLE_WORD.findall(title.lower()) if word not in _NO_NAME}
    return any(_stem(word) in named for word in _TITLE_WORD.findall(text[: verb.start()].lower()))


def _stem(word: str) -> str:
    """Return the beginning of a word, the same for its plural."""
    return word.rstrip("s")[:_STEM]
