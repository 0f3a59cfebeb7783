"""Addresses, load balancers, gateways."""

from collections.abc import Mapping
from decimal import Decimal

from app.analysis.pricing.azure.place import stands_with
from app.analysis.pricing.base import Bill, Pricer, Tier
from app.analysis.pricing.metered import Use, beyond, meter_stated, meter_tiers
from app.domain.cost import HOURS

_UNITS_PER_INSTANCE = 10
"""Capacity units that every reserved instance of an application gateway brings (Azure, Application Gateway pricing)."""
_PROCESSED = "monthly_data_processed_gb"
_OUTBOUND: tuple[Tier, ...] = (
    (10 * 1024, "Outbound data transfer (first 10TB)"),
    (40 * 1024, "Outbound data transfer (next 40TB)"),
    (None, "Outbound data transfer (next 100TB)"),
)
_FREE_TUNNELS = 128
_GATEWAYS = {"Standard_v2": "basic", "WAF_v2": "WAF"}


def public_ip(bill: Bill) -> None:
    """An address by the hour, as it is allocated and by its kind."""
    how, tier = bill.text("allocation_method").lower(), bill.text("sku_tier", "Regional").lower()
    basic = bill.text("sku", "Standard") == "Basic"
    name = f"IP address ({how}, {tier})"
    pick = ("0.0036" if basic else "0.005") if name == "IP address (static, regional)" else ""
    listed = bill.book.component(bill.resource.type, name, bill.region)
    known = pick if listed is not None and Decimal(pick or 0) in listed.choices else ""
    if basic and pick and not known:
        bill.hourly(name, region="westus", pick=pick, usage=False)
    else:
        bill.hourly(name, pick=known, usage=False)


def public_ip_prefix(bill: Bill) -> None:
    """Every address of a range by the hour."""
    length = int(bill.number("prefix_length", 28))
    bill.hourly("IP prefix", 2 ** max(0, 32 - length), usage=False)


def load_balancer(bill: Bill) -> None:
    """What passes through a standard load balancer; a basic one is free."""
    if bill.text("sku", "Standard") == "Basic":
        bill.free()
        return
    bill.charge("Data processed", bill.usage(_PROCESSED), usage=True, keys=(_PROCESSED,))


def load_balancer_rule(bill: Bill) -> None:
    """A rule by the hour. Azure bills the first five together, which makes this an estimate; a basic one's are free."""
    stands_with(bill, "loadbalancer_id")
    balancer = next(iter(bill.related("loadbalancer_id")), None)
    if balancer is not None and balancer.get("sku") == "Basic":
        bill.free()
        return
    listed = bill.book.component(bill.resource.type, "Rule usage", bill.region)
    bill.hourly("Rule usage", price=listed.price.times(1, "each rule by itself") if listed else None, usage=False)


def application_gateway(bill: Bill) -> None:
    """A gateway of the second version: its hours, the capacity it reserves, and what is used beyond."""
    sku = str(bill.resource.get("sku.name", ""))
    kind = _GATEWAYS.get(sku)
    bill.label(sku)
    if kind is None:
        bill.unpriced(f"no price for a gateway of kind {sku or 'unknown'}")
        return
    bill.hourly(f"Gateway usage ({'WAF' if kind == 'WAF' else 'basic'} v2)", usage=False)
    reserved = bill.number("sku.0.capacity", bill.number("autoscale_configuration.0.min_capacity"))
    name, key = f"V2 capacity units ({kind})", "monthly_v2_capacity_units"
    if reserved:
        bill.charge(name, reserved * _UNITS_PER_INSTANCE * HOURS, usage=False)
    used = bill.stated(key) if reserved else bill.usage(key)
    if used is not None:
        bill.charge(name, used, usage=True, keys=(key,))


def nat_gateway(bill: Bill) -> None:
    """A gateway by the hour and gigabyte."""
    bill.hourly("NAT gateway", usage=False)
    bill.charge("Data processed", bill.usage(_PROCESSED), usage=True, keys=(_PROCESSED,))


def bastion(bill: Bill) -> None:
    """A bastion by the hour; the price of kinds beyond Basic is not known."""
    kind = bill.text("sku", "Basic")
    if kind == "Basic":
        bill.hourly("Bastion host", usage=False)
        key = "monthly_outbound_data_gb"
        meter_tiers(bill, bill.stated(key) or 0, _OUTBOUND, (key,))
    else:
        bill.unpriced(f"no price for a {kind} bastion")


def vpn_gateway(bill: Bill) -> None:
    """A gateway for VPN by its size; the prices of ExpressRoute's are not known."""
    sku = bill.text("sku")
    bill.label(sku)
    if bill.text("type") != "Vpn":
        bill.unpriced(f"no price for a gateway of type {bill.text('type')}")
        return
    bill.hourly(f"VPN gateway ({sku})", usage=False)
    meter_stated(bill, Use("VPN gateway data tranfer", "monthly_data_transfer_gb"))  # codespell:ignore tranfer
    key = "p2s_connection"
    tunnels = beyond(bill.stated(key), _FREE_TUNNELS)
    bill.charge("VPN gateway P2S tunnels (over 128)", tunnels or 0, usage=True, keys=(key,))


PRICERS: Mapping[str, Pricer] = {
    "azurerm_public_ip": public_ip,
    "azurerm_public_ip_prefix": public_ip_prefix,
    "azurerm_lb": load_balancer,
    "azurerm_lb_rule": load_balancer_rule,
    "azurerm_lb_outbound_rule": load_balancer_rule,
    "azurerm_application_gateway": application_gateway,
    "azurerm_nat_gateway": nat_gateway,
    "azurerm_bastion_host": bastion,
    "azurerm_virtual_network_gateway": vpn_gateway,
}
