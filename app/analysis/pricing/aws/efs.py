"""Amazon EFS: storage by class, what reads and writes the infrequent one, provisioned throughput."""

from collections.abc import Mapping
from decimal import Decimal

from app.analysis.pricing.base import Bill, Pricer
from app.analysis.pricing.metered import Use, meter, meter_where
from app.domain.cost import ZERO

INCLUDED_GB_PER_MBPS = 20
"""Each 20 GB of standard storage bring 1 MBps of throughput, https://aws.amazon.com/efs/pricing/."""


def file_system(bill: Bill) -> None:
    """A file system, in one zone or several."""
    zone = "one zone" if bill.has("availability_zone_name") else "standard"
    meter(bill, Use(f"Storage ({zone})", "storage_gb"))
    lifecycle = any(block.get("transition_to_ia") for block in bill.blocks("lifecycle_policy"))
    infrequent = (
        Use(f"Storage ({zone}, infrequent access)", "infrequent_access_storage_gb"),
        Use("Read requests (infrequent access)", "monthly_infrequent_access_read_gb"),
        Use("Write requests (infrequent access)", "monthly_infrequent_access_write_gb"),
    )
    meter_where(lifecycle, bill, *infrequent)
    throughput(bill)


def throughput(bill: Bill) -> None:
    """Throughput bought beyond what comes with the storage; elastic throughput is paid by what is read and written."""
    mode = bill.text("throughput_mode", "bursting")
    if mode == "provisioned":
        stored = bill.stated("storage_gb")
        included = (stored or ZERO) / Decimal(INCLUDED_GB_PER_MBPS)
        more = max(bill.number("provisioned_throughput_in_mibps") - included, ZERO)
        bill.charge("Provisioned throughput", more, usage=False)
    if mode == "elastic":
        bill.note("EFS: what elastic throughput reads and writes is charged by the GB and not counted")


PRICERS: Mapping[str, Pricer] = {"aws_efs_file_system": file_system}
