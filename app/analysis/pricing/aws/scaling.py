"""What Application Auto Scaling does to a resource: how many units it keeps at least."""

from decimal import Decimal

from app.analysis.pricing.base import Bill, amount


def least(bill: Bill, dimension: str, *names: str) -> Decimal | None:
    """The least capacity of the target for ``dimension`` that scales this resource; None where nothing does.

    A target is found by its reference, else by one of ``names`` in its resource id (``table/orders``).
    """
    for target in bill.planned.of_type("aws_appautoscaling_target"):
        if target.get("scalable_dimension") != dimension:
            continue
        referred = bill.resource in bill.planned.referred(target, "resource_id")
        if referred or target.get("resource_id") in names:
            return amount(target.get("min_capacity", 0), "min_capacity")
    return None
