"""The client against a real server on loopback, friendly and hostile."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from pathlib import Path

import pytest
from loopback import Hands, Loopback, answer, last_words, redirect, reset

from ctxbuild.model import CtxbuildError, UsageError
from ctxbuild.net.client import Client, Options
from ctxbuild.net.errors import LateError, LostError, NetError, RefusedError, TooLargeError
from ctxbuild.version import __version__

CERTIFICATE = str(Path(__file__).parent / "certificate.pem")
SHORT = 0.3
"""Seconds allowed where a server plays for time."""


@pytest.fixture
def serve():
    """Start servers, and stop them after the test."""
    sites: list[Loopback] = []

    def start(routes, certificate=""):
        sites.append(Loopback(routes, certificate))
        return sites[-1]

    yield start
    for site in sites:
        site.close()


@pytest.fixture
def client():
    """Make clients to which a site was named, and close them after the test."""
    made: list[Client] = []

    def make(*sites, **options):
        options.setdefault("clock", Hands().clock())
        named = options.pop("named", tuple(site.url() for site in sites))
        made.append(Client(Options(named=named, **options)))
        return made[-1]

    yield make
    for each in made:
        each.close()


def local(host, port):
    return ["127.0.0.1"]


# What a request is, and what comes back


def test_a_page_comes_back_with_status_headers_and_body(serve, client):
    site = serve({"/a?b=c": answer(b"hello", content_type="text/plain", etag='"x"')})
    response = client(site).get(site.url("/a?b=c#part"))
    assert (response.status, response.body, response.redirects) == (200, b"hello", ())
    assert response.url == site.url("/a?b=c")
    assert (response.headers["content-type"], response.headers["etag"]) == ("text/plain", '"x"')


def test_a_request_says_who_asks_and_nothing_of_the_machine(serve, client, monkeypatch, tmp_path):
    (tmp_path / ".netrc").write_text("default login me password s3cret\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    site = serve({"/": answer()})
    client(site).get(site.url(), accept=("text/markdown", "text/html"), headers={"X-One": "1"})
    assert site.requests[0].headers == {
        "Host": f"127.0.0.1:{site.port}",
        "User-Agent": f"ctxbuild/{__version__}",
        "Accept": "text/markdown, text/html;q=0.9",
        "Accept-Encoding": "gzip, deflate",
        "X-One": "1",
    }


def test_proxies_of_the_environment_are_not_used(serve, client, monkeypatch):
    site = serve({"/": answer(b"direct")})
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert client(site).get(site.url()).body == b"direct"


def test_a_named_proxy_is_used_with_its_login(serve, client):
    proxy = serve({"http://docs.example:80/x": answer(b"by proxy")})
    url = proxy.url().replace("://", "://me:s3%20cret@")
    through = client(proxy=url, resolve=local)
    assert through.get("http://docs.example/x").body == b"by proxy"
    assert proxy.requests[0].headers["Proxy-Authorization"] == "Basic bWU6czMgY3JldA=="
    assert "cret" not in repr(Options(proxy=url))
    with pytest.raises(RefusedError):
        through.get("http://169.254.169.254/x")


def test_a_proxy_that_is_no_address_is_a_mistake_in_the_call(client):
    for wrong in ("socks5://127.0.0.1:1", "nonsense", "http://u:s3cret@[x/"):
        with pytest.raises(UsageError, match="proxy") as failure:
            client(proxy=wrong, resolve=local).get("http://docs.example/")
        assert "s3cret" not in str(failure.value)


def test_a_packed_page_is_unpacked(serve, client):
    site = serve({"/": answer(gzip.compress(b"hello" * 99), content_encoding="gzip")})
    assert client(site).get(site.url()).body == b"hello" * 99


@pytest.mark.parametrize("status", [204, 304, 400, 401, 403, 404, 410, 500, 501])
def test_a_status_is_for_the_caller_to_judge(serve, client, status):
    site = serve({"/": answer(status=status, content_type="image/png")})
    assert client(site).get(site.url(), accept=("text/html",)).status == status
    assert len(site.requests) == 1


@pytest.mark.parametrize(
    ("kind", "accept", "fits"),
    [
        ("text/html; charset=utf-8", ("text/html",), True),
        ("Text/HTML", ("text/html",), True),
        ("text/markdown", ("text/*",), True),
        ("", ("text/html",), True),
        ("image/png", (), True),
        ("text/htmlx", ("text/html",), False),
        ("application/octet-stream", ("text/*", "application/json"), False),
    ],
)
def test_an_answer_of_another_type_is_an_error(serve, client, kind, accept, fits):
    site = serve({"/": answer(b"x", content_type=kind)})
    if fits:
        assert client(site).get(site.url(), accept=accept).body == b"x"
    else:
        with pytest.raises(NetError, match="give another address"):
            client(site).get(site.url(), accept=accept)


def test_a_connection_is_kept_for_the_next_request(serve, client):
    site = serve({"/": answer(b"x"), "/cut": last_words(answer(b"y"))})
    fetch = client(site)
    assert [fetch.get(site.url()).body for _ in range(3)] == [b"x"] * 3
    assert site.connections == 1
    assert [fetch.get(site.url("/cut")).body for _ in range(2)] == [b"y"] * 2


def test_only_a_few_idle_connections_are_kept(serve, client):
    sites = [serve({"/": answer(b"x")}) for _ in range(18)]
    fetch = client(*sites)
    for site in sites:
        fetch.get(site.url())
    for site in (sites[-1], sites[0]):
        fetch.get(site.url())
    assert (sites[-1].connections, sites[0].connections) == (1, 2)


def test_threads_share_a_client_and_one_is_served_at_a_time(serve, client):
    inside, most = [], []

    def slow(connection, asked):
        inside.append(1)
        most.append(len(inside))
        time.sleep(0.01)
        inside.pop()
        connection.sendall(answer(asked.path.encode()))

    paths = [f"/{number}" for number in range(6)]
    site = serve(dict.fromkeys(paths, slow))
    fetch, bodies = client(site), {}

    def ask(path):
        bodies[path] = fetch.get(site.url(path)).body

    threads = [threading.Thread(target=ask, args=(path,)) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert bodies == {path: path.encode() for path in paths}
    assert most == [1] * 6


# Where a request may go


@pytest.mark.parametrize("url", ["http://localhost/", "http://2130706433/", "http://[::1]/"])
def test_this_machine_is_refused_unless_it_was_named(client, url):
    with pytest.raises(RefusedError, match="this machine"):
        client().get(url)


def test_a_host_that_turns_out_to_be_inside_is_never_connected_to(serve, client):
    site = serve({"/": answer(b"secret")})
    fetch = client(named=(f"http://other.test:{site.port}/",), resolve=local)
    with pytest.raises(RefusedError, match="port"):
        fetch.get(f"http://evil.test:{site.port}/")
    with pytest.raises(RefusedError, match="this machine"):
        client(resolve=local).get("http://evil.test:8080/")
    assert (site.connections, site.requests) == (0, [])


def test_a_name_is_looked_up_once_and_what_was_judged_is_connected_to(serve, client):
    site, asked = serve({"/": answer(b"x")}), []

    def rebinding(host, port):
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    url = f"http://docs.test:{site.port}/"
    fetch = client(named=(url,), resolve=rebinding)
    assert fetch.get(url).body == b"x"
    assert asked == ["docs.test"]
    fetch.close()
    with pytest.raises(RefusedError, match="metadata"):
        fetch.get(url)
    assert len(site.requests) == 1


def test_the_next_address_is_tried_where_one_does_not_answer(serve, client):
    site = serve({"/": answer(b"x")})
    url = f"http://docs.test:{site.port}/"
    fetch = client(named=(url,), resolve=lambda host, port: ["127.0.0.2", "127.0.0.1"])
    assert fetch.get(url).body == b"x"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(serve, client, status):
    site = serve(
        {"/a": redirect("b", status), "/b": redirect("/c?d", status), "/c?d": answer(b"x")}
    )
    response = client(site).get(site.url("/a"))
    assert (response.body, response.url) == (b"x", site.url("/c?d"))
    assert response.redirects == (site.url("/a"), site.url("/b"))


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://169.254.169.254/latest", "cloud metadata"),
        ("http://localhost/", "this machine"),
        ("http://[::ffff:10.0.0.1]/", "a private network"),
        ("//127.0.0.1/x", "this machine"),
        ("http://127.0.0.1:22/", "port 22"),
        ("file:///etc/passwd", "only http and https"),
        ("FILE:/etc/passwd", "only http and https"),
        ("data:text/html,x", "only http and https"),
        ("http://user:s3cret@127.0.0.1/", "user name or password"),
        ("http://[fe80::1%25lo]/", "zone"),
        ("http://a\x01b/", "control characters"),
        ("http://" + "x" * 300 + "/", "host name"),
    ],
)
def test_a_redirect_obeys_every_rule(serve, client, location, reason):
    site = serve({"/a": redirect(location)})
    with pytest.raises(NetError, match=reason) as failure:
        client(site).get(site.url("/a"))
    message = str(failure.value)
    assert message.startswith(f"{site.url('/a')}, which leads to ")
    assert message.isprintable()
    assert "s3cret" not in message


def test_redirects_in_a_circle_and_without_end_are_given_up(serve, client):
    routes = {f"/{n}": redirect(f"/{n + 1}") for n in range(20)}
    site = serve({"/a": redirect("/b"), "/b": redirect("/a"), "/same": redirect(""), **routes})
    with pytest.raises(NetError, match="circle"):
        client(site).get(site.url("/a"))
    assert site.paths() == ["/a", "/b"]
    assert client(site).get(site.url("/same")).status == 302
    with pytest.raises(NetError, match="more than 10 redirects"):
        client(site).get(site.url("/0"))
    assert site.paths()[-1] == "/10"


def test_headers_of_the_caller_do_not_follow_to_another_origin(serve, client):
    other = serve({"/": answer(b"x")})
    site = serve({"/a": redirect("/b"), "/b": redirect(other.url())})
    client(site, other).get(site.url("/a"), headers={"Authorization": "Bearer s3cret"})
    assert all("Authorization" in asked.headers for asked in site.requests)
    assert "Authorization" not in other.requests[0].headers


# How much, and for how long


@pytest.mark.parametrize("length", ["", "1001", "99999999999999999999999"])
def test_a_body_beyond_the_limit_is_refused(serve, client, length):
    whole = last_words(answer(b"x" * 1001, content_length=length))
    site = serve({"/": whole, "/1000": answer(b"x" * 1000)})
    with pytest.raises(NetError) as failure:
        client(site, retries=0).get(site.url(), most_bytes=1000)
    assert isinstance(failure.value, TooLargeError) or len(length) > 10
    assert len(client(site).get(site.url("/1000"), most_bytes=1000).body) == 1000


def test_a_body_without_end_is_refused(serve, client):
    def endless(connection, asked):
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            connection.sendall(b"3e8\r\n" + b"x" * 1000 + b"\r\n")

    site = serve({"/": endless})
    with pytest.raises(TooLargeError, match="100,000 bytes"):
        client(site).get(site.url(), most_bytes=100_000)


def drip(first: bytes, then: bytes):
    """Return a behaviour that sends ``then`` again and again, slowly."""

    def send(connection, asked):
        connection.sendall(first)
        for _ in range(200):
            connection.sendall(then)
            time.sleep(0.02)

    return send


HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"


@pytest.mark.parametrize(
    ("first", "then"),
    [(HEAD, b"x"), (b"HTTP/1.1 200 OK\r\nX-Long: ", b"x"), (b"", b"HTTP/1.1 103 Early\r\n\r\n")],
    ids=["body", "header", "interim"],
)
def test_who_sends_a_little_for_ever_is_given_up(serve, client, first, then):
    site = serve({"/": drip(first, then)})
    with pytest.raises(LateError, match="in time"):
        Client(Options(named=(site.url(),), seconds=SHORT)).get(site.url())
    assert len(site.requests) <= 1


def test_who_says_nothing_is_given_up(serve):
    site = serve({"/": lambda connection, asked: time.sleep(3)})
    with pytest.raises(LateError, match="in time"):
        Client(Options(named=(site.url(),), seconds=SHORT)).get(site.url())


def test_a_server_that_never_completes_its_handshake_is_given_up():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(LateError, match="in time"):
            Client(Options(named=(url,), seconds=SHORT)).get(url)


def test_the_time_is_one_for_all_redirects(serve):
    def slow(connection, asked):
        time.sleep(0.1)
        connection.sendall(redirect(f"{asked.path}x"))

    site = serve({"/" + "x" * n: slow for n in range(12)})
    with pytest.raises(LateError):
        Client(Options(named=(site.url(),), seconds=SHORT, pace=0)).get(site.url())
    assert len(site.requests) < 6


# What goes wrong, and when it is tried again


def test_a_broken_connection_is_tried_again(serve, client):
    cut_short = last_words(answer(b"abc", content_length="10"))
    hands = Hands()
    site = serve({"/": [reset, last_words(b""), cut_short, answer(b"whole")]})
    assert client(site, clock=hands.clock(), pace=0).get(site.url()).body == b"whole"
    assert len(hands.slept) == 3
    assert hands.slept == sorted(hands.slept)


@pytest.mark.parametrize(
    "behaviour",
    [
        reset,
        last_words(b""),
        last_words(answer(b"abc", content_length="10")),
        last_words(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"),
        last_words(b"HTTP/1.1 200 OK\r\nContent-Len"),
        last_words(b"no http at all\r\n\r\n"),
        last_words(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
        last_words(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 50_000 + b"\r\n"),
    ],
)
def test_an_answer_that_is_never_whole_is_an_error(serve, client, behaviour):
    site = serve({"/": behaviour})
    with pytest.raises(LostError, match="try again later") as failure:
        client(site).get(site.url())
    assert str(failure.value).startswith(f"{site.url()}: ")
    assert len(site.requests) == 4


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_server_is_asked_again_when_it_says(serve, client, status):
    hands = Hands(since_1970=784_111_777.0)
    seconds = answer(status=status, retry_after="7")
    date = answer(status=status, retry_after="Sun, 06 Nov 1994 08:50:37 GMT")
    site = serve({"/": [seconds, date, answer(b"x")]})
    assert client(site, clock=hands.clock(), pace=0).get(site.url()).body == b"x"
    assert hands.slept == [7.0, 53.0]


def test_a_busy_server_that_says_nothing_useful_is_asked_ever_later(serve, client):
    hands = Hands()
    site = serve({"/": answer(b"busy", 503, retry_after="-1")})
    response = client(site, clock=hands.clock(), pace=0).get(site.url())
    assert (response.status, response.body, len(site.requests)) == (503, b"busy", 4)
    assert [0.5 * 2**n <= pause <= 2**n for n, pause in enumerate(hands.slept)] == [True] * 3


def test_a_server_that_asks_for_too_long_a_pause_is_left_alone(serve, client):
    hands = Hands()
    site = serve({"/": answer(status=429, retry_after="3600")})
    assert client(site, clock=hands.clock()).get(site.url()).status == 429
    assert (hands.slept, len(site.requests)) == ([], 1)


def test_pauses_do_not_use_up_the_time(serve, client):
    hands = Hands()
    site = serve({"/": [answer(status=429, retry_after="50"), answer(b"x")]})
    assert client(site, clock=hands.clock(), seconds=10).get(site.url()).body == b"x"


def test_requests_to_one_host_keep_their_distance(serve, client):
    hands = Hands()
    site = serve({"/": redirect("/b"), "/b": answer(b"x")})
    client(site, clock=hands.clock(), pace=2.5).get(site.url())
    assert hands.slept == [2.5]


def test_nobody_there_is_one_line(client):
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/x?token=s3cret"
    with pytest.raises(NetError) as failure:
        client(named=(url,)).get(url)
    assert str(failure.value).endswith("/x: nothing answers there; check address and network")
    assert "s3cret" not in str(failure.value)


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "ä\ud800"])
def test_a_header_cannot_smuggle_another(serve, client, value):
    site = serve({"/": answer()})
    with pytest.raises(CtxbuildError):
        client(site).get(site.url(), headers={"X-One": value})
    assert site.requests == []


# Certificates


def test_an_unknown_certificate_is_refused_and_a_named_authority_trusted(serve, client):
    site = serve({"/": answer(b"x")}, CERTIFICATE)
    with pytest.raises(NetError, match="certificate cannot be verified"):
        client(site).get(site.url())
    assert site.requests == []
    assert client(site, ca_file=CERTIFICATE).get(site.url()).body == b"x"


def test_the_environment_cannot_add_an_authority(serve, client, monkeypatch):
    site = serve({"/": answer(b"x")}, CERTIFICATE)
    monkeypatch.setenv("SSL_CERT_FILE", CERTIFICATE)
    from ctxbuild.net import client as module

    module._shared_trust.cache_clear()
    with pytest.raises(NetError, match="certificate cannot be verified"):
        client(site).get(site.url())


def test_a_certificate_of_another_host_is_refused(serve, client):
    site = serve({"/": answer(b"x")}, CERTIFICATE)
    url = f"https://other.test:{site.port}/"
    with pytest.raises(NetError, match="certificate cannot be verified"):
        client(named=(url,), resolve=local, ca_file=CERTIFICATE).get(url)
    docs = f"https://docs.example:{site.port}/"
    assert client(named=(docs,), resolve=local, ca_file=CERTIFICATE).get(docs).body == b"x"


def test_plain_http_behind_https_is_one_line(serve, client):
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"https://127.0.0.1:{server.getsockname()[1]}/"

        def scold():
            with server.accept()[0] as connection:
                connection.recv(10_000)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        threading.Thread(target=scold, daemon=True).start()
        with pytest.raises(NetError, match="whether it speaks https"):
            client(named=(url,)).get(url)


def test_a_redirect_from_https_to_http_is_refused(serve, client):
    plain = serve({"/": answer(b"x")})
    site = serve({"/": redirect(plain.url())}, CERTIFICATE)
    with pytest.raises(RefusedError, match="from https to http"):
        client(site, plain, ca_file=CERTIFICATE).get(site.url())
    assert plain.requests == []


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_an_authority_that_cannot_be_read_is_a_mistake_in_the_call(client, tmp_path, content):
    path = tmp_path / "authority.pem"
    if content:
        path.write_text(content)
    with pytest.raises(UsageError, match="give a PEM file"):
        client(ca_file=str(path), resolve=lambda h, p: ["1.1.1.1"]).get("https://docs.example/")


def test_a_redirect_can_be_an_answer(serve, client):
    site = serve({"/a": redirect("/b"), "/b": answer(b"b")})
    response = client(site).get(site.url("/a"), follow=False)
    assert (response.status, response.headers["location"]) == (302, "/b")
    assert site.paths() == ["/a"]


def test_other_answers_may_count_as_passing(serve, client):
    site = serve({"/": [answer(status=500), answer(b"x")]})
    assert client(site, again={500}).get(site.url()).body == b"x"
