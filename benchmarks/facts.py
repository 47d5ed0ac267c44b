"""How right facts are: imports and public API against the tools of each language.

    python benchmarks/facts.py python DIR PACKAGE [ROOT]     imports, against grimp
    python benchmarks/facts.py api DIR PACKAGE [ROOT]        public API, against griffe
    python benchmarks/facts.py script DIR SUBDIR CRUISER [TSCONFIG [CONDITION]]
                                                             imports, against dependency-cruiser
    python benchmarks/facts.py c DIR FILE... -- FLAGS...     includes, against gcc -H
    python benchmarks/facts.py go DIR GO                     imports, against go list
    python benchmarks/facts.py java DIR SOURCES CLASSES      imports, against jdeps
    python benchmarks/facts.py rust DIR CRATE_DIR            files of a crate, against rustc
    python benchmarks/facts.py claims DIR                    every claim, against the text

DIR is a work tree, ROOT the directory in it that holds the package, CRUISER the
program ``depcruise``, CONDITION one that ``exports`` of packages are to be read under (packages
of the repository are linked below ``node_modules``, as an installation would), GO the program
``go``. grimp and griffe are to be installed beside ctxbuild. What
grimp cannot see, directories without ``__init__.py``, is left out of the comparison.
Prints precision and recall and the first edges that differ.
"""

from __future__ import annotations

import json
import os
import posixpath
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ctxbuild.analysis.facts.material import Material
from ctxbuild.analysis.facts.record import claims_of
from ctxbuild.cache import Cache
from ctxbuild.claims import objection
from ctxbuild.jobs.facts import FactsOptions, facts_of, material_of
from ctxbuild.model import Corpus
from ctxbuild.readers.content import TextStore
from ctxbuild.readers.repo import RepoOptions, read_repo

Pair = tuple[str, str]
_SHOWN = 8


def main(arguments: list[str]) -> int:
    """Run one comparison and return an exit code."""
    kinds = {
        "python": _python, "api": _api, "script": _script, "c": _c, "go": _go,
        "java": _java, "rust": _rust, "claims": _claims,
    }  # fmt: skip
    if len(arguments) < 2 or arguments[0] not in kinds:
        print(__doc__, file=sys.stderr)
        return 2
    kinds[arguments[0]](*arguments[1:])
    return 0


def _material(directory: str) -> tuple[Corpus, Material]:
    cache = Cache.disabled()
    corpus = read_repo(RepoOptions(directory), cache, TextStore())
    return corpus, material_of(corpus, cache, lambda *_: None)[0]


def _pairs(directory: str) -> set[Pair]:
    corpus, material = _material(directory)
    paths = [document.path for document in corpus.documents]
    return {(paths[origin], paths[target]) for origin, target in material.graph.pairs()}


def _report(name: str, ours: set[Any], theirs: set[Any]) -> None:
    both = ours & theirs
    precision, recall = len(both) / max(1, len(ours)), len(both) / max(1, len(theirs))
    print(f"{name}: theirs {len(theirs)}, ours {len(ours)}, P {precision:.4f}, R {recall:.4f}")
    for word, rest in (("only ours", ours - theirs), ("only theirs", theirs - ours)):
        for each in sorted(rest)[:_SHOWN]:
            print(f"  {word}: {each}")


def _python(directory: str, package: str, root: str = "") -> None:
    import grimp

    sys.path.insert(0, os.path.join(directory, root))
    graph = grimp.build_graph(package, cache_dir=None)
    found = ((m, t) for m in graph.modules for t in graph.find_modules_directly_imported_by(m))
    theirs = {pair for pair in found if pair[0] != pair[1]}
    ours = {
        (a, b)
        for a, b in (tuple(_dotted(path, root) for path in pair) for pair in _pairs(directory))
        if a in graph.modules and b in graph.modules
    }
    _report(f"{package} against grimp", ours, theirs)


def _dotted(path: str, root: str) -> str:
    inner = path.removeprefix(f"{root}/" if root else "")
    return inner.rpartition(".")[0].removesuffix("/__init__").replace("/", ".")


