"""The server over HTTP: who is let in, and that a client gets answers."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import anyio
import httpx2
import pytest
from mcp import Client
from mcp.server import MCPServer
from served import HELLO, sources

from ctxbuild.integrations.mcp_http import application
from ctxbuild.model import UsageError

TOKEN = "a token of enough characters"
ACCEPT = {"Accept": "application/json, text/event-stream"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def served(place: str, token: str = "") -> Iterator[str]:
    """Run the command until it answers; yield its address."""
    port = free_port()
    command = str(Path(sys.executable).with_name("ctxbuild"))
    environment = {**os.environ, "CTXBUILD_SERVE_TOKEN": token}
    process = subprocess.Popen(
        [command, "serve", place, "--http", f"127.0.0.1:{port}"],
        env=environment,
        stderr=subprocess.PIPE,
    )
    try:
        while not answers(port):
            assert process.poll() is None, process.stderr.read()
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/mcp"
    finally:
        process.terminate()
        process.wait(20)
        process.stderr.close()


@pytest.fixture(scope="module")
def shop(tmp_path_factory) -> str:
    return sources(tmp_path_factory.mktemp("http"))[0]


def status(address: str, **headers: str) -> int:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx2.post(address, json=HELLO, headers={**ACCEPT, **named}).status_code


def test_a_client_is_answered_and_other_sites_are_not(shop):
    async def run(address: str) -> str:
        async with Client(address) as client:
            found = await client.call_tool("search", {"query": "ounce price"})
            return found.content[0].text

    with served(shop) as address:
        assert "shop/prices.py" in anyio.run(run, address)
        own = address.removesuffix("/mcp")
        assert status(address) == 200
        assert status(address, Origin=own) == 200
        assert status(address, Origin="https://evil.example") == 403
        assert status(address, Origin=f"{own}.evil.example") == 403
        assert status(address, Origin="null") == 403
        assert status(address, Host="evil.example") == 421


def test_with_a_token_only_those_who_send_it_are_answered(shop):
    with served(shop, TOKEN) as address:
        assert status(address) == 401
        assert status(address, Authorization="Bearer wrong") == 401
        assert status(address, Authorization=TOKEN) == 401
        assert status(address, Authorization=f"Bearer {TOKEN}") == 200
        assert status(address, Authorization=f"Bearer {TOKEN}", Origin="http://a.example") == 403


@pytest.mark.parametrize(
    ("host", "token", "remedy"),
    [
        ("0.0.0.0", "", "CTXBUILD_SERVE_TOKEN"),
        ("::", "", "CTXBUILD_SERVE_TOKEN"),
        ("example.org", "", "CTXBUILD_SERVE_TOKEN"),
        ("127.0.0.1", "short", "16 characters"),
    ],
)
def test_listening_to_all_takes_a_token_that_cannot_be_guessed(host, token, remedy):
    with pytest.raises(UsageError, match=remedy):
        application(MCPServer("none"), host, 8365, token)


@pytest.mark.parametrize("address", ["x", "127.0.0.1:", "127.0.0.1:0", "70000", ":-1"])
def test_an_address_that_is_none_is_refused_before_anything_is_read(address, tmp_path):
    command = [sys.executable, "-m", "ctxbuild", "serve", str(tmp_path), "--http", address]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "HOST:PORT" in done.stderr
