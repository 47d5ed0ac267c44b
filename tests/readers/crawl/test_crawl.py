"""Whole crawls of small sites on loopback: what is read, in which order, and why not the rest."""

from __future__ import annotations

import gzip
import threading
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from faulty_server import (
    MISSING,
    Reply,
    fast_clock,
    moved,
    page,
    thousand_pages,
)
from loopback import Hands

from ctxbuild.model import CtxbuildError
from ctxbuild.readers.crawl import Options, crawl
from ctxbuild.readers.crawl.traps import MOST_ALIKE
from ctxbuild.version import __version__

PLAIN = {"Content-Type": "text/plain"}
XML = {"Content-Type": "application/xml"}


def read(server, path="/", **options):
    options.setdefault("delay", 0)
    options.setdefault("clock", Hands().clock())
    return crawl(server.url(path), Options(**options))


def paths(server, found):
    return [each.url.removeprefix(server.url("")) for each in found.pages]


def reasons(server, found):
    return {each.url.removeprefix(server.url("")): each.reason for each in found.skipped}


# What is read


def test_every_page_is_read_once_in_the_order_of_the_links(serve):
    site = serve(
        {
            "/": page("Start", "/b", "/a"),
            "/a": page("A", "/c", "/"),
            "/b": page("B", "/d", "/a#part", "/b?utm_source=x"),
            "/c": page("C"),
            "/d": page("D", "/index.html"),
        }
    )
    found = read(site)
    assert paths(site, found) == ["/", "/b", "/a", "/d", "/c"]
    assert [each.depth for each in found.pages] == [0, 1, 1, 2, 2]
    assert found.pages[3].parent == site.url("/b")
    assert sorted(site.paths(200)) == sorted(set(site.paths(200)))
    assert b"What is said of C" in found.body(found.pages[4])
    assert "What is said of C" in found.text(found.pages[4])


def test_the_order_does_not_depend_on_timing(serve):
    def tree(slow):
        late = Reply(page("A", "/c").body, headers={"Content-Type": "text/html"}, slow=slow)
        return {"/": page("S", "/a", "/b"), "/a": late, "/b": page("B", "/d")} | {
            f"/{name}": page(name.upper()) for name in "cd"
        }

    one, other = serve(tree(0.2)), serve(tree(0))
    assert paths(one, read(one, concurrency=3)) == paths(other, read(other))


def test_only_what_lies_below_the_start_is_read(serve):
    site = serve(
        {
            "/docs/": page("Docs", "/docs/a", "/blog/", "../blog/x", "//127.0.0.1:1/docs/"),
            "/docs/a": page("A"),
        }
    )
    found = read(site, "/docs/")
    assert paths(site, found) == ["/docs/", "/docs/a"]
    assert not [path for path in site.paths() if path.startswith("/blog")]
    assert found.counts["links outside the scope"] == 3


def test_a_scope_that_is_too_narrow_is_noticed(serve):
    links = [f"/manual/{n}" for n in range(20)]
    site = serve({"/start/": page("S", *links)})
    assert any("/manual" in note and "scope" in note for note in read(site, "/start/").notes)


def test_a_further_scope_is_read_too(serve):
    site = serve({"/a/": page("A", "/b/x"), "/b/": page("B", "/b/x"), "/b/x": page("X")})
    found = read(site, "/a/", scope=(site.url("/b/"),))
    assert paths(site, found) == ["/a/", "/b/", "/b/x"]


def test_links_follow_the_base_of_their_page(serve):
    site = serve({"/": page("S", "x", head="<base href='/deep/er/'>"), "/deep/er/x": page("Deep")})
    assert paths(site, read(site)) == ["/", "/deep/er/x"]


def test_files_are_not_asked_for(serve):
    site = serve(
        {"/": page("S", "/a.zip", "/b.png", "/c.pdf", "javascript:x()", "data:text/html,x")}
    )
    found = read(site)
    assert len(found.pages) == 1
    assert found.counts["files"] == 3
    assert not {"/a.zip", "/b.png", "/c.pdf"} & set(site.paths())


