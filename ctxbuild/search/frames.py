"""Lines of a stack trace that are others' code, told from the rest of a query.

Here it is told which lines name functions of libraries and of a language's own
runtime: what they call must not be taken for what the repository defines under
the same name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctxbuild.search.installed import STANDARD, find_origin
from ctxbuild.search.places import Place

_LONGEST_LINE = 2000
_JVM = re.compile(
    r"[ \t]*at (?:[\w.@-]{1,80}/{1,2}){0,3}(?P<name>[\w$]{1,80}(?:\.[\w$<>-]{1,120}){1,12})"
    r"\((?:(?P<file>[\w$-]{1,80}\.(?:java|kt|kts|scala|groovy|clj))(?::(?P<line>\d{1,7}))?"
    r"|Native Method|Unknown Source)\)"
)
_JVM_RUNTIME = ("java.", "javax.", "jdk.", "sun.", "kotlin.", "scala.", "groovy.", "clojure.")
# Frames of runtimes that name no file.
_RUNTIME = re.compile(
    r"[ \t]*at (?:System|Microsoft)\.|[ \t]*at [\w.<> ]{1,80} \((?:<anonymous>|native)\)"
    r"|[ \t]*\d+:[ ]+(?:0x[0-9a-f]+ - )?<?(?:(?:std|core|alloc)::|rust_begin|__rust)"
    r"|[ \t]*#\d+ [^\n]{0,400}\((?:/usr)?/lib(?:64)?/|#\d+ \[internal function\]"
)
# (phoenix 1.7.0) lib/phoenix/router.ex:12: …
_MIX = re.compile(r"[ \t]*\((?P<package>\w{1,80}) [\d.]+[^)\n]{0,40}\) ")
_FILE = re.compile(
    r"(?<![^\s(\"'@])(?P<path>(?:package:|dart:|node:|[a-z-]{2,30}:/{2,3})?"
    r"(?:[\w.-]{1,100}:\d{2,5}/)?(?:[A-Za-z]:(?=[/\\]))?[^\s:()\"'<>|]{1,400}\.[A-Za-z]\w{0,7})"
    r"[\"']?(?:, line |:line |:|\()(?P<line>\d{1,7})"
)
# A frame whose function stands in the line above, and one followed by its source text.
_BELOW = re.compile(r"\t\S+\.(?:go|s):\d+|[ \t]+at \S+:\d+:\d+\s*\Z")
_SOURCE_NEXT = re.compile(r'(?P<indent>[ \t]*)File "[^"\n]{1,400}", line \d+')


def parted(text: str) -> tuple[str, dict[Place, str]]:
    """Return a text without the frames of packages, and these by the file that each is in.

    Frames of the JVM are among them, whosever they are: they name packages.
    The path is empty where a frame of a runtime has none.
    """
    lines = text.split("\n")
    taken: dict[int, Place] = {}
    for number, line in enumerate(lines):
        place = _place(line[:_LONGEST_LINE])
        if place is not None:
            taken |= dict.fromkeys(_lines_of(lines, number), place)
    frames: dict[Place, list[str]] = {}
    for number, place in sorted(taken.items(), key=lambda item: item[0]):
        frames.setdefault(place, []).append(lines[number])
        lines[number] = ""
    return "\n".join(lines), {place: "\n".join(own) for place, own in frames.items()}


def _lines_of(lines: list[str], number: int) -> Iterator[int]:
    """Yield the numbers of the lines of the frame that a line is part of."""
    yield number
    if number and _BELOW.match(lines[number]):
        yield number - 1
    file = _SOURCE_NEXT.match(lines[number])
    if file and number + 1 < len(lines) and lines[number + 1].startswith(file["indent"] + " "):
        yield number + 1


def _place(line: str) -> Place | None:
    """Return the file of the frame that a line is, where it is one of a package."""
    jvm = _JVM.match(line)
    if jvm is not None:
        return _of_class(jvm)
    mix = _MIX.match(line)
    files = list(_FILE.finditer(line))
    for found in files:
        origin = find_origin(found["path"].replace("\\", "/"))
        package = mix["package"] if mix else origin.package
        if package:
            return Place(origin.path, int(found["line"]), package=package)
    return Place("", 0, package=STANDARD) if not files and _RUNTIME.match(line) else None


def _of_class(found: re.Match[str]) -> Place:
    """Return the file of a class: it is named alone, and the class with its package."""
    name = found["name"]
    if name.startswith(_JVM_RUNTIME) or not found["file"]:
        return Place("", 0, package=STANDARD)
    declared = name.split(".")[:-2]
    path = "/".join([*declared, found["file"]])
    return Place(path, int(found["line"] or 0), declared=".".join(declared))
