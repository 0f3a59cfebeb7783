"""Which addresses are the internet, and which ports a rule opens."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass

from app.knowledge.security import ports

EVERY = (0, 65535)
WEB = frozenset({80, 443})
WIDE = 8
"""Networks with fewer fixed bits are the internet, whole or cut in pieces (``0.0.0.0/1`` and its other half)."""


def is_internet(cidr: object) -> bool:
    """Whether a CIDR block is so wide that strangers are in it."""
    try:
        network = ipaddress.ip_network(str(cidr), strict=False)
    except ValueError:
        return False
    return network.prefixlen < WIDE


@dataclass(frozen=True, slots=True)
class Ports:
    """A range of ports of one protocol: ``tcp udp icmp`` or ``all``."""

    first: int
    last: int
    protocol: str = "tcp"

    def __contains__(self, port: int) -> bool:
        return self.protocol in {"tcp", "udp", "all"} and self.first <= port <= self.last

    def __str__(self) -> str:
        if self.is_all:
            return "all ports"
        name = str(self.first) if self.first == self.last else f"{self.first}-{self.last}"
        return name if self.protocol == "tcp" else f"{name}/{self.protocol}"

    @property
    def is_all(self) -> bool:
        """Whether that is every port."""
        return self.protocol == "all" or (
            self.protocol in {"tcp", "udp"} and (self.first, self.last) in {EVERY, (1, 65535)}
        )

    @property
    def is_web(self) -> bool:
        """Whether only web pages are served there."""
        return self.protocol == "tcp" and self.first == self.last and self.first in WEB

    @property
    def has_ports(self) -> bool:
        """Whether the protocol has ports at all: an echo request opens nothing."""
        return self.protocol in {"tcp", "udp", "all"}

    def listening(self, kind: str) -> Mapping[int, str]:
        """What of ``kind`` (``administration``, ``database``) usually listens in the range."""
        return {port: name for port, name in ports(kind).items() if self.protocol != "udp" and port in self}


def ports_of(protocol: object, first: object, last: object) -> Ports:
    """The range that a rule names; protocol names or numbers as AWS takes them, ``-1`` for everything."""
    name = {"6": "tcp", "17": "udp", "1": "icmp", "58": "icmp", "icmpv6": "icmp", "-1": "all"}.get(
        str(protocol).lower(), str(protocol).lower()
    )
    if name == "all" or not isinstance(first, int | float) or not isinstance(last, int | float):
        return Ports(*EVERY, name)
    if first == -1:
        return Ports(*EVERY, name)
    return Ports(int(first), int(last), name)
