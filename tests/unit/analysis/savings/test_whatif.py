"""What an option would cost."""

from decimal import Decimal

from app.analysis.savings.whatif import WhatIf
from app.domain.planned import Planned
from tests.unit.analysis.savings.stacks import book, resource, usage

MYSQL = {"engine": "mysql", "instance_class": "db.t4g.medium", "allocated_storage": 100}
STACK = Planned(
    "stacks/shop",
    (
        resource("aws_db_instance.a[0]", **MYSQL, tags={"env": "dev"}),
        resource("aws_db_instance.a[1]", **MYSQL, tags={"env": "prod"}),
        resource("aws_iam_role.r"),
    ),
)


def test_options_have_prices() -> None:
    what = WhatIf([STACK], book(), usage())
    single = what.price_of("aws_db_instance.a[0]", {})
    assert single == Decimal("0.065") * 730 + Decimal("11.5")
    assert what.price_of("aws_db_instance.a[0]", {"multi_az": True}) == single * 2
    assert what.price_of("aws_db_instance.a", {}) == single * 2, "without an index all instances"


def test_what_has_no_price_has_none() -> None:
    what = WhatIf([STACK], book(), usage())
    assert what.price_of("aws_db_instance.a[0]", {"instance_class": "db.z99.large"}) is None
    assert what.price_of("aws_iam_role.r", {}) is None
    assert what.price_of("aws_db_instance.other", {}) is None


def test_production_is_told_where_all_agree() -> None:
    what = WhatIf([STACK], book(), usage())
    found = [what.production_of(one) for one in ("aws_db_instance.a[0]", "aws_db_instance.a[1]", "aws_db_instance.a")]
    assert found == [False, True, None]
