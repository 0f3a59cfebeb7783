"""AWS WAF: a firewall for web requests in front of balancers, APIs and CloudFront."""

from typing import Any

from app.domain.request import Component, Relation
from app.domain.resources import Ref, Template
from app.knowledge.catalogue.base import End, Parameter, Ports, Service, Site
from app.knowledge.catalogue.kinds import kind_of

MANAGED = (
    ("common", "AWSManagedRulesCommonRuleSet"),
    ("bad-inputs", "AWSManagedRulesKnownBadInputsRuleSet"),
    ("reputation", "AWSManagedRulesAmazonIpReputationList"),
)
"""Rule groups that AWS maintains and that suit every web application (the second one covers Log4j)."""

EDGE = "us_east_1"


def _visibility(name: str) -> dict[str, Any]:
    return {"cloudwatch_metrics_enabled": True, "metric_name": name, "sampled_requests_enabled": True}


def _rules(rate: int) -> list[dict[str, Any]]:
    """The managed groups, the list of anonymous addresses (counted, since people use VPNs too) and the limit."""
    rules: list[dict[str, Any]] = [
        {
            "name": name,
            "priority": number,
            "override_action": {"none": {}},
            "statement": {"managed_rule_group_statement": {"name": group, "vendor_name": "AWS"}},
            "visibility_config": _visibility(name),
        }
        for number, (name, group) in enumerate(MANAGED, start=1)
    ]
    rules.append(
        {
            "name": "anonymous",
            "priority": len(MANAGED) + 1,
            "override_action": {"count": {}},
            "statement": {
                "managed_rule_group_statement": {"name": "AWSManagedRulesAnonymousIpList", "vendor_name": "AWS"}
            },
            "visibility_config": _visibility("anonymous"),
        }
    )
    rules.append(
        {
            "name": "rate-limit",
            "priority": len(MANAGED) + 2,
            "action": {"block": {}},
            "statement": {"rate_based_statement": {"limit": rate, "aggregate_key_type": "IP"}},
            "visibility_config": _visibility("rate-limit"),
        }
    )
    return rules


def add_web_acl(component: Component, site: Site, scope: str, rate: int = 2000) -> str:
    """A web ACL with AWS's managed rules and a limit per address and five minutes; logs go to CloudWatch.

    ``scope`` is ``REGIONAL`` or ``CLOUDFRONT``; CloudFront's lives in us-east-1.
    """
    provider = EDGE if scope == "CLOUDFRONT" else ""
    address = site.add(
        "aws_wafv2_web_acl",
        component.label,
        {
            "name": site.name(component, "" if kind_of(component) == "waf" else "web", limit=128),
            "description": f"Web requests to {component.label}",
            "scope": scope,
            "default_action": {"allow": {}},
            "rule": _rules(rate),
            "visibility_config": _visibility(component.label),
        },
        component=component,
        concern="security",
        provider=provider,
    )
    _log(component, site, address, scope)
    return address


def _log(component: Component, site: Site, acl: str, scope: str) -> None:
    """WAF takes only log groups whose name starts with ``aws-waf-logs-``, in its own region."""
    if scope == "CLOUDFRONT":
        group = site.add(
            "aws_cloudwatch_log_group",
            f"{component.label}_waf",
            {"name": Template(("aws-waf-logs-", site.name(component, "edge"))), "retention_in_days": 365},
            component=component,
            concern="security",
            provider=EDGE,
        )
        site.accept(
            "CKV_AWS_158",
            "The log group stands in us-east-1 whatever the stack's region is, and the stack's key works in its own "
            "region only; CloudWatch encrypts it with a key of AWS.",
            group,
        )
        destination = Ref(group, "arn")
    else:
        destination = site.log_group(
            component, Template(("aws-waf-logs-", site.name(component))), label=f"{component.label}_waf"
        )
    site.add(
        "aws_wafv2_web_acl_logging_configuration",
        component.label,
        {
            "resource_arn": Ref(acl, "arn"),
            "log_destination_configs": [destination],
            "redacted_fields": [{"single_header": {"name": "authorization"}}],
        },
        component=component,
        concern="security",
        provider=EDGE if scope == "CLOUDFRONT" else "",
    )


