"""How many links of the files of a run lead nowhere."""

from __future__ import annotations

from pathlib import Path

from ctxbuild.jobs.llms import LlmsFiles
from ctxbuild.packing.page_set import LIST_NAME
from ctxbuild.readers.site.site_files import SiteFiles
from ctxbuild.verify.llms.anchors import anchors
from ctxbuild.verify.llms.targets import page_findings


class _Files:
    """The files of a run, and behind them those of the directory that was read, if any.

    Of a repository whose pages are written elsewhere nothing else is there.
    """

    def __init__(self, made: LlmsFiles, root: Path) -> None:
        self._texts = dict(made.texts())
        is_elsewhere = made.corpus.sources[0].kind == "repo" and bool(made.twins)
        self._others = SiteFiles(root) if root.is_dir() and not is_elsewhere else None
        self._anchors: dict[str, frozenset[str]] = {}

    def find(self, path: str) -> str | None:
        """Return the file that a path means; of a site on the web only Markdown is known."""
        if path in self._texts:
            return path
        if self._others is not None:
            return self._others.find(path)
        return None if path.endswith(".md") else path

    def anchors(self, name: str) -> frozenset[str]:
        """Return the places of a file."""
        if name not in self._anchors:
            self._anchors[name] = anchors(self.text(name))
        return self._anchors[name]

    def text(self, name: str) -> str:
        """Return the text of a file; empty where it is none."""
        if name in self._texts:
            return self._texts[name]
        return self._others.text(name) if self._others is not None else ""


def broken_links(made: LlmsFiles, source: Path) -> int:
    """Return how many links of lists and Markdown lead to a file or a place that is not there.

    Args:
        made: what the run made.
        source: the directory that was read; where there is none, it was a site on the web.

    """
    files = _Files(made, source)
    lists = [name for name, _ in made.files if name.rpartition("/")[2] == LIST_NAME]
    names = [*lists, *(document.path for document in made.twins)]
    return sum(1 for name in names for _ in page_findings(name, name, made.base, files))
