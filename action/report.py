"""Say what ``ctxbuild llms --result`` made: outputs, a table in the summary, annotations.

Called with the result, the directory where files are put together, the mode, and what fails
the step. Needs the standard library only.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any


def main(result: str, staged: str, mode: str, fail_on: str) -> int:
    """Return the exit code of the step."""
    made = json.loads(Path(result).read_text(encoding="utf-8"))
    directory = made["output"] or "."
    if not made["output"] and mode != "check":
        _error("say where files are written: input output, or output in the settings")
        return 1
    if mode != "check":
        _copy(made["files"], Path(directory), Path(staged))
    _append("GITHUB_OUTPUT", _outputs(made, directory, staged))
    _append("GITHUB_STEP_SUMMARY", _table(made, mode))
    for warning in made["warnings"]:
        print(f"::warning title=ctxbuild::{_escaped(warning)}")
    for note in made.get("notes", ()):
        print(f"::notice title=ctxbuild::{_escaped(note)}")
    return _verdict(made, mode, fail_on or ("changed" if mode == "check" else "none"))


def _copy(names: Iterable[str], directory: Path, staged: Path) -> None:
    for name in names:
        target = staged / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(directory / name, target)


def _outputs(made: Mapping[str, Any], directory: str, staged: str) -> str:
    """Return lines of outputs; a delimiter drawn at random cannot stand in a value."""
    values = {
        "llms-txt": _joined(directory, made["main"]),
        "llms-full": _joined(directory, made["full"]) if made["full"] else "",
        "changed": str(bool(made["changed"])).lower(),
        "tokens": made["tokens"][made["main"]],
        "links": made["links"],
        "warnings": len(made["warnings"]),
        "directory": directory,
        "staged": staged,
    }
    lines = []
    for name, value in values.items():
        end = secrets.token_hex(16)
        lines += [f"{name}<<{end}", str(value), end]
    return "\n".join([*lines, ""])


def _joined(directory: str, name: str) -> str:
    return Path(directory, name).as_posix()


def _table(made: Mapping[str, Any], mode: str) -> str:
    budget = f"{made['budget']:,}" if made["budget"] else "none"
    if not made["changed"]:
        state = "current"
    else:
        state = "**not current**" if mode == "check" else "renewed"
    rows = [
        ("State", state),
        ("Files that differ", f"{len(made['changed']):,} of {len(made['files']):,}"),
        ("Pages listed", f"{made['listed']:,} of {made['pages']:,}"),
        ("Links in llms.txt", f"{made['links']:,}"),
        ("Broken links", f"{made['broken_links']:,}" if "broken_links" in made else "–"),
        ("Tokens of llms.txt", f"{made['tokens'][made['main']]:,} ({_cell(made['encoding'])})"),
        ("Budget", budget),
        ("Sections", ", ".join(f"{_cell(k)} {v}" for k, v in made["sections"].items())),
        ("Left out", ", ".join(f"{v} {_cell(k)}" for k, v in made["left_out"].items()) or "–"),
        ("Skipped", f"{made['skipped']:,}"),
        ("Warnings", f"{len(made['warnings']):,}"),
    ]
    if made["full"]:
        rows.insert(6, ("Tokens of all pages", f"{made['tokens'][made['full']]:,}"))
    lines = ["### llms.txt", "", "| | |", "|---|---|", *(f"| {a} | {b} |" for a, b in rows)]
    if made["changed"]:
        names = [f"- `{_cell(name).replace('`', '')}`" for name in made["changed"][:50]]
        lines += ["", "<details><summary>Files that differ</summary>", "", *names, "", "</details>"]
    return "\n".join([*lines, "", ""])


def _cell(text: str) -> str:
    """Return a text that cannot leave its cell of a table, nor be HTML."""
    plain = " ".join(str(text).split())[:200]
    return plain.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


def _verdict(made: Mapping[str, Any], mode: str, fail_on: str) -> int:
    failed = 0
    if made["changed"] and mode == "check":
        names = ", ".join(made["changed"][:5])
        more = len(made["changed"]) - 5
        named = names + (f" and {more} more" if more > 0 else "")
        level = "error" if fail_on in ("changed", "any") else "warning"
        line = f"not current: {named}; run ctxbuild llms and commit"
        print(f"::{level} title=llms.txt::{_escaped(line)}")
    if made["changed"] and fail_on in ("changed", "any"):
        failed = 1
    if made["warnings"] and fail_on in ("warnings", "any"):
        _error(f"{len(made['warnings'])} warnings, and fail-on is {fail_on}")
        failed = 1
    return failed


def _error(message: str) -> None:
    print(f"::error title=ctxbuild::{_escaped(message)}")


def _escaped(text: str) -> str:
    """Return a text as the runner's commands want it, on one line."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _append(variable: str, text: str) -> None:
    with open(os.environ[variable], "a", encoding="utf-8", newline="\n") as stream:
        stream.write(text)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
