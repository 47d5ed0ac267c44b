"""Links between pages, written as links between their Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from posixpath import relpath
from urllib.parse import quote, urljoin

from ctxbuild.readers.site.targets import HOST, ORIGIN, above_root, within

_LINK = re.compile(rf"{re.escape(HOST)}((?:[^\s()<>]|\([^\s()<>]*\))*)")


@dataclass(frozen=True, slots=True)
class Links:
    """Rewrites the links of pages.

    ``find`` tells which page a path means, ``names`` the name of its Markdown,
    ``anchors`` the heading of each place that is linked to, ``base`` where the
    site lives: what has no Markdown is linked to there, and with ``absolute`` other
    pages are, too. ``home`` is the directory of its host that the site was built for.
    """

    find: Callable[[str], str | None]
    names: Mapping[str, str]
    anchors: Mapping[tuple[str, str], str]
    base: str = ""
    absolute: bool = False
    home: str = ""

    def rewrite(self, markdown: str, page: str) -> str:
        """Return the Markdown of a page with links that lead to Markdown."""
        if HOST not in markdown:
            return markdown
        home = self.names[page].rpartition("/")[0]
        return _LINK.sub(lambda found: self._target(found[0], page, home), markdown)

    def _target(self, address: str, page: str, home: str) -> str:
        place = within(address)
        if place is None:
            return self._outside(page, above_root(address))
        path, fragment = place
        target = self.find(path)
        name = self.names.get(target) if target is not None else None
        if target is None or name is None:
            return self._outside(page, self._unplaced(address))
        anchor = self.anchors.get((target, fragment), "") if fragment else ""
        tail = f"#{quote(anchor, safe='-_')}" if anchor else ""
        if target == page:
            return tail or quote(name.rpartition("/")[2])
        if self.absolute and self.base:
            return self.base + quote(name) + tail
        return _relative(home, quote(name)) + tail

    def _unplaced(self, address: str) -> str:
        """Return the path of what is no page, from the root of the site."""
        if address.startswith(ORIGIN):
            return address.removeprefix(ORIGIN)
        rest = address.removeprefix(HOST)
        if rest.startswith(self.home):
            return rest.removeprefix(self.home)
        return "../" * self.home.count("/") + rest

    def _outside(self, page: str, rest: str) -> str:
        """Return the address of what has no Markdown, from its path as it is written in links."""
        if self.base:
            return urljoin(self.base, rest) if rest.startswith("../") else self.base + rest
        return _relative(page.rpartition("/")[0], rest)


def _relative(home: str, target: str) -> str:
    """Return the way from a directory to a path."""
    path, mark, tail = target.partition("#")
    path, question, query = path.partition("?")
    if not path:
        return relpath(".", quote(home) or ".") + mark + tail
    ends = "/" if path.endswith("/") else ""
    return relpath(path, quote(home) or ".") + ends + question + query + mark + tail
