"""What wikis of real repositories come to: citations, arrows, coverage, sameness, time, memory.

    python benchmarks/wiki.py DIR...                      a row for each repository
    python benchmarks/wiki.py --grimp DIR ROOT PACKAGE    arrows of Python against grimp
    python benchmarks/wiki.py --mutate DIR [TIMES]        seeded changes of one function or file

DIR is a clean clone; nothing is left in it. Each wiki is made in a process of its own, with an
empty cache, then under another hash seed and locale, then with the cache after one line was
put at the top of the largest source file; times are seconds of the processor. Citations are
looked up twice: by ``ctxbuild check``, and plainly, from the bytes of the files. grimp is to
be installed beside ctxbuild.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any

from ctxbuild.cache import Cache
from ctxbuild.jobs.facts import material_of
from ctxbuild.readers.content import TextStore
from ctxbuild.readers.repo import RepoOptions, read_repo

_RUN = "from ctxbuild.cli.main import run; run()"
Record = dict[str, Any]


def main(arguments: list[str]) -> int:
    """Run what is asked for and return an exit code."""
    if arguments[:1] == ["--grimp"] and len(arguments) == 4:
        _against_grimp(Path(arguments[1]), Path(arguments[2]), arguments[3])
    elif arguments[:1] == ["--mutate"] and len(arguments) in {2, 3}:
        _mutations(Path(arguments[1]), int((*arguments[2:], "12")[0]))
    elif arguments and not arguments[0].startswith("-"):
        print(
            "| repository | files | pages | citations | hold | plainly | arrows | hold |"
            " sources with a cited symbol | same bytes | cold | after a change | memory |"
        )
        print("|" + " --- |" * 13)
        for directory in arguments:
            print(_row(Path(directory).resolve()), flush=True)
    else:
        print(__doc__, file=sys.stderr)
        return 2
    return 0


def _ctxbuild(arguments: list[str], cache: Path, **environment: str) -> tuple[float, float, str]:
    """Return processor seconds, megabytes at the most and output of a call."""
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", _RUN, *arguments],
            env={**os.environ, "CTXBUILD_CACHE_DIR": str(cache), **environment},
            stdout=out,
            stderr=subprocess.DEVNULL,
        )
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
        seconds = usage.ru_utime + usage.ru_stime
        out.seek(0)
        return seconds, usage.ru_maxrss / 1024, out.read()


def _row(directory: Path) -> str:
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        clone, first, second = work / directory.name, work / "first", work / "second"
        subprocess.run(["git", "clone", "-q", str(directory), str(clone)], check=True)
        cold, memory, _ = _ctxbuild(
            ["wiki", str(clone), "-o", str(first)], work / "c1", PYTHONHASHSEED="1", LC_ALL="C"
        )
        _ctxbuild(
            ["wiki", str(clone), "-o", str(second)],
            work / "c2",
            PYTHONHASHSEED="77",
            LC_ALL="tr_TR.UTF-8",
            TZ="Asia/Tokyo",
        )
        same = _bytes(first) == _bytes(second)
        record = json.loads((first / "wiki.json").read_text())
        report = _checked(first, clone, work / "c1")
        faults = sum(each["rule"] in {"WIKI-006", "WIKI-008"} for each in report["findings"])
        files = len(_git(clone, "ls-files").splitlines())
        covered, sources = _coverage(clone, record)
        warm = _after_a_change(clone, first, work / "c1")
    arrows = sum(len(page["edges"]) for page in record["pages"])
    claims = [claim for page in record["pages"] for claim in page["claims"]]
    plain = _plain_share(directory, claims)
    return (
        f"| {directory.name} | {files:,} | {len(record['pages'])} | {len(claims):,} |"
        f" {100 * report['same'] / max(report['claims'], 1):.1f} % | {plain} | {arrows} |"
        f" {f'{100 * (arrows - faults) / arrows:.1f} %' if arrows else '–'} |"
        f" {100 * covered / max(sources, 1):.1f} % of {sources} | {'yes' if same else 'NO'} |"
        f" {cold:.1f} s | {warm:.1f} s | {memory:.0f} MB |"
    )


def _bytes(directory: Path) -> dict[str, bytes]:
    found = (path for path in directory.rglob("*") if path.is_file())
    return {path.relative_to(directory).as_posix(): path.read_bytes() for path in found}


def _checked(wiki: Path, source: Path, cache: Path, *options: str) -> Record:
    arguments = ["check", str(wiki), "--source", str(source), "--report", "json", *options]
    return dict(json.loads(_ctxbuild(arguments, cache)[2]))


def _git(directory: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=directory, capture_output=True, check=True)
    return done.stdout.decode("utf-8", "replace")


def _plain_share(directory: Path, claims: list[Record]) -> str:
    """Return the share of citations whose lines the bytes of the file have, by its own reading."""
    held = 0
    texts: dict[str, list[str]] = {}
    for claim in claims:
        if claim["path"] not in texts:
            data = (directory / claim["path"]).read_bytes()
            texts[claim["path"]] = (
                data.decode("utf-8-sig", "replace").replace("\r\n", "\n").split("\n")
            )
        first, last = claim["lines"]
        cited = "\n".join(line.rstrip() for line in texts[claim["path"]][first - 1 : last])
        held += blake2b(cited.encode(), digest_size=8).hexdigest() == claim["digest"]
    return f"{100 * held / max(len(claims), 1):.1f} %"


def _coverage(directory: Path, record: Record) -> tuple[int, int]:
    """Return how many source files with definitions have a cited one, of how many."""
    corpus = read_repo(RepoOptions(str(directory)), Cache.disabled(), TextStore())
    material, _ = material_of(corpus, Cache.disabled(), lambda *_: None)
    defining = {
        document.path
        for index, document in material.sources()
        if index in material.outlines and any(s.name for s in material.outlines[index].symbols)
    }
    cited = {c["path"] for page in record["pages"] for c in page["claims"] if c["symbol"]}
    return len(defining & cited), len(defining)


def _largest(directory: Path, record: Record) -> Path:
    paths = {path for page in record["pages"] for path in page["files"]}
    return max((directory / path for path in sorted(paths)), key=lambda p: p.stat().st_size)


def _after_a_change(directory: Path, wiki: Path, cache: Path) -> float:
    path = _largest(directory, json.loads((wiki / "wiki.json").read_text()))
    path.write_bytes(b"\n" + path.read_bytes())
    return _ctxbuild(["wiki", str(directory), "-o", str(wiki)], cache)[0]


def _against_grimp(directory: Path, root: Path, package: str) -> None:
    """Print how many arrows and import claims within a package grimp knows of."""
    import grimp

    with tempfile.TemporaryDirectory() as scratch:
        wiki = Path(scratch, "wiki")
        _ctxbuild(["wiki", str(directory), "-o", str(wiki), "--no-site"], Path(scratch, "c"))
        record = json.loads((wiki / "wiki.json").read_text())
    sys.path.insert(0, str(root.resolve()))
    graph = grimp.build_graph(package, cache_dir=None)
    known = total = 0
    below = os.path.relpath(root.resolve(), directory.resolve())
    for origin, target in sorted(set(_imports(record))):
        pair = [_module(path, "" if below == "." else f"{below}/") for path in (origin, target)]
        if all(name in graph.modules for name in pair) and pair[0] != pair[1]:
            total += 1
            found = graph.direct_import_exists(importer=pair[0], imported=pair[1])
            known += found
            if not found:
                print(f"not known to grimp: {pair[0]} imports {pair[1]}")
    print(f"{directory.name}: {known} of {total} imports")


def _imports(record: Record) -> Iterator[tuple[str, str]]:
    for page in record["pages"]:
        for claim in page["claims"]:
            opening = f"{claim['path']} imports "
            if claim["statement"].startswith(opening):
                yield claim["path"], claim["statement"][len(opening) : -1]


def _module(path: str, root: str) -> str:
    name = path.removeprefix(root).removesuffix(".py").replace("/", ".")
    return name.removesuffix(".__init__")


def _mutations(directory: Path, times: int) -> None:
    """Print, for seeded changes, how many pages are told of and how many cite what changed."""
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        clone, wiki = work / directory.name, work / "wiki"
        subprocess.run(["git", "clone", "-q", str(directory), str(clone)], check=True)
        _ctxbuild(["wiki", str(clone), "-o", str(wiki), "--no-site"], work / "c")
        record = json.loads((wiki / "wiki.json").read_text())
        before = {p: (clone / p).read_text("utf-8", "replace") for p in _cited(record)}
        for number in range(times):
            kind = ("rename", "move", "delete")[number % 3]
            name = _mutate(kind, clone, record, chance)
            report = _checked(wiki, clone, work / "c")
            told = {row["page"]: row["state"] for row in report["pages_checked"]}
            wanted = _concerned(record, before, clone)
            flagged = {page for page, state in told.items() if state != "ok"}
            right = len(flagged & wanted)
            verdict = (
                "P = R = 1"
                if flagged == wanted
                else (f"too many {sorted(flagged - wanted)}, missing {sorted(wanted - flagged)}")
            )
            print(f"{kind:<7} {name:<50} {right:>3} pages of {len(told)}  {verdict}", flush=True)
            _git(clone, "checkout", "-q", "--", ".")


def _cited(record: Record) -> set[str]:
    return {claim["path"] for page in record["pages"] for claim in page["claims"]}


def _mutate(kind: str, clone: Path, record: Record, chance: random.Random) -> str:
    symbols = sorted(
        {
            (claim["symbol"].rpartition(".")[2], claim["path"])
            for page in record["pages"]
            for claim in page["claims"]
            if re.fullmatch(r"[\w.]*\w{6,}", claim["symbol"])
        }
    )
    name, path = chance.choice(symbols)
    if kind == "delete":
        (clone / path).unlink()
        return path
    if kind == "move":
        (clone / path).write_bytes(b"\n\n\n" + (clone / path).read_bytes())
        return path
    for each in _git(clone, "ls-files").splitlines():
        place = clone / each
        data = place.read_bytes() if place.is_file() and not place.is_symlink() else b""
        if name.encode() in data and b"\0" not in data:
            place.write_bytes(re.sub(rb"\b%s\b" % name.encode(), name.encode() + b"Zz", data))
    return name


def _concerned(record: Record, before: dict[str, str], clone: Path) -> set[str]:
    """Return the pages with a citation of other lines by now, or that speak of what is gone."""
    found = set()
    now = {
        path: (clone / path).read_text("utf-8", "replace") if (clone / path).is_file() else None
        for path in {*before, *(p for page in record["pages"] for p in page["named"])}
    }
    for page in record["pages"]:
        files = [*page["named"], *page["files"]]
        gone = any(not (clone / path).is_file() for path in files)
        gone |= any(not (clone / t).exists() for o, t in _imports({"pages": [page]}))
        for claim in page["claims"]:
            first, last = claim["lines"]
            text = now[claim["path"]]
            gone |= text is None or _cut(text, first, last) != _cut(
                before[claim["path"]], first, last
            )
        if gone:
            found.add(page["slug"])
    return found


def _cut(text: str, first: int, last: int) -> list[str]:
    return [line.rstrip() for line in text.split("\n")[first - 1 : last]]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
