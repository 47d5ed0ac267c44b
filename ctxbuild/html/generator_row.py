"""One row of the tables of generators."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Generator:
    """One row.

    ``meta`` are beginnings of ``<meta name=generator>``; ``signs`` are selectors of which
    one has to be on the page. ``content`` are tried in order. ``title`` selects what is shown
    as the page's title when it is not an ``h1``. ``code`` selects listings that are not in a
    ``pre``, ``signatures`` what declares, ``unwrap`` boxes that only lay out. ``language``
    is that of listings that name none.
    """

    name: str
    meta: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    language: str = ""
    tex_in_text: bool = False
    grids: tuple[str, ...] = ()
    unwrap: tuple[str, ...] = ()
