"""Files among the pages that a generator makes no page of, or none that is to be found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ctxbuild.readers.ignore import IgnoreRules
from ctxbuild.readers.nav.project_files import ProjectFiles

_FIELDS: Mapping[str, Any] = {"draft": True, "unlisted": True, "hidden": True, "published": False}
_ANY = re.compile(rf"^[\"']?(?:{'|'.join(_FIELDS)})[\"']?\s*[:=]", re.M | re.I)
_FRONT = 20_000


def kept_back(names: Iterable[str], root: str, files: ProjectFiles) -> Iterator[str]:
    """Yield the files below a directory whose fields keep them back, of those that are named.

    ``draft`` and ``published`` say that no page is made; ``unlisted`` (Docusaurus) and ``hidden``
    (Mintlify) that nothing leads to it, neither search nor map of the site.
    """
    wanted = {name: _FIELDS[name] for name in names}
    for path in files.below(root):
        if _ANY.search((files.text(path) or "")[:_FRONT]):
            fields = files.fields(path)
            if any(fields.get(name) is value for name, value in wanted.items()):
                yield path


def matched(patterns: Any, root: str, files: ProjectFiles) -> Iterator[str]:
    """Yield the files below a directory that patterns like git's mean, a text or a list of them."""
    lines = patterns.split("\n") if isinstance(patterns, str) else patterns
    wanted = [each for each in lines if isinstance(each, str)] if isinstance(lines, list) else []
    rules = IgnoreRules()
    rules.add(_bytes(root), _bytes("\n".join(wanted)))
    for path in files.below(root) if wanted else ():
        if rules.excludes(_bytes(path)):
            yield path


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
