"""The MCP server as the official client sees it: in memory, over stdio, on the older protocol."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import anyio
import pytest
from mcp import Client, MCPError
from mcp.client.stdio import StdioServerParameters, stdio_client
from repositories import write
from served import sources

from ctxbuild.cache import Cache
from ctxbuild.integrations.mcp_server import server
from ctxbuild.jobs.served.bounded import MOST_CHARACTERS, tokens_of
from ctxbuild.jobs.served.library import Library
from ctxbuild.jobs.served.opening import opened
from ctxbuild.jobs.web import WebOptions
from ctxbuild.model import CtxbuildError, UsageError

TOOLS = [
    "list_sources",
    "read_wiki_structure",
    "read_wiki_contents",
    "search",
    "get_symbol",
    "get_bundle",
    "ask_question",
]


@pytest.fixture(scope="module")
def places(tmp_path_factory) -> list[str]:
    return sources(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="module")
def library(places) -> Library:
    return library_of(places)


def library_of(places: list[str], **wikis: Path) -> Library:
    named = {name.rstrip("_"): path for name, path in wikis.items()}
    return opened(places, named, WebOptions(), Cache.disabled(), lambda *_: None)


def asked(library: Library, *calls: tuple[str, dict]) -> list[tuple[bool, str]]:
    """Call tools in memory; return whether each failed, and its text."""

    async def run() -> list[tuple[bool, str]]:
        async with Client(server(library)) as client:
            found = [await client.call_tool(name, arguments) for name, arguments in calls]
            assert all(each.structured_content is None for each in found)
            return [(bool(each.is_error), each.content[0].text) for each in found]

    return anyio.run(run)


def told(library: Library, tool: str, **arguments) -> str:
    ((failed, text),) = asked(library, (tool, arguments))
    assert not failed, text
    return text


def refused(library: Library, tool: str, **arguments) -> str:
    ((failed, text),) = asked(library, (tool, arguments))
    assert failed, text
    assert "\n" not in text or "validation error" in text
    return text


def resource(library: Library, uri: str) -> str:
    async def run() -> str:
        async with Client(server(library)) as client:
            return (await client.read_resource(uri)).contents[0].text

    return anyio.run(run)


def test_tools_come_in_a_fixed_order_and_only_read(library):
    async def run():
        async with Client(server(library)) as client:
            return (await client.list_tools()).tools

    tools = anyio.run(run)
    assert [tool.name for tool in tools] == TOOLS
    assert all(tool.annotations.read_only_hint for tool in tools)
    assert all(tool.annotations.idempotent_hint for tool in tools)
    assert not any(tool.annotations.open_world_hint for tool in tools)
    assert all(tool.description for tool in tools)


def test_sources_of_all_kinds_are_listed(library):
    lines = told(library, "list_sources").split("\n")
    kinds = [line.split(" · ")[1] for line in lines]
    assert kinds == ["repo", "docs", "arxiv"]
    assert lines[0].startswith("- shop · ")


def test_search_finds_code_prose_and_papers_over_all_sources(library):
    assert "shop/prices.py#L4-L6" in told(library, "search", query="price of an ounce", k=3)
    assert "brew" in told(library, "search", query="water degrees for green tea").split("\n")[0]
    assert "2601.00011" in told(library, "search", query="steeping networks taste", kind="paper")
    only = told(library, "search", query="tea", repoName=["shop"], k=50)
    assert "2601" not in only
    assert "brew" not in only


def test_kinds_limit_what_is_found(library):
    for kind, wanted in {
        "symbol": "ounce_price",
        "file": "shop/prices.py",
        "page": "page ",
    }.items():
        found = told(library, "search", query="ounce price", repoName="shop", kind=kind)
        assert wanted in found.split("\n")[0]
    docs = told(library, "search", query="refund", repoName="shop", kind="doc")
    assert all(".md" in line for line in docs.split("\n")[::2])


def test_a_symbol_tells_who_uses_it_and_where_it_is_tested(library):
    text = told(library, "get_symbol", repoName="shop", name="ounce_price")
    assert "def ounce_price(leaf: str) -> int:" in text
    assert "shop/prices.py#L4-L6 at " in text
    used = text.partition("## Used by")[2].partition("##")[0]
    assert "shop/basket.py" in used
    assert "Basket.total" in used
    assert "tests/test_prices.py" in text.partition("## Tests")[2]
    assert "- shop/basket.py" in text.partition("## Files that import its file")[2]
    assert "Basket.total" in told(library, "get_symbol", repoName="shop", name="Basket.total")


def test_names_that_are_suggested_stand_in_one_order(tmp_path):
    code = "package a\n\nimport b\n\nconst (\n\tx = 1\n)\n\ntype T struct{}\n\n"
    names = ["Execute", "ExecuteA", "ExecuteB", "ExecuteC"]
    code += "".join(f"func (t *T) {name}() {{}}\n\n" for name in names)
    library = library_of([str(write(tmp_path / "a", {"a.go": code}))])
    text = refused(library, "get_symbol", repoName="a", name="Executee")
    assert text.endswith("did you mean Execute, T.Execute, ExecuteC, T.ExecuteC, ExecuteB?")
    assert "no symbol ''" in refused(library, "get_symbol", repoName="a", name="")


def test_a_question_is_answered_by_verbatim_passages_with_their_lines(library, places):
    text = told(library, "ask_question", repoName="shop", question="where do refunds go?")
    path, first, last = re.search(r"### (\S+)#L(\d+)-L(\d+)", text).groups()
    rows = (Path(places[0]) / path).read_text().split("\n")[int(first) - 1 : int(last)]
    assert "\n".join(rows) in text
    assert "Refunds go to the card that paid." in text


def test_a_page_a_section_and_the_contents_are_read(library):
    contents = told(library, "read_wiki_contents", repoName="shop")
    assert "Shop sells tea by the ounce" in contents
    structure = told(library, "read_wiki_structure", repoName="shop")
    slugs = [line.split(" ")[1] for line in structure.split("\n")]
    assert slugs[:2] == ["overview", "architecture"]
    assert {"map", "README.md", "docs/returns.md"} <= set(slugs)
    assert "docs/returns.md" in slugs
    for slug in slugs:
        assert told(library, "read_wiki_contents", repoName="shop", page=slug).strip()
    section = told(
        library,
        "read_wiki_contents",
        repoName="shop",
        page="docs/returns.md",
        section="refund policy",
    )
    assert section.startswith("## Refund policy")
    assert "parcel" not in section
    manual = told(library, "read_wiki_structure", repoName="manual")
    assert "Brewing" in manual


def test_a_bundle_keeps_its_budget_and_its_topic(library):
    text = told(library, "get_bundle", repoName="shop", topic="refunds", budget_tokens=450)
    assert tokens_of(text) <= 450
    assert "card that paid" in text
    assert len(told(library, "get_bundle", repoName="shop", budget_tokens=20_000)) < MOST_CHARACTERS


@pytest.mark.parametrize(
    ("tool", "arguments", "remedy"),
    [
        ("search", {"query": "x", "repoName": "nope"}, "there are shop"),
        ("search", {"query": " "}, "say in words"),
        ("search", {"query": "tea", "k": 51}, "50"),
        ("search", {"query": 5}, "string"),
        ("search", {}, "query"),
        ("search", {"query": "tea", "kind": "rubbish"}, "paper"),
        ("search", {"query": "tea", "repoName": {"a": 1}}, "string"),
        ("read_wiki_contents", {"repoName": "shop", "page": "../../../etc/passwd"}, "structure"),
        ("read_wiki_contents", {"repoName": "shop", "page": "docs/return.md"}, "docs/returns.md"),
        ("read_wiki_contents", {"repoName": "shop", "section": "x"}, "give page"),
        (
            "read_wiki_contents",
            {"repoName": "shop", "page": "README.md", "section": "Nope"},
            "Install",
        ),
        ("read_wiki_contents", {"repoName": "shop", "max_tokens": 10**9}, "20000"),
        ("read_wiki_structure", {"repoName": "shop", "cursor": "Z" * 10**6}, "without it"),
        ("read_wiki_structure", {"repoName": "s" * 10**5}, "300"),
        ("get_symbol", {"repoName": "shop", "name": "ounce_prise"}, "ounce_price"),
        ("get_symbol", {"repoName": "shop", "name": "\x1b[2J\n\n" * 500}, "no symbol"),
        ("get_symbol", {"repoName": "shop", "name": " "}, "no symbol"),
        ("get_bundle", {"repoName": "shop", "budget_tokens": 10}, "200"),
        ("ask_question", {"repoName": "shop", "question": ""}, "say in words"),
    ],
)
def test_a_call_that_cannot_be_answered_says_what_to_try(library, tool, arguments, remedy):
    text = refused(library, tool, **arguments)
    assert remedy in text
    assert "Traceback" not in text
    assert len(text) < 2_000


def test_resources_are_pages_lists_and_facts(library):
    assert "shop" in resource(library, "ctx://index")
    listed = resource(library, "ctx://shop/llms.txt")
    assert listed.startswith("# shop\n")
    targets = re.findall(r"\]\((ctx://[^)]+)\)", listed)
    assert "ctx://shop/wiki/docs/returns.md" in targets
    for target in targets:
        assert resource(library, target).strip()
    facts = json.loads(resource(library, "ctx://shop/facts.json"))
    assert facts["languages"]["python"] == 4


@pytest.mark.parametrize(
    "uri",
    [
        "ctx://nope/facts.json",
        "ctx://shop/wiki/nope",
        "ctx://shop/wiki/../../etc/passwd",
        "ctx://shop/wiki/%2e%2e/%2e%2e/etc/passwd",
        "file:///etc/passwd",
    ],
)
def test_a_resource_that_is_none_is_not_found(library, uri):
    async def run() -> MCPError:
        async with Client(server(library)) as client:
            with pytest.raises(MCPError) as failed:
                await client.read_resource(uri)
            return failed.value

    assert anyio.run(run).error.code == -32602


def test_the_prompt_puts_a_bundle_in_front(library):
    async def run() -> str:
        async with Client(server(library)) as client:
            arguments = {"repoName": "shop", "topic": "prices", "budget_tokens": "700"}
            return (await client.get_prompt("prime", arguments)).messages[0].content.text

    assert "def ounce_price" in anyio.run(run)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [({"repoName": "nope"}, "no source 'nope'"), ({"repoName": "shop", "budget_tokens": "4k"}, "")],
)
def test_a_prompt_that_cannot_be_made_says_why(library, arguments, said):
    async def run() -> MCPError:
        async with Client(server(library)) as client:
            with pytest.raises(MCPError) as failed:
                await client.get_prompt("prime", arguments)
            return failed.value

    failure = anyio.run(run).error
    assert failure.code == -32602
    assert said in failure.message
    assert "nternal" not in failure.message


def test_a_wiki_that_was_written_is_served_without_what_links_lead_to(places, tmp_path):
    wiki = tmp_path / "wiki"
    wiki.mkdir()
    (wiki / "index.md").write_text("# The shop\n\nAll about a shop that sells tea.\n")
    (wiki / "2-basket.md").write_text("# Basket\n\nHow a basket adds up what is in it.\n")
    (tmp_path / "secret.md").write_text("# Secret\n")
    (wiki / "link.md").symlink_to(tmp_path / "secret.md")
    library = library_of(places[:1], shop=wiki)
    structure = told(library, "read_wiki_structure", repoName="shop")
    assert [line.split(" ")[1] for line in structure.split("\n")] == ["index", "2-basket"]
    assert "adds up" in told(library, "read_wiki_contents", repoName="shop", page="2-basket")


def test_sources_and_wikis_that_are_none_are_refused_at_the_start(places, tmp_path):
    with pytest.raises(CtxbuildError, match="nowhere"):
        library_of([str(tmp_path / "nowhere")])
    with pytest.raises(UsageError, match="of which source"):
        library_of(places[:1], other=tmp_path)
    with pytest.raises(UsageError, match="no wiki"):
        library_of(places[:1], shop=tmp_path)


def test_two_servers_over_the_same_sources_say_the_same(library, places):
    calls = [
        ("search", {"query": "tea price refund", "k": 50}),
        ("read_wiki_contents", {"repoName": "shop"}),
        ("get_symbol", {"repoName": "shop", "name": "ounce_price"}),
        ("ask_question", {"repoName": "shop", "question": "price"}),
    ]
    assert asked(library, *calls) == asked(library_of(places), *calls)


def command() -> str:
    return str(Path(sys.executable).with_name("ctxbuild"))


def test_the_command_serves_over_stdio(places):
    async def run() -> str:
        environment = {"CTXBUILD_CACHE_DIR": os.environ["CTXBUILD_CACHE_DIR"]}
        started = StdioServerParameters(
            command=command(), args=["serve", places[0]], env={**os.environ, **environment}
        )
        async with Client(stdio_client(started)) as client:
            found = await client.call_tool("get_symbol", {"repoName": "shop", "name": "Basket"})
            return found.content[0].text

    assert "class Basket" in anyio.run(run)


@pytest.mark.skipif(shutil.which("npx") is None, reason="npm is not installed")
def test_the_inspector_lists_and_calls_tools_on_the_older_protocol(places):
    inspector = ["npx", "-y", "@modelcontextprotocol/inspector@0.15.0", "--cli"]
    serve = [command(), "serve", places[0]]
    listed = inspected([*inspector, *serve, "--method", "tools/list"])
    assert [tool["name"] for tool in listed["tools"]] == TOOLS
    call = ["--method", "tools/call", "--tool-name", "search", "--tool-arg", "query=ounce price"]
    found = inspected([*inspector, *serve, *call])
    assert "shop/prices.py" in found["content"][0]["text"]


def inspected(arguments: list[str]) -> dict:
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode and re.search(
        r"npm (?:error|ERR!).*(?:E404|ENOTFOUND|network|EAI)", done.stderr
    ):
        pytest.skip("the inspector cannot be downloaded")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
