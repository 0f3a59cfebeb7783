"""Databases, caches, search and streams without machines to choose: capacity units, with what is kept at least.

Usage keys are named as other services' are: the price list of assumed use does not know these types, so what depends on
use is charged only where a usage file tells it.
"""

from collections.abc import Mapping
from decimal import Decimal

from app.analysis.pricing.aws.pages import page_price
from app.analysis.pricing.aws.rds import vcpus
from app.analysis.pricing.base import Bill, Pricer
from app.analysis.pricing.metered import product
from app.domain.cost import HOURS

LEAST_GB: Mapping[str, Decimal] = {"redis": Decimal(1), "memcached": Decimal(1), "valkey": Decimal("0.1")}
"""GB that a serverless cache is always charged for."""
LEAST_OCU = 2
"""Compute units of search collections with standby replicas; half without. All collections of a key share them."""
LEAST_PROXY_VCPU, SERVERLESS_PROXY_ACU = 2, 8
"""A proxy is charged for two vCPUs at least; of Aurora serverless by the ACU, for eight at least."""


def by_page(bill: Bill, name: str, quantity: Decimal | None, *keys: str) -> None:
    """A line at a price of a page; of use where ``keys`` are named."""
    bill.charge(name, quantity, price=page_price(bill, name), usage=bool(keys), keys=keys)


def stated(bill: Bill, name: str, key: str, per: int = 1) -> None:
    """A line for a use that a usage file tells."""
    used = bill.stated(key)
    by_page(bill, name, None if used is None else used / per, key)


def cache(bill: Bill) -> None:
    """A serverless cache: what it is charged for at least, and what use adds."""
    engine = bill.text("engine", "redis").lower()
    least = LEAST_GB.get(engine, Decimal(1))
    least = max(least, bill.number("cache_usage_limits.data_storage.minimum"))
    by_page(bill, f"Data stored ({engine})", least * HOURS)
    told = bill.stated("storage_gb")
    if told is not None and told > least:
        by_page(bill, f"Data stored ({engine})", (told - least) * HOURS, "storage_gb")
    stated(bill, f"Processing units ({engine})", "monthly_ecpus", 1_000_000)


def collection(bill: Bill) -> None:
    """A search collection: the first of the stack carries the units that all of them share."""
    if bill.planned.of_type(bill.resource.type)[:1] != [bill.resource]:
        bill.part_of("the first collection")
        return
    least = Decimal(LEAST_OCU)
    if bill.text("standby_replicas", "ENABLED") == "DISABLED":
        least /= 2
    by_page(bill, "Compute units", least * HOURS)
    bill.note("OpenSearch Serverless: two compute units are counted for all collections; more are used under load")


def workgroup(bill: Bill) -> None:
    """A Redshift workgroup: nothing while nothing runs."""
    if bill.stated("monthly_rpu_hours") is None:
        bill.unpriced("charged by the RPU-hours that queries take, which are not told (monthly_rpu_hours)")
    stated(bill, "Processing units", "monthly_rpu_hours")


def kafka(bill: Bill) -> None:
    """A serverless Kafka cluster."""
    by_page(bill, "Cluster", HOURS)
    partitions = product(bill.stated("partitions"), HOURS)
    by_page(bill, "Partitions", partitions, "partitions")
    stated(bill, "Storage", "storage_gb")
    stated(bill, "Data in", "monthly_data_in_gb")
    stated(bill, "Data out", "monthly_data_out_gb")


def proxy(bill: Bill) -> None:
    """A database proxy: each vCPU of the database that it stands before."""
    for target in bill.referring("aws_db_proxy_target"):
        for path in ("db_instance_identifier", "db_cluster_identifier"):
            for database in bill.planned.referred(target, path):
                by_page(bill, "Proxy", max(_size(bill, database.address), Decimal(LEAST_PROXY_VCPU)) * HOURS)
                return
    bill.unpriced("the database behind the proxy is not in this stack")


def _size(bill: Bill, address: str) -> Decimal:
    """The vCPUs of a database, or of all instances of a cluster; ACUs where it is serverless."""
    database = bill.planned.get(address)
    members = bill.planned.referring(database, "aws_rds_cluster_instance") if database is not None else []
    total = Decimal(0)
    for one in members or ([database] if database is not None else []):
        kind = str(one.get("instance_class", ""))
        total += SERVERLESS_PROXY_ACU if kind == "db.serverless" else vcpus(bill, kind) or 0
    return total


PRICERS: Mapping[str, Pricer] = {
    "aws_db_proxy": proxy,
    "aws_elasticache_serverless_cache": cache,
    "aws_msk_serverless_cluster": kafka,
    "aws_opensearchserverless_collection": collection,
    "aws_redshiftserverless_workgroup": workgroup,
}
