"""A real Chromium that runs scripts and can reach nothing but what our client fetches for it."""

from __future__ import annotations

import shutil

import pytest
from faulty_server import Reply

from ctxbuild.net.client import Client, Options
from ctxbuild.net.errors import LateError, NetError

pytest.importorskip("playwright", reason="Playwright is not installed")

from ctxbuild.net.browser import _NAMES, Browser

pytestmark = pytest.mark.skipif(
    not any(map(shutil.which, _NAMES)), reason="Chromium is not installed"
)

SCRIPT = {"Content-Type": "text/javascript"}


@pytest.fixture(autouse=True)
def without_sandbox(monkeypatch):
    """Do without what neither root nor most containers can have: the pages are our own."""
    monkeypatch.setenv("CTXBUILD_RENDER_NO_SANDBOX", "1")


def rendered(server, html, seconds=20.0, most_bytes=1 << 20):
    with Client(Options(named=(server.url(),), pace=0)) as client:
        browser = Browser(client, seconds, most_bytes)
        try:
            return browser.render(server.url("/"), html.encode(), "text/html").decode()
        finally:
            browser.close()


def test_a_page_is_what_its_scripts_make_of_it(serve):
    code = b"fetch('/data.json').then(r => r.json()).then(d => {"
    code += b"document.querySelector('#app').innerHTML = `<h1>${d.title}</h1>` })"
    data = Reply(b'{"title": "Grown by a script"}', headers={"Content-Type": "application/json"})
    server = serve({"/app.js": Reply(code, headers=SCRIPT), "/data.json": data})
    shown = rendered(server, "<div id=app></div><script src=/app.js></script>")
    assert "<h1>Grown by a script</h1>" in shown
    assert sorted(server.paths()) == ["/app.js", "/data.json"]


def test_no_way_leads_to_a_server_that_nobody_named(serve):
    inside = serve({"/": Reply(b"secret", headers={"Access-Control-Allow-Origin": "*"})})
    there = inside.url("/")
    server = serve({"/away": Reply(status=302, headers={"Location": there})})
    html = f"""<link rel=preconnect href="{there}"><link rel=dns-prefetch href="{there}">
    <link rel=prefetch href="{there}"><link rel=stylesheet href="{there}"><img src="{there}">
    <iframe src="{there}"></iframe><script src="{there}"></script><div id=app>start</div><script>
    const out = document.querySelector('#app');
    const tell = t => {{ out.textContent += ' got ' + t }};
    fetch('{there}').then(r => r.text()).then(tell).catch(() => tell('nothing'));
    fetch('/away').then(r => r.text()).then(tell).catch(() => tell('nothing'));
    fetch('{there}', {{method: 'POST', body: 'x'}}).catch(() => tell('nothing'));
    navigator.sendBeacon('{there}', 'x');
    new EventSource('{there}');
    try {{ new WebSocket('{there.replace("http", "ws")}') }} catch (e) {{}}
    try {{ new RTCPeerConnection() ; tell('a peer') }} catch (e) {{}}
    try {{ new Worker('{there}') }} catch (e) {{}}
    window.open('{there}');
    setTimeout(() => {{ location = '{there}' }}, 50);
    </script>"""
    shown = rendered(server, html)
    assert inside.visits == []
    assert "got nothing got nothing" in shown
    assert "secret" not in shown
    assert "got a peer" not in shown


def test_a_script_without_end_is_given_up(serve):
    server = serve({})
    with pytest.raises(LateError, match="did not come to an end"):
        rendered(server, "<p>x</p><script>for (;;) {}</script>", seconds=2)


def test_a_page_that_grows_without_bounds_is_refused(serve):
    server = serve({})
    html = "<div id=app></div><script>app.textContent = 'x'.repeat(3e6)</script>"
    with pytest.raises(NetError, match="is larger than"):
        rendered(server, html)


@pytest.mark.full
def test_dialogs_downloads_and_requests_without_end_do_not_stop_a_page(serve):
    server = serve({"/file": Reply(b"x", headers={"Content-Disposition": "attachment"})})
    html = """<a id=a href=/file download>f</a><p id=p>before</p><script>
    alert('stop'); document.querySelector('#a').click();
    let n = 0; const ask = () => fetch('/more?' + n++).finally(ask); ask();
    document.querySelector('#p').textContent = 'after';</script>"""
    shown = rendered(server, html, seconds=25)
    assert "after" in shown
    assert len(server.visits) <= 201
