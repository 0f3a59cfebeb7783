"""Well-known ports."""

import pytest

from app.knowledge.catalogue.security_group_ports import NAMED_PORTS, title_of


@pytest.mark.parametrize(
    ("name", "port"),
    [("ssh", 22), ("http", 80), ("https", 443), ("mysql", 3306), ("postgresql", 5432), ("redis", 6379), ("rdp", 3389),
     ("nfs", 2049), ("smtp", 25), ("mongodb", 27017), ("kafka", 9092)],
)  # fmt: skip
def test_services_have_their_registered_port(name: str, port: int) -> None:
    assert NAMED_PORTS[name][0][0] == port


def test_names_are_as_they_are_looked_up_and_ranges_make_sense() -> None:
    for name, ports in NAMED_PORTS.items():
        assert name == name.lower()
        assert all(-1 <= first <= last <= 65535 for first, last, _ in ports)


@pytest.mark.parametrize(
    ("ports", "expected"),
    [((443, 443, "tcp"), "HTTPS"), ((8080, 8080, "tcp"), "Port 8080"), ((0, 0, "-1"), "All traffic"),
     ((-1, -1, "icmp"), "ICMP"), ((8000, 8100, "udp"), "Ports 8000 to 8100 (udp)")],
)  # fmt: skip
def test_titles(ports: tuple[int, int, str], expected: str) -> None:
    assert title_of(*ports) == expected
