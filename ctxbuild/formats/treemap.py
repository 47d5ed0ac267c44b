"""A picture of a plan as SVG: the repository's tokens as areas, coloured by detail.

It holds no script, refers to nothing outside, and follows the reader's choice
of light or dark. Numbers are rounded, so equal plans give equal bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width
from xml.sax.saxutils import escape

from ctxbuild.formats.names import shown_path
from ctxbuild.formats.squarified import Rectangle, squarified
from ctxbuild.formats.token_tree import Directory, Tally, token_tree
from ctxbuild.formats.wording import line_span, plural
from ctxbuild.model import Detail, Plan
from ctxbuild.packing.map import path_key

MARKER = "<!-- ctxbuild: map 1 -->\n"

_WIDTH, _HEIGHT = 1200.0, 820.0
_HEAD, _LEGEND = 34.0, 30.0
# Pixels². Cells of this size are just large enough to point at, and a picture of any
# repository has at most 899,392 / 256 = 3,513 of them, each with at most 560 bytes.
_SMALLEST = 256.0
_MARGIN, _STRIP = 2.0, 15.0
# A directory smaller than this, in pixels, is one cell: its frame would leave no room.
_LEAST_FRAME = 36.0
# Widths of a character at 11 pixels in wide system fonts.
_CHARACTER, _BOLD = 6.6, 7.4
# Bytes of a path and of a reason in a title.
_LONGEST_PATH, _LONGEST_REASON = 120, 80

_COLOURS = {
    # detail: colour in light, in dark, what the legend says
    Detail.FULL: ("#2459a8", "#6fa3ea", "shown in full"),
    Detail.ELIDED: ("#1c8a84", "#45b8ae", "some bodies left out"),
    Detail.EXCERPT: ("#7a4fb5", "#b08ae6", "excerpts"),
    Detail.SIGNATURES: ("#c77d14", "#e0a548", "signatures"),
    Detail.NAME: ("#b4bac4", "#555c68", "named only"),
    Detail.OMITTED: ("#dfe3e8", "#343a43", "left out"),
}
_PARTLY = {Detail.ELIDED, Detail.EXCERPT, Detail.SIGNATURES}
_SCHEMES = (
    "--paper:#fff;--ink:#16181d;--line:#8b93a0",
    "--paper:#15181d;--ink:#f0f2f5;--line:#6b7280",
)


def _style() -> str:
    """Return the style sheet of the picture, for both colour schemes."""
    light, dark = (
        ";".join([scheme, *(f"--{d.label}:{row[i]}" for d, row in _COLOURS.items())])
        for i, scheme in enumerate(_SCHEMES)
    )
    fills = "".join(f".{d.label}{{fill:var(--{d.label})}}" for d in _COLOURS)
    return (
        f":root{{color-scheme:light dark;{light}}}"
        f"@media(prefers-color-scheme:dark){{:root{{{dark}}}}}"
        ".paper{fill:var(--paper)}"
        f"{fills}"
        ".part{fill-opacity:.3}"
        ".frame{fill:none;stroke:var(--line);stroke-width:.7}"
        ".cell{stroke:var(--paper);stroke-width:.7}"
        "text{font:11px system-ui,sans-serif;fill:var(--ink);stroke:var(--paper);"
        "stroke-width:2.5px;stroke-linejoin:round;paint-order:stroke;pointer-events:none}"
        ".head{font-size:15px;font-weight:600}.dir{font-weight:600}"
        "g:focus{outline:2px solid var(--ink)}"
    )


def svg(plan: Plan) -> str:
    """Return the picture as a document of its own."""
    return MARKER + picture(plan, token_tree(plan)) + "\n"


@dataclass(frozen=True, slots=True)
class _Cell:
    """A file, a small directory, or all that is too small to be seen by itself."""

    label: str
    title: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class _Entry:
    """What competes for room in a directory: a file, or another directory."""

    key: bytes
    tally: Tally
    content: int | Directory
    """Index of a document, or the directory."""


def picture(plan: Plan, root: Directory) -> str:
    """Return the element ``svg``; its style sheet sets the colours of a page around it too."""
    about = _about(plan, root.tally)
    frame = Rectangle(0.0, _HEAD, _WIDTH, _HEIGHT - _HEAD - _LEGEND).inset(_MARGIN)
    body = "\n".join(_drawn(plan, root, frame, 0)) if root.tally.tokens else ""
    name = printable(_short(title_of(plan), _LONGEST_PATH))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" role="group" aria-labelledby="map-title"'
        f' aria-describedby="map-about" viewBox="0 0 {_number(_WIDTH)} {_number(_HEIGHT)}">\n'
        f'<title id="map-title">{name}: map of tokens</title>\n'
        f'<desc id="map-about">{about} Areas are tokens of files, colours how much is shown; of'
        " a file shown in part, the filled share is shown.</desc>\n"
        f"<style>{_style()}</style>\n"
        f'<rect class="paper" width="{_number(_WIDTH)}" height="{_number(_HEIGHT)}"/>\n'
        f'<text class="head" x="4" y="21">{printable(_short(title_of(plan), 60))}'
        f'<tspan dx="12" font-size="12" font-weight="400">{about}</tspan></text>\n'
        f"{body}\n{_legend(root.tally)}\n</svg>"
    )


def _about(plan: Plan, whole: Tally) -> str:
    blank = len(plan.items) - whole.files
    unread = f" {plural(blank, 'file')} without text not drawn." if blank else ""
    budget = "no budget" if plan.budget is None else f"a budget of {plan.budget:,}"
    return (
        f"{plural(whole.files, 'file')}, {whole.tokens:,} tokens; the bundle takes"
        f" {plan.tokens:,} of {budget} ({escape(plan.encoding)}).{unread}"
    )


def _drawn(plan: Plan, place: Directory, frame: Rectangle, depth: int) -> Iterator[str]:
    """Yield a directory's contents, each as an element, inside a frame."""
    entries = _entries(plan, place)
    unit = frame.area / place.tally.tokens
    large = [entry for entry in entries if entry.tally.tokens * unit >= _SMALLEST]
    small = Tally()
    for merged in entries[len(large) :]:
        small.add(merged.tally)
    cells: Sequence[_Entry | None] = [*large, None] if small.files else large
    weights = [(entry.tally if entry else small).tokens for entry in cells]
    order = sorted(range(len(cells)), key=lambda i: -weights[i])
    spots = squarified([weights[i] for i in order], frame)
    for entry, spot in zip((cells[i] for i in order), spots, strict=True):
        if entry is None:
            yield _cell(_more(place, small, bool(large)), spot, depth)
        elif isinstance(entry.content, int):
            yield _cell(_file(plan, entry.content, entry.tally), spot, depth)
        elif min(spot.width, spot.height) < _LEAST_FRAME:
            yield _cell(_folder(entry.content, place.path), spot, depth)
        else:
            yield from _framed(plan, entry.content, place.path, spot, depth)


