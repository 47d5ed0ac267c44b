"""The licence of a project: what manifests declare, and what licence files begin with."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ctxbuild.analysis.facts.material import Material
from ctxbuild.claims import Claim


@dataclass(frozen=True, slots=True)
class Licence:
    """An SPDX identifier or the words of the manifest, and the file that says so."""

    name: str
    path: str
    claim: Claim


# Words near the beginning of licence texts; the first row that fits counts.
_TEXTS: tuple[tuple[str, str], ...] = (
    ("Apache-2.0", r"Apache License\s+Version 2\.0"),
    ("AGPL-3.0", r"GNU AFFERO GENERAL PUBLIC LICENSE\s+Version 3"),
    ("LGPL-3.0", r"GNU LESSER GENERAL PUBLIC LICENSE\s+Version 3"),
    ("LGPL-2.1", r"GNU LESSER GENERAL PUBLIC LICENSE\s+Version 2\.1"),
    ("GPL-3.0", r"GNU GENERAL PUBLIC LICENSE\s+Version 3"),
    ("GPL-2.0", r"GNU GENERAL PUBLIC LICENSE\s+Version 2"),
    ("MPL-2.0", r"Mozilla Public License,? [Vv]ersion 2\.0"),
    ("EPL-2.0", r"Eclipse Public License - v 2\.0"),
    ("Unlicense", r"This is free and unencumbered software"),
    ("CC0-1.0", r"CC0 1\.0 Universal"),
    ("BSL-1.0", r"Boost Software License - Version 1\.0"),
    ("MIT", r"Permission is hereby granted, free of charge, to any person"),
    ("ISC", r"Permission to use, copy, modify,\s+and(?:/or)? distribute this software"),
    ("BSD-3-Clause", r"Neither the names? of"),
    ("BSD-2-Clause", r"Redistributions of source code must retain"),
)
_PATTERNS = tuple((name, re.compile(pattern)) for name, pattern in _TEXTS)
_FILES = re.compile(
    r"(?:[a-z0-9.]{2,12}-)?(?:licen[cs]e|copying|unlicense)(?:[-.][\w.-]*)?\Z", re.IGNORECASE
)
_DECLARED = re.compile(
    r"""^[ \t]*["']?license["']?[ \t]*[:=][ \t]*"""
    r"""(?:\{[ \t]*(?:text|type)[ \t]*[:=][ \t]*)?["']([^"'\n{}<>$%]{2,80})["']""",
    re.MULTILINE,
)
"""Not what a template is to fill in, such as ``{{LICENSE}}``."""
_GEMSPEC = re.compile(
    r"""^[ \t]*\w+\.licenses?[ \t]*=[ \t]*\[?["']([^"'\n#]{2,80})["']""", re.MULTILINE
)
_MANIFESTS = ("pyproject.toml", "package.json", "Cargo.toml", "composer.json", "setup.py")
_READ = 12_000


def find_licences(material: Material) -> tuple[Licence, ...]:
    """Return the licences that manifests declare and licence files hold, root first."""
    return (*_declared(material), *_texts(material))


def _manifests(material: Material) -> Iterator[tuple[int, re.Match[str]]]:
    for index, text in material.named(*_MANIFESTS):
        if match := _DECLARED.search(text):
            yield index, match
    for index, document in enumerate(material.documents):
        named = document.path.endswith(".gemspec") and material.is_own(index)
        if named and (match := _GEMSPEC.search(material.text(index))):
            yield index, match


def _declared(material: Material) -> Iterator[Licence]:
    for index, match in _manifests(material):
        document = material.documents[index]
        if document.role != "example":
            statement = f"{document.path} declares the licence {match[1]}."
            claim = material.quote(index, statement, match[0], match.start())
            if claim is not None:
                yield Licence(match[1], document.path, claim)


def _texts(material: Material) -> Iterator[Licence]:
    found = [
        (document.path.count("/"), document.path, index)
        for index, document in enumerate(material.documents)
        if _FILES.match(posixpath.basename(document.path))
        and material.is_own(index)
        and document.kind != "code"
    ]
    for _, path, index in sorted(found):
        text = material.text(index)[:_READ]
        for name, pattern in _PATTERNS:
            if match := pattern.search(text):
                claim = material.quote(index, f"{path} holds the text of {name}.", match[0])
                if claim is not None:
                    yield Licence(name, path, claim)
                break
