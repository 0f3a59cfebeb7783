"""Amazon OpenSearch Service (and domains under its older name): data nodes, masters, warm nodes, EBS storage."""

from collections.abc import Mapping
from decimal import Decimal
from functools import partial

from app.analysis.pricing.aws.pages import page_price
from app.analysis.pricing.aws.reserving import not_listed, term
from app.analysis.pricing.base import Bill, Pricer

DEFAULT_NODE = "m3.medium"
"""The provider's default type of node."""
MASTERS, DEFAULT_GB = 3, 10
GP3_IOPS, GP3_THROUGHPUT = 3_000, 125
"""What gp3 includes: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/limits.html."""


def domain(bill: Bill, suffix: str) -> None:
    """A domain. Storage is that of one data node times their number; the managed storage of warm nodes is not known."""
    count = bill.number("cluster_config.instance_count", 1)
    kind = bill.text("cluster_config.instance_type", f"{DEFAULT_NODE}.{suffix}")
    bill.label(kind)
    node(bill, "Instance", kind, count)
    if bill.flag("ebs_options.ebs_enabled"):
        storage(bill, count)
    if bill.flag("cluster_config.dedicated_master_enabled"):
        master = bill.text("cluster_config.dedicated_master_type", f"{DEFAULT_NODE}.{suffix}")
        node(bill, "Dedicated master", master, bill.number("cluster_config.dedicated_master_count", MASTERS))
    if bill.flag("cluster_config.warm_enabled"):
        warm = bill.text("cluster_config.warm_type", f"ultrawarm1.medium.{suffix}")
        node(bill, "UltraWarm instance", warm, bill.number("cluster_config.warm_count"))
    for option in bill.blocks("cluster_config.node_options"):  # coordinators
        if option.flag("node_config.enabled"):
            node(bill, "Coordinator", option.text("node_config.type"), option.number("node_config.count", 1))


def node(bill: Bill, what: str, kind: str, count: Decimal) -> None:
    """Nodes by the hour."""
    price, reserved = bill.book.opensearch(kind, bill.region), term(bill)
    if reserved is None:
        bill.hourly(f"{what} (on-demand, {kind})", count, price=price, usage=False)
        return
    current = kind.replace(".elasticsearch", ".search")
    listed = reserved.of(bill.book.node_commitment(current, "", bill.region, reserved.years))
    if listed is not None:
        bill.hourly(f"{what} (reserved, {kind})", count, price=listed, usage=False)
    else:
        not_listed(bill, kind, price, count)


def storage(bill: Bill, count: Decimal) -> None:
    """EBS storage of all data nodes, and what is provisioned beyond it, as listed under the older type."""
    older = "aws_elasticsearch_domain"
    kind = bill.text("ebs_options.volume_type", "gp2")
    size = bill.number("ebs_options.volume_size", DEFAULT_GB)
    bill.charge(f"Storage ({kind})", size * count, like=older, usage=False)
    iops, throughput = bill.number("ebs_options.iops"), bill.number("ebs_options.throughput")
    if kind == "io1":
        bill.charge("Storage IOPS (io1)", max(iops, Decimal(1)) * count, like=older, usage=False)
    if kind == "gp3":
        if iops > GP3_IOPS:
            name = "Provisioned IOPS (gp3)"
            price = page_price(bill, name, "aws_opensearch_domain")
            bill.charge(name, (iops - GP3_IOPS) * count, price=price, usage=False)
        if throughput > GP3_THROUGHPUT:
            more = (throughput - GP3_THROUGHPUT) * count
            bill.charge("Throughput (gp3)", more, like=older, usage=False)


PRICERS: Mapping[str, Pricer] = {
    "aws_opensearch_domain": partial(domain, suffix="search"),
    "aws_elasticsearch_domain": partial(domain, suffix="elasticsearch"),
}
