"""The server answers while its sources are still being read, and ends with that when it must."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import anyio
import pytest
from mcp import Client
from served import HELLO, sources

from ctxbuild.cache import Cache
from ctxbuild.integrations.mcp_server import server
from ctxbuild.jobs.served.opening import Opening, announced, opened
from ctxbuild.jobs.web import WebOptions
from ctxbuild.model import CtxbuildError

SEARCH = ("search", {"query": "price of an ounce"})


@pytest.fixture(scope="module")
def places(tmp_path_factory) -> list[str]:
    return sources(tmp_path_factory.mktemp("running"))


def opening_of(places: list[str]) -> Opening:
    return announced(places, {}, WebOptions(), Cache.disabled())


def quietly(*_: object) -> None:
    """Take no notice of progress."""


def test_what_is_still_being_read_is_listed_and_waited_for(places):
    opening = opening_of(places[:2])
    found: list[str] = []

    async def ask(client: Client) -> None:
        found.append((await client.call_tool(*SEARCH)).content[0].text)

    async def run() -> tuple[int, str, str]:
        async with Client(server(opening.library)) as client, anyio.create_task_group() as tasks:
            tools = len((await client.list_tools()).tools)
            before = (await client.call_tool("list_sources", {})).content[0].text
            tasks.start_soon(ask, client)
            await anyio.to_thread.run_sync(opening.read, quietly)
            after = (await client.call_tool("list_sources", {})).content[0].text
        return tools, before, after

    tools, before, after = anyio.run(run)
    assert tools == 7
    assert [line.split(" · ")[0] for line in before.split("\n")] == ["- shop", "- manual"]
    assert before.count("still being read") == 2
    assert "being read" not in after
    library = opened(places[:2], {}, WebOptions(), Cache.disabled(), quietly)
    assert found == [library.search("price of an ounce")]


def test_the_resource_that_clients_keep_waits_for_all(places):
    opening = opening_of(places[:1])
    reading = threading.Timer(0.2, opening.read, (quietly,))
    reading.start()
    assert "documents" in opening.library.index()
    reading.join()


def test_more_calls_than_threads_may_wait_and_all_are_answered(places):
    opening = opening_of(places[:1])
    found: list[bool] = []

    async def ask(client: Client) -> None:
        found.append(bool((await client.call_tool(*SEARCH)).is_error))

    async def run() -> None:
        async with Client(server(opening.library)) as client, anyio.create_task_group() as tasks:
            for _ in range(60):
                tasks.start_soon(ask, client)
            await anyio.sleep(0.1)
            threading.Thread(target=opening.read, args=(quietly,)).start()

    anyio.run(run)
    assert found == [False] * 60


def test_those_who_wait_for_what_cannot_be_read_are_told_why(places):
    opening = opening_of([places[0], f"{places[0]}@no-such-revision"])
    with pytest.raises(CtxbuildError, match="no-such-revision"):
        opening.read(quietly)
    last = list(opening.library.sources)[-1]
    with pytest.raises(CtxbuildError, match=r"no-such-revision.*start it again"):
        opening.library.get_symbol(last, "Basket")


LINES = [
    HELLO,
    {"method": "notifications/initialized"},
    {"id": 2, "method": "tools/call", "params": {"name": SEARCH[0], "arguments": SEARCH[1]}},
]


@contextmanager
def asked(
    *places: str, interrupts: signal.Handlers = signal.SIG_DFL
) -> Iterator[subprocess.Popen[str]]:
    """Start the command and ask it for something; it has answered ``initialize``."""
    command = [str(Path(sys.executable).with_name("ctxbuild")), "serve", *places, "--no-cache"]
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        command,
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
        text=True,
        # As it is said, and not as whatever runs the tests has it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, interrupts),
    )
    try:
        for line in LINES:
            process.stdin.write(json.dumps({"jsonrpc": "2.0", **line}) + "\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == 1
        yield process
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            stream.close()


@pytest.fixture
def silent() -> Iterator[str]:
    """A site whose server takes connections and never answers."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield f"docs:http://127.0.0.1:{listening.getsockname()[1]}/"


def nobody() -> str:
    """Return a site at whose address nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"docs:http://127.0.0.1:{probe.getsockname()[1]}/"


@pytest.mark.parametrize("status", [1, 2])
def test_a_source_that_cannot_be_read_ends_the_server_and_answers_who_waits(places, status):
    place, named = (f"{places[0]}@no-such-revision", "no-such-revision")
    if status == 1:
        place, named = nobody(), "127.0.0.1"
    with asked(place) as process:
        answer = json.loads(process.stdout.readline())
        assert (answer["id"], answer["result"]["isError"]) == (2, True)
        assert "start it again" in answer["result"]["content"][0]["text"]
        assert process.wait(60) == status
        assert named in process.stderr.read().strip().split("\n")[-1]


@pytest.mark.parametrize("interrupts", [signal.SIG_DFL, signal.SIG_IGN])
def test_the_end_of_input_ends_the_server_while_it_reads(silent, interrupts):
    with asked(silent, interrupts=interrupts) as process:
        process.stdin.close()
        assert process.wait(60) == 0
        assert "Traceback" not in process.stderr.read()


def test_an_interrupt_ends_the_server_while_it_reads(silent):
    with asked(silent) as process:
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
        assert process.stderr.read().strip().endswith("nothing was left half-written")


def test_an_address_that_is_taken_ends_the_server_before_anything_is_read(places):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "ctxbuild", "serve", places[0], "--http", str(port)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert f"127.0.0.1:{port}: cannot listen there" in done.stderr