def test_other_things_behind_the_names_of_pages_are_named(serve):
    site = serve(
        {
            "/": page("S", "/a.html", "/b.html", "/c.html"),
            "/a.html": Reply(b"%PDF-1.7\n%\x00", headers={"Content-Type": "text/html"}),
            "/b.html": Reply(b"a\x00b" * 50, headers={"Content-Type": "text/html"}),
            "/c.html": Reply(b"{}", headers={"Content-Type": "application/json"}),
        }
    )
    found = reasons(site, read(site))
    assert found["/a.html"] == "is a PDF file, not a page"
    assert found["/b.html"] == "is a binary file, not a page"
    assert "application/json" in found["/c.html"]


def test_a_start_that_is_no_page_is_an_error_that_names_it(serve):
    site = serve({"/x.html": Reply(b"%PDF-1.7", headers={"Content-Type": "text/html"})})
    with pytest.raises(CtxbuildError, match=r"/x\.html.*PDF"):
        read(site, "/x.html")
    with pytest.raises(CtxbuildError, match="does not exist"):
        read(site, "/nowhere")


def test_nothing_listens_is_an_error_that_names_the_address(serve):
    site = serve({})
    site.close()
    with pytest.raises(CtxbuildError, match=str(site.port)):
        read(site)


# Who asks


def test_requests_say_who_asks_and_whom_to_complain_to(serve):
    site = serve({"/": page("S")})
    read(site, contact="https://me.example/bot")
    agents = {visit.agent for visit in site.visits}
    assert agents == {f"ctxbuild/{__version__} (+https://me.example/bot)"}


def test_by_default_one_request_at_a_time_and_half_a_second_between(serve):
    site = serve({"/": page("S", "/a", "/b"), "/a": page("A"), "/b": page("B")})
    hands = Hands()
    crawl(site.url(), Options(clock=hands.clock()))
    assert site.most_at_once == 1
    assert len(hands.slept) == len(site.visits) - 1
    assert min(hands.slept) > 0.49


def test_the_server_sees_the_pauses(serve):
    site = serve(thousand_pages(20, share=0.1, slow=0.05, busy_for=0))
    crawl(site.url(), Options(delay=1, clock=fast_clock(20)))
    assert site.most_at_once == 1
    assert min(site.pauses()) >= 1 / 20 - 0.005


def test_with_more_at_a_time_there_are_never_more(serve):
    names = [f"/{n}" for n in range(12)]

    def slowly(asked):
        reply = page(asked.path, *names) if asked.path in ("/", *names) else MISSING
        return replace(reply, slow=0.1)

    site = serve(slowly)
    found = crawl(site.url(), Options(delay=0.2, concurrency=3, clock=fast_clock(20)))
    assert len(found.pages) == 13
    assert 1 < site.most_at_once <= 3


def test_a_crawl_delay_is_kept(serve):
    robots = Reply(b"User-agent: *\nCrawl-delay: 3\n", headers=PLAIN)
    site = serve({"/robots.txt": robots, "/": page("S", "/a"), "/a": page("A")})
    hands = Hands()
    crawl(site.url(), Options(clock=hands.clock()))
    assert len(hands.slept) == len(site.visits) - 1
    assert min(hands.slept) > 2.9


def test_a_crawl_delay_of_hours_is_bounded_and_named(serve):
    robots = Reply(b"User-agent: *\nCrawl-delay: 7200\n", headers=PLAIN)
    site = serve({"/robots.txt": robots, "/": page("S", "/a"), "/a": page("A")})
    hands = Hands()
    found = crawl(site.url(), Options(clock=hands.clock()))
    assert 29 < max(hands.slept) <= 30
    assert any("7200 s" in note for note in found.notes)


def test_progress_is_told(serve):
    site = serve(thousand_pages(20, share=0))
    told = []
    read(site, progress=told.append, clock=Options().clock)
    assert told[-1].queued == 0
    assert told[-1].done >= 20
    assert all(later.done > earlier.done for earlier, later in pairwise(told))
    assert told[-1].rate > 0


# What a site forbids


def test_what_robots_txt_disallows_is_not_asked_for(serve):
    robots = Reply(b"User-agent: *\nDisallow: /secret\n", headers=PLAIN)
    site = serve({"/robots.txt": robots, "/": page("S", "/secret/a", "/b"), "/b": page("B")})
    found = read(site)
    assert paths(site, found) == ["/", "/b"]
    assert reasons(site, found)["/secret/a"] == "robots.txt disallows it"
    assert "/secret/a" not in site.paths()


