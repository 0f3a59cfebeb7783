"""Application Load Balancer: HTTPS in front of containers, machines and functions."""

from typing import Any

from app.domain.architecture import Alternative, Decision
from app.domain.request import Component, Relation
from app.domain.resources import Ref
from app.knowledge.catalogue.access_logs import balancer_log_bucket
from app.knowledge.catalogue.alb_listeners import add_empty_group, add_entry, add_listeners, require_sign_in, route
from app.knowledge.catalogue.base import End, Parameter, Ports, Service, Site
from app.knowledge.catalogue.domains import add_alias, domain_of
from app.knowledge.catalogue.guards import guarded
from app.knowledge.catalogue.kinds import kind_of
from app.knowledge.catalogue.reach import silent_target
from app.knowledge.catalogue.target_groups import add_target_group, open_between, register
from app.knowledge.catalogue.waf import protect

TARGETS = ("ecs", "autoscaling", "ec2", "lambda")
"""What a balancer can lead to, the likeliest first."""

BALANCER_TYPES = (
    "aws_lb_listener", "aws_lb_target_group", "aws_lb_target_group_attachment", "aws_security_group",
    "aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule",
)  # fmt: skip


def wire(component: Component, site: Site) -> Ports:
    """The balancer in the public subnets (private ones where it is internal), its group, logs and listeners."""
    network = site.network(component)
    internal = bool(site.setting(component, "internal")) or site.refused("internet")
    group = site.security_group(component, f"Load balancer {component.label}")
    protection = (
        bool(site.setting(component, "deletion_protection"))
        if site.stated(component, "deletion_protection")
        else site.variable(
            "load_balancer_deletion_protection",
            "bool",
            "Whether load balancers are protected against deletion.",
            True,
            by_environment={"dev": True, "prod": True},
        )
    )
    address = site.add(
        "aws_lb",
        component.label,
        {
            "name": site.name(component, limit=32),
            "internal": internal,
            "load_balancer_type": "application",
            "security_groups": [group],
            "subnets": network.private if internal else network.public,
            "drop_invalid_header_fields": True,
            "enable_deletion_protection": protection,
            "idle_timeout": site.setting(component, "idle_timeout"),
            "access_logs": {"bucket": balancer_log_bucket(site, component.label), "prefix": component.label,
                            "enabled": True},
        },
        component=component,
    )  # fmt: skip
    listener, certificate = add_listeners(component, site, address)
    add_entry(component, site, group, internal=internal, secure=certificate is not None)
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
        port=443 if certificate is not None else 80,
        extra={
            "listener": listener,
            "certificate": certificate,
            "targets": [],
            "internal": internal,
            "alias": {"name": Ref(address, "dns_name"), "zone_id": Ref(address, "zone_id")},
            "arn_suffix": Ref(address, "arn_suffix"),
            "domain": domain_of(component, site),
            "sign_in": [],
        },
    )
    target = silent_target(component, site, TARGETS)
    if target is not None:
        fronts(End(component, ports), target, Relation(component.id, "fronts", target.component.id), site)
    return ports


def fronts(balancer: End, target: End, relation: Relation, site: Site) -> None:
    """A target group for the target, a way for requests, and the rule or default action that leads there."""
    if guarded(balancer, target, relation, site) or kind_of(target.component) not in TARGETS:
        return
    health: dict[str, Any] = {
        "path": site.setting(balancer.component, "health_check_path"),
        "protocol": "HTTP",
        "matcher": "200-399",
        "interval": 30,
        "timeout": 5,
        "healthy_threshold": 3,
        "unhealthy_threshold": 3,
    }
    group = add_target_group(balancer, target, site, "HTTP", health)
    register(balancer, target, site, group)
    open_between(balancer, target, site)
    route(balancer, target, site, group)
    if "service" in target.ports.extra:
        site.append(target.ports.extra["service"], "depends_on", balancer.ports.extra["listener"])


def fronted_by(target: End, balancer: End, relation: Relation, site: Site) -> None:
    """The same from the other side: "the service is attached to the balancer"."""
    fronts(balancer, target, relation, site)


def finish(end: End, site: Site) -> None:
    """The empty target group, the sign-in, the name and the firewall, as far as nothing else brought them."""
    extra = end.ports.extra
    if not extra["targets"]:
        add_empty_group(end, site)
    if extra["sign_in"]:
        require_sign_in(end, site)
    if not extra["internal"]:
        protect(end, site)
    if extra["domain"] and not site.related(end.component, "resolves", incoming=True):
        add_alias(end.component, site, str(extra["domain"]), extra["alias"])
    if end.ports.extra["certificate"] is None:
        site.decide(
            Decision(
                title=f"Listener of {end.component.label}",
                choice="HTTP on port 80",
                why="No domain name was given, and without one no certificate can be issued.",
                alternatives=(Alternative("HTTPS", "needs a domain name; name one in the request to get it"),),
                about=end.component.id,
            )
        )


SERVICE = Service(
    id="alb",
    title="Application Load Balancer",
    concern="network",
    primary="aws_lb",
    words=(
        "alb", "application load balancer", "balanceador de aplicaciones", "balanceador de carga de aplicaciones",
        "http load balancer", "https load balancer", "elastic load balancer", "load balancer", "loadbalancer",
        "balanceador de carga", "balanceador",
    ),
    weak_words=("reverse proxy", "entry point", "punto de entrada"),
    wire=wire,
    links={"fronts": fronts, "attached": fronts, "uses": fronts, "sends": fronts},
    linked={"attached": fronted_by, "fronts": fronted_by},
    finish=finish,
    types=(*BALANCER_TYPES, "aws_lb_listener_rule", "aws_wafv2_web_acl", "aws_wafv2_web_acl_association",
           "aws_lambda_permission", "aws_ec2_managed_prefix_list"),
    parameters=(
        Parameter("internal", "flag", ("internal", "private load balancer", "interno", "internal only"),
                  argument="internal"),
        Parameter("domain", "domain", ("domain", "domain name", "hostname", "dominio", "nombre de dominio")),
        Parameter("health_check_path", "text", ("health check path", "health check", "health path", "ruta de salud",
                                                "comprobacion de salud"), default="/"),
        Parameter("idle_timeout", "duration", ("idle timeout", "tiempo de inactividad"), unit="seconds",
                  argument="idle_timeout"),
        Parameter("deletion_protection", "flag", ("deletion protection", "proteccion contra borrado"),
                  argument="enable_deletion_protection"),
        Parameter("waf", "flag", ("waf", "web application firewall", "cortafuegos web")),
        Parameter("path", "text", ("path", "path pattern", "ruta")),
    ),
    shape="edge",
    summary="HTTPS entry with access logs, a web firewall and health-checked targets.",
)  # fmt: skip
