from decimal import Decimal

import pytest

from app.analysis.pricing.aws.sizing import derived, ec2_type, machine, rounded, size
from app.analysis.pricing.base import Bill
from app.analysis.pricing.price import Price
from app.domain.planned import Planned, PlannedResource
from tests.unit.analysis.pricing.bills import BOOK

BROKER = PlannedResource("aws_msk_cluster.k", "aws_msk_cluster", "k", region="us-east-1")
BILL = Bill(BROKER, Planned(".", (BROKER,)), BOOK)
LISTED = {
    "db.r5.large": Price(Decimal("0.277"), "hours", "list"),
    "db.t3.medium": Price(Decimal("0.078"), "hours", "list"),
}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("m5.large", 4), ("db.t3.micro", "0.5"), ("kafka.m5.24xlarge", 192), ("m5.xlarge", 8), ("m5.metal", None)],
)
def test_sizes(kind: str, expected: str | int | None) -> None:
    assert size(kind) == (None if expected is None else Decimal(expected))


def test_a_listed_price_is_taken_as_it_is() -> None:
    assert derived(BILL, "db.r5.large", LISTED) is LISTED["db.r5.large"]
    found = machine(BILL, "Instance ({kind})", "kafka.t3.small")
    assert found is not None
    assert (found.usd, found.estimated) == (Decimal("0.0456"), False)


def test_within_a_family_by_size() -> None:
    found = derived(BILL, "db.r5.4xlarge", LISTED)
    assert found is not None
    assert (found.usd, found.estimated) == (Decimal("2.216"), True)
    assert found.source == "list, by size from db.r5.large"


def test_between_families_by_what_ec2_charges_for_the_same_class() -> None:
    found = derived(BILL, "db.r6g.large", LISTED)  # EC2: 0.1008 against 0.126 USD
    assert found is not None
    assert (found.usd, found.estimated) == (Decimal("0.277") * Decimal("0.8"), True)
    assert found.source == "list, by EC2's prices from db.r5.large"


@pytest.mark.parametrize(("kind", "listed"), [("db.none.large", LISTED), ("db.r6g.large", {})])
def test_nothing_comparable(kind: str, listed: dict[str, Price]) -> None:
    assert derived(BILL, kind, listed) is None


def test_names_and_ratios() -> None:
    assert ec2_type("kafka.m7g.large") == "m7g.large"
    assert rounded(Decimal(1) / 3) == Decimal("0.3333")
    assert rounded(Decimal("0.012345")) == Decimal("0.012345")
