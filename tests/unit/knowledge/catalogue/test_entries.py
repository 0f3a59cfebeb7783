"""Ways in from the internet."""

import pytest

from app.domain.resources import Ref
from app.knowledge.catalogue.entries import WATCHED, let_group_in, open_to_everyone


class Doorkeeper:
    """Stands for a site: notes who is let in and what is accepted."""

    def __init__(self) -> None:
        self.let_in: list[tuple[object, int]] = []
        self.accepted: list[tuple[str, str]] = []

    def ingress(self, group: Ref, port: int, source: object, description: str) -> None:
        self.let_in.append((source, port))

    def accept(self, rule: str, reason: str, address: str) -> None:
        self.accepted.append((rule, address))


@pytest.mark.parametrize("port", [22, 80, 443, 3389])
def test_what_a_scanner_says_of_an_open_port_is_accepted_at_the_rule_only(port: int) -> None:
    site = Doorkeeper()
    open_to_everyone(site, Ref("aws_security_group.web"), port, "Visitors", "asked for")  # type: ignore[arg-type]
    assert site.let_in == [("0.0.0.0/0", port)]
    wanted = (
        [(WATCHED[port], f"aws_vpc_security_group_ingress_rule.web_from_anywhere_{port}")] if port in WATCHED else []
    )
    assert site.accepted == wanted


def test_a_group_is_not_an_open_door() -> None:
    site = Doorkeeper()
    let_group_in(site, Ref("aws_security_group.app"), 80, Ref("aws_security_group.web"), "Requests")  # type: ignore[arg-type]
    assert site.accepted == [("CKV_AWS_260", "aws_vpc_security_group_ingress_rule.app_from_web_80")]
