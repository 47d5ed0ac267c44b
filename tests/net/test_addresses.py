"""The guard's table and rules, without a network."""

from __future__ import annotations

import threading
from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctxbuild.net.addresses import Guard, refusal
from ctxbuild.net.errors import LateError, NetError, RefusedError
from ctxbuild.net.urls import parse_url

PUBLIC = "93.184.215.14"
PUBLIC_6 = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"

REFUSED = {
    "this machine": "127.0.0.1 127.255.255.254 0.0.0.0 0.1.2.3 ::1",
    "a private network": "10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 fc00::1 fdff::1",
    "a provider's private network": "100.64.0.1 100.127.255.255",
    "a test network": "198.18.0.1 198.19.255.255",
    "the local link": "169.254.1.1 fe80::1 febf::1",
    "cloud metadata": "169.254.169.254 168.63.129.16 100.100.100.200 192.0.0.192 fd00:ec2::254",
    "multicast": "224.0.0.1 239.255.255.255 ff02::1",
    "documentation": "192.0.2.1 198.51.100.1 203.0.113.1 2001:db8::1 3fff::1",
    "a 6to4 relay": "192.88.99.1",
    "a 6to4 tunnel": "2002:7f00:1:: 2002:808:808::",
    "the local site": "fec0::1",
    "a reserved network": "240.0.0.1 255.255.255.255 192.0.0.8 :: 100::1 5f00::1 4000::1 "
    "2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 64:ff9b:1::7f00:1 ::7f00:1 ::5efe:7f00:1 "
    "::ffff:0:7f00:1 fe80::1%eth0 2606:2800::1%1 nonsense",
}
PAIRS = [(kind, address) for kind, many in REFUSED.items() for address in many.split()]


@pytest.mark.parametrize(("kind", "address"), PAIRS)
def test_an_address_inside_is_refused_by_kind(kind, address):
    assert refusal(address) == kind


@pytest.mark.parametrize(
    "address", [PUBLIC, PUBLIC_6, "1.1.1.1", "172.32.0.1", "100.128.0.1", "192.0.1.1", "2a00::1"]
)
def test_a_public_address_is_not(address):
    assert refusal(address) == ""


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_judged_alike_behind_nat64_and_mapped(address: IPv4Address):
    plain = refusal(str(address))
    for prefix in ("64:ff9b::", "::ffff:0:0"):
        assert refusal(str(IPv6Address(int(IPv6Address(prefix)) + int(address)))) == plain


@given(st.ip_addresses(v=4))
def test_an_isatap_address_is_refused_for_what_it_stands_for(address: IPv4Address):
    isatap = IPv6Address(int(IPv6Address("2606:2800:0:1:0:5efe::")) + int(address))
    assert refusal(str(isatap)) == refusal(str(address))


@given(st.ip_addresses())
def test_nothing_passes_that_python_knows_to_be_private(address):
    if address.is_private or address.is_multicast or address.is_loopback or address.is_link_local:
        mapped = getattr(address, "ipv4_mapped", None)
        assert refusal(str(address)) or mapped is not None


def guard(*answers: list[str], named: tuple[str, ...] = ()) -> Guard:
    """Return a guard whose name server gives these answers, the last for ever."""
    left = list(answers)
    return Guard(named, lambda host, port: left.pop(0) if len(left) > 1 else left[0])


def test_every_answer_of_a_name_server_must_be_public():
    assert guard([PUBLIC, PUBLIC_6, PUBLIC]).vetted("a.test", 80, 5) == [PUBLIC, PUBLIC_6]
    for mixed in ([PUBLIC, "10.0.0.1"], ["fe80::1%eth0", PUBLIC]):
        with pytest.raises(RefusedError):
            guard(mixed).vetted("a.test", 80, 5)


def test_a_named_host_may_be_inside_on_its_own_port_only():
    inside = guard(["10.0.0.1"], named=("http://Wiki.Test./start",))
    assert inside.vetted("wiki.test", 80, 5) == ["10.0.0.1"]
    with pytest.raises(RefusedError, match=r"wiki\.test leads to a private network"):
        inside.vetted("wiki.test", 8080, 5)
    with pytest.raises(RefusedError):
        inside.vetted("evil.wiki.test", 80, 5)


def test_a_named_host_with_mixed_answers_is_refused():
    with pytest.raises(RefusedError):
        guard(["10.0.0.1", PUBLIC], named=("http://wiki.test/",)).vetted("wiki.test", 80, 5)


def test_a_named_host_that_was_public_may_not_turn_inwards():
    rebinding = guard([PUBLIC], ["127.0.0.1"], named=("http://a.test/",))
    assert rebinding.vetted("a.test", 80, 5) == [PUBLIC]
    with pytest.raises(RefusedError, match="this machine"):
        rebinding.vetted("a.test", 80, 5)


def test_metadata_needs_the_address_itself_to_be_named():
    for name in ("http://a.test/", "http://2852039166/"):
        with pytest.raises(RefusedError, match="cloud metadata"):
            guard(["169.254.169.254"], named=(name,)).vetted(parse_url(name).host, 80, 5)
    literal = guard(["169.254.169.254"], named=("http://169.254.169.254/",))
    assert literal.vetted("169.254.169.254", 80, 5) == ["169.254.169.254"]


def test_an_unusual_port_must_be_named():
    for url in ("http://a.test:22/", "https://a.test:6379/"):
        with pytest.raises(RefusedError, match="port"):
            guard([PUBLIC]).check_port(parse_url(url))
        guard([PUBLIC], named=(url,)).check_port(parse_url(url))
    for url in ("http://a.test/", "https://a.test/", "http://a.test:8080/"):
        guard([PUBLIC]).check_port(parse_url(url))


def test_before_a_proxy_resolves_what_is_plainly_inside_is_refused():
    for url in ("http://localhost/", "http://x.localhost/", "http://10.1.1.1/", "http://[::1]/"):
        with pytest.raises(RefusedError):
            guard([PUBLIC]).check_unresolved(parse_url(url))
        guard([PUBLIC], named=(url,)).check_unresolved(parse_url(url))
    guard([PUBLIC]).check_unresolved(parse_url("http://docs.test/"))


def test_a_name_server_that_is_silent_costs_no_more_than_the_time_left():
    silence = threading.Event()
    silent = Guard((), lambda host, port: [str(silence.wait(20))])
    with pytest.raises(LateError, match="name server"):
        silent.vetted("a.test", 80, 0.05)
    silence.set()


@pytest.mark.parametrize("error", [OSError("no"), UnicodeError("label too long")])
def test_a_host_that_does_not_exist_is_one_line(error):
    def resolve(host, port):
        raise error

    with pytest.raises(NetError, match="no such host"):
        Guard((), resolve).vetted("a.test", 80, 5)
    with pytest.raises(NetError, match="no such host"):
        guard([]).vetted("a.test", 80, 5)