def _api(directory: str, package: str, root: str = "") -> None:
    import griffe

    tree = griffe.load(
        package, search_paths=[os.path.join(directory, root)], allow_inspection=False
    )
    found = dict(_public(tree))
    theirs = {path for path, own in found.items() if own}
    options = FactsOptions(RepoOptions(directory))
    _, facts = facts_of(options, Cache.disabled(), lambda *_: None)
    ours = {f"{symbol.module}.{symbol.name}" for symbol in facts.public_api}
    known = ours & theirs
    # Precision is no question here: we list every public module, griffe what its parents list.
    print(f"{package} against griffe: theirs {len(theirs)}, R {len(known) / len(theirs):.4f}")
    for each in sorted(theirs - ours)[:_SHOWN]:
        print(f"  only theirs: {each}")


def _public(tree: Any) -> Iterator[tuple[str, bool]]:
    """Yield public objects by path; false for initialisers that griffe makes up itself."""
    stack, seen = [tree], set()
    while stack:
        top = stack.pop()
        for name, member in top.members.items():
            dunder = name.startswith("__") and name.endswith("__")
            try:
                wanted = member.is_public or (dunder and not member.is_alias and member.is_function)
                target = member.final_target if member.is_alias else member
            except Exception:  # noqa: BLE001, griffe cannot resolve what is not installed
                continue
            if not wanted or target.path in seen or not target.path.startswith(f"{tree.path}."):
                continue
            seen.add(target.path)
            if "tests" in target.path.split("."):
                continue
            made_up = target.is_function and not target.endlineno
            made_up |= target.is_function and target.lineno == target.parent.lineno
            if not target.is_module:
                yield target.path, not made_up and name != "__all__"
            if target.is_module or target.is_class:
                stack.append(target)


def _script(
    directory: str, subdirectory: str, cruiser: str, settings: str = "", condition: str = ""
) -> None:
    command = [cruiser, "-T", "json", "--ts-pre-compilation-deps"]
    if settings or (Path(directory) / "tsconfig.json").exists():
        command += ["--ts-config", settings or "tsconfig.json"]
    with tempfile.TemporaryDirectory() as scratch:
        config = Path(scratch) / "cruise.json"
        config.write_text(json.dumps({"options": _resolving(directory, condition)}))
        command += ["--config", str(config), subdirectory]
        done = subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)
    modules = json.loads(done.stdout)["modules"]
    found = {(m["source"], d["resolved"]) for m in modules for d in m["dependencies"]}
    corpus, _ = _material(directory)
    code = {document.path for document in corpus.documents if document.kind == "code"}
    below = {path for path in code if path.startswith(f"{subdirectory}/")}
    theirs = {(a, b) for a, b in found if a in below and b in below and a != b}
    ours = {(a, b) for a, b in _pairs(directory) if a in below and b in below}
    _report(f"{directory} against dependency-cruiser", ours, theirs)


def _resolving(directory: str, condition: str) -> dict[str, Any]:
    """Return options for the resolver; with a condition, own packages are linked as installed."""
    if not condition:
        return {}
    for manifest in sorted(Path(directory).glob("packages/*/package.json")):
        name = json.loads(manifest.read_text()).get("name")
        link = Path(directory) / "node_modules" / (name or "")
        if name and not link.exists():
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(manifest.parent.resolve())
    names = [condition, "import", "require", "node", "default", "types"]
    return {"enhancedResolveOptions": {"exportsFields": ["exports"], "conditionNames": names}}


def _go(directory: str, program: str) -> None:
    """Compare packages that import each other with what the toolchain lists."""
    done = subprocess.run(
        [program, "list", "-e", "-json=ImportPath,Dir,Imports", "./..."],
        cwd=directory,
        capture_output=True,
        text=True,
        check=False,
    )
    rows, text, at = [], done.stdout, 0
    while at < len(text.rstrip()):
        row, at = json.JSONDecoder().raw_decode(text, at)
        rows.append(row)
        at += len(text[at:]) - len(text[at:].lstrip())
    root = os.path.realpath(directory)
    homes = {row["ImportPath"]: os.path.relpath(row["Dir"], root) for row in rows}
    theirs = {
        (homes[row["ImportPath"]], homes[name])
        for row in rows
        for name in row.get("Imports", ())
        if name in homes
    }
    known = set(homes.values())
    pairs = {pair for pair in _pairs(directory) if not pair[0].endswith("_test.go")}
    ours = {(posixpath.dirname(a) or ".", posixpath.dirname(b) or ".") for a, b in pairs}
    ours = {(a, b) for a, b in ours if a != b and a in known and b in known}
    _report(f"{directory} against go list", ours, theirs)