def test_a_site_that_disallows_all_is_left_alone(serve):
    robots = Reply(b"User-agent: *\nDisallow: /\n", headers=PLAIN)
    site = serve({"/robots.txt": robots, "/": page("S")})
    with pytest.raises(CtxbuildError, match=r"robots\.txt disallows"):
        read(site)
    assert set(site.paths()) == {"/robots.txt"}


@pytest.mark.parametrize("robots", [Reply(status=503), Reply(fault="reset")])
def test_a_site_whose_rules_cannot_be_had_is_left_alone(serve, robots):
    site = serve({"/robots.txt": robots, "/": page("S")})
    with pytest.raises(CtxbuildError, match=r"robots\.txt"):
        read(site)
    assert set(site.paths()) == {"/robots.txt"}


def test_a_redirect_to_what_is_disallowed_is_not_followed(serve):
    robots = Reply(b"User-agent: *\nDisallow: /a/\nDisallow: /secret\n", headers=PLAIN)
    site = serve(
        {
            "/robots.txt": robots,
            "/": page("S", "/a", "/b"),
            "/a": moved("/a/"),
            "/b": moved("/secret"),
        }
    )
    read(site)
    assert not {"/a/", "/secret"} & set(site.paths())


# Redirects


def test_redirects_join_addresses(serve):
    site = serve(
        {
            "/": page("S", "/old", "/new", "/old2"),
            "/old": moved("/new", 301),
            "/old2": moved("/old", 308),
            "/new": page("New"),
        }
    )
    found = read(site)
    assert paths(site, found) == ["/", "/new"]
    assert sorted(found.pages[1].aliases) == [site.url("/old"), site.url("/old2")]
    assert site.paths().count("/new") == 1


def test_a_directory_asked_for_without_its_slash_is_one_page(serve):
    site = serve(
        {"/": page("S", "/d", "/d/"), "/d": moved("/d/"), "/d/": page("D", "x"), "/d/x": page("X")}
    )
    found = read(site)
    assert paths(site, found) == ["/", "/d/", "/d/x"]


def test_the_start_may_redirect_and_the_scope_goes_with_it(serve):
    site = serve(
        {
            "/": moved("/en/latest/"),
            "/en/latest/": page("S", "/en/latest/a", "/en/old/b"),
            "/en/latest/a": page("A"),
            "/en/old/b": page("B"),
        }
    )
    assert paths(site, read(site)) == ["/en/latest/", "/en/latest/a"]


def test_a_page_that_sends_its_reader_on_is_a_redirect(serve):
    head = "<meta http-equiv='refresh' content='0; url=/docs/a'>"
    site = serve({"/": page("S", head=head), "/docs/a": page("A"), "/docs/": page("D")})
    assert paths(site, read(site)) == ["/docs/a"]


@pytest.mark.parametrize("circle", [("/a", "/b", "/a"), ("/a", "/a")])
def test_redirects_in_a_circle_end_and_are_named(serve, circle):
    tree = {one: moved(other) for one, other in pairwise(circle)}
    site = serve({"/": page("S", "/a"), **tree})
    found = read(site)
    assert paths(site, found) == ["/"]
    assert "circle" in reasons(site, found)["/a"]
    assert len(site.paths()) < 12


def test_redirects_without_end_are_bounded(serve):
    def site(asked):
        number = asked.path.removeprefix("/r")
        return moved(f"/r{int(number) + 1}") if number.isdecimal() else page("S", "/r1")

    server = serve(site)
    assert paths(server, read(server)) == ["/"]
    assert len([path for path in server.paths() if path.startswith("/r")]) < 15


@pytest.mark.parametrize(
    "place",
    [
        *("http://169.254.169.254/latest/", "http://127.0.0.1:1/", "http://[::1]/", "file:///x"),
        *("http://localhost/", "javascript:alert(1)", "http://10.0.0.1/"),
    ],
)
def test_redirects_elsewhere_are_not_followed(serve, place):
    site = serve({"/": page("S", "/a"), "/a": moved(place)})
    found = read(site)
    assert paths(site, found) == ["/"]
    assert "/a" in reasons(site, found)


