"""How well ``ctxbuild check`` sees that a wiki and its source came apart.

Changes a clone, or the wiki itself, in many seeded ways; works out by its own reading of the
pages which of them cite other lines by now; and compares that with what the command says, with
what ``--fix`` mends, and with a wiki that is made anew. Uses the command line alone.

    python benchmarks/wiki_mutations.py CLONE... --work DIR [--seed 7] [-o FILE]
"""

from __future__ import annotations

import argparse
import filecmp
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wiki_edits import OTHER, PAGE, Edit, body_of, consistent
from wiki_source_changes import (
    CITATION,
    SOURCE,
    Change,
    UnfitError,
    all_cited,
    expectation,
    pages_of,
)

CTXBUILD = [sys.executable, "-m", "ctxbuild"]


@dataclass
class Outcome:
    """What a mutation did, what should be said of it, and what was."""

    repository: str
    name: str
    kind: str
    detail: str = ""
    expected: dict[str, str] = field(default_factory=dict[str, Any])
    found: dict[str, str] = field(default_factory=dict[str, Any])
    notes: list[str] = field(default_factory=list)
    rules: dict[str, list[str]] = field(default_factory=dict[str, Any])
    fix: str = ""
    incremental: str = ""
    unnoticed: list[str] = field(default_factory=list)


def run(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*CTXBUILD, *map(str, words)], capture_output=True, text=True, check=False, timeout=900
    )


def report(wiki: Path, tree: Path) -> dict[str, Any]:
    done = run("check", wiki, "--against", tree, "--report", "json")
    if done.returncode not in (0, 1) or not done.stdout.startswith("{"):
        return {"error": (done.stderr or done.stdout)[-300:], "code": done.returncode}
    result: dict[str, Any] = json.loads(done.stdout)
    result["code"] = done.returncode
    return result


def states(result: dict[str, Any]) -> dict[str, str]:
    return {p["page"]: p["state"] for p in result.get("pages_checked", []) if p["state"] != "ok"}


def rules(result: dict[str, Any]) -> dict[str, list[str]]:
    by: dict[str, set[str]] = {}
    for finding in result.get("findings", []):
        by.setdefault(Path(finding["path"]).name, set()).add(finding["rule"])
    return {k: sorted(v) for k, v in sorted(by.items())}


def differing(one: Path, two: Path) -> list[str]:
    names = {str(p.relative_to(d)) for d in (one, two) for p in d.rglob("*") if p.is_file()}
    return sorted(
        n
        for n in names
        if not ((one / n).is_file() and (two / n).is_file())
        or not filecmp.cmp(one / n, two / n, shallow=False)
    )


def places(page: Path) -> list[str]:
    """Return the places that a page cites, in order."""
    return [match[0] for match in CITATION.finditer(content(page))]


def content(page: Path) -> str:
    text = page.read_text(encoding="utf-8")
    return text[body_of(text) :]


def fresh_copy(source: Path, target: Path) -> Path:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, symlinks=True)
    return target


def judge_fix(wiki: Path, tree: Path, fresh: Path, expected: dict[str, str], work: Path) -> str:
    """Compare what --fix leaves with the wiki before and with one made anew."""
    fixed = fresh_copy(wiki, work / "fixed")
    run("check", fixed, "--against", tree, "--fix")
    said = []
    for slug, page in pages_of(wiki).items():
        if slug == "index":
            continue
        mended, new = fixed / page.name, fresh / page.name
        if slug not in expected:
            if mended.read_bytes() != page.read_bytes():
                said.append(f"{slug}: touched, though nothing moved")
        elif expected[slug] == "moved" and new.is_file() and places(mended) != places(new):
            said.append(f"{slug}: other places than on a new wiki")
    after = states(report(fixed, tree))
    left = [s for s, v in expected.items() if v == "moved" and after.get(s) in ("moved", "changed")]
    said += [f"{s}: still {after[s]}" for s in left]
    said += [f"{s}: {v} only after --fix" for s, v in after.items() if s not in expected]
    return "; ".join(said) or "ok"