def _java(directory: str, sources: str, classes: str) -> None:
    """Compare imports with the references that compiled classes have; ours are fewer.

    Classes of one package need no import, and an import for documentation alone is
    compiled to nothing: only imports can be compared, for precision, with ``jdeps``.
    """
    done = subprocess.run(
        ["jdeps", "-v", "-filter:none", classes], capture_output=True, text=True, check=False
    )
    found = re.findall(r"^ +([\w.$]+) +-> ([\w.$]+)", done.stdout, re.MULTILINE)
    places = {
        path.relative_to(Path(directory) / sources).with_suffix("").as_posix(): path
        for path in (Path(directory) / sources).rglob("*.java")
    }
    files = {
        name.replace("/", "."): str(path.relative_to(directory)) for name, path in places.items()
    }
    pairs = {tuple(files.get(name.partition("$")[0], "") for name in pair) for pair in found}
    away = {(a, b) for a, b in pairs if a and b and posixpath.dirname(a) != posixpath.dirname(b)}
    ours = {(a, b) for a, b in _pairs(directory) if {a, b} <= set(files.values())}
    _report(f"{directory} against jdeps, between packages", ours, away)


def _c(directory: str, *rest: str) -> None:
    """Compare what the preprocessor opens directly with the includes of the same files."""
    files, flags = rest[: rest.index("--")], rest[rest.index("--") + 1 :]
    theirs: set[Pair] = set()
    for file in files:
        done = subprocess.run(
            ["gcc", "-fsyntax-only", "-H", *flags, file],
            cwd=directory,
            capture_output=True,
            text=True,
            check=False,
        )
        theirs |= set(_opened(file, done.stderr.split("\n")))
    paths = {path for pair in theirs for path in pair}
    # Only includes that the preprocessor came across can be compared: others are switched off.
    ours = {(a, b) for a, b in _pairs(directory) if a in paths and b in paths}
    known = ours & theirs
    print(f"{directory} against gcc -H: theirs {len(theirs)}, R {len(known) / len(theirs):.4f}")
    for each in sorted(theirs - ours)[:_SHOWN]:
        print(f"  only theirs: {each}")


def _opened(file: str, lines: Iterable[str]) -> Iterator[Pair]:
    stack = [file]
    for line in lines:
        match = re.match(r"(\.+) (\S+)$", line)
        if match:
            path = match[2]
            own = not path.startswith("/")
            stack = [*stack[: len(match[1])], posixpath.normpath(path) if own else ""]
            if own and stack[-2]:
                yield stack[-2], stack[-1]


def _rust(directory: str, crate: str) -> None:
    """Compare the files that ``mod`` reaches with those that the compiler names."""
    target = Path(directory) / crate / "src" / "lib.rs"
    deps = Path(directory) / "ctxbuild-facts.d"
    subprocess.run(
        ["rustc", "--edition=2021", "--emit=dep-info", "-o", str(deps), str(target)],
        capture_output=True,
        check=False,
    )
    first = deps.read_text().split("\n")[0].partition(": ")[2]
    deps.unlink()
    theirs = {os.path.relpath(path, directory) for path in first.split() if path.endswith(".rs")}
    root = os.path.relpath(target, directory)
    reached, waiting = {root}, [root]
    edges: dict[str, list[str]] = {}
    corpus, material = _material(directory)
    paths = [document.path for document in corpus.documents]
    for edge in material.graph.edges:
        if edge.site.member == "mod":
            edges.setdefault(paths[edge.origin], []).append(paths[edge.targets[0]])
    while waiting:
        for path in edges.get(waiting.pop(), ()):
            if path not in reached:
                reached.add(path)
                waiting.append(path)
    _report(f"{crate} against rustc", reached, theirs)


def _claims(directory: str) -> None:
    started = time.perf_counter()
    options = FactsOptions(RepoOptions(directory))
    corpus, facts = facts_of(options, Cache.disabled(), lambda *_: None)
    took = time.perf_counter() - started
    _, material = _material(directory)
    places = {document.path: index for index, document in enumerate(corpus.documents)}
    claims = list(claims_of(facts))
    wrong = []
    for claim in claims:
        index = places[claim.citation.path]
        outline = material.outlines.get(index)
        symbols = outline.symbols if outline else ()
        if said := objection(claim, corpus.documents[index].text(), symbols):
            wrong.append(f"{claim.statement} {said}")
    print(f"{directory}: {len(claims)} claims, {len(wrong)} do not hold, {took:.1f} s")
    for each in wrong[:_SHOWN]:
        print(f"  {each}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