@pytest.mark.parametrize("place", ["http://169.254.169.254/", "http://10.1.2.3/", "http://[::1]/"])
def test_a_start_that_redirects_inside_is_refused(serve, place):
    site = serve({"/": moved(place)})
    with pytest.raises(CtxbuildError, match=r"cloud metadata|private network|this machine"):
        read(site)


def test_a_name_that_leads_inside_is_refused():
    options = Options(resolve=lambda host, port: ["8.8.8.8", "127.0.0.1"], clock=Hands().clock())
    with pytest.raises(CtxbuildError):
        crawl("http://docs.example/", options)


# Copies


def test_copies_and_canonical_addresses_are_joined(serve):
    head = "<link rel=canonical href='/a'>"
    site = serve(
        {
            "/": page("S", "/print/a", "/a", "/copy-of-b", "/b"),
            "/a": page("A"),
            "/print/a": page("A to print", head=head),
            "/b": page("B"),
            "/copy-of-b": page("B"),
        }
    )
    found = read(site)
    assert paths(site, found) == ["/", "/a", "/copy-of-b"]
    assert found.pages[1].aliases == (site.url("/print/a"),)
    assert found.pages[2].aliases == (site.url("/b"),)


def test_a_canonical_address_that_every_page_has_deletes_nothing(serve):
    head = "<link rel=canonical href='/'>"
    names = [f"/{n}" for n in "abcdef"]
    site = serve({"/": page("S", *names)} | {n: page(n, head=head) for n in names})
    found = read(site)
    assert len(found.pages) == 7
    assert any("canonical" in note for note in found.notes)


def test_a_canonical_address_elsewhere_or_nowhere_is_no_loss(serve):
    site = serve(
        {
            "/": page("S", "/a", "/b"),
            "/a": page("A", head="<link rel=canonical href='https://other.example/a'>"),
            "/b": page("B", head="<link rel=canonical href='/gone'>"),
        }
    )
    assert paths(site, read(site)) == ["/", "/a", "/b"]


def test_error_pages_with_status_200_are_not_pages(serve):
    def site(asked):
        known = {"/": page("S", "/a", "/gone", "/lost"), "/a": page("A")}
        return known.get(asked.path, page("Oh dear", text=f"There is no {asked.path} on this site"))

    server = serve(site)
    found = read(server)
    assert paths(server, found) == ["/", "/a"]
    assert "status is 200" in reasons(server, found)["/gone"]


def test_an_error_page_is_known_by_its_title_too(serve):
    site = serve(
        {
            "/": page("S", "/x", "/y"),
            "/x": page("404 Not Found"),
            "/y": page("Page not found | Example Docs"),
        }
    )
    assert paths(site, read(site)) == ["/"]


# Lists


def listing(server, *names):
    rows = "".join(f"<url><loc>{server.url(name)}</loc></url>" for name in names)
    return f"<urlset>{rows}</urlset>".encode()


def test_pages_that_only_a_list_names_are_read(serve):
    tree = {"/": page("S"), "/a": page("A"), "/b": page("B")}
    site = serve(tree)
    tree["/robots.txt"] = Reply(b"Sitemap: /map.xml\n", headers=PLAIN)
    index = f"<sitemapindex><sitemap><loc>{site.url('/one.xml.gz')}</loc></sitemap></sitemapindex>"
    tree["/map.xml"] = Reply(index.encode(), headers=XML)
    packed = gzip.compress(listing(site, "/a", "/b", "/outside.zip", "/gone"))
    tree["/one.xml.gz"] = Reply(packed, headers={"Content-Type": "application/x-gzip"})
    found = read(site)
    assert paths(site, found) == ["/", "/a", "/b"]
    assert found.counts["named by sitemap"] == 4


def test_lists_that_name_each_other_or_lie_end(serve):
    tree = {"/": page("S", "/a"), "/a": page("A")}
    site = serve(tree)
    tree["/robots.txt"] = Reply(
        b"Sitemap: /one.xml\nSitemap: http://10.0.0.1/x.xml\nSitemap: /web.xml\n", headers=PLAIN
    )
    places = "".join(
        f"<sitemap><loc>{place}</loc></sitemap>"
        for place in (site.url("/one.xml"), site.url("/two.xml"), "http://169.254.169.254/")
    )
    for name in ("/one.xml", "/two.xml"):
        tree[name] = Reply(f"<sitemapindex>{places}</sitemapindex>".encode(), headers=XML)
    tree["/web.xml"] = page("A page")
    found = read(site)
    assert paths(site, found) == ["/", "/a"]
    assert site.paths().count("/one.xml") == 1
    assert any("a web page instead" in note for note in found.notes)


