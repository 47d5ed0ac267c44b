"""Which source files some test reaches: by name, or through one that it names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ctxbuild.model import Document, Outline
from ctxbuild.verify.lint.code import Code
from ctxbuild.verify.lint.module_rules import definitions_of

_WORD = re.compile(r"[A-Za-z_]\w{2,}")
_TESTS_INSIDE = re.compile(r"#\[(?:cfg\()?test|^\s*(?:[*/#]\s?)*>>> ", re.MULTILINE)
"""Rust's tests, and examples in doc comments that are run as tests."""


def tested_modules(
    documents: Sequence[Document],
    modules: Sequence[int],
    outlines: Mapping[int, Outline],
    code: Code,
) -> set[int] | None:
    """Return the source files that tests mention, and those that these import.

    A file is mentioned where a test holds its name or that of something public in it, in
    its text or in its path. ``None`` where there are no tests at all.
    """
    said = _said_in_tests(documents)
    if said is None:
        return None
    named = {i for i in modules if _is_named(documents[i], outlines.get(i), said)}
    if len(named) == len(modules):
        return named
    return named | {target for origin, target in code.imports() if origin in named}


def _said_in_tests(documents: Sequence[Document]) -> set[str] | None:
    said: set[str] = set()
    tests = [d for d in documents if d.role == "test" and d.kind == "code" and d.content]
    for document in tests:
        for text in (document.text(), document.path, document.path.replace("_", " ")):
            said.update(_WORD.findall(text))
    return said if tests else None


def _is_named(document: Document, outline: Outline | None, said: set[str]) -> bool:
    stem = document.path.rpartition("/")[2].partition(".")[0]
    if stem in said or _TESTS_INSIDE.search(document.text()):
        return True
    return outline is not None and any(symbol.name in said for symbol in definitions_of(outline))
