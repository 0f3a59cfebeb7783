"""Addresses, NAT, forwarding rules, VPN tunnels and DNS."""

from collections.abc import Mapping
from decimal import Decimal

from app.analysis.pricing.base import Bill, Pricer
from app.analysis.pricing.google.place import in_region
from app.domain.cost import HOURS

_MOST_VMS = 32
"""A gateway is billed for that many machines at most (Google, Cloud NAT pricing)."""
_MILLION = 1_000_000


def address(bill: Bill) -> None:
    """A reserved address: dear while nothing uses it, free in front of a load balancer or inside of a network."""
    if bill.text("address_type", "EXTERNAL") == "INTERNAL":
        bill.free()
        return
    users = {one.type for one in bill.referring()}
    if any(one.endswith("forwarding_rule") or one == "google_compute_router_nat" for one in users):
        bill.free()
        return
    used = "google_compute_instance" in users
    name, variant = ("IP address (standard VM)", "vm") if used else ("IP address (unused)", "unused")
    price = bill.book.gcp_other("compute.network.ip", bill.region, variant, "hour")
    bill.hourly(name, price=price, usage=False)


def router_nat(bill: Bill) -> None:
    """A gateway, by the machines behind it and the data that passes."""
    key = "assigned_vms"
    machines = bill.usage(key)
    hours = None if machines is None else min(machines, Decimal(_MOST_VMS)) * HOURS
    bill.charge("Assigned VMs (first 32)", hours, usage=True, keys=(key,))
    key = "monthly_data_processed_gb"
    bill.charge("Data processed", bill.usage(key), usage=True, keys=(key,))


def forwarding_rule(bill: Bill) -> None:
    """A rule by the hour. Google bills the first five together, which makes this an estimate."""
    listed = bill.book.component(bill.resource.type, "Forwarding rules", bill.region)
    bill.hourly("Forwarding rules", price=listed.price.times(1, "each rule by itself") if listed else None, usage=False)
    key = "monthly_ingress_data_gb"
    bill.charge("Ingress data", bill.usage(key), usage=True, keys=(key,))


def vpn_tunnel(bill: Bill) -> None:
    """A tunnel by the hour."""
    price = bill.book.gcp_other("compute.network.vpn", bill.region, "tunnel", "hour")
    bill.hourly("VPN Tunnel", price=price, usage=False)


def managed_zone(bill: Bill) -> None:
    """A zone by the month; DNS has one price everywhere."""
    bill.charge("Managed zone", 1, usage=False, region="us-central1")


def record_set(bill: Bill) -> None:
    """Queries of a record."""
    key = "monthly_queries"
    bill.charge("Queries", bill.usage(key, per=_MILLION), usage=True, keys=(key,), region="us-central1")


def placed(pricer: Pricer) -> Pricer:
    """A pricer of something that may stand in a zone."""

    def price(bill: Bill) -> None:
        in_region(bill)
        pricer(bill)

    return price


PRICERS: Mapping[str, Pricer] = {
    "google_compute_address": placed(address),
    "google_compute_global_address": address,
    "google_compute_router_nat": router_nat,
    "google_compute_forwarding_rule": forwarding_rule,
    "google_compute_global_forwarding_rule": forwarding_rule,
    "google_compute_vpn_tunnel": vpn_tunnel,
    "google_dns_managed_zone": managed_zone,
    "google_dns_record_set": record_set,
}
