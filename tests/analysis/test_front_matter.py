"""What files of a repository say of themselves in front of their text."""

from __future__ import annotations

import time

import pytest

from ctxbuild.analysis.front_matter import source_facts
from ctxbuild.analysis.sentences import paragraphs

META = (
    ".. meta::\n   :keywords: kiln, clay\n   :description lang=en: Clay is fired\n      at home.\n"
)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.md", "---\ndescription: Of fire.\n---\n# A\n", "Of fire."),
        ("a.adoc", "= A\nAnn <a@b.example>\n:toc:\n:description: Of fire.\n\nText.\n", "Of fire."),
        ("a.adoc", "= A\n\nText.\n\n:description: Of fire.\n", ""),
        ("a.rst", f"A\n=\n\n{META}   :author: Ann\n\nText.\n", "Clay is fired at home."),
        ("a.rst", ".. meta::\n\n   :description: Of fire.\n\nText.\n", "Of fire."),
        ("a.rst", "A\n=\n\n:description: Of fire.\n", ""),
        ("a.rst", ".. meta::\n   :description lang=de: Vom Feuer.\n", ""),
        ("a.md", META, ""),
    ],
)
def test_the_author_describes_a_page_in_the_way_of_its_language(name, text, said):
    assert source_facts(name, text).description == said


def test_titles_and_attributes_of_asciidoc_are_no_paragraphs():
    text = "= Kiln\n:toc: left\n:url: x\n\nFires clay.\n\n== Use\nIt burns.\n"
    assert [each for each in paragraphs(text) if each] == ["Fires clay."]


@pytest.mark.parametrize(
    "text", [".. meta::\n" + "  a\n" * 4_000, "a b\n" * 5_000, ":a: b\n" * 3_000]
)
def test_headers_are_read_in_linear_time(text):
    start = time.process_time()
    for name in ("a.rst", "a.adoc"):
        source_facts(name, text)
    assert time.process_time() - start < 1
