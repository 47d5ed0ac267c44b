"""The imports that come with the bodies that use them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.languages.outline import outline
from ctxbuild.packing.imports import UsedImports

TEXT = '''"""Reads things."""

import os
import re
from collections import (
    Counter,
    deque,
)
from json import loads


def count(text):
    words = re.findall(text)
    return Counter(words)


class Queue:
    waiting = deque()

    def read(self, path):
        with open(os.fspath(path)) as file:
            return loads(file.read())
'''
LINES = TEXT.split("\n")


def line(text: str) -> int:
    return 1 + LINES.index(text)


def imports_for(*shown: tuple[int, int]) -> list[str]:
    found = UsedImports(LINES, outline(TEXT.encode(), "python")).of(shown)
    return [LINES[row - 1].strip() for first, last in found for row in range(first, last + 1)]


def test_a_body_brings_the_imports_that_it_uses():
    run = (line("def count(text):"), line("    return Counter(words)"))
    assert imports_for(run) == ["import re", "from collections import (", "Counter,", ")"]


def test_part_of_a_body_brings_its_own():
    only = line("            return loads(file.read())")
    assert imports_for((only, only)) == ["from json import loads"]


def test_a_signature_brings_none():
    only = line("def count(text):")
    assert imports_for((only, only)) == []


def test_a_language_without_named_imports_has_none():
    text = "require 'set'\n\ndef unite(a)\n  Set.new(a)\nend\n"
    used = UsedImports(text.split("\n"), outline(text.encode(), "ruby"))
    assert used.of([(1, 5)]) == ()


@given(st.sets(st.integers(1, len(LINES) - 1)), st.sets(st.integers(1, len(LINES) - 1)))
def test_more_lines_never_bring_fewer_imports(some, others):
    used = UsedImports(LINES, outline(TEXT.encode(), "python"))

    def rows(chosen):
        runs = [(row, row) for row in sorted(chosen)]
        return {row for first, last in used.of(runs) for row in range(first, last + 1)}

    assert rows(some) <= rows(some | others)
