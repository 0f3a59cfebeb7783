"""Subnets: computed, or exactly those that were named."""

import pytest

from app.domain.request import Component
from app.domain.resources import Call, Expression, Local, Ref
from tests.unit.knowledge.catalogue.composed import BOTH, accepted, all_of, body_of, composed, part


def subnet(label: str, cidr: str = "", count: int = 1, text: str = "") -> Component:
    arguments = {"cidr_block": cidr} if cidr else {}
    return Component(id=label, kind="aws_subnet", label=label, arguments=arguments, count=count, text=text)


@pytest.mark.parametrize(
    ("cidr", "bits", "offset"), [("10.0.0.0/16", 4, 8), ("10.0.0.0/24", 4, 8), ("10.0.0.0/26", 2, 2)]
)
def test_subnets_share_the_range_as_far_as_aws_allows(cidr: str, bits: int, offset: int) -> None:
    built = composed(part("main", "vpc", cidr=cidr))
    wanted = Call("cidrsubnet", (Ref("aws_vpc.main", "cidr_block"), bits, Expression(f"count.index + {offset}")))
    assert body_of(built, "aws_subnet", "private")["cidr_block"] == wanted


def test_one_of_each_kind_per_zone() -> None:
    built = composed(part("main", "vpc"), environments=BOTH)
    counts = {label: one.count for label, one in all_of(built, "aws_subnet").items()}
    assert counts == dict.fromkeys(("private", "public"), Call("length", (Local("availability_zones"),)))
    variable = next(one for one in built.resources.variables if one.name == "availability_zone_count")
    assert variable.by_environment == {"dev": 2, "prod": 3}
    assert "CKV_AWS_394" in accepted(built, "aws_availability_zones.available")


def test_stated_numbers_win() -> None:
    built = composed(part("main", "vpc", public_subnets=2, private_subnets=4))
    assert {label: one.count for label, one in all_of(built, "aws_subnet").items()} == {"private": 4, "public": 2}


def test_named_subnets_are_the_only_ones() -> None:
    built = composed(
        part("main", "vpc", cidr="10.1.0.0/16"),
        subnet("public_a", "10.1.1.0/24"),
        subnet("private_a", "10.1.2.0/24"),
        subnet("private_b"),
    )
    found = all_of(built, "aws_subnet")
    assert set(found) == {"public_a", "private_a", "private_b"}
    assert found["public_a"].body["cidr_block"] == "10.1.1.0/24"
    assert found["private_b"].body["cidr_block"] == Call("cidrsubnet", (Ref("aws_vpc.main", "cidr_block"), 8, 130))
    zones = {one.body["availability_zone"].path for one in found.values()}
    assert zones == {"names[0]", "names[1]", "names[2]"}
    public = body_of(built, "aws_route_table_association", "public_a")
    assert public["route_table_id"] == Ref("aws_route_table.public")


def test_a_subnet_wanted_several_times_is_several() -> None:
    built = composed(part("main", "vpc"), subnet("app", count=3))
    assert set(all_of(built, "aws_subnet")) == {"app", "app_2", "app_3"}


def test_with_a_named_gateway_and_nothing_said_subnets_are_public() -> None:
    gateway = Component(id="g", kind="aws_internet_gateway", label="edge")
    built = composed(part("main", "vpc"), subnet("one"), gateway)
    assert set(all_of(built, "aws_internet_gateway")) == {"edge"}
    assert body_of(built, "aws_route", "public_internet")["gateway_id"] == Ref("aws_internet_gateway.edge")
