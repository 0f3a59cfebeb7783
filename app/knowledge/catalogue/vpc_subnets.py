"""The subnets of a VPC and their routes: computed per availability zone, or exactly those a request names."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.request import Component
from app.domain.resources import Call, Expression, Local, Ref
from app.knowledge.catalogue.base import Network, Site
from app.knowledge.catalogue.inputs import argument, named
from app.knowledge.catalogue.kinds import kind_of

SMALLEST = 28
"""AWS takes no subnet smaller than /28."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What the ways out need to know of the subnets.

    ``spread`` is true where subnets and private route tables are counted, one per zone; ``public_subnet`` the address
    of the (counted) public subnets or empty; ``private_tables`` the addresses of the private route tables;
    ``zones`` how many there are, as an expression; ``prefix`` what auxiliary labels start with.
    """

    network: Network
    vpc: str
    spread: bool
    prefix: str = ""
    public_subnet: str = ""
    private_tables: tuple[str, ...] = ()
    zones: Any = 1
    gateway: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


def lay_out(component: Component, site: Site, vpc: str, cidr: str) -> Layout:
    """Subnets, internet gateway and route tables of one VPC (``vpc`` is its address)."""
    own = _subnets_of(component, site)
    return _explicit(component, site, vpc, cidr, own) if own else _spread(component, site, vpc, cidr)


def _subnets_of(component: Component, site: Site) -> tuple[Component, ...]:
    """The subnets the request names for this VPC; those that say nothing belong to its first VPC."""
    first = next((c for c in site.request.components if kind_of(c) == "vpc"), component)
    own = []
    for subnet in named(site, "aws_subnet"):
        owners = {c.id for c in site.related(subnet, "in") if kind_of(c) == "vpc"}
        owners |= {c.id for c in site.related(subnet, "attached") if kind_of(c) == "vpc"}
        if component.id in owners or (not owners and first.id == component.id):
            own.append(subnet)
    return tuple(own)


def prefix_of(component: Component) -> str:
    """What auxiliary labels start with; nothing for the usual single VPC."""
    return "" if component.label in {"main", "vpc"} else f"{component.label}_"


def _zone_names(site: Site) -> Ref:
    zones = site.add(
        "aws_availability_zones",
        "available",
        {"state": "available", "filter": [{"name": "opt-in-status", "values": ["opt-in-not-required"]}]},
        data=True,
        concern="network",
    )
    site.accept(
        "CKV_AWS_394",
        "Only the first zones of the sorted list are used, as many as the code says: a new zone changes nothing.",
        zones.removeprefix("data."),
    )
    return Ref(zones, "names")


def _zone_count(component: Component, site: Site) -> Any:
    stated = site.setting(component, "availability_zones")
    if stated:
        return min(int(stated), 6)
    asked = max(int(site.setting(component, name) or 0) for name in ("public_subnets", "private_subnets"))
    if asked:
        return min(asked, 3)
    name = f"{prefix_of(component)}availability_zone_count".replace("-", "_")
    return site.variable(
        name, "number", "Number of availability zones to spread over.", 3, by_environment={"dev": 2, "prod": 3}
    )


def _bits(cidr: str, wanted: int) -> int:
    """Bits a subnet may add to the VPC's prefix: ``wanted``, or as many as AWS leaves."""
    try:
        length = ipaddress.ip_network(cidr, strict=False).prefixlen
    except ValueError:
        return wanted
    return max(1, min(wanted, SMALLEST - length))


def _first_zones(site: Site, count: Any) -> Call:
    """The first zones of the region, as many as wanted; some regions open no more than two to an account."""
    names = _zone_names(site)
    return Call("slice", (names, 0, Call("min", (count, Call("length", (names,))))))


def _spread(component: Component, site: Site, vpc: str, cidr: str) -> Layout:
    prefix = prefix_of(component)
    zones = site.local(
        f"{prefix}availability_zones".replace("-", "_"),
        _first_zones(site, _zone_count(component, site)),
    )
    bits = _bits(cidr, 4)
    offset = 2 ** (bits - 1)
    public = _tier(component, site, vpc, "public", zones, bits, 0)
    private = _tier(component, site, vpc, "private", zones, bits, offset)
    gateway = _gateway(component, site, vpc)
    _public_routes(component, site, vpc, gateway, (public,), counted=_tier_count(component, site, "public", zones))
    count = _tier_count(component, site, "private", zones)
    table = site.add(
        "aws_route_table",
        f"{prefix}private",
        {"vpc_id": Ref(vpc), "tags": {"Name": Expression(f'"${{local.name}}-{prefix}private-${{count.index}}"')}},
        component=component,
        count=count,
    )
    site.add(
        "aws_route_table_association",
        f"{prefix}private",
        {"subnet_id": Ref(private, "[count.index].id"), "route_table_id": Ref(table, "[count.index].id")},
        component=component,
        count=count,
    )
    network = Network(
        vpc_id=Ref(vpc),
        cidr=Ref(vpc, "cidr_block"),
        public=Ref(public, "[*].id"),
        private=Ref(private, "[*].id"),
        private_route_tables=Ref(table, "[*].id"),
        label=component.label,
    )
    return Layout(network, vpc, True, prefix, public, (table,), count, gateway)


