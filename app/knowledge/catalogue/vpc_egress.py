"""Ways out of private subnets: NAT gateways, or endpoints where NAT is not wanted."""

from typing import Any

from app.domain.architecture import Alternative, Decision
from app.domain.resources import Expression, Ref, Template, Var
from app.knowledge.catalogue.base import End, Site
from app.knowledge.catalogue.inputs import named
from app.knowledge.catalogue.vpc_subnets import Layout

CALLERS = ("ecs", "eks", "ec2", "autoscaling", "lambda")
"""Services that run programs in subnets, which call other services."""

ENDPOINTS = {
    "ecs": ("ecr.api", "ecr.dkr", "logs", "secretsmanager"),
    "eks": ("ecr.api", "ecr.dkr", "logs", "sts", "ec2", "eks"),
    "ec2": ("ssm", "ssmmessages", "ec2messages"),
    "autoscaling": ("ssm", "ssmmessages", "ec2messages"),
    "lambda": ("logs",),
    "sqs": ("sqs",),
    "sns": ("sns",),
    "kinesis": ("kinesis-streams",),
    "firehose": ("kinesis-firehose",),
    "secrets_manager": ("secretsmanager",),
    "kms": ("kms",),
    "step_functions": ("states",),
    "eventbridge": ("events",),
}
"""Interface endpoints that private programs need when the service is part of the architecture (AWS PrivateLink)."""

SMALL_BUDGET = 250.0
"""Monthly USD below which one NAT gateway serves all zones (each costs about 33 USD before traffic)."""


def connect_private(end: End, site: Site) -> None:
    """Gateway endpoints always; a NAT or interface endpoints where programs run in the private subnets."""
    layout: Layout = end.ports.extra["layout"]
    if not layout.private_tables:
        return
    _gateway_endpoints(end, site, layout)
    wanted = site.setting(end.component, "nat")
    asked = wanted or bool(named(site, "aws_nat_gateway"))
    unwanted = site.refused("nat") or wanted is False
    needed = any(_private(other) for kind in CALLERS for other in site.of_kind(kind))
    if layout.public_subnet and (asked or (needed and not unwanted)) and not (unwanted and not asked):
        _nat(end, site, layout)
    elif needed or site.setting(end.component, "endpoints"):
        _interface_endpoints(end, site, layout)


def _private(end: End) -> bool:
    return bool(end.ports.extra.get("private", True))


def _gateway_endpoints(end: End, site: Site, layout: Layout) -> None:
    for service in ("s3", "dynamodb"):
        site.add(
            "aws_vpc_endpoint",
            f"{layout.prefix}{service}",
            {
                "vpc_id": Ref(layout.vpc),
                "service_name": _service_name(site, service),
                "vpc_endpoint_type": "Gateway",
                "route_table_ids": layout.network.private_route_tables,
                "tags": {"Name": site.name(end.component, service)},
            },
            component=end.component,
            comment="Traffic to the service stays inside AWS, at no charge." if service == "s3" else "",
        )


def _service_name(site: Site, service: str) -> Template:
    return Template(("com.amazonaws.", site.region(), f".{service}"))


def _interface_endpoints(end: End, site: Site, layout: Layout) -> None:
    present = [kind for kind in ENDPOINTS if site.of_kind(kind)]
    services = sorted({service for kind in present for service in ENDPOINTS[kind]} | {"kms"})
    label = f"{layout.prefix}endpoints"
    group = site.security_group(end.component, "Interface endpoints of AWS services", label=label)
    site.ingress(group, 443, layout.network.cidr, "HTTPS from inside the VPC")
    for service in services:
        site.add(
            "aws_vpc_endpoint",
            f"{layout.prefix}{service.replace('.', '_').replace('-', '_')}",
            {
                "vpc_id": Ref(layout.vpc),
                "service_name": _service_name(site, service),
                "vpc_endpoint_type": "Interface",
                "private_dns_enabled": True,
                "subnet_ids": layout.network.private,
                "security_group_ids": [group],
                "tags": {"Name": site.name(end.component, service.replace(".", "-"))},
            },
            component=end.component,
        )
    site.decide(
        Decision(
            title="Way out of the private subnets",
            choice=f"{len(services)} interface endpoints, no NAT gateway",
            why="NAT was refused, and private programs still have to reach these AWS services.",
            alternatives=(Alternative("NAT gateway", "the request does not want one"),),
            about=end.component.id,
        )
    )


def _nat_count(end: End, site: Site, layout: Layout) -> tuple[Any, Any]:
    """How many gateways, and the index each private route table uses."""
    budget = site.request.constraints.budget_monthly
    stated = site.setting(end.component, "single_nat")
    if not layout.spread or stated or (stated is None and budget is not None and budget < SMALL_BUDGET):
        return (1, Expression("0")) if layout.spread else (None, None)
    name = f"{layout.prefix}single_nat_gateway".replace("-", "_")
    single = site.variable(
        name,
        "bool",
        "One NAT gateway for all zones: cheaper, but a zone's failure cuts the others off.",
        False,
        by_environment={"dev": True, "prod": False},
    )
    if not isinstance(single, Var):
        return (1, Expression("0")) if single else (layout.zones, Expression("count.index"))
    zones = f"length({layout.private_tables[0]})"
    return (
        Expression(f"var.{single.name} ? 1 : {zones}"),
        Expression(f"var.{single.name} ? 0 : count.index"),
    )


def _nat(end: End, site: Site, layout: Layout) -> None:
    label = f"{layout.prefix}nat"
    count, index = _nat_count(end, site, layout)
    address = site.add(
        "aws_eip",
        label,
        {"domain": "vpc", "tags": {"Name": site.name(end.component, "nat")}},
        component=end.component,
        count=count,
    )
    here = "[count.index]." if count is not None else ""
    subnet = "[count.index].id" if layout.spread else "id"
    gateway = site.add(
        "aws_nat_gateway",
        end.component.label,
        {
            "allocation_id": Ref(address, f"{here}id"),
            "subnet_id": Ref(layout.public_subnet, subnet),
            "tags": {"Name": site.name(end.component, "nat")},
        },
        component=end.component,
        count=count,
        depends_on=(layout.gateway,) if layout.gateway else (),
    )
    table = layout.private_tables[0]
    site.add(
        "aws_route",
        f"{layout.prefix}private_nat",
        {
            "route_table_id": Ref(table, "[count.index].id" if layout.spread else "id"),
            "destination_cidr_block": "0.0.0.0/0",
            "nat_gateway_id": Ref(gateway) if index is None else Expression(f"{gateway}[{index.text}].id"),
        },
        component=end.component,
        count=layout.zones if layout.spread else None,
    )
    site.decide(
        Decision(
            title="Way out of the private subnets",
            choice="one NAT gateway per availability zone in production, one elsewhere"
            if count is not None and count != 1
            else "one NAT gateway",
            why="Programs in private subnets call out; a gateway per zone keeps the others working when a zone fails.",
            alternatives=(
                Alternative("interface endpoints only", "programs could reach nothing but AWS services"),
                Alternative("public addresses", "every program would be reachable from the internet"),
            ),
            about=end.component.id,
        )
    )
