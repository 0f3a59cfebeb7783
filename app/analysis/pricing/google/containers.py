"""GKE: the fee of a cluster, its pools of nodes, and what runs on Autopilot."""

from collections.abc import Mapping
from decimal import Decimal

from app.analysis.pricing.base import Bill, Pricer
from app.analysis.pricing.google.disks import charge_disk
from app.analysis.pricing.google.machines import charge_accelerators, charge_machine, is_spot
from app.analysis.pricing.google.place import in_region
from app.analysis.pricing.reading import Block, Reading

_MACHINE, _DISK, _DISK_GB = "e2-medium", "pd-balanced", 100
"""What a node is where nothing is said (GKE documentation)."""
_REGIONAL_ZONES = 3
_AUTOPILOT = (
    ("Autopilot vCPU", "autopilot_vcpu_count"),
    ("Autopilot memory", "autopilot_memory_gb"),
    ("Autopilot ephemeral storage", "autopilot_ephemeral_storage_gb"),
)


def cluster(bill: Bill) -> None:
    """A cluster with the pools that it defines itself. What runs on Autopilot is counted as the usage file states."""
    zonal = in_region(bill)
    if bill.flag("enable_autopilot"):
        bill.hourly("Autopilot", usage=False)
        for name, key in _AUTOPILOT:
            bill.charge(name, bill.stated(key), usage=True, keys=(key,))
        return
    bill.hourly("Cluster management fee", usage=False)
    zones = _zones(bill, zonal=zonal)
    pools = bill.blocks("node_pool")
    for number, pool in enumerate(pools):
        _pool(bill, pool, zones, "node_pool", f"node_pool[{number}].nodes")
    if not pools and not bill.flag("remove_default_node_pool"):
        stated = bill.stated("nodes")
        count = (bill.number("initial_node_count") if stated is None else stated) * zones
        _nodes(bill, next(iter(bill.blocks("node_config")), None), count, "default_pool")


def node_pool(bill: Bill) -> None:
    """One more pool. It stands in its cluster's zones unless it names others."""
    zonal = in_region(bill)
    clusters = bill.related("cluster")
    if clusters and not bill.resource.get("location"):
        owner = bill.of(clusters[0])
        zonal = in_region(owner)
        bill.region = owner.resource.region or bill.region
        in_region(bill)
    _pool(bill, bill, _zones(bill, zonal=zonal), "", "nodes")


def _zones(bill: Bill, *, zonal: bool) -> int:
    """In how many zones there are nodes: those that are named, else one, else Google's three of a region."""
    named = bill.resource.get("node_locations")
    if isinstance(named, list) and named:
        return len(named) + (1 if zonal and bill.resource.type == "google_container_cluster" else 0)
    return 1 if zonal else _REGIONAL_ZONES


def _pool(bill: Bill, pool: Reading, zones: int, within: str, key: str) -> None:
    """Nodes of every zone: as stated, else as counted, else the least that scaling keeps, else as begun with."""
    scaling, stated = next(iter(pool.blocks("autoscaling")), None), bill.stated(key)
    if stated is not None:
        count = stated * zones
    elif pool.get("node_count") is not None:
        count = pool.number("node_count") * zones
    elif scaling is not None and scaling.get("total_min_node_count"):
        count = scaling.number("total_min_node_count")
    elif scaling is not None and scaling.get("min_node_count") is not None:
        count = scaling.number("min_node_count") * zones
    else:
        count = pool.number("initial_node_count", 1) * zones
    _nodes(bill, next(iter(pool.blocks("node_config")), None), count, within)


def _nodes(bill: Bill, node: Block | None, count: Decimal, within: str) -> None:
    machine = node.text("machine_type", _MACHINE) if node else _MACHINE
    spot = is_spot(node) if node else False
    bill.label(f"{count:f} × {machine}")
    charge_machine(bill, machine, spot=spot, count=count, within=within)
    kind = node.text("disk_type", _DISK) if node else _DISK
    size = node.number("disk_size_gb", _DISK_GB) if node else Decimal(_DISK_GB)
    charge_disk(bill, kind, size, count=count, within=within)
    if node:
        charge_accelerators(bill, node, machine, spot=spot, count=count)


PRICERS: Mapping[str, Pricer] = {"google_container_cluster": cluster, "google_container_node_pool": node_pool}
