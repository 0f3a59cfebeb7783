"""Amazon CloudFront: content near its readers, over TLS, from buckets, balancers and APIs."""

from typing import Any

from app.domain.request import Component, Relation
from app.domain.resources import Ref
from app.knowledge.catalogue.acm import certificate_for
from app.knowledge.catalogue.base import End, Parameter, Ports, Service, Site
from app.knowledge.catalogue.cloudfront_logs import deliver_logs
from app.knowledge.catalogue.cloudfront_origins import ORIGINS, fronted_by, fronts, headers_policy, serve_bucket
from app.knowledge.catalogue.domains import add_alias, domain_of
from app.knowledge.catalogue.kinds import kind_of
from app.knowledge.catalogue.reach import silent_target
from app.knowledge.catalogue.waf import add_web_acl, wanted


def _viewer(component: Component, site: Site, domain: str) -> dict[str, Any]:
    if not domain:
        return {"cloudfront_default_certificate": True}
    return {
        "acm_certificate_arn": certificate_for(component, site, domain, edge=True),
        "minimum_protocol_version": "TLSv1.2_2021",
        "ssl_support_method": "sni-only",
    }


def wire(component: Component, site: Site) -> Ports:
    """The distribution without its origins, which relations bring; a bucket where there is none."""
    domain = domain_of(component, site)
    countries = [str(code).upper() for code in site.setting(component, "countries") or ()]
    alternative = [str(name) for name in site.setting(component, "alternative_names") or ()]
    body: dict[str, Any] = {
        "enabled": True,
        "comment": site.name(component),
        "aliases": [domain, *alternative] if domain else None,
        "default_root_object": site.setting(component, "index_document"),
        "http_version": "http2and3",
        "is_ipv6_enabled": True,
        "price_class": site.setting(component, "price_class"),
        "restrictions": {
            "geo_restriction": {
                "restriction_type": "whitelist" if countries else "none",
                "locations": countries or None,
            }
        },
        "viewer_certificate": _viewer(component, site, domain),
    }
    if not any(kind_of(c) == "waf" for c in site.request.components) and wanted(component, site):
        body["web_acl_id"] = Ref(add_web_acl(component, site, "CLOUDFRONT"), "arn")
    address = site.add("aws_cloudfront_distribution", component.label, body, component=component)
    _accept(site, address, has_domain=bool(domain), everywhere=not countries)
    policy = headers_policy(component, site)
    deliver_logs(component, site, address)
    name = component.label.replace("-", "_")
    site.output(f"{name}_domain_name", Ref(address, "domain_name"), "Address of the CloudFront distribution.")
    end = End(
        component,
        Ports(
            address=address,
            arn=Ref(address, "arn"),
            handle=Ref(address, "domain_name"),
            handle_name="DOMAIN",
            principal="cloudfront.amazonaws.com",
            extra={
                "origins": [],
                "headers_policy": policy,
                "domain": domain,
                "alias": {"name": Ref(address, "domain_name"), "zone_id": Ref(address, "hosted_zone_id")},
            },
        ),
    )
    target = (
        None if _has_target(component, site) else silent_target(component, site, ("alb", "s3", "api_http", "api_rest"))
    )
    if target is not None:
        fronts(end, target, Relation(component.id, "fronts", target.component.id), site)
    elif not _has_target(component, site):
        serve_bucket(end, site.require("s3", purpose="site"), site)
    return end.ports


def _has_target(component: Component, site: Site) -> bool:
    """Whether a relation of the request says where content comes from."""
    return any(
        kind_of(other) in ORIGINS
        for kind in ("fronts", "uses", "attached", "reads")
        for incoming in (False, True)
        for other in site.related(component, kind, incoming=incoming)
    )


def _accept(site: Site, address: str, *, has_domain: bool, everywhere: bool) -> None:
    site.accept(
        "CKV_AWS_86",
        "Access logs are delivered to the log bucket by CloudFront's standard logging v2, a log delivery of its own.",
        address,
    )
    site.accept(
        "CKV_AWS_310",
        "The request names one source for each path; failing over takes a second one with the same content.",
        address,
    )
    if everywhere:
        site.accept("CKV_AWS_374", "The request names no country to let in or to keep out.", address)
    if not has_domain:
        reason = "No domain name was given for it, so that CloudFront's own certificate serves its own name."
        site.accept("CKV2_AWS_42", reason, address)
        site.accept("CKV_AWS_174", reason, address)


def finish(end: End, site: Site) -> None:
    """Names that lead to the distribution, unless a zone of the request already has them."""
    domain = str(end.ports.extra["domain"])
    if domain and not site.related(end.component, "resolves", incoming=True):
        add_alias(end.component, site, domain, end.ports.extra["alias"], ipv6=True)


SERVICE = Service(
    id="cloudfront",
    title="Amazon CloudFront",
    concern="edge",
    primary="aws_cloudfront_distribution",
    words=("cloudfront", "amazon cloudfront", "cloudfront distribution", "cdn", "content delivery network",
           "distribucion de cloudfront", "distribucion cloudfront", "red de distribucion de contenido"),
    weak_words=("distribution", "edge cache", "content delivery", "distribucion"),
    wire=wire,
    links={"fronts": fronts, "uses": fronts, "attached": fronts, "reads": fronts},
    linked={"fronts": fronted_by, "attached": fronted_by},
    finish=finish,
    types=(
        "aws_cloudfront_origin_access_control", "aws_cloudfront_response_headers_policy", "aws_wafv2_web_acl",
        "aws_cloudwatch_log_delivery", "aws_cloudwatch_log_delivery_source", "aws_cloudwatch_log_delivery_destination",
        "aws_acm_certificate", "aws_acm_certificate_validation", "aws_route53_record",
    ),
    parameters=(
        Parameter("domain", "domain", ("domain", "domain name", "alias", "custom domain", "hostname", "dominio",
                                       "nombre de dominio")),
        Parameter("alternative_names", "list", ("alternative name", "additional alias", "also as",
                                                "nombre alternativo")),
        Parameter("index_document", "text", ("default root object", "index document", "documento indice"),
                  argument="default_root_object", default="index.html"),
        Parameter("price_class", "choice", ("price class", "clase de precio"), argument="price_class",
                  choices={"all": "PriceClass_All", "100": "PriceClass_100", "200": "PriceClass_200",
                           "priceclass_all": "PriceClass_All", "priceclass_100": "PriceClass_100",
                           "priceclass_200": "PriceClass_200", "cheapest": "PriceClass_100"},
                  default="PriceClass_100"),
        Parameter("countries", "list", ("only in", "country", "geo restriction", "solo en",
                                        "pais")),
        Parameter("single_page", "flag", ("single page application", "single-page application", "single page app",
                                          "spa",
                                          "aplicacion de una sola pagina")),
        Parameter("log_retention", "duration", ("access log", "access log retention", "log retention",
                                                "registro de acceso", "retencion de registros"), unit="days"),
        Parameter("waf", "flag", ("waf", "web application firewall", "cortafuegos web")),
    ),
    shape="edge",
    summary="A distribution that alone may read its buckets, with TLS 1.2, security headers, a firewall and logs.",
)  # fmt: skip
