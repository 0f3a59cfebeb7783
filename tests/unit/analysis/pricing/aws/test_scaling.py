from decimal import Decimal

import pytest

from app.analysis.pricing.aws.scaling import least
from app.analysis.pricing.base import Bill, Unknown
from app.domain.planned import Planned, PlannedResource
from tests.unit.analysis.pricing.bills import BOOK

DIMENSION = "dynamodb:table:WriteCapacityUnits"
TABLE = PlannedResource("aws_dynamodb_table.t", "aws_dynamodb_table", "t", values={"name": "orders"})


def target(resource_id: object, minimum: object = 5, *, refers: bool = False, dimension: str = DIMENSION) -> Bill:
    one = PlannedResource(
        "aws_appautoscaling_target.w", "aws_appautoscaling_target", "w",
        values={"resource_id": resource_id, "scalable_dimension": dimension, "min_capacity": minimum},
        references={"resource_id": (TABLE.address,)} if refers else {},
    )  # fmt: skip
    return Bill(TABLE, Planned(".", (TABLE, one)), BOOK)


@pytest.mark.parametrize(
    ("bill", "expected"),
    [
        (target("table/orders"), Decimal(5)),
        (target(None, 7, refers=True), Decimal(7)),
        (target("table/others"), None),
        (target("table/orders", dimension="dynamodb:table:ReadCapacityUnits"), None),
    ],
)
def test_a_target_is_found_by_name_or_reference(bill: Bill, expected: Decimal | None) -> None:
    assert least(bill, DIMENSION, "table/orders") == expected


def test_a_capacity_below_zero_is_refused() -> None:
    with pytest.raises(Unknown, match="negative"):
        least(target("table/orders", -1), DIMENSION, "table/orders")
