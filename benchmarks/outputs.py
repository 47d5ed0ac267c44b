"""What the contestants wrote: which files are in it, and how many tokens.

A ratio of times means something only when the programs did the same work. So
before one is printed, the files in each output are compared with the files of
the corpus, and the token totals with each other.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import toktok
from contest import Contestant
from workshop import BenchmarkError, folder, run

TOKENS_APART = 0.02
"""Share by which the totals of two outputs may differ: headers and maps differ."""
REPORT_APART = 0.01
"""Share by which a program's own total may differ from a recount of its output.

Repomix adds counts of parts, Gitingest rounds to a tenth of a million.
"""

_REPOMIX_FILE = re.compile(r'^<file path="(.+)">$', re.MULTILINE)
_REPOMIX_TOTAL = re.compile(r"Total Tokens: ([\d,]+) tokens")
_GITINGEST_FILE = re.compile(
    r"^={48}\nFILE: (.+)\n={48}\n(?!\[Binary file\]\n|Error: Unable|Error reading file)",
    re.MULTILINE,
)
"""A file whose text is in the output, rather than a remark in its place."""
_GITINGEST_TOTAL = re.compile(r"Estimated tokens: ([\d.]+)([kM]?)")
_CTXBUILD_TOTAL = re.compile(r"([\d,]+) tokens \(")
_FLOOR_FILE = re.compile(r"^== (.+)$", re.MULTILINE)
_FLOOR_TOTAL = re.compile(r"files, ([\d,]+) tokens")


@dataclass(frozen=True, slots=True)
class Written:
    """An output as read back: the files in it, its own total, and a recount of all of it."""

    files: set[str]
    reported: int
    counted: int


def read_back(contestant: Contestant, printed: str) -> Written:
    """Parse an output; ``printed`` is what the program said about it.

    Raises:
        BenchmarkError: no token total was printed: the program did not count.

    """
    text = contestant.output.read_bytes().decode("utf-8")
    reader = _READERS[contestant.name.split()[0]]
    files, reported = reader(text, contestant.output, printed)
    return Written(files, reported, count(text))


def count(text: str) -> int:
    """Return the o200k_base tokens of a text."""
    return sum(toktok.batch_count([text], "o200k_base", threads=1))


def _repomix(text: str, _output: Path, printed: str) -> tuple[set[str], int]:
    return set(_REPOMIX_FILE.findall(text)), _total("Repomix", _REPOMIX_TOTAL, printed)


def _gitingest(text: str, _output: Path, printed: str) -> tuple[set[str], int]:
    match = _GITINGEST_TOTAL.search(printed)
    if match is None:
        raise BenchmarkError("Gitingest printed no token count: its vocabulary is missing")
    factor = {"": 1, "k": 1_000, "M": 1_000_000}[match[2]]
    return set(_GITINGEST_FILE.findall(text)), round(float(match[1]) * factor)


def _ctxbuild(_text: str, output: Path, printed: str) -> tuple[set[str], int]:
    """Return the files that ``ctxbuild unpack`` gives back, which proves that they are whole."""
    target = folder("outputs") / "unpacked"
    shutil.rmtree(target, ignore_errors=True)
    run([program(), "unpack", output, "-o", target])
    files = {p.relative_to(target).as_posix() for p in target.rglob("*") if p.is_file()}
    shutil.rmtree(target)
    return files, _total("ctxbuild", _CTXBUILD_TOTAL, printed)


def _floor(text: str, _output: Path, printed: str) -> tuple[set[str], int]:
    return set(_FLOOR_FILE.findall(text)), _total("the floor", _FLOOR_TOTAL, printed)


_READERS: Mapping[str, Callable[[str, Path, str], tuple[set[str], int]]] = {
    "Repomix": _repomix,
    "Gitingest": _gitingest,
    "ctxbuild": _ctxbuild,
    "floor": _floor,
}


def _total(name: str, pattern: re.Pattern[str], printed: str) -> int:
    match = pattern.search(printed)
    if match is None:
        raise BenchmarkError(f"{name} printed no token total: {printed.strip()[-200:]!r}")
    return int(match[1].replace(",", ""))


def program() -> str:
    """Return the ``ctxbuild`` command that belongs to this Python."""
    path = Path(sys.executable).with_name("ctxbuild")
    if not path.exists():
        raise BenchmarkError("ctxbuild is not installed for this Python: pip install -e .")
    return str(path)


def manifest_files(manifest: Path) -> set[str]:
    """Return the paths of the items of a ctxbuild manifest; unusual ones are JSON strings."""
    record = json.loads(manifest.read_text(encoding="utf-8"))
    shown = (item["path"] for item in record["items"])
    return {json.loads(path) if path.startswith('"') else path for path in shown}


def expect_files(name: str, files: set[str], corpus: set[str]) -> None:
    """Check that an output holds the corpus's files, neither more nor fewer.

    Raises:
        BenchmarkError: it does not; some of the differing paths are named.

    """
    for word, paths in (("lacks", corpus - files), ("adds", files - corpus)):
        if paths:
            some = ", ".join(sorted(paths)[:5])
            raise BenchmarkError(
                f"{name} {word} {len(paths)} of {len(corpus)} files, so no ratio: {some}"
            )


def expect_totals(written: Mapping[str, Written]) -> None:
    """Check that programs counted what they wrote and that they wrote about as much.

    Raises:
        BenchmarkError: a total is off by more than :data:`REPORT_APART` from a
            recount, or two outputs by more than :data:`TOKENS_APART`.

    """
    for name, one in written.items():
        base = one.counted
        if abs(one.reported - base) > REPORT_APART * base:
            raise BenchmarkError(f"{name} reports {one.reported:,} tokens; its output has {base:,}")
    least = min(written, key=lambda name: written[name].counted)
    most = max(written, key=lambda name: written[name].counted)
    low, high = written[least].counted, written[most].counted
    if high - low > TOKENS_APART * high:
        share = 100 * (high - low) / high
        raise BenchmarkError(
            f"{most} has {high:,} tokens, {least} {low:,}: {share:.1f} % apart, so no ratio"
        )
