"""Ways out of the private subnets."""

from typing import Any

import pytest

from app.domain.resources import Call, Expression, Local, Ref
from tests.unit.knowledge.catalogue.composed import BOTH, all_of, body_of, composed, part


def test_storage_alone_needs_no_way_out() -> None:
    built = composed(part("products", "rds"))
    assert not all_of(built, "aws_nat_gateway")
    assert set(all_of(built, "aws_vpc_endpoint")) == {"s3", "dynamodb"}


def test_programs_get_a_gateway_per_zone_in_production() -> None:
    built = composed(part("shop", "ecs"), environments=BOTH)
    gateways = list(all_of(built, "aws_nat_gateway").values())
    assert [one.count for one in gateways] == [
        Expression("var.single_nat_gateway ? 1 : length(aws_route_table.private)")
    ]
    route = body_of(built, "aws_route", "private_nat")
    assert "var.single_nat_gateway ? 0 : count.index" in route["nat_gateway_id"].text


def test_with_production_alone_the_number_of_gateways_is_no_input() -> None:
    built = composed(part("shop", "ecs"))
    assert [one.count for one in all_of(built, "aws_nat_gateway").values()] == [
        Call("length", (Local("availability_zones"),))
    ]
    route = body_of(built, "aws_route", "private_nat")
    assert route["nat_gateway_id"].text == "aws_nat_gateway.main[count.index].id"


@pytest.mark.parametrize("settings", [{"single_nat": True}, {}])
def test_one_gateway_where_it_was_asked_for_or_the_budget_is_small(settings: dict[str, Any]) -> None:
    budget: dict[str, Any] = {} if settings else {"budget_monthly": 50.0}
    built = composed(part("main", "vpc", **settings), part("shop", "ecs"), **budget)
    assert [one.count for one in all_of(built, "aws_nat_gateway").values()] == [1]


def test_without_nat_the_services_are_reached_through_endpoints() -> None:
    built = composed(part("worker", "ecs"), part("jobs", "sqs"), relations=("jobs triggers worker",), refused=("nat",))
    assert not all_of(built, "aws_nat_gateway")
    endpoints = all_of(built, "aws_vpc_endpoint")
    assert {"ecr_api", "ecr_dkr", "logs", "sqs", "s3"} <= set(endpoints)
    assert endpoints["sqs"].body["vpc_endpoint_type"] == "Interface"
    assert any("no NAT" in one.choice for one in built.decisions)


def test_a_public_machine_needs_no_gateway() -> None:
    assert not all_of(composed(part("web", "ec2", public=True)), "aws_nat_gateway")


def test_gateways_wait_for_the_internet_gateway() -> None:
    built = composed(part("shop", "ecs"))
    (gateway,) = all_of(built, "aws_nat_gateway").values()
    assert gateway.depends_on == ("aws_internet_gateway.main",)
    assert gateway.body["allocation_id"] == Ref("aws_eip.nat", "[count.index].id")
