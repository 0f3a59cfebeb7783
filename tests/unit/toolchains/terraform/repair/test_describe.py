"""Descriptions made from ports and sources."""

import pytest

from app.toolchains.terraform.repair.describe import describe
from app.toolchains.terraform.repair.hcl_edit import Document


def _described(code: str, address: str) -> str:
    document = Document("main.tf", code)
    describe(document, address)
    return document.text


@pytest.mark.parametrize(
    ("ports", "peer", "words"),
    [
        ((443, 443, "tcp"), 'cidr_blocks = ["0.0.0.0/0"]', "HTTPS from anywhere"),
        ((5432, 5432, "tcp"), "security_groups = [a.b.id]", "PostgreSQL from another security group"),
        ((8080, 8090, "tcp"), "cidr_blocks = [var.office]", "TCP 8080 to 8090 from known networks"),
        ((9999, 9999, "udp"), "self = true", "UDP 9999 from the group itself"),
        ((0, 0, "-1"), "prefix_list_ids = []", "All traffic from its peers"),
    ],
)
def test_rules_of_a_group(ports: tuple[int, int, str], peer: str, words: str) -> None:
    rule = f'from_port = {ports[0]}\nto_port = {ports[1]}\nprotocol = "{ports[2]}"\n{peer}'
    code = f'resource "aws_security_group" "web_tier" {{\ningress {{\n{rule}\n}}\n}}\n'
    done = _described(code, "aws_security_group.web_tier")
    assert f'"{words}"' in done
    assert '"Traffic of web tier"' in done


def test_a_rule_of_its_own() -> None:
    code = (
        'resource "aws_vpc_security_group_egress_rule" "out" {\n  ip_protocol = "-1"\n  cidr_ipv4   = "0.0.0.0/0"\n}\n'
    )
    done = _described(code, "aws_vpc_security_group_egress_rule.out")
    assert '  description = "All traffic to anywhere"\n' in done


def test_words_that_are_there_stay() -> None:
    code = 'resource "aws_security_group" "a" {\n  description = "x"\n\n  egress {\n    description = "y"\n  }\n}\n'
    assert _described(code, "aws_security_group.a") == code
