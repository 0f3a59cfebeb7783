"""The walk over a sentence about traffic."""

import pytest

from app.knowledge.language import language
from app.reasoning.offline.read.tokens import tokenise
from app.reasoning.offline.read.traffic_words import Traffic, Walk


def walked(text: str, code: str = "en") -> Walk:
    return Walk(tokenise(text, code), 0, language(code).map("traffic"), lambda _: None, set())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("allow SSH", [Traffic("ingress", (22, 22, "tcp"))]),
        ("from_port 80 to_port 80 from 10.0.0.0/8", [Traffic("ingress", (80, 80, "tcp"), "10.0.0.0/8")]),
        ("allow tcp/8443 from the VPC", [Traffic("ingress", (8443, 8443, "tcp"), "network")]),
        ("egress to port 443", [Traffic("egress", (443, 443, "tcp"))]),
        ("outbound to anywhere", [Traffic("egress", (0, 0, "-1"), "0.0.0.0/0")]),
        ('allow SSH from "10.0.0.0/8"', [Traffic("ingress", (22, 22, "tcp"), "10.0.0.0/8", plain=False)]),
        ("allow port 70000", []),
        ("allow traffic from 10.0.0.0/8", []),
        ("", []),
    ],
)
def test_words_are_permissions(text: str, expected: list[Traffic]) -> None:
    assert walked(text).rules == expected


def test_a_source_without_ports_stays_unread() -> None:
    assert walked("allow traffic from 10.0.0.0/8").used == set()


def test_all_inbound_https_is_https_only() -> None:
    assert [rule.ports for rule in walked("all inbound HTTPS from anywhere").rules] == [(443, 443, "tcp")]
