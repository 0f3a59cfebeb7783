"""Target groups of load balancers: what a balancer passes requests on to."""

from collections.abc import Mapping
from typing import Any

from app.domain.resources import Ref
from app.knowledge.catalogue.base import End, Site
from app.knowledge.catalogue.entries import let_group_in
from app.knowledge.catalogue.kinds import kind_of

HTTP_REASON = (
    "The hop from the load balancer to its targets stays inside the VPC, where security groups say who may reach whom."
)


def target_type(target: End) -> str:
    """``instance``, ``ip`` or ``lambda``, by what the target is."""
    return str(target.ports.extra.get("target_type", "ip"))


def add_target_group(balancer: End, target: End, site: Site, protocol: str, health_check: Mapping[str, Any]) -> str:
    """The group for one target; returns its address. Functions are called, so that they need neither port nor VPC."""
    kind = target_type(target)
    called = kind == "lambda"
    address = site.add(
        "aws_lb_target_group",
        target.component.label,
        {
            "name": site.name(target.component, limit=32),
            "target_type": kind,
            "port": None if called else target.ports.port,
            "protocol": None if called else protocol,
            "vpc_id": None if called else site.network(balancer.component).vpc_id,
            "deregistration_delay": None if called else "30",
            "health_check": None if called else dict(health_check),
        },
        component=balancer.component,
        concern="network",
    )
    if protocol == "HTTP" and not called:
        site.accept("CKV_AWS_378", HTTP_REASON, address)
    return address


def register(balancer: End, target: End, site: Site, group: str) -> None:
    """Make the target a member of the group, each kind in its own way."""
    arn = Ref(group, "arn")
    kind = kind_of(target.component)
    if kind == "ecs" and "service" in target.ports.extra:
        target.ports.extra["served"].append(balancer.component.id)
        site.set(target.ports.extra["service"], "health_check_grace_period_seconds", 60)
        site.append(
            target.ports.extra["service"],
            "load_balancer",
            {
                "target_group_arn": arn,
                "container_name": target.ports.extra["container"],
                "container_port": target.ports.port,
            },
        )
    elif kind == "autoscaling":
        site.append(target.ports.address, "target_group_arns", arn)
        site.set(target.ports.address, "health_check_type", "ELB")
    elif kind == "ec2":
        _attach_instances(balancer, target, site, arn)
    elif kind == "lambda":
        _attach_function(balancer, target, site, arn)


def _attach_instances(balancer: End, target: End, site: Site, arn: Ref) -> None:
    many = target.component.count > 1
    site.add(
        "aws_lb_target_group_attachment",
        target.component.label,
        {
            "target_group_arn": arn,
            "target_id": Ref(target.ports.address, "[count.index].id" if many else "id"),
            "port": target.ports.port,
        },
        component=balancer.component,
        count=target.component.count if many else None,
    )


def _attach_function(balancer: End, target: End, site: Site, arn: Ref) -> None:
    permission = site.add(
        "aws_lambda_permission",
        f"{target.component.label}_{balancer.component.label}",
        {
            "statement_id": "AllowLoadBalancer",
            "action": "lambda:InvokeFunction",
            "function_name": Ref(target.ports.address, "function_name"),
            "principal": "elasticloadbalancing.amazonaws.com",
            "source_arn": arn,
        },
        component=balancer.component,
    )
    site.add(
        "aws_lb_target_group_attachment",
        target.component.label,
        {"target_group_arn": arn, "target_id": target.ports.arn},
        component=balancer.component,
        depends_on=(permission,),
    )


def open_between(balancer: End, target: End, site: Site) -> None:
    """Let the balancer, and only it, reach the target on its port."""
    port = target.ports.port
    source, inside = balancer.ports.security_group, target.ports.security_group
    if port is None or source is None or inside is None:
        return
    site.egress(source, port, inside, f"Requests to {target.component.label}")
    let_group_in(site, inside, port, source, f"Requests from {balancer.component.label}")
