"""The guard: which addresses of the network may be spoken to.

Only resolved addresses are judged, never the text of a host, and the table is
our own: what Python's :mod:`ipaddress` calls global differs between patch
releases, and lets multicast and embedded IPv4 through. Sources: the IANA
special-purpose address registries, RFC 6052 (NAT64), 3056 (6to4), 4380
(Teredo), 5214 (ISATAP), and the cloud providers' metadata addresses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from ctxbuild.net.errors import LateError, NetError, RefusedError
from ctxbuild.net.urls import PORTS, Target, parse_url

Resolver = Callable[[str, int], Sequence[str]]
"""Host and port → its addresses as text; raises OSError where there is no such host."""

Address = IPv4Address | IPv6Address

_USUAL_PORTS = (*PORTS.values(), 8080, 8443)
_MOST_ADDRESSES = 16


@dataclass(frozen=True, slots=True)
class _Block:
    """A stretch of addresses; ``by_name``: a named host may lead there."""

    network: IPv4Network | IPv6Network
    kind: str
    by_name: bool = False


_INSIDE = (
    ("10.0.0.0/8", "a private network"),
    ("100.64.0.0/10", "a provider's private network"),
    ("127.0.0.0/8", "this machine"),
    ("172.16.0.0/12", "a private network"),
    ("192.168.0.0/16", "a private network"),
    ("198.18.0.0/15", "a test network"),
    ("::1/128", "this machine"),
    ("fc00::/7", "a private network"),
)
"""Where a host that a person named may well be: their own machine, their company."""
_NEVER_BY_NAME = (
    ("100.100.100.200/32", "cloud metadata"),
    ("168.63.129.16/32", "cloud metadata"),
    ("169.254.169.254/32", "cloud metadata"),
    ("192.0.0.192/32", "cloud metadata"),
    ("fd00:ec2::254/128", "cloud metadata"),
    ("0.0.0.0/8", "this machine"),
    ("169.254.0.0/16", "the local link"),
    ("192.0.0.0/24", "a reserved network"),
    ("192.0.2.0/24", "documentation"),
    ("192.88.99.0/24", "a 6to4 relay"),
    ("198.51.100.0/24", "documentation"),
    ("203.0.113.0/24", "documentation"),
    ("224.0.0.0/4", "multicast"),
    ("240.0.0.0/4", "a reserved network"),
    ("2001::/23", "a reserved network"),
    ("2001:db8::/32", "documentation"),
    ("2002::/16", "a 6to4 tunnel"),
    ("3fff::/20", "documentation"),
    ("fe80::/10", "the local link"),
    ("fec0::/10", "the local site"),
    ("ff00::/8", "multicast"),
)
"""Where nobody's documentation is: only the address itself, typed out, is consent."""


def _network(text: str) -> IPv4Network | IPv6Network:
    return IPv6Network(text) if ":" in text else IPv4Network(text)


# The exact ones first: a metadata address lies inside a private network.
_BLOCKS = [_Block(_network(text), kind) for text, kind in _NEVER_BY_NAME]
_BLOCKS += [_Block(_network(text), kind, by_name=True) for text, kind in _INSIDE]
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_ELSEWHERE = _Block(IPv6Network("::/0"), "a reserved network")

# IPv6 addresses that stand for the IPv4 address in their last 32 bits: mapped ones and
# NAT64, by which hosts without IPv4 reach all of it. Older forms lie outside global unicast.
_CARRIERS = (IPv6Network("::ffff:0:0/96"), IPv6Network("64:ff9b::/96"))
_ISATAP = (0x00005EFE, 0x02005EFE)
_LOWEST_32_BITS = (1 << 32) - 1


def refusal(address: str) -> str:
    """Return what kind of place ``address`` is when nobody may be sent there, else nothing.

    What is not an address, or has a zone, is refused as well.
    """
    block = _block(address)
    return block.kind if block else ""


def _block(text: str) -> _Block | None:
    try:
        address = ip_address(text)
    except ValueError:
        return _ELSEWHERE
    if isinstance(address, IPv6Address) and address.scope_id is not None:
        return _ELSEWHERE
    for judged in _meanings(address):
        found = next((b for b in _BLOCKS if judged in b.network), None)
        if found is None and isinstance(judged, IPv6Address) and judged not in _GLOBAL_UNICAST:
            found = _ELSEWHERE
        if found is not None:
            return found
    return None


