"""What a change does to the bill, resource by resource."""

from dataclasses import replace

from app.domain.cost import CostChange, Estimate, ResourceCost


def compare(before: Estimate, after: Estimate) -> Estimate:
    """``after`` with the base's total and what changed: the dearest first, what stays as it is left out.

    A resource of another type at the same address is one that went and one that came.
    """
    old, new = _by_key(before), _by_key(after)
    changes = [_change(old.get(key), new.get(key)) for key in {**old, **new}]
    told = [one for one in changes if one.difference or "→" in one.label or None in {one.before, one.after}]
    ordered = sorted(told, key=lambda one: (-abs(one.difference), one.stack, one.address))
    return replace(after, before=before.monthly, before_assumed=before.assumed, changes=tuple(ordered))


def _by_key(estimate: Estimate) -> dict[tuple[str, str, str], ResourceCost]:
    return {(one.stack, one.address, one.type): one for one in estimate.resources}


def _change(old: ResourceCost | None, new: ResourceCost | None) -> CostChange:
    one = new or old
    if one is None:
        raise ValueError("a change needs a side")
    labels = list(dict.fromkeys(side.label for side in (old, new) if side is not None and side.label))
    return CostChange(
        one.address,
        one.type,
        one.stack,
        before=old.monthly if old else None,
        after=new.monthly if new else None,
        label=" → ".join(labels),
    )