def test_llms_txt_names_pages_and_their_markdown(serve):
    text = "# Site\n\n- [A](/a.md): first\n- [B](/b.html)\n- [Only](/only.md)\n"
    words = "These are many words that the page and its twin have in common, more or less."
    markdown = {"Content-Type": "text/markdown"}
    site = serve(
        {
            "/llms.txt": Reply(text.encode(), headers=PLAIN),
            "/": page("S", "/a"),
            "/a": page("A", text=words),
            "/a.md": Reply(f"# A\n\n{words}\n".encode(), headers=markdown),
            "/b.html": page("B"),
            "/only.md": Reply(b"# Only in Markdown\n\nText.\n", headers=markdown),
        }
    )
    found = read(site)
    assert paths(site, found) == ["/", "/a", "/b.html", "/only.md"]
    assert found.pages[1].twin == site.url("/a.md")
    assert found.twin(found.pages[1]).startswith("# A")
    assert found.pages[3].kind == "markdown"
    assert site.paths().count("/a.md") == 1


def test_a_twin_that_a_page_names_is_taken_if_it_agrees(serve):
    words = "These are many words that the page and its twin have in common, more or less."
    head = "<link rel=alternate type=text/markdown href='{}.md'>"
    site = serve(
        {
            "/": page("S", "/a", "/b", "/c"),
            "/a": page("A", text=words, head=head.format("a")),
            "/a.md": Reply(f"# A\n\n{words}".encode(), headers=PLAIN),
            "/b": page("B", text=words, head=head.format("b")),
            "/b.md": page("Not found", text="An error page"),
            "/c": page("C", text=words, head=head.format("c")),
            "/c.md": Reply(
                b"# C\n\nAltogether different sentences about something else, written for"
                b" nobody in particular on some other day.",
                headers=PLAIN,
            ),
        }
    )
    found = {each.url: each.twin for each in read(site).pages}
    assert found[site.url("/a")] == site.url("/a.md")
    assert not found[site.url("/b")]
    assert not found[site.url("/c")]


def test_twins_by_negotiation_are_found_where_a_site_has_llms_txt(serve):
    words = "These are many words that the page and its twin have in common, more or less {}."

    def site(asked):
        if asked.path == "/llms.txt":
            return Reply(b"# Site\n\n- [A](/a)\n", headers=PLAIN)
        if asked.path not in ("/", "/a"):
            return MISSING
        text = words.format(asked.path)
        if "markdown" in asked.headers["accept"].partition(",")[0]:
            return Reply(f"# M\n\n{text}".encode(), headers={"Content-Type": "text/markdown"})
        return page(f"At {asked.path}", "/a", text=text)

    server = serve(site)
    found = read(server)
    assert all(found.twin(each).startswith("# M") for each in found.pages)


# Without end


def test_a_calendar_is_bounded_and_named(serve):
    def site(asked):
        if asked.path == "/":
            return page("S", "/a", "/calendar/2026/1")
        if asked.path == "/a":
            return page("A")
        _, name, year, month = (*asked.path.split("/"), "", "")[:4]
        if name != "calendar":
            return MISSING
        number = int(year) * 12 + int(month)
        links = [f"/calendar/{n // 12}/{n % 12}" for n in (number - 1, number + 1)]
        return page("Calendar", *links, text=f"What happens in month {month} of {year}: nothing.")

    server = serve(site)
    found = read(server)
    assert "/a" in paths(server, found)
    assert len(server.paths()) < 3 * MOST_ALIKE
    assert any("/calendar/#/#" in note and "read alike" in note for note in found.notes)


def test_endless_pagination_is_bounded_and_named(serve):
    def site(asked):
        path, _, query = asked.path.partition("?")
        if path != "/":
            return MISSING
        number = int(query.removeprefix("page=") or 0)
        return page("List", f"/?page={number + 1}", text=f"Results from {number * 10} on")

    server = serve(site)
    found = read(server)
    assert len(server.paths()) < MOST_ALIKE + 10
    assert any("page" in note for note in found.notes)


