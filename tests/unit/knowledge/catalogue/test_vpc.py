"""The network."""

from typing import Any

import pytest

from app.domain.request import Component
from app.domain.resources import Ref, Var
from tests.unit.knowledge.catalogue.composed import BOTH, all_of, body_of, composed, default_of, part


def test_the_range_is_an_input_unless_it_is_stated() -> None:
    open_range = body_of(composed(part("main", "vpc"), environments=BOTH), "aws_vpc")["cidr_block"]
    assert open_range == Var("vpc_cidr")
    built = composed(part("main", "vpc", cidr="10.9.0.0/16"))
    assert body_of(built, "aws_vpc")["cidr_block"] == "10.9.0.0/16"


@pytest.mark.parametrize(("settings", "expected"), [({}, None), ({"ipv6": True}, True)])
def test_ipv6_is_for_those_who_ask(settings: dict[str, Any], expected: bool | None) -> None:
    vpc = body_of(composed(part("main", "vpc", **settings)), "aws_vpc")
    assert vpc.get("assign_generated_ipv6_cidr_block") is expected


def test_the_default_group_is_closed_and_traffic_is_logged() -> None:
    built = composed(part("main", "vpc"))
    assert set(body_of(built, "aws_default_security_group")) == {"vpc_id"}
    assert body_of(built, "aws_flow_log")["vpc_id"] == Ref("aws_vpc.main")
    assert "aws_flow_log" not in {r.type for r in composed(part("main", "vpc", flow_logs=False)).resources.resources}


@pytest.mark.parametrize(("label", "output"), [("main", "vpc_id"), ("lab", "lab_id")])
def test_outputs_are_named_after_the_network(label: str, output: str) -> None:
    assert output in {one.name for one in composed(part(label, "vpc")).resources.outputs}


def test_two_networks_keep_apart() -> None:
    built = composed(part("main", "vpc"), part("lab", "vpc", cidr="10.1.0.0/16"), environments=BOTH)
    assert set(all_of(built, "aws_subnet")) == {"private", "public", "lab_private", "lab_public"}
    assert default_of(built, Var("vpc_cidr")) == "10.0.0.0/16"


def test_a_network_named_by_its_type_is_built_by_the_service() -> None:
    named = Component(id="v", kind="aws_vpc", label="core", arguments={"cidr_block": "10.7.0.0/16"})
    assert body_of(composed(named), "aws_vpc", "core")["cidr_block"] == "10.7.0.0/16"
