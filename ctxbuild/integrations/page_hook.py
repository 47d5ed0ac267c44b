"""A project's own function that changes pages before they are read, as mkdocs-llmstxt has it.

The file defines ``preprocess(soup)`` or ``preprocess(soup, output)``: the content of a page as
a ``bs4.BeautifulSoup`` that is changed in place, and the path of its Markdown.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from ctxbuild.model import CtxbuildError


class PageHook:
    """The function, and the pages that it changed."""

    def __init__(self, function: Callable[..., Any]) -> None:
        """Take the function; it is called with as many arguments as it has."""
        self._function = function
        self._takes_path = _count(function) > 1
        self._pages: dict[str, bytes] = {}

    def take(self, name: str, page: str, content: str, path: Path) -> None:
        """Keep a page with its content changed; the whole page, if that does not stand in it."""
        from bs4 import BeautifulSoup

        known = bool(content) and content in page
        soup = BeautifulSoup(content if known else page, "html.parser")
        self._function(*((soup, str(path)) if self._takes_path else (soup,)))
        fresh = str(soup)
        self._pages[name] = (page.replace(content, fresh, 1) if known else fresh).encode()

    def changed(self, name: str, data: bytes) -> bytes:
        """Return what counts of a page."""
        return self._pages.get(name, data)


def load_hook(path: Path) -> PageHook:
    """Run a file of Python and return its function.

    Raises:
        CtxbuildError: it cannot be run, or has no such function.
    """
    spec = spec_from_file_location("ctxbuild_preprocess", path)
    if spec is None or spec.loader is None:
        raise CtxbuildError(f"{path}: is no file of Python")
    module = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise CtxbuildError(f"{path}: cannot be run: {error}") from error
    function = getattr(module, "preprocess", None)
    if not callable(function):
        raise CtxbuildError(f"{path}: has no function preprocess")
    return PageHook(function)


def _count(function: Callable[..., Any]) -> int:
    """Return how many arguments a function takes by position."""
    try:
        kinds = [each.kind for each in inspect.signature(function).parameters.values()]
    except (TypeError, ValueError):
        return 2
    if inspect.Parameter.VAR_POSITIONAL in kinds:
        return 2
    return sum(kind in _BY_POSITION for kind in kinds)


_BY_POSITION = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
