"""Amazon Route 53: zones and the names in them."""

from typing import Any

from app.domain.request import Component
from app.domain.resources import Json, Ref, Template
from app.knowledge.catalogue.base import Parameter, Ports, Service, Site
from app.knowledge.catalogue.inputs import named
from app.knowledge.catalogue.route53_records import resolves

EDGE = "us_east_1"
"""Query logs and signing keys of public zones live in us-east-1 only."""


def wire(component: Component, site: Site) -> Ports:
    """A public zone, signed and with query logs, or a private one that only its VPC sees."""
    domain = str(site.setting(component, "domain") or "") or _fallback(component)
    private = _is_private(component, site)
    body: dict[str, Any] = {
        "name": domain,
        "comment": f"Names of {domain}",
        "force_destroy": site.setting(component, "force_destroy"),
    }
    if private:
        body["vpc"] = [{"vpc_id": _vpc(component, site)}]
    zone = site.add("aws_route53_zone", component.label, body, component=component)
    if not private and site.setting(component, "query_logs") and not named(site, "aws_route53_query_log"):
        _query_logs(component, site, zone, domain)
    if not private and site.setting(component, "dnssec"):
        _sign(component, site, zone)
    if not private:
        name = component.label.replace("-", "_")
        site.output(
            f"{name}_name_servers", Ref(zone, "name_servers"), f"Name servers to set at the registrar of {domain}."
        )
    return Ports(
        address=zone,
        arn=Ref(zone, "arn"),
        handle=Ref(zone, "zone_id"),
        handle_name="ZONE_ID",
        extra={"zone_id": Ref(zone, "zone_id"), "domain": domain, "private": private, "records": []},
    )


def _is_private(component: Component, site: Site) -> bool:
    """As stated; else private where the request joins the zone and a network."""
    if site.stated(component, "private"):
        return bool(site.setting(component, "private"))
    joined = (
        other
        for kind in ("attached", "in", "uses")
        for incoming in (False, True)
        for other in site.related(component, kind, incoming=incoming)
    )
    return any(other.kind in {"vpc", "aws_vpc"} for other in joined)


def _fallback(component: Component) -> str:
    """The name as a domain where it is one; else the domain reserved for documentation (RFC 2606)."""
    name = component.name or ""
    return name if "." in name else "example.com"


def _vpc(component: Component, site: Site) -> Any:
    return site.network(component).vpc_id


def _query_logs(component: Component, site: Site, zone: str, domain: str) -> None:
    label = f"{component.label}_queries"
    group = site.add(
        "aws_cloudwatch_log_group",
        label,
        {"name": f"/aws/route53/{domain}", "retention_in_days": 365},
        component=component,
        concern="observability",
        provider=EDGE,
    )
    site.accept(
        "CKV_AWS_158",
        "The log group stands in us-east-1, where the stack has no key of its own; CloudWatch encrypts it.",
        group,
    )
    policy = site.add(
        "aws_cloudwatch_log_resource_policy",
        label,
        {
            "policy_name": site.name(component, "route53-queries"),
            "policy_document": Json(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Sid": "Route53Queries",
                            "Effect": "Allow",
                            "Principal": {"Service": "route53.amazonaws.com"},
                            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                            "Resource": Template((Ref(group, "arn"), ":*")),
                        }
                    ],
                }
            ),
        },
        component=component,
        concern="observability",
        provider=EDGE,
    )
    site.add(
        "aws_route53_query_log",
        component.label,
        {"zone_id": Ref(zone, "zone_id"), "cloudwatch_log_group_arn": Ref(group, "arn")},
        component=component,
        concern="observability",
        depends_on=(policy,),
    )


def _sign(component: Component, site: Site, zone: str) -> None:
    """DNSSEC: harmless until the registrar is given the DS record, and then the names cannot be forged."""
    label = f"{component.label}_dnssec"
    root = Template(("arn:", site.partition(), ":iam::", site.account(), ":root"))
    key = site.add(
        "aws_kms_key",
        label,
        {
            "description": "Signs the names of the zone (DNSSEC)",
            "customer_master_key_spec": "ECC_NIST_P256",
            "key_usage": "SIGN_VERIFY",
            "deletion_window_in_days": 30,
            "policy": Json(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Sid": "Account",
                            "Effect": "Allow",
                            "Principal": {"AWS": root},
                            "Action": "kms:*",
                            "Resource": "*",
                        },
                        {
                            "Sid": "Route53Signs",
                            "Effect": "Allow",
                            "Principal": {"Service": "dnssec-route53.amazonaws.com"},
                            "Action": ["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"],
                            "Resource": "*",
                            "Condition": {"StringEquals": {"aws:SourceAccount": site.account()}},
                        },
                        {
                            "Sid": "Route53Grants",
                            "Effect": "Allow",
                            "Principal": {"Service": "dnssec-route53.amazonaws.com"},
                            "Action": "kms:CreateGrant",
                            "Resource": "*",
                            "Condition": {"Bool": {"kms:GrantIsForAWSResource": "true"}},
                        },
                    ],
                }
            ),
        },
        component=component,
        concern="security",
        provider=EDGE,
    )
    signing = site.add(
        "aws_route53_key_signing_key",
        component.label,
        {"hosted_zone_id": Ref(zone, "zone_id"), "key_management_service_arn": Ref(key, "arn"), "name": "main"},
        component=component,
        concern="security",
    )
    site.add(
        "aws_route53_hosted_zone_dnssec",
        component.label,
        {"hosted_zone_id": Ref(signing, "hosted_zone_id")},
        component=component,
        concern="security",
    )
    site.accept("CKV_AWS_7", "KMS cannot rotate asymmetric keys; a signing key is changed by hand.", key)


SERVICE = Service(
    id="route53",
    title="Amazon Route 53",
    concern="network",
    primary="aws_route53_zone",
    words=("route 53", "route53", "amazon route 53", "hosted zone", "dns zone", "route 53 zone", "route53 zone",
           "zona alojada", "zona dns", "zona de route 53"),
    weak_words=("dns", "domain name system", "zone", "zona"),
    wire=wire,
    links=dict.fromkeys(("resolves", "fronts"), resolves),
    types=(
        "aws_route53_record", "aws_route53_health_check", "aws_route53_query_log", "aws_route53_key_signing_key",
        "aws_route53_hosted_zone_dnssec", "aws_cloudwatch_log_resource_policy", "aws_kms_key",
    ),
    parameters=(
        Parameter("domain", "domain", ("domain", "domain name", "zone name", "for", "dominio", "nombre de dominio",
                                       "para"),
                  argument="name"),
        Parameter("private", "flag", ("private zone", "private hosted zone", "private", "zona privada", "privada")),
        Parameter("routing", "choice", ("routing policy", "routing", "politica de enrutamiento", "enrutamiento"),
                  choices={"weighted": "weighted", "ponderado": "weighted", "latency": "latency", "latencia": "latency",
                           "failover": "failover", "conmutacion por error": "failover", "simple": "simple",
                           "multivalue": "multivalue", "geolocation": "geolocation", "geolocalizacion": "geolocation"},
                  default="simple"),
        Parameter("health_check", "flag", ("health check", "health checked", "comprobacion de salud")),
        Parameter("dnssec", "flag", ("dnssec", "signed zone"), default=True),
        Parameter("query_logs", "flag", ("query log", "query logging", "registro de consultas"), default=True),
        Parameter("force_destroy", "flag", ("force destroy",), argument="force_destroy"),
    ),
    shape="edge",
    summary="A signed public zone or a private one, with alias records and routing policies.",
)  # fmt: skip
