"""Addresses and ports."""

import pytest

from app.analysis.exposure.addresses import Ports, is_internet, ports_of


@pytest.mark.parametrize(
    ("cidr", "open_"),
    [
        ("0.0.0.0/0", True),
        ("::/0", True),
        ("0.0.0.0/1", True),
        ("128.0.0.0/1", True),
        ("10.0.0.0/8", False),
        ("203.0.113.7/32", False),
        ("fd00::/8", False),
        ("not an address", False),
        (None, False),
    ],
)
def test_the_internet(cidr: object, open_: bool) -> None:
    assert is_internet(cidr) is open_


@pytest.mark.parametrize(
    ("given", "ports", "text"),
    [
        (("tcp", 22, 22), Ports(22, 22), "22"),
        (("6", 20, 25), Ports(20, 25), "20-25"),
        (("UDP", 53, 53), Ports(53, 53, "udp"), "53/udp"),
        (("-1", 0, 0), Ports(0, 65535, "all"), "all ports"),
        (("-1", None, None), Ports(0, 65535, "all"), "all ports"),
        (("tcp", 0, 65535), Ports(0, 65535), "all ports"),
        (("icmp", -1, -1), Ports(0, 65535, "icmp"), "0-65535/icmp"),
        (("icmpv6", 128, 0), Ports(128, 0, "icmp"), "128-0/icmp"),
    ],
)
def test_ports_of_a_rule(given: tuple[object, object, object], ports: Ports, text: str) -> None:
    assert ports_of(*given) == ports
    assert str(ports) == text


def test_what_listens() -> None:
    assert Ports(20, 25).listening("administration") == {20: "FTP", 21: "FTP", 22: "SSH", 23: "Telnet"}
    assert Ports(5432, 5432).listening("database") == {5432: "PostgreSQL"}
    assert Ports(22, 22, "udp").listening("administration") == {}
    assert Ports(443, 443).is_web
    assert not Ports(80, 443).is_web
    assert Ports(0, 65535, "all").is_all
    assert not ports_of("icmp", 8, 0).has_ports
    assert 22 not in ports_of("icmp", -1, -1)