def _tier_count(component: Component, site: Site, tier: str, zones: Local) -> Any:
    return int(site.setting(component, f"{tier}_subnets") or 0) or Call("length", (zones,))


def _tier(component: Component, site: Site, vpc: str, tier: str, zones: Local, bits: int, offset: int) -> str:
    prefix = prefix_of(component)
    index = f"count.index + {offset}" if offset else "count.index"
    return site.add(
        "aws_subnet",
        f"{prefix}{tier}",
        {
            "vpc_id": Ref(vpc),
            "availability_zone": Expression(f"local.{zones.name}[count.index % length(local.{zones.name})]"),
            "cidr_block": Call("cidrsubnet", (Ref(vpc, "cidr_block"), bits, Expression(index))),
            "map_public_ip_on_launch": False,
            "tags": {"Name": Expression(f'"${{local.name}}-{prefix}{tier}-${{count.index}}"'), "Tier": tier},
        },
        component=component,
        count=_tier_count(component, site, tier, zones),
    )


def _gateway(component: Component, site: Site, vpc: str) -> str:
    return site.add(
        "aws_internet_gateway",
        component.label,
        {"vpc_id": Ref(vpc), "tags": {"Name": site.name(component)}},
        component=component,
    )


def _public_routes(
    component: Component, site: Site, vpc: str, gateway: str, subnets: tuple[str, ...], *, counted: Any = None
) -> None:
    prefix = prefix_of(component)
    table = site.add(
        "aws_route_table",
        f"{prefix}public",
        {"vpc_id": Ref(vpc), "tags": {"Name": site.name(component, "public")}},
        component=component,
    )
    site.add(
        "aws_route",
        f"{prefix}public_internet",
        {"route_table_id": Ref(table), "destination_cidr_block": "0.0.0.0/0", "gateway_id": Ref(gateway)},
        component=component,
    )
    for subnet in subnets:
        label = f"{prefix}public" if counted is not None else subnet.rpartition(".")[2]
        path = "[count.index].id" if counted is not None else "id"
        site.add(
            "aws_route_table_association",
            label,
            {"subnet_id": Ref(subnet, path), "route_table_id": Ref(table)},
            component=component,
            count=counted,
        )


def _is_public(subnet: Component, *, all_public: bool) -> bool:
    words = f"{subnet.label} {subnet.name or ''} {subnet.text}".lower()
    if "private" in words or "privada" in words:
        return False
    if "public" in words or argument(subnet, "map_public_ip_on_launch"):
        return True
    return all_public


def _explicit(component: Component, site: Site, vpc: str, cidr: str, own: tuple[Component, ...]) -> Layout:
    """Exactly the subnets that were named, each in the next zone, those without a range in free space."""
    names = _zone_names(site)
    spoken = " ".join(f"{c.label} {c.text}" for c in own).lower()
    open_by_default = bool(named(site, "aws_internet_gateway")) and "public" not in spoken
    bits = _bits(cidr, 8)
    literal = any(argument(subnet, "cidr_block") for subnet in own)
    public: list[str] = []
    private: list[str] = []
    units = [(subnet, number) for subnet in own for number in range(1, max(subnet.count, 1) + 1)]
    for index, (subnet, copy) in enumerate(units):
        number = index + (2 ** (bits - 1) if literal and not argument(subnet, "cidr_block") else 0)
        address = site.add(
            "aws_subnet",
            subnet.label if copy == 1 else f"{subnet.label}_{copy}",
            {
                "vpc_id": Ref(vpc),
                "availability_zone": Ref(names.address, f"names[{index % 3}]"),
                "cidr_block": Call("cidrsubnet", (Ref(vpc, "cidr_block"), bits, number)),
                "tags": {"Name": site.name(subnet, "" if copy == 1 else str(copy))},
            },
            component=subnet,
            concern="network",
        )
        (public if _is_public(subnet, all_public=open_by_default) else private).append(address)
    gateway = ""
    if public or named(site, "aws_internet_gateway"):
        gateway = _gateway(component, site, vpc)
    if public:
        _public_routes(component, site, vpc, gateway, tuple(public))
    return _explicit_layout(component, site, vpc, public, private, gateway)


def _explicit_layout(
    component: Component, site: Site, vpc: str, public: list[str], private: list[str], gateway: str
) -> Layout:
    prefix = prefix_of(component)
    tables: tuple[str, ...] = ()
    if private and (public or len(named(site, "aws_route_table")) > 0):
        table = site.add(
            "aws_route_table",
            f"{prefix}private",
            {"vpc_id": Ref(vpc), "tags": {"Name": site.name(component, "private")}},
            component=component,
        )
        tables = (table,)
        for subnet in private:
            site.add(
                "aws_route_table_association",
                subnet.rpartition(".")[2],
                {"subnet_id": Ref(subnet), "route_table_id": Ref(table)},
                component=component,
            )
    network = Network(
        vpc_id=Ref(vpc),
        cidr=Ref(vpc, "cidr_block"),
        public=[Ref(address) for address in (public or private)],
        private=[Ref(address) for address in (private or public)],
        private_route_tables=[Ref(table) for table in tables],
        label=component.label,
    )
    return Layout(network, vpc, False, prefix, public[0] if public else "", tables, 1, gateway)
