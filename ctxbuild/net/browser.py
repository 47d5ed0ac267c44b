"""A browser without a network: pages whose content exists only after their scripts have run.

Chromium runs the scripts; whatever they ask for is fetched by our own client, so that the
address guard, limits and pace hold for every request of a page and for every redirect. The
browser itself cannot connect: its proxy is a port where nobody listens, no name resolves,
and there are no service workers, downloads, web sockets or peer connections.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import threading
from collections.abc import Coroutine
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ctxbuild.model import UsageError
from ctxbuild.net.client import Client, Response
from ctxbuild.net.errors import LateError, NetError

if TYPE_CHECKING:
    from playwright.async_api import Browser as Chromium
    from playwright.async_api import Page, Request, Route

_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = (
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--disable-background-networking",
    "--disable-component-update",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--dns-prefetch-disable",
    "--no-pings",
)
_NOWHERE = "http://127.0.0.1:9"
"""The discard port (RFC 863): a proxy where nobody listens."""
_WITHOUT_PEERS = (
    "for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'WebTransport'])"
    " delete globalThis[name];"
)
_KINDS = frozenset({"document", "script", "xhr", "fetch", "other"})
"""What a page's text may depend on; pictures, fonts and style sheets are not fetched."""
_MOST_REQUESTS = 200
_MOST_KEPT_BYTES = 64 << 20
_PASSED_ON = ("content-type", "access-control-allow-origin", "access-control-allow-credentials")
_QUIET_SECONDS = 10.0
"""How long a page may go on asking for things after it has been loaded."""
_CLOSING_SECONDS = 5.0
_NO_SANDBOX = "CTXBUILD_RENDER_NO_SANDBOX"


