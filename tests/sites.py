"""Small sites in the mark-up of several generators, written for the tests."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from pathlib import Path

FILLER = "Sentences that say enough about this chapter to count as the text of a page. "


def written(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a directory."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def page(title: str, body: str = "", head: str = "", around: str = "") -> str:
    """Return a page whose text is unlike that of others."""
    return (
        f"<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>{title} - Kiln</title>"
        f"{head}</head><body>{around}<main><h1>{title}</h1><p>About {title}. {FILLER}</p>"
        f"{body}</main></body></html>"
    )


def sphinx(*, inventory: tuple[str, ...] = ()) -> dict[str, str | bytes]:
    """Return a Sphinx site whose order stands in the tables of contents of its pages."""
    mark = "<script id='documentation_options' src='_static/documentation_options.js'></script>"

    def tree(*links: str) -> str:
        items = "".join(
            f'<li class="toctree-l1"><a class="reference internal" href="{each}.html">{each}</a>'
            f'<ul><li class="toctree-l2"><a href="{each}.html#part">part</a></li></ul></li>'
            for each in links
        )
        return f'<div class="toctree-wrapper compound"><ul>{items}</ul></div>'

    part = '<section id="part"><h2>A Part</h2><p id="deep">Deeper.</p></section>'
    files: dict[str, str | bytes] = {
        "index.html": page("Kiln", tree("zeta", "guide/index", "api"), mark),
        "zeta.html": page("Zeta First", part, mark),
        "guide/index.html": page("Guide", tree("second", "first"), mark),
        "guide/first.html": page("The First", '<p><a href="../zeta.html#deep">z</a></p>', mark),
        "guide/second.html": page("The Second", "", mark),
        "api.html": page("Interface", '<dl><dt id="kiln.fire">fire()</dt></dl>', mark),
        "genindex.html": page("Index", "", mark),
        "search.html": page("Search", "", mark),
        "_modules/kiln.html": page("Source code for kiln", "", mark),
    }
    if inventory:
        lines = "".join(f"{line}\n" for line in inventory).encode()
        header = b"# Sphinx inventory version 2\n# Project: Kiln\n# Version: 3\n# zlib\n"
        files["objects.inv"] = header + zlib.compress(lines)
    return files


def material(order: tuple[str, ...] = ("index", "zoo", "deep/low", "apple")) -> dict[str, str]:
    """Return a Material for MkDocs site: directories as addresses, one sidebar on all pages."""

    def path(name: str) -> str:
        return "index.html" if name == "index" else f"{name}/index.html"

    def sidebar(depth: int) -> str:
        up = "../" * depth
        items = "".join(
            f'<li class="md-nav__item"><a class="md-nav__link" href="{up}'
            f'{"." if name == "index" and not up else "" if name == "index" else name + "/"}">'
            f"{name}</a></li>"
            for name in order
        )
        return (
            '<nav class="md-nav md-nav--primary"><ul class="md-nav__list">'
            f"{items}</ul></nav>"
            '<nav class="md-nav md-nav--secondary"><a href="#own">own</a></nav>'
        )

    return {
        path(name): page(f"Page {name}", "", "", sidebar(path(name).count("/"))) for name in order
    }


def mdbook() -> dict[str, str]:
    """Return a book whose sidebar numbers its chapters, with the page that prints them all."""
    chapters = ("start.html", "b.html", "a.html")
    bar = "".join(f'<li class="chapter-item"><a href="{name}">{name}</a></li>' for name in chapters)
    around = f'<nav id="sidebar"><ol class="chapter">{bar}</ol></nav>'
    mark = "<!-- Book generated using mdBook -->"
    return {
        "index.html": page("Start", "", mark, around),
        "start.html": page("Start", "", mark, around),
        "a.html": page("Chapter A", "", mark, around),
        "b.html": page("Chapter B", "", mark, around),
        "print.html": page("Everything", "", mark, around),
    }


def docbook() -> dict[str, str]:
    """Return chapters that know only what comes before and after them."""

    def chain(title: str, previous: str, following: str) -> str:
        links = f'<link rel="prev" href="{previous}">' if previous else ""
        links += f'<link rel="next" href="{following}">' if following else ""
        return page(title, "", links)

    return {
        "index.html": chain("Book", "", "pr01.html"),
        "pr01.html": chain("Preface", "index.html", "ch02.html"),
        "ch02.html": chain("Second in Name", "pr01.html", "ch01.html"),
        "ch01.html": chain("First in Name", "ch02.html", ""),
    }
