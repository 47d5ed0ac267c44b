"""Jupyter notebook → a script in percent format, with what its cells printed and no binary data.

The layout is the one that Jupytext, Spyder and VS Code read: ``# %%`` starts
a cell, Markdown cells are commented. Format fields are those of nbformat 3
(``worksheets``, ``input``, ``pyout``) and 4 (``cells``, ``source``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

OUTPUT_LINES = 20
OUTPUT_CHARACTERS = 2_000
"""What is kept of one output; of an error the end, of anything else the start."""

_COMMENTS = {
    **dict.fromkeys(("c", "cpp", "csharp", "fsharp", "go", "java", "javascript"), "//"),
    **dict.fromkeys(("kotlin", "rust", "scala", "swift", "typescript", "groovy", "php"), "//"),
    **dict.fromkeys(("haskell", "lua", "sql", "ada", "elm"), "--"),
    **dict.fromkeys(("clojure", "scheme", "racket"), ";;"),
    **dict.fromkeys(("matlab", "octave", "erlang", "prolog", "latex", "tex"), "%"),
    "fortran": "!",
}
"""Start of a line comment; ``#`` everywhere else."""

_ALIASES = {
    "c++": "cpp",
    "c++11": "cpp",
    "c++14": "cpp",
    "c++17": "cpp",
    "c++20": "cpp",
    "c#": "csharp",
    "f#": "fsharp",
    "ir": "r",
    "ipython": "python",
    "python2": "python",
    "python3": "python",
    "sagemath": "python",
    "sage": "python",
    "octave": "matlab",
    "sh": "bash",
}
_NAME = re.compile(r"[a-z][a-z0-9+#-]{0,30}")
_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]{0,4096}(?:\x07|\x1b\\)|[@-Z\\^_])")
_LINE = re.compile(r"\r\n|\n")
_TEXTUAL = ("text/plain", "text/markdown", "text/latex")

_Json = dict[str, Any]


def notebook_text(data: bytes) -> tuple[str, str] | None:
    """Return the notebook as a script, and the language of its cells.

    ``None`` where ``data`` is not a notebook of format 3 or 4; it is then
    shown as the JSON that it is.
    """
    try:
        notebook = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(notebook, dict) or (cells := _cells(notebook)) is None:
        return None
    language = _language(notebook, cells)
    comment = _COMMENTS.get(language, "#")
    blocks = ["\n".join(_render_cell(cell, comment)) for cell in cells]
    return _without_surrogates("\n\n".join(blocks) + "\n" if blocks else ""), language


