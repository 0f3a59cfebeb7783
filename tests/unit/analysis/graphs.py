"""Planned graphs for tests, in few words."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.planned import Planned, PlannedResource

ACCOUNT = "111122223333"


def resource(
    address: str,
    refs: Mapping[str, str | Sequence[str]] | None = None,
    *,
    region: str = "eu-central-1",
    unknown: Mapping[str, Any] | None = None,
    **values: Any,
) -> PlannedResource:
    """One resource; ``refs`` maps attributes to the addresses that they name."""
    plain = address.rpartition("]")[0].partition("[")[0] or address
    parts = plain.split(".")
    references = {path: (named,) if isinstance(named, str) else tuple(named) for path, named in (refs or {}).items()}
    return PlannedResource(
        address=address,
        type=parts[-2],
        name=parts[-1],
        mode="data" if "data" in parts[:-2] else "managed",
        provider="aws",
        region=region,
        values=values,
        unknown=unknown or {},
        references=references,
    )


def graph(*resources: PlannedResource) -> Planned:
    """A stack of them."""
    return Planned("stacks/shop", resources)


def document(*statements: Mapping[str, Any]) -> str:
    """A policy document."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action: Any, on: Any = "*", **more: Any) -> dict[str, Any]:
    """An Allow of an identity policy."""
    return {"Effect": "Allow", "Action": action, "Resource": on, **more}


def trust(principal: Any, action: str = "sts:AssumeRole", **more: Any) -> str:
    """A trust policy."""
    return document({"Effect": "Allow", "Action": action, "Principal": principal, **more})


def role(name: str, *statements: Mapping[str, Any], trusts: Any = None) -> tuple[PlannedResource, ...]:
    """A role and its inline policy."""
    arn = f"arn:aws:iam::{ACCOUNT}:role/{name}"
    trusted = trust(trusts or {"Service": "lambda.amazonaws.com"})
    made = resource(f"aws_iam_role.{name}", name=name, id=name, arn=arn, assume_role_policy=trusted)
    refs = {"role": made.address}
    policy = resource(f"aws_iam_role_policy.{name}", refs, policy=document(*statements))
    return (made, policy) if statements else (made,)


def network(*subnets: str, public: bool = True) -> tuple[PlannedResource, ...]:
    """A network with these subnets, public ones routed to an internet gateway."""
    made = [
        resource("aws_vpc.main", id="vpc-1"),
        resource("aws_internet_gateway.main", {"vpc_id": "aws_vpc.main"}, id="igw-1"),
        resource("aws_route_table.main", {"vpc_id": "aws_vpc.main"}),
    ]
    if public:
        refs = {"route_table_id": "aws_route_table.main", "gateway_id": "aws_internet_gateway.main"}
        made.append(resource("aws_route.out", refs, destination_cidr_block="0.0.0.0/0"))
    for name in subnets:
        made.append(resource(f"aws_subnet.{name}", {"vpc_id": "aws_vpc.main"}, map_public_ip_on_launch=public))
        refs = {"subnet_id": f"aws_subnet.{name}", "route_table_id": "aws_route_table.main"}
        made.append(resource(f"aws_route_table_association.{name}", refs))
    return tuple(made)


def group(
    name: str, *ports: int | tuple[int, int], source: str = "0.0.0.0/0", protocol: str = "tcp"
) -> PlannedResource:
    """A security group that lets ``source`` in to these ports."""
    ranges = [(port, port) if isinstance(port, int) else port for port in ports]
    key = "ipv6_cidr_blocks" if ":" in source else "cidr_blocks"
    ingress = [{"from_port": first, "to_port": last, "protocol": protocol, key: [source]} for first, last in ranges]
    return resource(f"aws_security_group.{name}", ingress=ingress, id=f"sg-{name}")
