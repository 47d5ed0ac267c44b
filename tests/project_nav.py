"""Projects of files in memory, and navigations as nested tuples."""

from __future__ import annotations

from ctxbuild.readers.nav import ProjectFiles, find_navigation


def of(files):
    return ProjectFiles(files, files.__getitem__)


def shape(items):
    return [
        (i.title, i.page, shape(i.children)) if i.children else (i.title, i.page) for i in items
    ]


def found_in(files):
    """Return the navigation of files; those given as a list of paths are empty."""
    return find_navigation(of(files))


def pages(*paths):
    return dict.fromkeys(paths, "")
