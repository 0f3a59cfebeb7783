"""Route 53: zones, queries by the way they are routed, health checks, resolver endpoints."""

from collections.abc import Mapping

from app.analysis.pricing.base import Bill, Pricer, Tier
from app.analysis.pricing.metered import MILLION, alike, priced

_BILLION = 1000
"""Tiers are in millions of queries."""
_RESOLVER: tuple[Tier, ...] = ((_BILLION, "DNS queries (first 1B)"), (None, "DNS queries (over 1B)"))
_ROUTING: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "monthly_geo_queries": ("Geo DNS queries", ("geolocation_routing_policy", "geoproximity_routing_policy")),
    "monthly_latency_based_queries": ("Latency based routing queries", ("latency_routing_policy",)),
}
_ASKED = frozenset({"A", "AAAA", "CNAME", "HTTPS"})
"""The types that clients ask for in numbers; the others are asked for rarely, and no use is assumed of them."""
_AWS_NAMES = (".amazonaws.com", ".cloudfront.net", ".elasticbeanstalk.com", ".awsglobalaccelerator.com")


def record(bill: Bill) -> None:
    """A record's queries. Those of an alias to an AWS resource are free (Route 53 pricing)."""
    if bill.blocks("alias"):
        bill.free()
        return
    routed = [key for key, (_, policies) in _ROUTING.items() if any(bill.blocks(policy) for policy in policies)]
    kind = routed[0] if routed else "monthly_standard_queries"
    quiet = bill.text("type") not in _ASKED or bill.text("name").startswith("_")
    for key, name in {
        "monthly_standard_queries": "Standard queries",
        **{k: n for k, (n, _) in _ROUTING.items()},
    }.items():
        stated = bill.stated(key)
        used = stated / MILLION if stated is not None else None
        if stated is None and key == kind and not quiet:
            used = bill.usage(key, per=MILLION)
        if used is not None:
            tiers: tuple[Tier, ...] = ((_BILLION, f"{name} (first 1B)"), (None, f"{name} (over 1B)"))
            bill.tiered(used, tiers, usage=True, keys=(key,))
    if quiet:
        bill.free()


def _endpoint(bill: Bill) -> str:
    """Whether the checked endpoint is AWS's, as told or as its name shows; empty where neither tells."""
    told = bill.told("endpoint_type")
    if told or bill.text("type") in {"CALCULATED", "RECOVERY_CONTROL"}:
        return told
    name = str(bill.resource.get("fqdn", ""))
    return "aws" if bill.related("fqdn") or name.endswith(_AWS_NAMES) else "non_aws" if name else ""


def health_check(bill: Bill) -> None:
    """A check by the month, dearer outside of AWS, and its optional features: HTTPS, a text to find, pace, latency."""
    endpoint = _endpoint(bill)
    basic, option = {"aws": ("0.5", "1"), "non_aws": ("0.75", "2")}.get(endpoint, ("", ""))
    bill.charge("Health check", 1, pick=basic, usage=False)
    type_ = bill.text("type")
    features = (
        type_.startswith("HTTPS"),
        type_.endswith("STR_MATCH"),
        bill.number("request_interval", 30) == 10,
        bill.flag("measure_latency"),
    )
    if any(features):
        bill.charge("Optional features", sum(features), pick=option, usage=False)


def resolver_endpoint(bill: Bill) -> None:
    """Each address by the hour, and the queries that pass through."""
    bill.hourly("Resolver endpoints", len(bill.blocks("ip_address")))
    key = "monthly_queries"
    bill.tiered(bill.usage(key, per=MILLION), _RESOLVER, usage=True, keys=(key,))


def namespace(bill: Bill) -> None:
    """A namespace of Cloud Map, which brings a zone of its own."""
    bill.charge("Hosted zone", 1, like="aws_route53_zone", usage=False)


PRICERS: Mapping[str, Pricer] = {
    **alike(
        {
            "aws_route53_zone": priced(monthly=["Hosted zone"]),
            "aws_route53_record": record,
            "aws_route53_health_check": health_check,
            "aws_service_discovery_private_dns_namespace": namespace,
            "aws_service_discovery_public_dns_namespace": namespace,
        }
    ),
    "aws_route53_resolver_endpoint": resolver_endpoint,
}