def test_sessions_in_queries_are_seen_through(serve):
    count = iter(range(10_000))

    def site(asked):
        path = asked.path.partition("?")[0]
        names = ["/", "/a", "/b"]
        links = [f"{name}?sid={next(count)}" for name in names]
        return page(path, *links) if path in names else MISSING

    server = serve(site)
    assert paths(server, read(server)) == ["/", "/a?".rstrip("?"), "/b"]


def test_sessions_in_paths_are_bounded(serve):
    count = iter(range(1_000_000))

    def site(asked):
        name = asked.path.rpartition("/")[2]
        links = [f"/s/{next(count):032x}/{other}" for other in ("a", "b", "c")]
        return page(f"Page {name}", *links, text="x") if name in ("", "a", "b", "c") else MISSING

    server = serve(site)
    read(server)
    assert len(server.paths()) < 200


def test_combinations_of_parameters_are_bounded(serve):
    count = iter(range(1, 1_000_000))

    def site(asked):
        links = [f"/list?sort={next(count)}&dir={n}&f{next(count)}=1" for n in range(10)]
        path = asked.path.partition("?")[0]
        return page("L", *links, text=f"{asked.path}") if path in ("/", "/list") else MISSING

    server = serve(site)
    found = read(server)
    assert len(server.paths()) < 260
    assert any("/list" in note for note in found.notes)


def test_paths_that_grow_by_themselves_are_bounded(serve):
    def site(asked):
        last = asked.path.rstrip("/").rpartition("/")[2]
        return page("Loop", "a/", "b/") if last in ("", "a", "b") else MISSING

    server = serve(site)
    found = read(server)
    assert len(server.paths()) < 600
    assert any("copies of others" in note for note in found.notes)


def test_paths_that_go_in_circles_are_not_followed(serve):
    def site(asked):
        return (
            page("Loop", "a/", text=f"At {len(asked.path)}") if asked.path[-1] == "/" else MISSING
        )

    server = serve(site)
    found = read(server)
    assert paths(server, found) == ["/", "/a/", "/a/a/"]
    assert "circles" in reasons(server, found)["/a/a/a/"]


def test_the_limit_of_pages_is_exact_and_named(serve):
    site = serve(thousand_pages(50, share=0))
    found = read(site, most_pages=12)
    own = [path for path in site.paths() if "no-such" not in path]
    assert len([path for path in own if path == "/" or path.endswith("html")]) == 12
    assert any("limit of 12 pages" in each.reason for each in found.skipped)


def test_a_numbered_site_is_no_trap(serve):
    site = serve(thousand_pages(600, share=0))
    assert len(read(site).pages) == 600


# Pages without content


def test_pages_that_need_scripts_are_named(serve):
    shell = b"<html><title>App</title><div id=root></div><script src=/a.js></script>"
    html = {"Content-Type": "text/html"}
    site = serve(
        {
            "/": page("S", "/app", "/app2"),
            "/app": Reply(shell, headers=html),
            "/app2": Reply(shell, headers=html),
        }
    )
    found = read(site)
    assert [each.hollow for each in found.pages] == [False, True, True]
    assert any("scripts" in note and "/app and 1 more" in note for note in found.notes)


def test_hostile_pages_do_no_harm(serve):
    html = {"Content-Type": "text/html"}
    bodies = {
        "/deep": b"<div>" * 10_000 + b"<p>deep",
        "/cells": b"<table><tr>" + b"<td>x" * 200_000,
        "/big": b"<p>" + b"x" * (2 << 20),
    }
    site = serve(
        {"/": page("S", *bodies)}
        | {path: Reply(body, headers=html) for path, body in bodies.items()}
    )
    found = read(site, most_bytes=(1 << 20) + 200_000)
    assert paths(site, found) == ["/", "/deep", "/cells"]
    assert "larger than" in reasons(site, found)["/big"]


def test_a_crawl_leaves_no_threads(serve, tmp_path):
    site = serve(thousand_pages(20, share=0.1, busy_for=0))
    journal = Path(tmp_path, "j")
    crawl(
        site.url(), Options(delay=0, concurrency=4, clock=fast_clock(20)), journal
    ).journal.close()
    names = [thread for thread in threading.enumerate() if "lane" in str(thread)]
    assert not names
