"""AKS: the control plane by its tier, and pools of nodes."""

from collections.abc import Mapping

from app.analysis.pricing.azure.disks import charge_disk
from app.analysis.pricing.azure.machines import charge_machine
from app.analysis.pricing.azure.place import stands_with
from app.analysis.pricing.base import Bill, Pricer
from app.analysis.pricing.reading import Reading

_DISK_GIB = 128
"""A node's managed system disk, where the configuration does not say (AKS documentation)."""


def cluster(bill: Bill) -> None:
    """A cluster with its first pool of nodes."""
    tier = bill.text("sku_tier", "Free")
    if tier in {"Standard", "Paid"}:
        bill.hourly("Uptime SLA")
    elif tier != "Free":
        bill.unpriced(f"no price for the {tier} tier")
    for pool in bill.blocks("default_node_pool"):
        _pool(bill, pool, within="default_node_pool")
    if bill.flag("http_application_routing_enabled"):
        bill.charge("DNS > Hosted zone", 1, usage=False)
    key = "load_balancer.monthly_data_processed_gb"
    bill.charge("Load Balancer > Data processed", bill.stated(key) or 0, usage=True, keys=(key,))


def node_pool(bill: Bill) -> None:
    """One more pool."""
    stands_with(bill, "kubernetes_cluster_id")
    if bill.text("priority", "Regular") == "Spot":
        bill.unpriced("what spot nodes cost changes with supply")
        return
    _pool(bill, bill)


def _pool(bill: Bill, pool: Reading, within: str = "") -> None:
    """Nodes as counted; where they scale by themselves, the least of them."""
    size = pool.text("vm_size")
    count = pool.number("node_count", pool.number("min_count", 1))
    bill.label(f"{count:f} × {size}")
    charge_machine(bill, size, windows=pool.text("os_type", "Linux") == "Windows", count=count, within=within)
    if pool.text("os_disk_type", "Managed") == "Managed":
        place = f"{within} > os_disk" if within else "os_disk"
        charge_disk(bill, "Premium_LRS", pool.number("os_disk_size_gb", _DISK_GIB), count=count, within=place)


PRICERS: Mapping[str, Pricer] = {
    "azurerm_kubernetes_cluster": cluster,
    "azurerm_kubernetes_cluster_node_pool": node_pool,
}
