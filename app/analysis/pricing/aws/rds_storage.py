"""Storage of Amazon RDS: by its type, IOPS and throughput beyond what is included, backups."""

from decimal import Decimal

from app.analysis.pricing.aws.pages import page_price
from app.analysis.pricing.base import Bill, Unknown
from app.analysis.pricing.metered import Use, meter

DEFAULT_GB, LEAST_IO1 = 20, 100
"""Storage in GB where none is told (the console's least), and the least that io1 takes."""
IO1_IOPS = 1_000
GP3_MBPS, GP3_LARGE_MBPS = 125, 500
GP3_IOPS, GP3_LARGE_IOPS, GP3_LARGE_GB, GP3_LARGE_GB_ORACLE = 3_000, 12_000, 400, 200
"""What gp3 includes, and from which size on it is striped over four volumes (SQL Server's never is):
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html."""
LISTED_WITH = "aws_db_instance"


def storage(bill: Bill, origin: Bill, engine: str, copies: int) -> None:
    """Storage that is paid for ``copies`` times (two zones, three instances of a cluster), and backups beyond it.

    ``origin`` is the database that a replica copies, else the bill itself.
    """
    kind = bill.text("storage_type", "io1" if bill.has("iops") else "gp2")
    size = bill.number("allocated_storage") or origin.number("allocated_storage")
    if not size and bill.has("snapshot_identifier"):
        raise Unknown("the size of the storage is that of the snapshot")
    size = size or Decimal(DEFAULT_GB)
    if kind == "gp2":
        charge(bill, "Storage (general purpose SSD, gp2)", size, copies, pick="0.115")
    elif kind == "gp3":
        charge(bill, "Storage (general purpose SSD, gp3)", size, copies, pick="0.115")
        beyond_gp3(bill, engine, size, copies)
    elif kind in {"io1", "io2"}:  # io2 costs what io1 does, https://aws.amazon.com/rds/mysql/pricing/
        charge(bill, "Storage (provisioned IOPS SSD, io1)", max(size, Decimal(LEAST_IO1)), copies)
        charge(bill, "Provisioned IOPS", max(bill.number("iops"), Decimal(IO1_IOPS)), copies)
    elif kind == "standard":
        charge(bill, "Storage (magnetic)", size, copies)
        meter(bill, Use("I/O requests", "monthly_standard_io_requests", 1_000_000), like=LISTED_WITH)
    else:
        bill.unpriced(f"no price for storage of type {kind}")
    if bill.flag("dedicated_log_volume"):
        bill.unpriced("no price for a dedicated log volume")
    backups(bill, engine, size)


def charge(bill: Bill, name: str, quantity: Decimal, copies: int, pick: str = "") -> None:
    """A line of storage at the price of one copy, which is what the list has, times the copies."""
    bill.charge(name, quantity, like=LISTED_WITH, pick=pick, factor=copies, usage=False)


def beyond_gp3(bill: Bill, engine: str, size: Decimal, copies: int) -> None:
    """What gp3 is given beyond what it includes."""
    large = size >= (GP3_LARGE_GB_ORACLE if engine.startswith("oracle") else GP3_LARGE_GB)
    striped = large and not engine.startswith("sqlserver")
    included = GP3_LARGE_IOPS if striped else GP3_IOPS
    more = bill.number("iops") - included
    if more > 0:
        charge(bill, f"Provisioned GP3 IOPS (above {included:,})", more, copies, pick="0.02")
    faster = bill.number("storage_throughput") - (GP3_LARGE_MBPS if striped else GP3_MBPS)
    if faster > 0:
        name = "Provisioned GP3 throughput"
        bill.charge(name, faster, price=page_price(bill, name, LISTED_WITH), factor=copies, usage=False)


def backups(bill: Bill, engine: str, size: Decimal) -> None:
    """Backups beyond the database's size, where any are kept."""
    key = "additional_backup_storage_gb"
    stated = bill.stated(key)
    if stated is None and not bill.number("backup_retention_period"):
        return
    kept = bill.usage(key)
    if kept is not None and stated is None:
        kept = min(kept, size)  # backups are incremental: no more than the database again is assumed
    pick = "0.021" if engine.startswith("aurora") else "0.095"
    bill.charge("Additional backup storage", kept, like=LISTED_WITH, pick=pick, usage=True, keys=(key,))
