"""Listeners of an application load balancer: where requests come in and which target they go to."""

from typing import Any

from app.domain.request import Component
from app.domain.resources import Ref
from app.knowledge.catalogue.acm import certificate_for
from app.knowledge.catalogue.base import End, Site
from app.knowledge.catalogue.domains import domain_of
from app.knowledge.catalogue.entries import let_group_in, open_to_everyone
from app.knowledge.catalogue.kinds import kind_of
from app.knowledge.catalogue.target_groups import HTTP_REASON

TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06"
"""TLS 1.2 and 1.3 only: the policy AWS recommends for new listeners."""

NO_DOMAIN = (
    "No domain name was given, so that no certificate can be issued: the listener speaks HTTP until a domain is named."
)

REDIRECTED = "Port 80 answers every request with a redirect to HTTPS."

NOTHING_HERE = [
    {
        "type": "fixed-response",
        "fixed_response": {"content_type": "text/plain", "message_body": "Not found", "status_code": "404"},
    }
]


def add_listeners(component: Component, site: Site, balancer: str) -> tuple[str, Any]:
    """HTTPS with a redirect from HTTP where a domain is known, else HTTP; the main listener and the certificate."""
    domain = domain_of(component, site)
    if not domain:
        listener = site.add(
            "aws_lb_listener",
            component.label,
            {"load_balancer_arn": Ref(balancer, "arn"), "port": 80, "protocol": "HTTP", "default_action": NOTHING_HERE},
            component=component,
        )
        for rule in ("CKV_AWS_2", "CKV_AWS_103"):
            site.accept(rule, NO_DOMAIN, listener)
        site.accept("CKV2_AWS_20", NO_DOMAIN, balancer)
        return listener, None
    certificate = certificate_for(component, site, domain)
    listener = site.add(
        "aws_lb_listener",
        component.label,
        {
            "load_balancer_arn": Ref(balancer, "arn"),
            "port": 443,
            "protocol": "HTTPS",
            "ssl_policy": TLS_POLICY,
            "certificate_arn": certificate,
            "default_action": NOTHING_HERE,
        },
        component=component,
    )
    site.add(
        "aws_lb_listener",
        f"{component.label}_redirect",
        {
            "load_balancer_arn": Ref(balancer, "arn"),
            "port": 80,
            "protocol": "HTTP",
            "default_action": [
                {"type": "redirect", "redirect": {"port": "443", "protocol": "HTTPS", "status_code": "HTTP_301"}}
            ],
        },
        component=component,
    )
    return listener, certificate


def add_entry(component: Component, site: Site, group: Ref, *, internal: bool, secure: bool) -> None:
    """Who may knock: the VPC for an internal balancer, CloudFront where it stands in front, else everyone."""
    ports = ((443, "HTTPS"), (80, "HTTP, redirected to HTTPS")) if secure else ((80, "HTTP"),)
    if any(kind_of(other) == "cloudfront" for other in site.related(component, "fronts", incoming=True)):
        _from_cloudfront(component, site, group, 443 if secure else 80)
        return
    for port, what in ports:
        if internal:
            site.ingress(group, port, site.network(component).cidr, f"{what} from inside the VPC")
        else:
            open_to_everyone(site, group, port, f"{what} from the internet", REDIRECTED if secure else NO_DOMAIN)


def _from_cloudfront(component: Component, site: Site, group: Ref, port: int) -> None:
    ranges = site.add(
        "aws_ec2_managed_prefix_list",
        "cloudfront",
        {"name": "com.amazonaws.global.cloudfront.origin-facing"},
        component=component,
        data=True,
    )
    let_group_in(site, group, port, Ref(ranges), "Requests from CloudFront only")


def add_empty_group(balancer: End, site: Site) -> None:
    """A group to register targets in, where the request names nothing behind the balancer."""
    group = site.add(
        "aws_lb_target_group",
        balancer.component.label,
        {
            "name": site.name(balancer.component, limit=32),
            "target_type": "ip",
            "port": 80,
            "protocol": "HTTP",
            "vpc_id": site.network(balancer.component).vpc_id,
            "health_check": {"path": site.setting(balancer.component, "health_check_path"), "matcher": "200-399"},
        },
        component=balancer.component,
        comment="The request names nothing behind the balancer: register targets here.",
    )
    site.accept("CKV_AWS_378", HTTP_REASON, group)
    action = {"type": "forward", "target_group_arn": Ref(group, "arn")}
    site.set(balancer.ports.extra["listener"], "default_action", [action])


def require_sign_in(balancer: End, site: Site) -> None:
    """Users sign in at the pool before the first request reaches a target."""
    pool = balancer.ports.extra["sign_in"][0]
    site.egress(balancer.ports.security_group, 443, "0.0.0.0/0", "HTTPS to the sign-in service")
    targets = balancer.ports.extra["targets"]
    forward = (
        {"type": "forward", "order": 2, "target_group_arn": Ref(targets[0], "arn")} if targets else NOTHING_HERE[0]
    )
    sign_in = {"type": "authenticate-cognito", "order": 1, "authenticate_cognito": pool}
    site.set(balancer.ports.extra["listener"], "default_action", [sign_in, forward])


def route(balancer: End, target: End, site: Site, group: str) -> None:
    """The first target gets what no rule claims; each further one the paths below its own name."""
    targets: list[str] = balancer.ports.extra["targets"]
    targets.append(group)
    action = {"type": "forward", "target_group_arn": Ref(group, "arn")}
    listener = balancer.ports.extra["listener"]
    if len(targets) == 1:
        site.set(listener, "default_action", [action])
        return
    label = target.component.label
    site.add(
        "aws_lb_listener_rule",
        label,
        {
            "listener_arn": Ref(listener, "arn"),
            "priority": 10 * (len(targets) - 1),
            "action": [action],
            "condition": [{"path_pattern": {"values": [f"/{label}", f"/{label}/*"]}}],
        },
        component=balancer.component,
    )
