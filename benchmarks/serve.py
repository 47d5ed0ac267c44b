"""How long does the MCP server take? Its start, and each tool, as the official client sees them.

``python benchmarks/serve.py REPO [REPO…] [--each 12]`` starts ``ctxbuild serve`` over stdio,
waits until the sources are read and the wiki is made, and asks each tool for different
things in turn: symbols of the repository's own, and questions of two of their names. It
prints medians in milliseconds of wall time, with the nearest to a tenth and nine tenths.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import anyio
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from outputs import program
from workshop import BenchmarkError, load, main

Call = tuple[str, dict[str, object]]
_SYMBOL = re.compile(r"· (?:function|method|class|struct) (\S+)")
_WORDS = ("read the configuration", "write output", "parse arguments", "handle an error", "test")


async def _told(client: Client, tool: str, arguments: dict[str, object]) -> str:
    found = await client.call_tool(tool, arguments)
    text = str(getattr(found.content[0], "text", ""))
    if found.is_error:
        raise BenchmarkError(f"{tool} {arguments}: {text}")
    return text


async def _names(client: Client, repo: str, most: int) -> list[str]:
    """Return symbols of the repository that its own search finds."""
    found: dict[str, None] = {}
    for words in _WORDS:
        text = await _told(
            client, "search", {"query": words, "repoName": repo, "kind": "symbol", "k": 50}
        )
        found |= dict.fromkeys(_SYMBOL.findall(text))
    if len(found) < 2:
        raise BenchmarkError(f"{repo}: no symbols to ask for")
    return list(found)[: 3 * most]


def _calls(repo: str, names: list[str], slugs: list[str], each: int) -> Iterator[Call]:
    for n in range(each):
        one, other = names[n % len(names)], names[(n * 7 + 3) % len(names)]
        question = f"how do {one} and {other} work together, call {n}?"
        yield "list_sources", {}
        yield "read_wiki_structure", {"repoName": repo}
        yield "read_wiki_contents", {"repoName": repo, "page": slugs[n % len(slugs)]}
        yield "search", {"repoName": repo, "query": f"search {question}"}
        yield "get_symbol", {"repoName": repo, "name": one}
        yield "get_bundle", {"repoName": repo, "topic": f"bundle {question}"}
        yield "ask_question", {"repoName": repo, "question": question}


async def _measured(place: Path, each: int) -> tuple[dict[str, float], dict[str, list[float]]]:
    starts: dict[str, float] = {}
    times: dict[str, list[float]] = {}
    began = time.perf_counter()
    command = StdioServerParameters(command=program(), args=["serve", str(place), "-q"])
    async with Client(stdio_client(command)) as client:
        await client.list_tools()
        starts["tools listed"] = time.perf_counter() - began
        first = await _told(client, "list_sources", {})
        repo = first.removeprefix("- ").partition(" · ")[0]
        await _told(client, "search", {"query": "first", "repoName": repo})
        starts["first answer"] = time.perf_counter() - began
        structure = await _told(client, "read_wiki_structure", {"repoName": repo})
        slugs = [line.split(" ")[1] for line in structure.split("\n") if " · " in line]
        names = await _names(client, repo, each)
        # What is looked at beforehand, pages and past commits, takes its time.
        await anyio.sleep(20)
        for tool, arguments in _calls(repo, names, slugs, each):
            at = time.perf_counter()
            await _told(client, tool, arguments)
            times.setdefault(tool, []).append(1000 * (time.perf_counter() - at))
    return starts, times


def _spread(values: list[float]) -> str:
    ordered = sorted(values)
    tenth = len(ordered) // 10
    return f"{median(ordered):.0f} ({ordered[tenth]:.0f}–{ordered[-1 - tenth]:.0f})"


def _main() -> int:
    parser = argparse.ArgumentParser(description="How long the MCP server takes.")
    parser.add_argument("repos", nargs="+", type=Path)
    parser.add_argument("--each", type=int, default=12)
    options = parser.parse_args()
    found = {place.name: anyio.run(_measured, place, options.each) for place in options.repos}
    print(f"Wall time; medians of {options.each} with a tenth and nine tenths. Load: {load()}.\n")
    print("| | " + " | ".join(found) + " |\n|---" + "|---" * len(found) + "|")
    for name in next(iter(found.values()))[0]:
        print(f"| {name}, s | " + " | ".join(f"{s[name]:.1f}" for s, _ in found.values()) + " |")
    for tool in next(iter(found.values()))[1]:
        print(f"| `{tool}`, ms | " + " | ".join(_spread(t[tool]) for _, t in found.values()) + " |")
    return 0


if __name__ == "__main__":
    main(_main)