def associate(acl: str, end: End, site: Site) -> None:
    """Put a regional web ACL in front of a balancer, an API stage or a user pool."""
    site.add(
        "aws_wafv2_web_acl_association",
        end.component.label,
        {"resource_arn": end.ports.extra.get("waf_arn", end.ports.arn), "web_acl_arn": Ref(acl, "arn")},
        component=end.component,
        concern="security",
    )


def wanted(component: Component, site: Site) -> bool:
    """Whether a firewall belongs in front: asked for, or nothing said and a production environment."""
    stated = site.setting(component, "waf")
    if stated is not None:
        return bool(stated)
    return site.production and not site.refused("waf")


def _asked(site: Site) -> bool:
    return any(kind_of(component) == "waf" for component in site.request.components)


def protect(end: End, site: Site) -> None:
    """A firewall in front of something regional, unless the request has one of its own."""
    if not _asked(site) and wanted(end.component, site):
        associate(add_web_acl(end.component, site, "REGIONAL"), end, site)


def wire(component: Component, site: Site) -> Ports:
    """The web ACL; for CloudFront where only that stands at the edge."""
    scope = site.setting(component, "scope")
    if not scope:
        kinds = {kind_of(other) for other in site.request.components}
        scope = "CLOUDFRONT" if "cloudfront" in kinds else "REGIONAL"
    address = add_web_acl(component, site, scope, int(site.setting(component, "rate_limit")))
    return Ports(address=address, arn=Ref(address, "arn"), extra={"scope": scope, "protected": []})


def protects(acl: End, target: End, _relation: Relation, site: Site) -> None:
    """The relation says what stands behind the firewall."""
    protected: list[str] = acl.ports.extra["protected"]
    if target.component.id in protected:
        return
    protected.append(target.component.id)
    if kind_of(target.component) == "cloudfront":
        site.set(target.ports.address, "web_acl_id", acl.ports.arn)
    elif kind_of(target.component) in {"alb", "api_rest", "cognito"}:
        associate(acl.ports.address, target, site)


def protected_by(source: End, acl: End, relation: Relation, site: Site) -> None:
    """The same from the other side: "the balancer uses a WAF"."""
    protects(acl, source, relation, site)


def finish(end: End, site: Site) -> None:
    """A firewall that no relation placed stands before everything of its scope."""
    if end.ports.extra["protected"]:
        return
    kinds = ("cloudfront",) if end.ports.extra["scope"] == "CLOUDFRONT" else ("alb", "api_rest")
    for kind in kinds:
        for other in site.of_kind(kind):
            if not other.ports.extra.get("internal"):
                protects(end, other, Relation(end.component.id, "fronts", other.component.id), site)


SERVICE = Service(
    id="waf",
    title="AWS WAF",
    concern="security",
    primary="aws_wafv2_web_acl",
    words=("waf", "aws waf", "wafv2", "web acl", "web application firewall", "cortafuegos web",
           "cortafuegos de aplicaciones"),
    weak_words=("firewall", "cortafuegos"),
    wire=wire,
    links={"fronts": protects, "attached": protects, "in": protects, "uses": protects},
    linked={"uses": protected_by, "attached": protected_by, "fronts": protected_by, "in": protected_by},
    finish=finish,
    types=("aws_wafv2_web_acl_association", "aws_wafv2_web_acl_logging_configuration", "aws_cloudwatch_log_group"),
    parameters=(
        Parameter("scope", "choice", ("scope", "ambito"), argument="scope",
                  choices={"regional": "REGIONAL", "cloudfront": "CLOUDFRONT", "global": "CLOUDFRONT"}),
        Parameter("rate_limit", "count", ("rate limit", "requests per five minutes", "requests per ip",
                                          "limite de peticiones"), default=2000),
    ),
    shape="edge",
    summary="Managed rules of AWS and a rate limit per address, with logs.",
)  # fmt: skip
