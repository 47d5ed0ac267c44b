"""The MCP server over streamable HTTP: who may speak to it.

Requests must name a host that the server goes by, and, if a browser sends them, come from
a page of that host: a page of another site that resolves its own name to this machine is
refused. Whoever listens on more than loopback must set a token.
"""

from __future__ import annotations

import hmac
import ipaddress
from typing import Any

import uvicorn
from mcp.server import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from ctxbuild.model import CtxbuildError, UsageError

LEAST_TOKEN = 16
"""Characters; a shorter one can be guessed."""
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_UNAUTHORISED = "Send the header: Authorization: Bearer TOKEN\n"


class BearerOnly:
    """Passes on requests that bear the token, and answers the others itself."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self.app = app
        self.expected = f"Bearer {token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection."""
        given = dict(scope.get("headers", ())).get(b"authorization", b"")
        if scope["type"] == "http" and not hmac.compare_digest(given, self.expected):
            headers = {"WWW-Authenticate": "Bearer"}
            await PlainTextResponse(_UNAUTHORISED, 401, headers)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def application(made: MCPServer[Any], host: str, port: int, token: str = "") -> ASGIApp:
    """Return the server as an application, with its checks.

    Raises:
        UsageError: it would listen beyond this machine without a token, or the token is short.
    """
    if token and len(token) < LEAST_TOKEN:
        raise UsageError(f"the token is too short; give {LEAST_TOKEN} characters or more")
    if not token and not _is_loopback(host):
        raise UsageError(
            f"--http {host}: whoever reaches this address could read everything;"
            " set CTXBUILD_SERVE_TOKEN, or listen on 127.0.0.1"
        )
    names = dict.fromkeys([*_LOOPBACK, f"[{host}]" if ":" in host else host])
    hosts = [each for name in names for each in (name, f"{name}:{port}")]
    security = TransportSecuritySettings(
        allowed_hosts=hosts,
        allowed_origins=[f"{scheme}://{each}" for scheme in ("http", "https") for each in hosts],
    )
    app: ASGIApp = made.streamable_http_app(transport_security=security, host=host)
    return BearerOnly(app, token) if token else app


class HttpTransport:
    """The server on a socket that is bound already; it listens when it is run."""

    def __init__(self, made: MCPServer[Any], host: str, port: int, token: str = "") -> None:
        """Bind the socket.

        Raises:
            UsageError: as :func:`application`.
            CtxbuildError: the address cannot be had.
        """
        app = application(made, host, port, token)
        config = uvicorn.Config(app, host=host, port=port, log_level="warning")
        try:
            self._sockets = [config.bind_socket()]
        except SystemExit:  # uvicorn has said why
            raise CtxbuildError(f"--http {host}:{port}: cannot listen there") from None
        self._server = uvicorn.Server(config)

    def run(self) -> None:
        """Serve until :meth:`stop`."""
        self._server.run(self._sockets)

    def stop(self) -> None:
        """Let the server finish what it is doing, from another thread."""
        self._server.should_exit = True


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
