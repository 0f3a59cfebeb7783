"""Amazon DynamoDB: capacity of tables and their indexes, replicas, storage, backups, streams."""

from collections.abc import Mapping
from decimal import Decimal

from app.analysis.pricing.aws.scaling import least
from app.analysis.pricing.base import Bill, Block, Pricer
from app.analysis.pricing.metered import Use, meter_stated, meter_where
from app.analysis.pricing.price import Price

WCU = "Write capacity unit (WCU)"
WRU = "Write request unit (WRU)"
INFREQUENT = {"storage": Decimal("0.4"), "use": Decimal("1.25")}
"""Prices of the infrequent-access class against the standard one's, https://aws.amazon.com/dynamodb/pricing/: storage
0.10 against 0.25 USD a GB, capacity and requests a quarter more."""


def table(bill: Bill) -> None:
    """A table: what it can read and write, what it holds, what is kept of it elsewhere."""
    infrequent = bill.text("table_class") == "STANDARD_INFREQUENT_ACCESS"
    factor = INFREQUENT["use"] if infrequent else Decimal(1)
    on_demand = bill.text("billing_mode", "PROVISIONED") == "PAY_PER_REQUEST"
    if on_demand:
        requests(bill, factor)
    else:
        provisioned(bill, factor)
    keep(bill, INFREQUENT["storage"] if infrequent else Decimal(1))
    for replica in bill.blocks("replica"):
        replicate(bill, replica, factor, on_demand=on_demand)


def provisioned(bill: Bill, factor: Decimal) -> None:
    """Capacity by the hour (the price list has it by the month), of the table and of each global index."""
    name = f"table/{bill.resource.get('name')}"
    for shown, key, dimension in (("Write", "write_capacity", "WriteCapacityUnits"),
                                  ("Read", "read_capacity", "ReadCapacityUnits")):  # fmt: skip
        short = f"{shown[0]}CU"
        scaled = least(bill, f"dynamodb:table:{dimension}", name)
        label = (
            f"{shown} capacity unit ({short})" if scaled is None else f"{shown} capacity unit ({short}, autoscaling)"
        )
        plain = f"{shown} capacity unit ({short})"
        amount = scaled if scaled is not None else bill.number(key)
        listed = price(bill, label, bill.region, factor) or price(bill, plain, bill.region, factor)
        bill.charge(label, amount, price=listed, usage=False)
        for index in bill.blocks("global_secondary_index"):
            within = f"global_secondary_index {index.text('name')}"
            bill.charge(plain, index.number(key), price=listed, usage=False, within=within)


def requests(bill: Bill, factor: Decimal) -> None:
    """Requests one by one."""
    for name, key in ((WRU, "monthly_write_request_units"), ("Read request unit (RRU)", "monthly_read_request_units")):
        bill.charge(name, bill.usage(key), price=price(bill, name, bill.region, factor), usage=True, keys=(key,))


def keep(bill: Bill, factor: Decimal) -> None:
    """Storage and backups. Backups on demand and restores only where told; streams and recovery where switched on."""
    storage = price(bill, "Data storage", bill.region, factor)
    bill.charge("Data storage", bill.usage("storage_gb"), price=storage, usage=True, keys=("storage_gb",))
    for line, on in (
        (
            Use("Point-In-Time Recovery (PITR) backup storage", "pitr_backup_storage_gb"),
            "point_in_time_recovery.enabled",
        ),
        (Use("Streams read request unit (sRRU)", "monthly_streams_read_request_units"), "stream_enabled"),
    ):
        meter_where(bill.flag(on), bill, line)
    meter_stated(
        bill,
        Use("On-demand backup storage", "on_demand_backup_storage_gb"),
        Use("Table data restored", "monthly_data_restored_gb"),
    )


def replicate(bill: Bill, replica: Block, factor: Decimal, *, on_demand: bool) -> None:
    """A replica: replicated writes cost there what writes cost (since 2024-11), and its storage is paid again."""
    region = replica.text("region_name")
    within = f"Global table ({region})"
    if on_demand:
        listed, key = price(bill, WRU, region, factor), "monthly_write_request_units"
        bill.charge("Replicated write request unit (rWRU)", bill.usage(key), price=listed, usage=True, keys=(key,),
                    within=within)  # fmt: skip
    else:
        listed = price(bill, WCU, region, factor)
        written = least(bill, "dynamodb:table:WriteCapacityUnits", f"table/{bill.resource.get('name')}")
        amount = written if written is not None else bill.number("write_capacity")
        bill.charge("Replicated write capacity unit (rWCU)", amount, price=listed, usage=False, within=within)
    bill.charge(
        "Data storage", bill.usage("storage_gb"), region=region, usage=True, keys=("storage_gb",), within=within
    )


def price(bill: Bill, name: str, region: str, factor: Decimal) -> Price | None:
    """The listed price in a region, made the infrequent-access class's where the table is of that."""
    listed = bill.book.component("aws_dynamodb_table", name, region)
    if listed is None:
        return None
    return listed.price if factor == 1 else listed.price.times(factor, "infrequent access")


PRICERS: Mapping[str, Pricer] = {"aws_dynamodb_table": table}