def _entries(plan: Plan, place: Directory) -> list[_Entry]:
    """Return what is directly in a directory, largest first."""
    documents = plan.corpus.documents
    files = [_Entry(path_key(documents[i].id), tally, i) for i, tally in place.files]
    below = [_Entry(path_key(d.path), d.tally, d) for d in place.directories.values()]
    return sorted(files + below, key=lambda entry: (-entry.tally.tokens, entry.key))


def _framed(plan: Plan, place: Directory, above: str, spot: Rectangle, depth: int) -> Iterator[str]:
    """Yield a directory with a frame and its name."""
    outer = spot.inset(0.5)
    cell = _folder(place, above)
    label = _label(cell.label, outer.width - 6, _BOLD)
    yield (
        f'<g role="group"{_focus(depth)}><title>{cell.title}</title>'
        f'<rect class="frame" {_geometry(outer)}/>'
        f'<text class="dir" x="{_number(outer.x + 3)}" y="{_number(outer.y + 11.5)}">{label}</text>'
    )
    yield from _drawn(plan, place, outer.inset(_MARGIN, _STRIP - _MARGIN), depth + 1)
    yield "</g>"


def _cell(cell: _Cell, spot: Rectangle, depth: int) -> str:
    """Return a cell: its colour, the share of it that is shown, its name."""
    name = _label(cell.label, spot.width - 6) if spot.height >= _STRIP else ""
    text = f'<text x="{_number(spot.x + 3)}" y="{_number(spot.y + 12)}">{name}</text>'
    return (
        f'<g role="img"{_focus(depth)}><title>{cell.title}</title>'
        f"{_coloured(cell.tally, spot)}{text if name else ''}</g>"
    )


def _coloured(tally: Tally, spot: Rectangle) -> str:
    """Return a cell's rectangle; where part of it is shown, one above another."""
    level = tally.detail
    pale = " part" if level in _PARTLY or (level is Detail.FULL and tally.share < 1) else ""
    whole = f'<rect class="cell {level.label}{pale}" {_geometry(spot)}/>'
    height = spot.height * tally.share
    if height < 0.5 or not (pale or level <= Detail.NAME):
        return whole
    # Files that are merely named, or not even that, are drawn with some that are shown.
    fill = level if pale else Detail.FULL
    shown = Rectangle(spot.x, spot.y + spot.height - height, spot.width, height).inset(0.35)
    return f'{whole}<rect class="{fill.label}" {_geometry(shown)}/>'


