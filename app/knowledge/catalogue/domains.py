"""Domain names: which one belongs to a component, and the zone its records stand in."""

from typing import Any

from app.domain.request import Component
from app.domain.resources import Ref
from app.knowledge.catalogue.base import Site
from app.knowledge.catalogue.kinds import kind_of

PUBLIC_SUFFIXES = ("co.uk", "org.uk", "com.au", "com.br", "com.mx", "com.ar", "com.co", "com.es", "co.jp", "co.in")
"""Two-part endings under which names are registered, as far as they are common."""


def domain_of(component: Component, site: Site) -> str:
    """The domain stated for the component, else that of a record or certificate that points at it, or empty."""
    own = site.setting(component, "domain")
    if own:
        return str(own)
    for kind in ("resolves", "attached", "uses"):
        for incoming in (True, False):
            for other in site.related(component, kind, incoming=incoming):
                if kind_of(other) in {"route53", "acm"} and site.setting(other, "domain"):
                    return str(site.setting(other, "domain"))
    return _domain_of_entry(component, site)


ENTRIES = ("cloudfront", "alb", "nlb", "api_http", "api_rest")
"""Where visitors arrive, the outermost first."""


def _domain_of_entry(component: Component, site: Site) -> str:
    """The domain of the request's only public zone or certificate, where the component is its only entry."""
    present = [other for other in site.request.components if kind_of(other) in ENTRIES]
    first = next((kind for kind in ENTRIES if any(kind_of(other) == kind for other in present)), "")
    outermost = [other.id for other in present if kind_of(other) == first]
    if outermost != [component.id]:
        return ""
    named = {
        str(site.setting(other, "domain"))
        for other in site.request.components
        if kind_of(other) in {"route53", "acm"} and not site.setting(other, "private") and site.setting(other, "domain")
    }
    return named.pop() if len(named) == 1 else ""


def zone_of(domain: str) -> str:
    """The registered domain a name belongs to: ``shop.example.com`` → ``example.com``."""
    name = domain.removeprefix("*.").rstrip(".")
    parts = name.split(".")
    keep = 3 if ".".join(parts[-2:]) in PUBLIC_SUFFIXES else 2
    return ".".join(parts[-keep:])


def zone_id(component: Component, site: Site, domain: str) -> Any:
    """The id of the public zone: the request's own where it makes one, else a look-up of the existing one."""
    for other in site.request.components:
        if kind_of(other) == "route53" and not site.setting(other, "private"):
            stated = str(site.setting(other, "domain") or "")
            if not stated or zone_of(stated) == zone_of(domain):
                return site.require("route53").ports.extra["zone_id"]
    name = zone_of(domain)
    address = site.add(
        "aws_route53_zone",
        name.replace(".", "_").replace("-", "_"),
        {"name": name, "private_zone": False},
        component=component,
        concern="network",
        data=True,
    )
    return Ref(address, "zone_id")


def add_alias(component: Component, site: Site, domain: str, target: dict[str, Any], *, ipv6: bool = False) -> None:
    """Alias records for a name; ``target`` has ``name`` and ``zone_id``."""
    zone = zone_id(component, site, domain)
    for kind in ("A", "AAAA") if ipv6 else ("A",):
        site.add(
            "aws_route53_record",
            component.label if kind == "A" else f"{component.label}_ipv6",
            {
                "zone_id": zone,
                "name": domain,
                "type": kind,
                "alias": {**target, "evaluate_target_health": True},
            },
            component=component,
            concern="network",
        )
