"""Extended support: which engine versions of RDS and Aurora are charged for being old, and since when.

Sources: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/extended-support.html and the release
calendars of RDS for MySQL, RDS for PostgreSQL, Aurora MySQL and Aurora PostgreSQL that it links.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from app.analysis.pricing.base import Bill
from app.domain.cost import HOURS


class Lifetime(NamedTuple):
    """The first day that is charged, and the first at the third year's price (twice as much; Aurora MySQL has none)."""

    first: date
    third: date | None = None


POSTGRES: Mapping[str, Lifetime] = {
    "11": Lifetime(date(2024, 4, 1), date(2026, 4, 1)),
    "12": Lifetime(date(2025, 3, 1), date(2027, 3, 1)),
    "13": Lifetime(date(2026, 3, 1), date(2028, 3, 1)),
    "14": Lifetime(date(2027, 3, 1), date(2029, 3, 1)),
}
LIFETIMES: Mapping[str, Mapping[str, Lifetime]] = {
    "mysql": {
        "5.7": Lifetime(date(2024, 3, 1), date(2026, 3, 1)),
        "8.0": Lifetime(date(2026, 8, 1), date(2028, 8, 1)),
    },
    "postgres": POSTGRES,
    "aurora-postgresql": POSTGRES,
    "aurora-mysql": {"5.7": Lifetime(date(2024, 12, 1))},
}
DECLINED = "open-source-rds-extended-support-disabled"


def extended_support(bill: Bill, engine: str, version: str, vcpus: Decimal | None) -> None:
    """Charges for a version past its standard support, by the vCPU-hour, on the day of the price list."""
    majors = LIFETIMES.get(engine, {})
    lifetime = next((one for major, one in majors.items() if f"{version}.".startswith(f"{major}.")), None)
    today = date.fromisoformat(bill.book.as_of)
    if lifetime is None or today < lifetime.first or bill.get("engine_lifecycle_support", "") == DECLINED:
        return
    if vcpus is None:
        bill.unpriced(f"extended support of {engine} {version}: the vCPUs of the class are not known")
        return
    listed = bill.book.component("aws_db_instance", "Extended support (year 1)", bill.region)
    third = lifetime.third is not None and today >= lifetime.third
    bill.charge(
        "Extended support (year 3)" if third else "Extended support (year 1)",
        vcpus * HOURS,
        price=listed.price if listed else None,
        factor=2 if third else 1,
        usage=False,
    )
