from decimal import Decimal
from typing import Any

import pytest

from app.domain.planned import PlannedResource
from tests.unit.analysis.pricing.bills import bill_of, lines

VOLUME = PlannedResource("aws_ebs_volume.v", "aws_ebs_volume", "v", values={"size": 200})
UNSIZED = PlannedResource("aws_ebs_volume.v", "aws_ebs_volume", "v", values={"snapshot_id": "snap-1"})
SNAPSHOT = PlannedResource(
    "aws_ebs_snapshot.s", "aws_ebs_snapshot", "s", references={"volume_id": ("aws_ebs_volume.v",)}
)


@pytest.mark.parametrize(
    ("values", "monthly"),
    [
        ({"size": 100}, "10"),  # 100 × 0.10
        ({"size": 100, "type": "gp3"}, "8"),  # 100 × 0.08, 3,000 IOPS and 125 MB/s included
        ({"size": 100, "type": "gp3", "iops": 3000, "throughput": 125}, "8"),
        ({"size": 100, "type": "gp3", "iops": 4000, "throughput": 225}, "17"),  # 8 + 1000 × 0.005 + 100 × 0.04
        ({"size": 100, "type": "io1", "iops": 1000}, "77.5"),  # 100 × 0.125 + 1000 × 0.065
        ({"size": 100, "type": "io2", "iops": 1000}, "77.5"),
        ({"size": 100, "type": "io2", "iops": 40000}, "2456.5"),  # 12.5 + 32000 × 0.065 + 8000 × 0.0455
        ({"size": 100, "type": "io2", "iops": 70000}, "3739.6"),  # 12.5 + 2080 + 32000 × 0.0455 + 6000 × 0.03185
        ({"size": 1000, "type": "st1"}, "45"),
        ({"size": 1000, "type": "sc1"}, "15"),
        ({"size": 0, "type": "gp3"}, "0"),
        ({}, "0.8"),  # 8 × 0.10
    ],
)
def test_volumes(values: dict[str, Any], monthly: str) -> None:
    bill = bill_of("aws_ebs_volume", values)
    assert sum(one.monthly for one in bill.components) == Decimal(monthly)
    assert bill.missing == []
    assert not any(one.usage or one.estimated for one in bill.components)


def test_magnetic_volumes_cost_requests_too() -> None:
    bill = bill_of("aws_ebs_volume", {"size": 10, "type": "standard"}, {"monthly_standard_io_requests": 2_000_000})
    assert [(one.name, one.monthly, one.usage) for one in bill.components] == [
        ("Storage (magnetic)", Decimal("0.5"), False), ("I/O requests", Decimal("0.1"), True),
    ]  # fmt: skip


def test_a_type_that_nobody_knows() -> None:
    assert bill_of("aws_ebs_volume", {"size": 1, "type": "gp9"}).missing == ["no price for volumes of type gp9"]


@pytest.mark.parametrize(
    ("type_", "references", "others", "quantity"),
    [
        ("aws_ebs_snapshot", {"volume_id": ("aws_ebs_volume.v",)}, (VOLUME,), 200),
        ("aws_ebs_snapshot_copy", {"source_snapshot_id": ("aws_ebs_snapshot.s",)}, (SNAPSHOT, VOLUME), 200),
        ("aws_ebs_volume", {"snapshot_id": ("aws_ebs_snapshot.s",)}, (SNAPSHOT, VOLUME), 200),
        ("aws_ebs_snapshot", {"volume_id": ("aws_ebs_volume.v",)}, (UNSIZED,), None),
    ],
)
def test_sizes_are_followed_to_where_they_are_told(
    type_: str, references: dict[str, tuple[str, ...]], others: tuple[PlannedResource, ...], quantity: int | None
) -> None:
    bill = bill_of(type_, {}, others=others, references=references)
    assert [amount for amount, _ in lines(bill).values()][:1] == ([quantity] if quantity else [])
    assert bool(bill.missing) is (quantity is None)


def test_archived_snapshots_have_no_known_price() -> None:
    assert bill_of("aws_ebs_snapshot", {"storage_tier": "archive"}).missing == ["no price for the archive tier"]


def test_snapshots_that_go_round_in_a_circle_end() -> None:
    loop = PlannedResource(
        "aws_ebs_snapshot.a", "aws_ebs_snapshot", "a", references={"volume_id": ("aws_ebs_snapshot.a",)}
    )
    bill = bill_of("aws_ebs_snapshot", {}, others=(loop,), references={"volume_id": ("aws_ebs_snapshot.a",)})
    assert bill.components or bill.missing