def source_mutation(
    base: Path, wiki: Path, name: str, change: Change, rng: random.Random, work: Path, commit: bool
) -> Outcome:
    outcome = Outcome(base.name, name, "source")
    tree = fresh_copy(base, work / "tree" / base.name)
    places = sorted({p for ps in all_cited(wiki, base).values() for p in ps})
    try:
        outcome.detail = change(tree, places, rng)
    except UnfitError:
        outcome.kind = "unfit"
        return outcome
    if commit:
        git = ["git", "-C", str(tree), "-c", "user.name=a", "-c", "user.email=a@example.org"]
        subprocess.run([*git, "add", "-A"], check=True, capture_output=True)
        subprocess.run([*git, "commit", "-qm", "Mutate"], check=True, capture_output=True)
        outcome.detail += " (committed)"
    outcome.expected = expectation(wiki, base, tree)
    result = report(wiki, tree)
    outcome.found, outcome.rules = states(result), rules(result)
    if "error" in result:
        outcome.notes.append(result["error"])
    fresh = work / "fresh"
    shutil.rmtree(fresh, ignore_errors=True)
    done = run("wiki", tree, "-o", fresh, "-q")
    again = fresh_copy(wiki, work / "again")
    more = run("wiki", tree, "-o", again, "-q")
    if done.returncode or more.returncode:
        outcome.notes.append((done.stderr + more.stderr)[-300:])
        return outcome
    outcome.incremental = ", ".join(differing(again, fresh)) or "equal"
    outcome.fix = judge_fix(wiki, tree, fresh, outcome.expected, work)
    outcome.unnoticed = [
        slug
        for slug, page in pages_of(wiki).items()
        if slug != "index"
        and slug not in outcome.found
        and (not (fresh / page.name).is_file() or content(fresh / page.name) != content(page))
    ]
    return outcome


def wiki_mutation(
    base: Path, wiki: Path, name: str, edit: Edit, rng: random.Random, work: Path, both: bool
) -> Outcome:
    outcome = Outcome(base.name, name + (", digest too" if both else ""), "wiki")
    copy = fresh_copy(wiki, work / "copy")
    try:
        slug, outcome.detail = edit(copy, rng)
    except UnfitError:
        outcome.kind = "unfit"
        return outcome
    if both:
        consistent(copy, slug)
    outcome.expected = {slug: "broken"}
    result = report(copy, base)
    outcome.found, outcome.rules = states(result), rules(result)
    if "error" in result:
        outcome.notes.append(result["error"])
    named = {n.removesuffix(".md") if "/" not in slug else n for n in outcome.rules}
    for name_ in named:
        outcome.found.setdefault(name_, "named")
    if "/" in slug:
        outcome.expected = {Path(slug).name: "broken"}
    elif slug.endswith(".md"):
        outcome.expected = {slug.removesuffix(".md"): "broken"}
    return outcome


def outcomes(base: Path, seed: int, work: Path, share: int, of: int) -> Iterator[Outcome]:
    wiki = work / "wiki"
    shutil.rmtree(wiki, ignore_errors=True)
    run("wiki", base, "-o", wiki, "-q")
    for n, (name, change) in enumerate(SOURCE.items()):
        if n % of == share or (n + 1) % of == share:
            rng = random.Random(f"{seed} {base.name} {name}")
            yield source_mutation(base, wiki, name, change, rng, work, bool((n + share) % 2))
    edits = [(k, e, False) for k, e in PAGE.items()] + [(k, e, True) for k, e in PAGE.items()]
    edits += [(k, e, False) for k, e in OTHER.items()]
    for n, (name, edit, both) in enumerate(edits):
        if n % of == share:
            rng = random.Random(f"{seed} {base.name} {name}")
            yield wiki_mutation(base, wiki, name, edit, rng, work, both)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clones", nargs="+", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--share", type=int, default=None, help="only this share of the kinds")
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args()
    with given.output.open("w", encoding="utf-8") as out:
        for n, base in enumerate(given.clones):
            share = n if given.share is None else given.share
            work = given.work / base.name
            work.mkdir(parents=True, exist_ok=True)
            for outcome in outcomes(base.resolve(), given.seed, work, share % 4, 4):
                out.write(json.dumps(vars(outcome), ensure_ascii=False) + "\n")
                out.flush()


if __name__ == "__main__":
    main()