def _without_surrogates(text: str) -> str:
    """Replace lone surrogates, which JSON can spell and UTF-8 cannot."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _cells(notebook: _Json) -> list[_Json] | None:
    """Return the cells of a notebook, ``None`` where it is none."""
    if not isinstance(notebook.get("nbformat"), int):
        return None
    if notebook["nbformat"] >= 4:
        groups = [notebook.get("cells")]
    else:
        sheets = notebook.get("worksheets")
        if not isinstance(sheets, list):
            return None
        groups = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
    if not all(isinstance(cells, list) for cells in groups):
        return None
    return [cell for cells in groups if cells for cell in cells if isinstance(cell, dict)]


def _language(notebook: _Json, cells: list[_Json]) -> str:
    """Return the language of the code cells, ``python`` where the notebook does not say."""
    metadata = _mapping(notebook.get("metadata"))
    candidates = (
        _mapping(metadata.get("language_info")).get("name"),
        _mapping(metadata.get("kernelspec")).get("language"),
        *(cell.get("language") for cell in cells[:1]),
    )
    for name in candidates:
        if isinstance(name, str) and _NAME.fullmatch(lower := name.lower()):
            return _ALIASES.get(lower, lower)
    return "python"


def _mapping(value: object) -> _Json:
    return value if isinstance(value, dict) else {}


def _render_cell(cell: _Json, comment: str) -> Iterator[str]:
    """Yield the lines of one cell: marker, source, outputs."""
    kind = cell.get("cell_type")
    source = _text(cell.get("source", cell.get("input"))).rstrip("\n")
    if kind == "code":
        yield f"{comment} %% [code]"
        if source:
            yield source
        outputs = cell.get("outputs")
        for output in outputs if isinstance(outputs, list) else ():
            yield from _commented(_render_output(_mapping(output)), comment)
        return
    label = kind if kind in ("markdown", "raw", "heading") else "markdown"
    yield f"{comment} %% [{label}]"
    if label == "heading" and isinstance(level := cell.get("level", 1), int):
        source = f"{'#' * max(1, min(level, 6))} {source}"
    yield from _commented(_LINE.split(source) if source else (), comment)


def _commented(lines: Iterator[str] | list[str] | tuple[str, ...], comment: str) -> Iterator[str]:
    for line in lines:
        yield f"{comment} {line}" if line else comment


def _text(value: object) -> str:
    """Return a multi-line string, which the format stores whole or as a list of lines."""
    if isinstance(value, list):
        return "".join(part for part in value if isinstance(part, str))
    return value if isinstance(value, str) else ""


def _render_output(output: _Json) -> Iterator[str]:
    kind = output.get("output_type")
    if kind == "stream":
        yield from _limited(_text(output.get("text")))
    elif kind in ("error", "pyerr"):
        yield from _render_error(output)
    else:
        # Format 3 keeps {"png": …, "text": …} in the output itself, format 4 MIME types in data.
        yield from _render_bundle(_mapping(output.get("data")) or _old_bundle(output))


def _old_bundle(output: _Json) -> _Json:
    kinds = {"text": "text/plain", "latex": "text/latex", "html": "text/html"}
    kinds |= {"png": "image/png", "jpeg": "image/jpeg", "svg": "image/svg+xml"}
    return {mime: output[key] for key, mime in kinds.items() if key in output}


def _render_error(output: _Json) -> Iterator[str]:
    traceback = output.get("traceback")
    frames = traceback if isinstance(traceback, list) else []
    text = "\n".join(frame for frame in frames if isinstance(frame, str))
    name, value = _text(output.get("ename")), _text(output.get("evalue"))
    yield from _limited(text or f"{name}: {value}", tail=True)


def _render_bundle(bundle: _Json) -> Iterator[str]:
    """Yield the text of a rich output, and what else it has by type and size."""
    shown = next((mime for mime in _TEXTUAL if mime in bundle), None)
    if shown is not None:
        yield from _limited(_text(bundle[shown]))
    for mime in sorted(bundle):
        if mime not in _TEXTUAL and not (mime == "text/html" and shown):
            yield f"[{_label(mime)} output, {_size(mime, bundle[mime]):,} bytes]"


def _label(mime: str) -> str:
    return mime if re.fullmatch(r"[\w.+-]{1,60}/[\w.+-]{1,60}", mime, re.ASCII) else "unnamed"


def _size(mime: str, value: object) -> int:
    """Return the bytes of an output: images are stored as base64, four characters for three."""
    if isinstance(value, dict):
        return len(json.dumps(value))
    text = _text(value)
    if mime.startswith("text/") or mime.endswith(("xml", "json", "javascript")):
        return len(text)
    stored = len(text) - text.count("\n")
    return stored * 3 // 4 - text.rstrip("\n")[-2:].count("=")


def _limited(text: str, *, tail: bool = False) -> Iterator[str]:
    """Yield the first (or last) lines of an output, without colours, and say what is missing."""
    text = text.rstrip("\n")
    total = text.count("\n") + 1 if text else 0
    # Colours come off before the limit is taken; four times the limit leaves enough to do so.
    reach = 4 * OUTPUT_CHARACTERS
    piece = _ANSI.sub("", text[-reach:] if tail else text[:reach])
    whole = len(text) <= reach and len(piece) <= OUTPUT_CHARACTERS
    piece = piece[-OUTPUT_CHARACTERS:] if tail else piece[:OUTPUT_CHARACTERS]
    lines = [_after_return(line) for line in _LINE.split(piece)] if piece else []
    kept = lines[-OUTPUT_LINES:] if tail else lines[:OUTPUT_LINES]
    left = total - len(kept)
    note = f"… {left:,} {'earlier' if tail else 'more'} lines" if left else "… cut"
    missing = [note] if left or not whole else []
    yield from missing + kept if tail else kept + missing


def _after_return(line: str) -> str:
    """Return what a terminal would show of a line that progress bars wrote over and over."""
    return line.rstrip("\r").rpartition("\r")[2]
