"""``ctxbuild docs https://…``: sites on loopback, read by the command as a person would."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from dataclasses import replace

import pytest
import sites
from faulty_server import Reply, fast_clock, moved, page, pages

import ctxbuild
from ctxbuild.cli.main import _status
from ctxbuild.jobs import web

HTML = {"Content-Type": "text/html; charset=utf-8"}
PLAIN = {"Content-Type": "text/plain"}


@pytest.fixture(autouse=True)
def quickly(monkeypatch, tmp_path):
    """Let pauses and limits pass twenty times as fast, and keep journals to the test."""
    monkeypatch.setenv("CTXBUILD_CACHE_DIR", str(tmp_path / "cache"))
    options = web._options
    monkeypatch.setattr(
        web, "_options", lambda *args: replace(options(*args), clock=fast_clock(20), seconds=10)
    )


def built(files):
    """Return a site that serves the files of a built one."""
    tree = {}
    for name, text in files.items():
        body = text if isinstance(text, bytes) else text.encode()
        tree[f"/docs/{name}"] = Reply(body, headers=HTML if name.endswith("l") else {})
        if name == "index.html" or name.endswith("/index.html"):
            tree[f"/docs/{name.removesuffix('index.html')}"] = tree[f"/docs/{name}"]
    return tree


def run(*arguments):
    return _status(["docs", *map(str, arguments)])


def texts(directory):
    return {
        path.relative_to(directory).as_posix(): path.read_text() for path in directory.rglob("*.md")
    }


def bodies(directory):
    """Return the Markdown of a tree without front matter."""
    return {name: text.split("\n---\n", 1)[1] for name, text in texts(directory).items()}


def test_a_site_reads_the_same_from_the_web_as_from_disk(serve, tmp_path):
    files = sites.sphinx()
    server = serve(built(files))
    disk = sites.written(tmp_path / "site", files)
    assert run(server.url("/docs/"), "-q", "--delay", 0, "-o", f"{tmp_path / 'web'}/") == 0
    assert run(disk, "-q", "-o", f"{tmp_path / 'disk'}/") == 0
    assert bodies(tmp_path / "web") == bodies(tmp_path / "disk")
    assert list(bodies(tmp_path / "web")) != []


def test_links_within_a_site_lead_to_twins_however_they_are_written(serve, tmp_path):
    server = serve(lambda asked: site(asked))
    ways = ("b", "/docs/b", server.url("/docs/b"), "./b?utm_source=x", "b#part")
    links = "".join(f'<p><a href="{way}">way</a></p>' for way in ways)
    out = f'<p><a href="/elsewhere">out</a> <code>{server.url("/docs/b")}</code></p>'
    site = pages(
        {
            "/docs/": Reply(sites.page("A", links + out).encode(), headers=HTML),
            "/docs/b": Reply(
                sites.page("B", "<h2 id=part>Part</h2><p>x</p>").encode(), headers=HTML
            ),
        }
    )
    assert run(server.url("/docs/"), "-q", "--delay", 0, "-o", f"{tmp_path / 'o'}/") == 0
    text = texts(tmp_path / "o")["index.md"]
    assert re.findall(r"\[way\]\(([^)]*)\)", text) == ["b.md"] * 4 + ["b.md#part"]
    assert f"[out]({server.url('/elsewhere')})" in text
    assert f"`{server.url('/docs/b')}`" in text


def test_a_bundle_says_where_its_pages_are_from_and_what_failed(serve, tmp_path, capsys):
    server = serve(
        {
            "/": page("Start", "/a.html", "/gone.html", "/broken.html"),
            "/a.html": page("A"),
            "/broken.html": Reply(status=500),
        }
    )
    target, record = tmp_path / "b.md", tmp_path / "m.json"
    arguments = (server.url(), "--delay", 0, "-o", target, "--manifest", record)
    assert run(*arguments, "--contact", "https://example.org/bot") == 0
    said = capsys.readouterr().err
    assert "2 addresses are not among the pages: 1 answers with status 500; 1 does not" in said
    found = json.loads(record.read_text())
    assert found["sources"][0]["location"] == server.url("/")
    assert {each["reason"] for each in found["skipped"]} == {
        "does not exist (status 404)",
        "answers with status 500",
    }
    assert [item["url"] for item in found["items"]] == [server.url("/a.html"), server.url("/")]
    assert found["options"]["max_pages"] == 10_000
    assert all("(+https://example.org/bot)" in visit.agent for visit in server.visits)


def test_the_next_run_asks_for_changes_only_and_writes_the_same(serve, tmp_path):
    tag = {"ETag": '"1"', **HTML}
    body = page("Start").body

    def start(asked):
        known = asked.headers.get("if-none-match") == '"1"'
        return Reply(status=304) if known else Reply(body, headers=tag)

    server = serve({"/": start})
    arguments = (server.url(), "-q", "--delay", 0, "-o", f"{tmp_path / 'o'}/")
    assert run(*arguments) == 0
    before = texts(tmp_path / "o")
    server.forget()
    assert run(*arguments) == 0
    assert [v.status for v in server.visits if v.path == "/"] == [304]
    server.forget()
    assert run(*arguments, "--no-refresh") == 0
    assert server.visits == []
    assert texts(tmp_path / "o") == before


def test_a_site_that_is_down_stays_as_it_was(serve, tmp_path, capsys):
    server = serve({"/": page("Start", "/a.html"), "/a.html": page("A")})
    arguments = (server.url(), "--delay", 0, "-o", f"{tmp_path / 'o'}/")
    assert run(*arguments) == 0
    before = texts(tmp_path / "o")
    server.site = lambda asked: Reply(status=503)
    assert run(*arguments) == 0
    assert texts(tmp_path / "o") == before
    assert "not brought up to date" in capsys.readouterr().err


def test_a_site_that_shrank_is_kept_unless_that_is_accepted(serve, tmp_path, capsys):
    names = [f"/p{n}.html" for n in range(9)]
    server = serve({"/": page("Start", *names)} | {name: page(name) for name in names})
    arguments = (server.url(), "--delay", 0, "-o", f"{tmp_path / 'o'}/")
    assert run(*arguments) == 0
    server.site = pages({"/": page("Start")})
    assert run(*arguments) == 0
    assert len(texts(tmp_path / "o")) == 10
    assert "--allow-shrink" in capsys.readouterr().err
    assert run(*arguments, "--allow-shrink") == 0
    assert len(texts(tmp_path / "o")) == 1


def test_other_limits_are_no_shrinking(serve, tmp_path):
    names = [f"/p{n}.html" for n in range(9)]
    server = serve({"/": page("Start", *names)} | {name: page(name) for name in names})
    arguments = (server.url(), "-q", "--delay", 0, "-o", f"{tmp_path / 'o'}/")
    assert run(*arguments) == 0
    assert run(*arguments, "--max-pages", 3) == 0
    assert len(texts(tmp_path / "o")) == 3


def test_what_is_excluded_is_not_asked_for(serve, tmp_path, capsys):
    server = serve(
        {
            "/docs/": page("Start", "guide/a", "api/b"),
            "/docs/guide/a": page("A"),
            "/docs/api/b": page("B"),
        }
    )
    arguments = (server.url("/docs/"), "--delay", 0, "-o", f"{tmp_path / 'o'}/")
    assert run(*arguments, "--exclude", "api/*") == 0
    assert sorted(texts(tmp_path / "o")) == ["guide/a.md", "index.md"]
    assert "/docs/api/b" not in server.paths()
    assert "1 left out by --include or --exclude" in capsys.readouterr().err


def test_another_directory_can_be_added_and_links_lead_there(serve, tmp_path):
    server = serve(
        {
            "/guide/": page("Start", "/api/x.html", "/else/y.html"),
            "/api/": page("Api", "x.html"),
            "/api/x.html": page("X", "/guide/"),
        }
    )
    arguments = (server.url("/guide/"), "-q", "--delay", 0, "-o", f"{tmp_path / 'o'}/")
    assert run(*arguments, "--scope", server.url("/api/")) == 0
    found = texts(tmp_path / "o")
    assert sorted(found) == ["api/index.md", "api/x.md", "guide/index.md"]
    assert "(../api/x.md)" in found["guide/index.md"]
    assert "(../guide/index.md)" in found["api/x.md"]
    assert f"({server.url('/else/y.html')})" in found["guide/index.md"]


def test_versions_are_chosen(serve, tmp_path):
    tree = {"/": page("Start", "/1.0/", "/2.0/")}
    for version in ("1.0", "2.0"):
        tree[f"/{version}/"] = page(f"Home {version}", "a.html", "b.html")
        tree[f"/{version}/a.html"] = page(f"A {version}", text=f"Text of {version} a.")
        tree[f"/{version}/b.html"] = page(f"B {version}", text=f"Words of {version} b.")
    server = serve(tree)

    def read(*more):
        arguments = (server.url(), "-q", "--delay", 0, "-o", f"{tmp_path / 'o'}/", *more)
        assert run(*arguments) == 0
        return {name.partition("/")[0] for name in texts(tmp_path / "o")} - {"index.md"}

    assert read() == {"2.0"}
    assert read("--versions", "1.0") == {"1.0"}
    assert read("--versions", "all") == {"1.0", "2.0"}


def test_one_page_is_printed(serve, capfdbinary):
    server = serve({"/a.html": page("Only", "/b.html")})
    assert run(server.url("/a.html"), "--max-pages", 1, "-o", "-") == 0
    assert capfdbinary.readouterr().out.startswith(b"# Only\n")
    assert "/b.html" not in server.paths()


def test_pack_mixes_a_site_with_a_directory(serve, tmp_path):
    server = serve({"/": page("Start", text="Glaze is fired twice.")})
    (tmp_path / "code").mkdir()
    (tmp_path / "code/kiln.py").write_text("def fire():\n    return 1\n")
    arguments = ["pack", "-q", f"docs:{server.url()}", str(tmp_path / "code")]
    assert _status([*arguments, "--delay", "0", "-o", str(tmp_path / "b.md")]) == 0
    text = (tmp_path / "b.md").read_text()
    assert "127.0.0.1/index.md" in text
    assert "Glaze is fired twice." in text
    assert "code/kiln.py" in text


def test_the_library_reads_sites_too(serve, tmp_path):
    server = serve({"/": page("Start")})
    corpus = ctxbuild.read(f"docs:{server.url()}")
    assert [document.id for document in corpus.documents] == ["index.md"]


def test_a_sites_own_markdown_is_taken_where_the_page_says_less(serve, tmp_path):
    words = " ".join(f"word{n}" for n in range(60))
    twin = f"---\ntitle: Own\n---\n# Own\n\n{words}\n\n[a](full.md) `[b](full.md)`\n"
    shell = '<title>S</title><div id="app"></div><script src="/app.js"></script>'
    text = page("Full", text=words + " and more than that")
    server = serve(
        {
            "/": page("Start", "/shell", "/full"),
            "/llms.txt": Reply(b"# Site\n- [s](/shell.md)\n- [f](/full.md)\n", headers=PLAIN),
            "/shell": Reply(shell.encode(), headers=HTML),
            "/shell.md": Reply(twin.encode(), headers={"Content-Type": "text/markdown"}),
            "/full": text,
            "/full.md": Reply(
                f"# Full\n\n{words}\n".encode(), headers={"Content-Type": "text/markdown"}
            ),
        }
    )
    assert run(server.url(), "-q", "--delay", 0, "-o", f"{tmp_path / 'o'}/") == 0
    found = texts(tmp_path / "o")
    assert "[a](full.md) `[b](full.md)`" in found["shell.md"]
    assert 'title: "Own"' in found["shell.md"]
    assert "and more than that" in found["full.md"]


def test_pages_that_need_their_scripts_are_named(serve, tmp_path, capsys):
    shell = b'<title>S</title><div id="app"></div><script src="/app.js"></script>'
    server = serve({"/": page("Start", "/app"), "/app": Reply(shell, headers=HTML)})
    assert run(server.url(), "--delay", 0, "-o", f"{tmp_path / 'o'}/") == 0
    said = capsys.readouterr().err
    assert f"Skipped {server.url('/app')}: its content exists only after its scripts" in said
    assert sorted(texts(tmp_path / "o")) == ["index.md"]


def test_a_page_made_by_scripts_is_read_with_render(serve, tmp_path, monkeypatch):
    pytest.importorskip("playwright", reason="Playwright is not installed")
    from ctxbuild.net.browser import _NAMES

    if not any(map(shutil.which, _NAMES)):
        pytest.skip("Chromium is not installed")
    monkeypatch.setenv("CTXBUILD_RENDER_NO_SANDBOX", "1")
    options = web._options  # a browser's time cannot be hurried
    monkeypatch.setattr(web, "_options", lambda *args: replace(options(*args), seconds=600))
    shell = b'<title>S</title><div id="app"></div><script src="/app.js"></script>'
    code = "document.querySelector('#app').innerHTML = '<main><h1>Grown</h1><p>"
    code += "Words of a page. " * 30 + '<a href="/next">on</a></p></main>\''
    server = serve(
        {
            "/": Reply(shell, headers=HTML),
            "/app.js": Reply(code.encode(), headers={"Content-Type": "text/javascript"}),
            "/next": page("Next"),
        }
    )
    assert run(server.url(), "-q", "--delay", 0, "--render", "-o", f"{tmp_path / 'o'}/") == 0
    found = texts(tmp_path / "o")
    assert sorted(found) == ["index.md", "next.md"]
    assert "# Grown" in found["index.md"]
    assert "[on](next.md)" in found["index.md"]


DEEP = b"<div>" * 10_000 + b"deep inside" + b"</div>" * 10_000
CELLS = b"<table>" + (b"<tr>" + b"<td>c</td>" * 100 + b"</tr>") * 2000 + b"</table>"
BOMB = gzip.compress(b"<p>" + b"a" * (60 << 20))


def hostile(other):
    """Return a site with every kind of page that issue 4 lists as bad input."""
    bad = ["silence", "drip", "drip headers", "reset", "short", "long", "garbled chunks", "no http"]
    faults = {f"/{name.replace(' ', '-')}.html": name for name in bad}
    links = [
        *faults,
        *("/bomb.html", "/loop.html", "/inside.html", "/charset.html", "/nocharset.html"),
        *("/base.html", "/fifty.html", "/missing-1", "/missing-2", "/feed?page=1", "/pdf.html"),
        *("/deep.html", "/cells.html", "javascript:alert(1)", "data:text/html,x", "/good.html"),
        *("/Case.html", "/case.html", "/%2e%2e/%2e%2e/up.html", "/..%2f..%2fup2.html", "/con.html"),
    ]
    tree = {
        "/": page("Start", *links),
        "/robots.txt": Reply(b"User-agent: *\nSitemap: /sitemap.xml\n", headers=PLAIN),
        "/bomb.html": Reply(BOMB, headers={"Content-Encoding": "gzip", **HTML}),
        "/loop.html": moved("/loop2.html"),
        "/loop2.html": moved("/loop.html"),
        "/inside.html": moved(other),
        "/charset.html": Reply(
            "<title>C</title><main><h1>Größe</h1><p>Füße und mehr</p></main>".encode("latin-1"),
            headers={"Content-Type": "text/html; charset=nonsense-9"},
        ),
        "/nocharset.html": Reply("<h1>Plain</h1><p>žluťoučký kůň</p>".encode()),
        "/base.html": page("Base", "rel.html", head='<base href="/sub/">'),
        "/sub/rel.html": page("Relative"),
        "/fifty.html": Reply(b"<p>" + b"x " * (25 << 20), headers=HTML),
        "/pdf.html": Reply(b"%PDF-1.7\n%\xe2\xe3", headers=HTML),
        "/deep.html": Reply(DEEP, headers=HTML),
        "/cells.html": Reply(CELLS, headers=HTML),
        "/good.html": page("Good"),
        "/Case.html": page("Upper"),
        "/case.html": page("Lower"),
        "/up.html": page("Up"),
        "/..%2f..%2fup2.html": page("Up two"),
        "/con.html": page("Con"),
    }
    sitemap = "<sitemapindex><sitemap><loc>/sitemap.xml</loc></sitemap></sitemapindex>"
    tree["/sitemap.xml"] = Reply(sitemap.encode(), headers={"Content-Type": "application/xml"})
    tree |= {path: Reply(b"y" * 300, fault=name) for path, name in faults.items()}
    known = pages(tree)

    def answer(asked):
        if asked.path.startswith("/feed?page="):
            number = int(asked.path.rpartition("=")[2])
            return page("Feed", f"/feed?page={number + 1}", text=f"Entry {number} of the feed.")
        found = known(asked)
        missing = found.status == 404 and not asked.path.endswith((".txt", ".xml", ".inv", ".json"))
        return page("Oops", text="This is not here any more.") if missing else found

    return answer


@pytest.mark.full
def test_bad_input_is_named_and_the_rest_is_read(serve, tmp_path, capsys):
    other = serve({"/": page("Inside")})
    server = serve(hostile(other.url("/")))
    arguments = (server.url(), "-v", "--delay", 0, "--concurrency", 8, "-o", f"{tmp_path / 'o'}/")
    assert run(*arguments) == 0
    said = capsys.readouterr().err
    assert "Traceback" not in said
    reasons = dict(re.findall(r"Skipped http://127[^/]*(/\S*): (.*)", said))
    expected = {
        "/silence.html": "not complete|time",
        "/drip.html": "not complete|time",
        "/drip-headers.html": "not complete|time",
        "/reset.html": "connection",
        "/short.html": "connection|ended",
        "/garbled-chunks.html": "HTTP|answer|connection",
        "/no-http.html": "HTTP|answer|connection",
        "/bomb.html": "larger|ratio|unpack",
        "/loop.html": "circle",
        "/inside.html": "out of the scope",
        "/fifty.html": "larger",
        "/missing-1": "an error page",
        "/pdf.html": "a PDF file",
    }
    for path, words in expected.items():
        assert re.search(words, reasons.get(path, "")), (path, reasons.get(path))
    assert other.visits == []
    found = texts(tmp_path / "o")
    assert {"good.md", "sub/rel.md", "deep.md", "cells.md", "_con.md"} <= set(found)
    assert len({name.casefold() for name in found}) == len(found)
    assert not any(".." in name.split("/") for name in found)
    assert not (tmp_path / "up2.md").exists()
    assert "# Größe" in found["charset.md"]
    assert "žluťoučký kůň" in found["nocharset.md"]
    assert "deep inside" in found["deep.md"]
    assert found["cells.md"].count("|") > 200_000
    assert not any("](javascript:" in text or "](data:" in text for text in found.values())
    feeds = [path for path in server.paths() if path.startswith("/feed")]
    assert len(feeds) < 200


@pytest.mark.parametrize(
    ("tree", "words"),
    [
        ({"/robots.txt": Reply(b"User-agent: *\nDisallow: /\n", headers=PLAIN)}, "robots.txt dis"),
        ({"/robots.txt": Reply(status=500)}, "nothing may be read now"),
        ({"/": moved("/x"), "/x": moved("/")}, "redirects in a circle"),
        ({"/": Reply(b"%PDF-1.7\n")}, "a PDF file"),
        ({}, "does not exist"),
        ({"/": Reply(status=403)}, "is closed to us"),
        ({"/": Reply(fault="reset")}, "connection"),
        ({"/": Reply(b"<div id=app></div><script></script>", headers=HTML)}, "only after"),
        ({"/": moved("http://169.254.169.254/latest/")}, "cloud metadata"),
        ({"/": moved("http://[::ffff:10.0.0.1]/")}, "private network"),
        ({"/": moved("ftp://127.0.0.1/x")}, "only http and https"),
    ],
)
def test_a_site_that_cannot_be_read_is_an_error_of_one_line(serve, tmp_path, capsys, tree, words):
    server = serve(tree)
    assert run(server.url(), "--delay", 0, "-o", f"{tmp_path / 'o'}/") == 1
    said = capsys.readouterr().err
    assert re.fullmatch(rf"ctxbuild: [^\n]*{words}[^\n]*\n", said), said
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["https://user:pw@example.org/"], "user name or password"),
        (["https://"], "host"),
        (["https://exa mple.org/"], "host"),
        (["http://127.0.0.1:1/", "--contact", "a\nb"], "--contact"),
        (["http://127.0.0.1:1/", "--scope", "ftp://x/"], "only http and https"),
        (["http://127.0.0.1:1/", "--delay", "-1"], "--delay"),
        (["http://127.0.0.1:1/", "--concurrency", "99"], "--concurrency"),
        (["http://127.0.0.1:1/", "--proxy", "nonsense"], "proxy"),
        (["ftp://example.org/"], "begins with https://"),
        (["example.org/docs"], "begins with https://"),
    ],
)
def test_mistakes_in_the_call_are_told_before_anything_is_asked(capsys, arguments, words):
    assert run(*arguments) == 2
    said = capsys.readouterr().err
    assert words in said
    assert "pw" not in said


def test_a_name_that_leads_inside_is_refused(serve, tmp_path, capsys, monkeypatch):
    inside = serve({"/": page("Inside")})
    options = web._options
    resolver = {"resolve": lambda host, port: ["93.184.216.34", "127.0.0.1"]}
    monkeypatch.setattr(web, "_options", lambda *args: replace(options(*args), **resolver))
    address = f"http://docs.example.org:{inside.port}/"
    assert run(address, "-o", f"{tmp_path / 'o'}/") == 1
    assert "leads to" in capsys.readouterr().err
    assert inside.visits == []
