"""Which internet addresses are public, and looking names up within a time limit."""

import ipaddress
import queue
import socket
import threading
from collections.abc import Callable, Collection
from typing import Final

Resolver = Callable[[str, int, float], list[str]]
"""A name, a port and how many seconds it may take → the name's addresses; none if unknown."""

# IANA's registries of special-purpose addresses, and what clouds answer their own machines at.
_NOT_PUBLIC_4: Final = tuple(
    map(
        ipaddress.IPv4Network,
        (
            "0.0.0.0/8",  # unspecified, "this network"
            "10.0.0.0/8",
            "100.64.0.0/10",  # carrier-grade NAT
            "127.0.0.0/8",
            "168.63.129.16/32",  # a cloud's host, public in form
            "169.254.0.0/16",  # link-local; clouds' metadata
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",  # relays of 6to4
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, broadcast
        ),
    )
)
# Of IPv6 only global unicast is public; this leaves out IPv4-mapped addresses, NAT64, unique
# local, link-local, site-local and multicast ones by itself.
_GLOBAL_6: Final = ipaddress.IPv6Network("2000::/3")
_NOT_PUBLIC_6: Final = tuple(
    map(
        ipaddress.IPv6Network,
        (
            "2001::/23",  # protocols' own: Teredo, benchmarks, ORCHID
            "2001:db8::/32",
            "2002::/16",  # 6to4, which carries an IPv4 address
            "3fff::/20",
        ),
    )
)
_ISATAP: Final = (0x00005EFE, 0x02005EFE)  # an IPv4 address in the lower half (RFC 5214)


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet's, for a single other machine."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv4Address):
        return not any(found in network for network in _NOT_PUBLIC_4)
    if found.scope_id is not None or found not in _GLOBAL_6:
        return False
    if (int(found) >> 32) & 0xFFFFFFFF in _ISATAP:
        return False
    return not any(found in network for network in _NOT_PUBLIC_6)


def loopback_only(addresses: Collection[str]) -> frozenset[str]:
    """The addresses, if all are loopback addresses.

    Raises:
        ValueError: If one is not.
    """
    if not all(ipaddress.ip_address(one).is_loopback for one in addresses):
        message = "Only a loopback address can be let through, and only by a test."
        raise ValueError(message)
    return frozenset(addresses)


def system_resolver(host: str, port: int, seconds: float) -> list[str]:
    """What the system's resolver says; no answer in time is none.

    The system's own call cannot be given a time limit, so it is left alone in a thread of its
    own when it takes too long.
    """
    answers: queue.SimpleQueue[list[str]] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            found = []
        answers.put(list(dict.fromkeys(str(place[0]) for *_, place in found)))

    threading.Thread(target=look_up, name="look up a host", daemon=True).start()
    try:
        return answers.get(timeout=max(seconds, 0.001))
    except queue.Empty:
        return []
