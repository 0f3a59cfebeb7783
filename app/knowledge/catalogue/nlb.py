"""Network Load Balancer: TCP and TLS connections to machines and containers."""

from typing import Any

from app.domain.request import Component, Relation
from app.domain.resources import Ref
from app.knowledge.catalogue.access_logs import balancer_log_bucket
from app.knowledge.catalogue.acm import certificate_for
from app.knowledge.catalogue.alb import BALANCER_TYPES
from app.knowledge.catalogue.alb_listeners import TLS_POLICY
from app.knowledge.catalogue.base import End, Parameter, Ports, Service, Site
from app.knowledge.catalogue.domains import add_alias, domain_of
from app.knowledge.catalogue.entries import WEB_PORTS, open_to_everyone
from app.knowledge.catalogue.kinds import kind_of
from app.knowledge.catalogue.reach import silent_target
from app.knowledge.catalogue.target_groups import add_target_group, open_between, register

TARGETS = ("autoscaling", "ec2", "ecs", "alb")
"""What a network balancer can lead to, the likeliest first."""


def wire(component: Component, site: Site) -> Ports:
    """The balancer over all zones, with a security group and access logs."""
    network = site.network(component)
    internal = bool(site.setting(component, "internal"))
    port = int(site.setting(component, "port"))
    group = site.security_group(component, f"Load balancer {component.label}")
    if internal or not (port in WEB_PORTS or site.allowed("open_ingress")):
        site.ingress(group, port, network.cidr, "Connections from inside the VPC")
    else:
        open_to_everyone(
            site, group, port, "Connections of clients", "The balancer is the entry for clients everywhere."
        )
    address = site.add(
        "aws_lb",
        component.label,
        {
            "name": site.name(component, limit=32),
            "internal": internal,
            "load_balancer_type": "network",
            "security_groups": [group],
            "subnets": network.private if internal else network.public,
            "enable_cross_zone_load_balancing": True,
            "enable_deletion_protection": site.variable(
                "load_balancer_deletion_protection",
                "bool",
                "Whether load balancers are protected against deletion.",
                True,
                by_environment={"dev": True, "prod": True},
            ),
            "access_logs": {"bucket": balancer_log_bucket(site, component.label), "prefix": component.label,
                            "enabled": True},
        },
        component=component,
    )  # fmt: skip
    domain = domain_of(component, site)
    certificate = certificate_for(component, site, domain) if domain else None
    if not internal:
        site.output(
            f"{component.label.replace('-', '_')}_dns_name", Ref(address, "dns_name"), "Address of the load balancer."
        )
    ports = Ports(
        address=address,
        arn=Ref(address, "arn"),
        handle=Ref(address, "dns_name"),
        handle_name="HOST",
        security_group=group,
        port=port,
        extra={
            "certificate": certificate,
            "targets": [],
            "internal": internal,
            "alias": {"name": Ref(address, "dns_name"), "zone_id": Ref(address, "zone_id")},
            "arn_suffix": Ref(address, "arn_suffix"),
            "domain": domain,
        },
    )
    target = silent_target(component, site, TARGETS)
    if target is not None:
        fronts(End(component, ports), target, Relation(component.id, "fronts", target.component.id), site)
    return ports


def _listener(balancer: End, group: str, port: int) -> dict[str, Any]:
    certificate = balancer.ports.extra["certificate"]
    return {
        "load_balancer_arn": balancer.ports.arn,
        "port": port,
        "protocol": "TLS" if certificate is not None else "TCP",
        "ssl_policy": TLS_POLICY if certificate is not None else None,
        "certificate_arn": certificate,
        "default_action": [{"type": "forward", "target_group_arn": Ref(group, "arn")}],
    }


def fronts(balancer: End, target: End, _relation: Relation, site: Site) -> None:
    """A listener and a target group for each target; further targets get the next port."""
    if kind_of(target.component) not in TARGETS:
        return
    targets: list[str] = balancer.ports.extra["targets"]
    health = {"protocol": "TCP", "interval": 30, "healthy_threshold": 3, "unhealthy_threshold": 3}
    group = add_target_group(balancer, target, site, "TCP", health)
    register(balancer, target, site, group)
    open_between(balancer, target, site)
    listener = _listener(balancer, group, (balancer.ports.port or 443) + len(targets))
    address = site.add("aws_lb_listener", target.component.label, listener, component=balancer.component)
    if "service" in target.ports.extra:
        site.append(target.ports.extra["service"], "depends_on", address)
    targets.append(group)


def fronted_by(target: End, balancer: End, relation: Relation, site: Site) -> None:
    """The same from the other side: "the machine is attached to the balancer"."""
    fronts(balancer, target, relation, site)


def finish(end: End, site: Site) -> None:
    """A listener with an empty group where nothing stands behind the balancer, and its name."""
    extra, component = end.ports.extra, end.component
    if not extra["targets"]:
        group = site.add(
            "aws_lb_target_group",
            component.label,
            {
                "name": site.name(component, limit=32),
                "target_type": "ip",
                "port": end.ports.port,
                "protocol": "TCP",
                "vpc_id": site.network(component).vpc_id,
                "health_check": {"protocol": "TCP"},
            },
            component=component,
            comment="The request names nothing behind the balancer: register targets here.",
        )
        site.add("aws_lb_listener", component.label, _listener(end, group, end.ports.port or 443), component=component)
    if extra["domain"] and not site.related(component, "resolves", incoming=True):
        add_alias(component, site, str(extra["domain"]), extra["alias"])


SERVICE = Service(
    id="nlb",
    title="Network Load Balancer",
    concern="network",
    primary="aws_lb",
    words=(
        "nlb", "network load balancer", "tcp load balancer", "balanceador de red", "balanceador de carga de red",
        "balanceador tcp", "layer 4 load balancer",
    ),
    wire=wire,
    links={"fronts": fronts, "attached": fronts, "uses": fronts, "sends": fronts},
    linked={"attached": fronted_by, "fronts": fronted_by},
    finish=finish,
    types=BALANCER_TYPES,
    parameters=(
        Parameter("internal", "flag", ("internal", "private load balancer", "interno"), argument="internal"),
        Parameter("port", "port", ("port", "listens on", "puerto"), default=443),
        Parameter("domain", "domain", ("domain", "domain name", "hostname", "dominio")),
    ),
    shape="edge",
    summary="TCP or TLS entry with a security group, over all zones.",
)  # fmt: skip
