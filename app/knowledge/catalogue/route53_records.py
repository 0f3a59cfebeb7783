"""Records of a Route 53 zone: aliases and addresses, by every routing policy."""

from typing import Any

from app.domain.request import Relation
from app.domain.resources import Ref
from app.knowledge.catalogue.base import End, Site
from app.knowledge.catalogue.kinds import kind_of

CONTINENTS = ("NA", "EU", "AS", "SA", "OC", "AF")


def record_name(zone: End, target: End, site: Site) -> str:
    """The target's own domain where it lies in the zone; the zone's name for the first target, a part of it after."""
    domain = str(zone.ports.extra["domain"])
    own = str(site.setting(target.component, "domain") or "")
    if own and (own == domain or own.endswith(f".{domain}")):
        return own
    records: list[str] = zone.ports.extra["records"]
    if not records or site.setting(zone.component, "routing") != "simple":
        return domain
    return f"{target.component.label.replace('_', '-')}.{domain}"


def _answer(target: End) -> dict[str, Any] | None:
    """An alias where the target has one, else its address."""
    alias = target.ports.extra.get("alias")
    if alias:
        return {"alias": {**alias, "evaluate_target_health": True}}
    if kind_of(target.component) == "ec2":
        many = target.component.count > 1
        public = not target.ports.extra.get("private", True)
        attribute = "public_ip" if public else "private_ip"
        address = Ref(target.ports.address, f"[*].{attribute}" if many else attribute)
        return {"ttl": 300, "records": address if many else [address]}
    if target.ports.handle is not None and target.ports.handle_name in {"HOST", "ENDPOINT", "DOMAIN", "DB_HOST"}:
        return {"ttl": 300, "records": [target.ports.handle], "type": "CNAME"}
    return None


def _policy(zone: End, target: End, number: int, site: Site) -> dict[str, Any]:
    routing = site.setting(zone.component, "routing")
    if routing == "simple":
        return {}
    body: dict[str, Any] = {"set_identifier": target.component.label}
    if routing == "weighted":
        body["weighted_routing_policy"] = {"weight": 50}
    elif routing == "failover":
        body["failover_routing_policy"] = {"type": "PRIMARY" if number == 0 else "SECONDARY"}
    elif routing == "latency":
        body["latency_routing_policy"] = {"region": target.component.region or site.region()}
    elif routing == "geolocation":
        body["geolocation_routing_policy"] = {"country": "*"} if number == 0 else {"continent": CONTINENTS[number - 1]}
    elif routing == "multivalue":
        body["multivalue_answer_routing_policy"] = True
    return body


def _health_check(zone: End, target: End, name: str, number: int, site: Site) -> Any:
    routing = site.setting(zone.component, "routing")
    wanted = site.setting(zone.component, "health_check") or (routing == "failover" and number == 0)
    if not wanted:
        return None
    host = target.ports.handle if target.ports.handle_name in {"HOST", "DOMAIN"} else name
    secure = target.ports.port == 443 or kind_of(target.component) == "cloudfront"
    address = site.add(
        "aws_route53_health_check",
        target.component.label,
        {
            "fqdn": host,
            "port": 443 if secure else 80,
            "type": "HTTPS" if secure else "HTTP",
            "resource_path": "/",
            "failure_threshold": 3,
            "request_interval": 30,
            "tags": {"Name": site.name(target.component)},
        },
        component=zone.component,
    )
    return Ref(address)


def resolves(zone: End, target: End, _relation: Relation, site: Site) -> None:
    """A record of the zone that leads to the target."""
    answer = _answer(target)
    if answer is None:
        return
    records: list[str] = zone.ports.extra["records"]
    number = len(records)
    name = record_name(zone, target, site)
    body = {
        "zone_id": zone.ports.extra["zone_id"],
        "name": name,
        "type": "A",
        "health_check_id": _health_check(zone, target, name, number, site),
        **answer,
        **_policy(zone, target, number, site),
    }
    if body["type"] == "CNAME" and name == zone.ports.extra["domain"]:
        body["name"] = f"{target.component.label.replace('_', '-')}.{name}"
    site.add("aws_route53_record", target.component.label, body, component=zone.component)
    if kind_of(target.component) == "cloudfront":
        site.add(
            "aws_route53_record", f"{target.component.label}_ipv6", {**body, "type": "AAAA"}, component=zone.component
        )
    records.append(name)
