from decimal import Decimal

from app.analysis.pricing.difference import compare
from app.domain.cost import Component, Estimate, ResourceCost


def cost(address: str, monthly: str, label: str = "", type_: str = "aws_instance", stack: str = ".") -> ResourceCost:
    line = Component("Usage", "months", Decimal(1), Decimal(monthly), "a list")
    return ResourceCost(address, type_, stack, "us-east-1", label, (line,))


def test_changed_new_and_removed_resources() -> None:
    before = Estimate(resources=(
        cost("aws_instance.web", "560.64", "m5.4xlarge"),
        cost("aws_instance.same", "10", "t3.micro"),
        cost("aws_db_instance.gone", "100", type_="aws_db_instance"),
        cost("aws_instance.web", "1", stack="other"),
    ))  # fmt: skip
    after = Estimate(resources=(
        cost("aws_instance.web", "1121.28", "m5.8xlarge"),
        cost("aws_instance.same", "10", "t3.micro"),
        cost("aws_instance.new", "5", "t3.nano"),
        cost("aws_instance.web", "1", stack="other"),
    ))  # fmt: skip
    found = compare(before, after)
    assert found.before == Decimal("671.64")
    assert found.resources == after.resources
    assert [(one.address, one.label, one.before, one.after, one.difference) for one in found.changes] == [
        ("aws_instance.web", "m5.4xlarge → m5.8xlarge", Decimal("560.64"), Decimal("1121.28"), Decimal("560.64")),
        ("aws_db_instance.gone", "", Decimal(100), None, Decimal(-100)),
        ("aws_instance.new", "t3.nano", None, Decimal(5), Decimal(5)),
    ]


def test_another_size_at_the_same_price_is_told() -> None:
    (change,) = compare(Estimate(resources=(cost("a", "1", "x"),)), Estimate(resources=(cost("a", "1", "y"),))).changes
    assert (change.label, change.difference) == ("x → y", Decimal(0))


def test_another_type_at_the_same_address_is_another_resource() -> None:
    found = compare(Estimate(resources=(cost("a", "1"),)), Estimate(resources=(cost("a", "2", type_="aws_eip"),)))
    assert [(one.type, one.before, one.after) for one in found.changes] == [
        ("aws_eip", None, Decimal(2)), ("aws_instance", Decimal(1), None),
    ]  # fmt: skip


def test_nothing_changed() -> None:
    same = Estimate(resources=(cost("a", "1"),))
    assert compare(same, same).changes == ()
    assert compare(Estimate(), Estimate()).before == 0
