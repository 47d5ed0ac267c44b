"""The picture of a plan in an HTML page, with a table that says the same in words."""

from __future__ import annotations

from ctxbuild.formats.token_tree import Directory, all_directories, token_tree
from ctxbuild.formats.treemap import MARKER, picture, printable, short_path, title_of
from ctxbuild.model import Plan
from ctxbuild.packing.map import path_key

_MOST_ROWS = 200

# The colours come with the picture.
_STYLE = (
    "body{margin:1rem;background:var(--paper);color:var(--ink);font:14px system-ui,sans-serif}"
    "svg{display:block;width:100%;height:auto;max-height:92vh}"
    "table{border-collapse:collapse;margin-top:.5rem}"
    "th,td{padding:.15rem .7rem;text-align:right;border-bottom:1px solid var(--line)}"
    "th:first-child,td:first-child{text-align:left;overflow-wrap:anywhere}"
    "summary{cursor:pointer;margin-top:1rem}"
)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page(plan: Plan) -> str:
    """Return the page: self-contained, without scripts, readable by keyboard."""
    root = token_tree(plan)
    return (
        f'{MARKER}<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{printable(title_of(plan))}: map of tokens</title>\n"
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"{picture(plan, root)}\n{_table(root)}</main>\n</body>\n</html>\n"
    )


def _table(root: Directory) -> str:
    """Return the largest directories, in path order."""
    places = sorted(all_directories(root), key=lambda d: (-d.tally.tokens, path_key(d.path)))
    chosen = sorted(places[:_MOST_ROWS], key=lambda d: path_key(d.path))
    rest = len(places) - len(chosen)
    return (
        "<details>\n<summary>Directories as a table</summary>\n<table>\n<thead><tr>"
        '<th scope="col">directory</th><th scope="col">files</th><th scope="col">tokens</th>'
        '<th scope="col">shown</th></tr></thead>\n<tbody>\n'
        f"{''.join(map(_row, chosen))}</tbody>\n</table>\n"
        f"{f'<p>{rest:,} smaller ones are not listed.</p>' if rest else ''}</details>\n"
    )


def _row(place: Directory) -> str:
    name = f"{printable(short_path(place.path))}/" if place.path else "everything"
    tally = place.tally
    return (
        f'<tr><th scope="row">{name}</th><td>{tally.files:,}</td><td>{tally.tokens:,}</td>'
        f"<td>{100 * tally.share:.0f} %</td></tr>\n"
    )