class Browser:
    """Renders pages, one at a time; to be closed after use. Safe to use from several threads."""

    def __init__(self, client: Client, seconds: float, most_bytes: int) -> None:
        """Prepare; nothing is started before the first page.

        Args:
            client: what all requests go through.
            seconds: the longest that one page may take, its requests included.
            most_bytes: limit on a rendered page.

        Raises:
            UsageError: Playwright or Chromium is not installed, or may not be used.
        """
        self._client = client
        self._seconds = seconds
        self._most_bytes = most_bytes
        self._program = _program()
        self._kept: dict[str, Response] = {}
        self._kept_bytes = 0
        self._turn = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._chromium: Chromium | None = None
        self._driver: Any = None

    def close(self) -> None:
        """End the browser, if it was started."""
        if self._loop is not None:
            with suppress(Exception):
                self._wait(self._stopped(), 2 * _CLOSING_SECONDS)
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._loop = None

    def render(self, url: str, body: bytes, content_type: str) -> bytes:
        """Return a page as it stands after its scripts have run, in UTF-8.

        Args:
            url: of the page.
            body: of the answer for it, which is not asked for again.
            content_type: of that answer.

        Raises:
            LateError: it was not done in time.
            NetError: the browser failed, or the page is too large.
        """
        with self._turn:
            try:
                made: str = self._wait(self._rendered(url, body, content_type), self._seconds + 30)
            except TimeoutError:
                raise LateError("its scripts did not come to an end in time") from None
        data = made.encode("utf-8", "replace")
        if len(data) > self._most_bytes:
            raise NetError(f"is larger than {self._most_bytes:,} bytes after its scripts have run")
        return data

    def _wait(self, work: Coroutine[Any, Any, Any], seconds: float) -> Any:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            threading.Thread(target=self._loop.run_forever, daemon=True).start()
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(seconds)

    async def _rendered(self, url: str, body: bytes, content_type: str) -> str:
        from playwright.async_api import Error

        try:
            chromium = await self._started()
            context = await chromium.new_context(
                service_workers="block",
                accept_downloads=False,
                locale="en-US",
                timezone_id="UTC",
                reduced_motion="reduce",
                viewport={"width": 1280, "height": 2000},
            )
        except Error as error:
            await self._stopped()
            raise NetError(f"the browser does not start: {_said(error)}") from None
        try:
            work = self._shown(await context.new_page(), url, _Visit(body, content_type))
            return await asyncio.wait_for(work, self._seconds)
        except Error as error:
            raise NetError(f"the browser cannot show it: {_said(error)}") from None
        finally:
            await self._cleared(context)

    async def _cleared(self, context: Any) -> None:
        """Close a page; a browser that does not manage to is ended."""
        try:
            await asyncio.wait_for(context.close(), _CLOSING_SECONDS)
        except Exception:  # noqa: BLE001 - whatever it is, the browser is of no more use
            await self._stopped()

    async def _shown(self, page: Page, url: str, visit: _Visit) -> str:
        async def answer(route: Route) -> None:
            with suppress(Exception):  # the page may be gone by now
                await self._answered(route, visit)

        await page.context.route("**/*", answer)
        await page.context.route_web_socket("**/*", lambda socket: socket.close())
        await page.add_init_script(_WITHOUT_PEERS)
        page.on("dialog", lambda dialog: asyncio.ensure_future(dialog.dismiss()))
        page.on("popup", lambda popup: asyncio.ensure_future(popup.close()))
        limit = self._seconds * 1000
        await page.goto(url, wait_until="load", timeout=limit)
        quiet = min(limit, _QUIET_SECONDS * 1000)
        with suppress(Exception):  # a page that asks for ever is taken as it is then
            await page.wait_for_load_state("networkidle", timeout=quiet)
        text: str = await page.content()
        return text

    async def _answered(self, route: Route, visit: _Visit) -> None:
        """Give a page what it asks for, as far as it may have it."""
        request = route.request
        if visit.is_first and _is_of_the_page(request):
            visit.is_first = False
            headers = {"content-type": visit.content_type or "text/html"}
            await route.fulfill(status=200, headers=headers, body=visit.body)
            return
        visit.requests += 1
        if _is_of_the_page(request):
            await route.abort("aborted")  # anything else would put an error page in its place
            return
        refused = request.method != "GET" or request.resource_type not in _KINDS
        if refused or visit.requests > _MOST_REQUESTS:
            await route.abort("blockedbyclient")
            return
        try:
            loop = asyncio.get_running_loop()
            found = await loop.run_in_executor(None, self._got, request.url)
        except NetError:
            await route.abort("blockedbyclient")
            return
        headers = {name: found.headers[name] for name in _PASSED_ON if name in found.headers}
        await route.fulfill(status=found.status, headers=headers, body=found.body)

    def _got(self, url: str) -> Response:
        """Fetch what a page asks for; scripts are the same on all pages of a site."""
        if url not in self._kept:
            found = self._client.get(url)
            if self._kept_bytes + len(found.body) > _MOST_KEPT_BYTES:
                return found
            self._kept_bytes += len(found.body)
            self._kept[url] = found
        return self._kept[url]

    async def _started(self) -> Chromium:
        from playwright.async_api import async_playwright

        if self._chromium is None or not self._chromium.is_connected():
            self._driver = await async_playwright().start()
            self._chromium = await self._driver.chromium.launch(
                executable_path=self._program,
                args=list(_ARGUMENTS),
                chromium_sandbox=not os.environ.get(_NO_SANDBOX),
                proxy={"server": _NOWHERE},
                env={"PATH": os.environ.get("PATH", ""), "HOME": "/nonexistent", "TZ": "UTC"},
            )
        return self._chromium

    async def _stopped(self) -> None:
        chromium, driver = self._chromium, self._driver
        self._chromium = self._driver = None
        endings: list[Coroutine[Any, Any, None]] = [chromium.close()] if chromium else []
        for ending in [*endings, *([driver.stop()] if driver else [])]:
            with suppress(Exception):
                await asyncio.wait_for(ending, _CLOSING_SECONDS)


class _Visit:
    """One page on its way."""

    def __init__(self, body: bytes, content_type: str) -> None:
        self.body = body
        self.content_type = content_type
        self.is_first = True
        self.requests = 0


def _is_of_the_page(request: Request) -> bool:
    """Whether a request would put another page into the place of the one that is shown."""
    return request.is_navigation_request() and request.frame.parent_frame is None


def _program() -> str:
    """Return the browser to start.

    Raises:
        UsageError: there is none, or it would run without its sandbox unasked.
    """
    try:
        import playwright.async_api  # noqa: F401
    except ImportError:
        raise UsageError("--render needs Playwright; pip install 'ctxbuild[render]'") from None
    named = os.environ.get("CTXBUILD_CHROMIUM", "")
    program = named or next(filter(None, map(shutil.which, _NAMES)), "")
    if not program:
        raise UsageError(
            "--render needs Chromium; install it, or name its program in CTXBUILD_CHROMIUM"
        )
    if hasattr(os, "geteuid") and os.geteuid() == 0 and not os.environ.get(_NO_SANDBOX):
        raise UsageError(
            "--render: Chromium runs as root only without its sandbox; use another user, or set"
            f" {_NO_SANDBOX}=1 where the machine may be lost"
        )
    return program


def _said(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:200]
