"""AWS Certificate Manager: certificates that are validated and renewed through DNS."""

from app.domain.request import Component
from app.domain.resources import Expression, Ref
from app.knowledge.catalogue.base import Parameter, Ports, Service, Site
from app.knowledge.catalogue.domains import domain_of, zone_id, zone_of
from app.knowledge.catalogue.kinds import kind_of

EDGE = "us_east_1"
"""CloudFront takes certificates from this region only."""


def certificate_for(component: Component, site: Site, domain: str, *, edge: bool = False) -> Ref:
    """The ARN of a validated certificate: the request's own where it fits, else one made for the component."""
    for other in site.request.components:
        if kind_of(other) == "acm" and zone_of(domain_of(other, site) or domain) == zone_of(domain) and not edge:
            ports = site.require("acm").ports
            return Ref(ports.extra["validation"], "certificate_arn")
    return add_certificate(component, site, domain, edge=edge)[1]


def add_certificate(component: Component, site: Site, domain: str, *, edge: bool) -> tuple[str, Ref]:
    """Certificate, validation records and the wait for both; the certificate's address and the validated ARN."""
    provider = EDGE if edge else ""
    names = [str(name) for name in site.setting(component, "alternative_names") or ()]
    certificate = site.add(
        "aws_acm_certificate",
        component.label,
        {
            "domain_name": domain,
            "subject_alternative_names": names or None,
            "validation_method": "DNS",
            "options": {"certificate_transparency_logging_preference": "ENABLED"},
        },
        component=component,
        concern="security",
        provider=provider,
        lifecycle={"create_before_destroy": True},
    )
    records = site.add(
        "aws_route53_record",
        f"{component.label}_validation",
        {
            "zone_id": zone_id(component, site, domain),
            "name": Expression("each.value.resource_record_name"),
            "type": Expression("each.value.resource_record_type"),
            "records": [Expression("each.value.resource_record_value")],
            "ttl": 60,
            "allow_overwrite": True,
        },
        component=component,
        concern="security",
        for_each=Expression(
            f"{{ for option in {certificate}.domain_validation_options : option.domain_name => option }}"
        ),
    )
    validation = site.add(
        "aws_acm_certificate_validation",
        component.label,
        {
            "certificate_arn": Ref(certificate, "arn"),
            "validation_record_fqdns": Expression(f"[for record in {records} : record.fqdn]"),
        },
        component=component,
        concern="security",
        provider=provider,
    )
    return certificate, Ref(validation, "certificate_arn")


def wire(component: Component, site: Site) -> Ports:
    """A certificate for the stated domain, in us-east-1 where CloudFront uses it."""
    domain = domain_of(component, site) or "example.com"
    edge = bool(site.setting(component, "edge")) or any(
        kind_of(other) == "cloudfront"
        for kind in ("attached", "uses", "encrypts", "fronts")
        for incoming in (True, False)
        for other in site.related(component, kind, incoming=incoming)
    )
    certificate, arn = add_certificate(component, site, domain, edge=edge)
    return Ports(
        address=certificate,
        arn=arn,
        handle=arn,
        handle_name="CERTIFICATE_ARN",
        extra={"validation": arn.address, "domain": domain, "edge": edge},
    )


SERVICE = Service(
    id="acm",
    title="AWS Certificate Manager",
    concern="security",
    primary="aws_acm_certificate",
    words=(
        "acm", "acm certificate", "certificate manager", "tls certificate", "ssl certificate", "https certificate",
        "certificado tls", "certificado ssl", "certificado acm", "certificado https",
    ),
    weak_words=("certificate", "certificado"),
    wire=wire,
    types=("aws_acm_certificate_validation", "aws_route53_record", "aws_route53_zone"),
    parameters=(
        Parameter("domain", "domain", ("domain", "domain name", "dominio", "for", "para"), argument="domain_name"),
        Parameter("alternative_names", "list", ("alternative name", "san", "also for", "nombre alternativo"),
                  argument="subject_alternative_names"),
        Parameter("edge", "flag", ("for cloudfront", "in us-east-1", "para cloudfront")),
    ),
    shape="security",
    summary="A certificate that DNS validates and that renews itself.",
)  # fmt: skip
