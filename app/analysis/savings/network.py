"""Networks: NAT gateways, endpoints, addresses and load balancers that nothing uses."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from app.analysis.savings.base import Offer, Rule, View, usd
from app.domain.cost import HOURS
from app.domain.planned import PlannedResource

TARGETS: Mapping[str, tuple[str, ...]] = {
    "aws_lb": ("aws_lb_listener", "aws_alb_listener", "aws_globalaccelerator_endpoint_group"),
    "aws_alb": ("aws_lb_listener", "aws_alb_listener", "aws_globalaccelerator_endpoint_group"),
    "aws_elb": ("aws_elb_attachment", "aws_autoscaling_group", "aws_autoscaling_attachment", "aws_ecs_service"),
}
"""What makes a load balancer serve something."""
TO_STORES = Decimal("0.2")
"""The part of a NAT gateway's traffic that is taken to go to S3 and DynamoDB where nobody measured it."""


def one_nat(view: View, resource: PlannedResource) -> Iterator[Offer]:
    """All but the first NAT gateway of a network outside production."""
    if view.production(resource) is not False:
        return
    others = [one for one in view.planned.of_type(resource.type) if _network(view, one) == _network(view, resource)]
    if others and others[0] is not resource:
        hourly = [line for line in view.lines(resource) if not line.usage]
        monthly = sum((line.monthly for line in hourly), Decimal(0))
        yield Offer(
            "nat-per-az",
            resource,
            f"remove it and route through {others[0].address}",
            monthly=monthly,
            arithmetic=f"one of {len(others)} gateways at {usd(monthly)} USD, traffic stays",
        )


def _network(view: View, nat: PlannedResource) -> Sequence[str]:
    """The VPC that a NAT gateway stands in, as far as its subnet tells."""
    subnets = view.planned.referred(nat, "subnet_id")
    return [vpc.address for subnet in subnets for vpc in view.planned.referred(subnet, "vpc_id")]


def gateway_endpoints(view: View, resource: PlannedResource) -> Iterator[Offer]:
    """Traffic to S3 and DynamoDB past the NAT gateway, through endpoints that cost nothing."""
    endpoints = view.planned.of_type("aws_vpc_endpoint")
    there = {
        name
        for one in endpoints
        for name in ("s3", "dynamodb")
        if str(one.get("service_name", "")).endswith(f".{name}")
        and one.get("vpc_endpoint_type", "Gateway") == "Gateway"
    }
    if "s3" in there:
        return
    told = view.used(resource).get("s3_dynamodb_data_gb")
    for line in view.lines(resource):
        if line.usage and line.unit == "GB":
            volume = told if told is not None else line.quantity * TO_STORES
            assumed = "" if told is not None else f", taken as {TO_STORES:.0%} of its traffic"
            yield Offer(
                "nat-endpoints",
                resource,
                "add aws_vpc_endpoint of type Gateway for S3 and DynamoDB to the private route tables",
                monthly=volume * line.unit_price,
                arithmetic=f"{volume.normalize():f} GB × {usd(line.unit_price)} USD{assumed}",
                doubt=told is None,
            )


def fewer_zones(view: View, resource: PlannedResource) -> Iterator[Offer]:
    """Interface endpoints in one zone outside production."""
    subnets = resource.get("subnet_ids", []) or resource.references.get("subnet_ids", ())
    if resource.get("vpc_endpoint_type") != "Interface" or len(subnets) < 2 or view.production(resource) is not False:
        return
    for line in view.lines(resource):
        if not line.usage:
            monthly = line.monthly * (len(subnets) - 1) / len(subnets)
            arithmetic = f"{len(subnets) - 1} of {len(subnets)} zones × {usd(line.unit_price * HOURS)} USD"
            yield Offer("vpce-interface-many", resource, "one subnet", monthly=monthly, arithmetic=arithmetic)


def idle_address(view: View, resource: PlannedResource) -> Iterator[Offer]:
    """An address that neither names what it is for nor is named by anything."""
    named = any(resource.get(key) or resource.references.get(key) for key in ("instance", "network_interface"))
    if not named and not view.planned.referring(resource):
        yield Offer("eip-idle", resource, "release it", monthly=view.bill(resource).monthly)


def idle_balancer(view: View, resource: PlannedResource) -> Iterator[Offer]:
    """A load balancer without a listener, or without instances."""
    if resource.get("instances") or resource.references.get("instances"):
        return
    if not view.planned.referring(resource, *TARGETS[resource.type]):
        yield Offer("lb-idle", resource, "remove it", monthly=view.bill(resource).monthly)


def current_balancer(view: View, resource: PlannedResource) -> Iterator[Offer]:
    """An application or network load balancer for a classic one."""
    lines = [line for line in view.lines(resource) if not line.usage]
    rate = view.book.rate("aws_lb", "Application load balancer", resource.region)
    if lines and rate is not None:
        now = lines[0].unit_price
        yield Offer(
            "clb-alb",
            resource,
            "replace it by an aws_lb",
            monthly=(now - rate) * HOURS,
            arithmetic=f"({usd(now)} − {usd(rate)}) USD × {HOURS} hours",
        )


RULES: Mapping[str, tuple[Rule, ...]] = {
    "aws_nat_gateway": (one_nat, gateway_endpoints),
    "aws_vpc_endpoint": (fewer_zones,),
    "aws_eip": (idle_address,),
    "aws_lb": (idle_balancer,),
    "aws_alb": (idle_balancer,),
    "aws_elb": (idle_balancer, current_balancer),
}