def _file(plan: Plan, index: int, tally: Tally) -> _Cell:
    document, item = plan.corpus.documents[index], plan.items[index]
    lines = line_span(document, item.shown) if item.shown else f"0 of {document.lines} lines"
    reason = document.reduced or item.reason
    title = f"{short_path(document.id)}: {tally.tokens:,} tokens, {item.detail.label}, {lines}"
    said = f"; {_short(reason, _LONGEST_REASON)}" if reason else ""
    return _Cell(document.id.rpartition("/")[2], printable(title + said), tally)


def _folder(place: Directory, above: str) -> _Cell:
    name = place.path[len(above) :].lstrip("/")
    return _Cell(
        f"{name}/", printable(f"{short_path(place.path)}/: {_sums(place.tally)}"), place.tally
    )


def _more(place: Directory, small: Tally, others: bool) -> _Cell:
    label = f"{small.files} more" if others else plural(small.files, "file")
    where = f"{short_path(place.path)}/" if place.path else "the root"
    return _Cell(label, printable(f"{label} in {where}: {_sums(small)}"), small)


def _sums(tally: Tally) -> str:
    share = f"{100 * tally.share:.0f} % shown"
    return f"{plural(tally.files, 'file')}, {tally.tokens:,} tokens, {share}"


def _legend(whole: Tally) -> str:
    """Return one sample of each colour, with its meaning and its part of all tokens."""
    y = _HEIGHT - _LEGEND + 9
    samples = []
    for number, (level, (_, _, meaning)) in enumerate(_COLOURS.items()):
        x = 4 + number * (_WIDTH / len(_COLOURS))
        share = 100 * whole.by_detail[level] / whole.tokens if whole.tokens else 0.0
        samples.append(
            f'<g><rect class="{level.label}" x="{_number(x)}" y="{_number(y)}" width="12"'
            f' height="12"/><text x="{_number(x + 17)}" y="{_number(y + 10)}">'
            f"{meaning}, {share:.0f} %</text></g>"
        )
    return '<g role="group" aria-label="Legend">' + "".join(samples) + "</g>"


def title_of(plan: Plan) -> str:
    """Return what a plan is of, on one line."""
    return ", ".join(source.name for source in plan.corpus.sources) or "nothing"


def short_path(path: str) -> str:
    """Return a path as outputs show it, without its middle where it is long."""
    return _short(shown_path(path), _LONGEST_PATH)


def printable(text: str) -> str:
    """Return text for markup: escaped, and with control characters made visible."""
    return escape("".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text))


def _short(text: str, most: int) -> str:
    """Return a text without its middle where it is more than ``most`` bytes as markup."""
    if len(text) <= most and sum(map(_bytes, text)) <= most:
        return text
    head = _beginning(text, most // 2)
    tail = _beginning(text[::-1], most // 2)
    return f"{head}…{tail[::-1]}"


def _beginning(text: str, most: int) -> str:
    end = left = 0
    for character in text[:most]:
        left += _bytes(character)
        if left > most:
            break
        end += 1
    return text[:end]


def _bytes(character: str) -> int:
    return len(printable(character).encode("utf-8"))


def _label(text: str, width: float, character: float = _CHARACTER) -> str:
    """Return as much of a name as fits into a width in pixels, nothing where that is too little."""
    room = int(width / character)
    columns = 0
    for index, shown in enumerate(text):
        columns += 2 if east_asian_width(shown) in "WF" else 1
        if columns > room:
            return f"{printable(text[: index - 1])}…" if index > 3 else ""
    return printable(text)


def _focus(depth: int) -> str:
    # Tab stops are few: what lies at the top. The table of a page has the rest.
    return ' tabindex="0"' if depth == 0 else ""


def _geometry(spot: Rectangle) -> str:
    """Return the attributes of a rectangle; edges are rounded, so that neighbours still meet."""
    left, top = round(spot.x, 1), round(spot.y, 1)
    width = round(spot.x + spot.width, 1) - left
    height = round(spot.y + spot.height, 1) - top
    return (
        f'x="{_number(left)}" y="{_number(top)}"'
        f' width="{_number(width)}" height="{_number(height)}"'
    )


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
