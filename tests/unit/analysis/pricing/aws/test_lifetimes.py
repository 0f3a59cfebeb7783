from decimal import Decimal

import pytest

from app.analysis.pricing.aws.lifetimes import DECLINED, extended_support
from app.analysis.pricing.base import Bill
from app.analysis.pricing.book import PriceBook
from app.domain.planned import Planned, PlannedResource


class Dated(PriceBook):
    """The price list on another day."""

    day = "2026-11-22"

    @property
    def as_of(self) -> str:
        return self.day


def supported(engine: str, version: str, day: str, vcpus: int | None = 2, **values: object) -> Bill:
    book = Dated()
    book.day = day
    database = PlannedResource("aws_db_instance.d", "aws_db_instance", "d", region="us-east-1", values=values)
    bill = Bill(database, Planned(".", (database,)), book, region="us-east-1")
    extended_support(bill, engine, version, None if vcpus is None else Decimal(vcpus))
    return bill


@pytest.mark.parametrize(
    ("engine", "version", "day", "name", "price"),
    [
        ("postgres", "11.22", "2024-03-31", "", "0"),
        ("postgres", "11.22", "2024-04-01", "Extended support (year 1)", "0.1"),
        ("postgres", "11", "2026-11-22", "Extended support (year 3)", "0.2"),
        ("postgres", "1", "2026-11-22", "", "0"),
        ("postgres", "16.4", "2026-11-22", "", "0"),
        ("mysql", "5.7.44", "2026-11-22", "Extended support (year 3)", "0.2"),
        ("mysql", "8.0.36", "2026-11-22", "Extended support (year 1)", "0.1"),
        ("mysql", "8.4.3", "2026-11-22", "", "0"),
        ("aurora-mysql", "5.7.mysql_aurora.2.11.2", "2027-01-01", "Extended support (year 1)", "0.1"),
        ("mariadb", "10.6", "2026-11-22", "", "0"),
    ],
)
def test_versions_by_day(engine: str, version: str, day: str, name: str, price: str) -> None:
    found = {one.name: (one.quantity, one.unit_price) for one in supported(engine, version, day).components}
    assert found == ({name: (Decimal(1460), Decimal(price))} if name else {})


def test_it_can_be_declined() -> None:
    assert not supported("mysql", "5.7", "2026-11-22", engine_lifecycle_support=DECLINED).components


def test_vcpus_that_are_not_known_are_said() -> None:
    bill = supported("mysql", "5.7", "2026-11-22", None)
    assert not bill.components
    assert bill.missing == ["extended support of mysql 5.7: the vCPUs of the class are not known"]