def _meanings(address: Address) -> list[Address]:
    """Return the addresses that one stands for: itself, or the IPv4 address inside."""
    if isinstance(address, IPv4Address):
        return [address]
    inner = IPv4Address(int(address) & _LOWEST_32_BITS)
    if any(address in carrier for carrier in _CARRIERS):
        return [inner]
    isatap = (int(address) >> 32) & _LOWEST_32_BITS in _ISATAP
    return [address, inner] if isatap else [address]


class Guard:
    """Judges hosts and addresses by the rules above and by what the user named.

    Naming a host is consent for that host and port alone: for private
    networks and this machine, and for anything else where the address itself
    was typed. Once such a host has been seen on a public address, it is held
    to public ones, so that its owner cannot turn it inwards meanwhile.
    """

    def __init__(self, named: Iterable[str], resolve: Resolver) -> None:
        """Take the addresses that the user named.

        Raises:
            RefusedError: one of them is no http(s) address.
        """
        targets = [parse_url(each) for each in named]
        self._named = frozenset((target.host, target.port) for target in targets)
        self._resolve = resolve
        self._public: set[str] = set()

    def names(self, host: str, port: int) -> bool:
        """Whether the user named that host with that port."""
        return (host, port) in self._named

    def check_port(self, target: Target) -> None:
        """Refuse ports that are not the web's, unless the user named them.

        Raises:
            RefusedError: it is such a port.
        """
        if target.port not in _USUAL_PORTS and not self.names(target.host, target.port):
            raise RefusedError(f"port {target.port} is not one of the web's; name it yourself")

    def check_unresolved(self, target: Target) -> None:
        """Refuse what can be judged before a proxy resolves the host.

        Raises:
            RefusedError: the host is an address inside, or this machine by its usual name.
        """
        if self.names(target.host, target.port):
            return
        local = target.host == "localhost" or target.host.endswith(".localhost")
        kind = "this machine" if local else refusal(target.host) if _literal(target.host) else ""
        if kind:
            raise _inside(target.host, kind)

    def vetted(self, host: str, port: int, seconds: float) -> list[str]:
        """Look up ``host`` and return its addresses, all of which may be spoken to.

        Raises:
            RefusedError: at least one of them may not; mixed answers are the
                sign of a host that is to be turned inwards.
            LateError: no answer within ``seconds``.
            NetError: there is no such host.
        """
        found = list(dict.fromkeys(_looked_up(self._resolve, host, port, seconds)))
        if not found:
            raise NetError("no such host, or no network; check the address")
        blocks = [(address, _block(address)) for address in found]
        if not any(block for _, block in blocks):
            self._public.add(host)
            return found[:_MOST_ADDRESSES]
        for address, block in blocks:
            if not self._consented(host, port, address, block):
                raise _inside(host, block.kind if block else "a public and a private address")
        return found[:_MOST_ADDRESSES]

    def _consented(self, host: str, port: int, address: str, block: _Block | None) -> bool:
        if block is None or not self.names(host, port) or host in self._public:
            return False
        return block.by_name or _literal(host) == (_literal(address) or address)


def _inside(host: str, kind: str) -> RefusedError:
    return RefusedError(f"{host} leads to {kind}; only an address that you name may do so")


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _looked_up(resolve: Resolver, host: str, port: int, seconds: float) -> Sequence[str]:
    """Resolve on a thread of its own, since the system's resolver knows no time limit."""
    import threading

    answers: list[Sequence[str] | Exception] = []

    def look_up() -> None:
        try:
            answers.append(resolve(host, port))
        except (OSError, UnicodeError) as error:
            answers.append(error)

    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(max(seconds, 0))
    if not answers:
        raise LateError("its name server did not answer in time; try again later")
    if isinstance(answers[0], Exception):
        raise NetError("no such host, or no network; check the address")
    return answers[0]


def system_resolver(host: str, port: int) -> Sequence[str]:
    """Ask the system for the addresses of a host; an address with a zone keeps it."""
    import socket

    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(sockaddr[0]) for *_, sockaddr in found]
