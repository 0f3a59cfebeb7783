"""What a change does to what its base would have deployed: two simulated plans, held against each other."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.domain.plan import Plan, StackResult

Entry = Mapping[str, Any]


def differences(head: Sequence[StackResult], base: Sequence[StackResult]) -> tuple[StackResult, ...]:
    """The head's results with plans that start from the base instead of from nothing.

    A stack whose base did not plan keeps its own plan: everything in it is new. Whether an update would replace the
    resource is the provider's knowledge, which a schema does not hold; it is shown as an update.
    """
    before = {result.path: result for result in base if result.status == "passed"}
    return tuple(
        replace(result, plan=_between(before[result.path].plan, result.plan))
        if result.path in before and result.status == "passed"
        else result
        for result in head
    )


def _between(base: Plan, head: Plan) -> Plan:
    old, new = _planned(base), _planned(head)
    created = [new[address] for address in new if address not in old]
    gone = [_with(old[address], ["delete"], _after(old[address]), None) for address in old if address not in new]
    updated = [
        _with(new[address], ["update"], _after(old[address]), _after(new[address]))
        for address in new
        if address in old and _essence(new[address]) != _essence(old[address])
    ]
    return Plan(len(created), len(updated), len(gone), (*gone, *updated, *created))


def _planned(plan: Plan) -> dict[str, Entry]:
    """Resources that are there after the plan, by address."""
    kept = (change for change in plan.resource_changes if change.get("change", {}).get("after") is not None)
    return {str(change.get("address", "")): change for change in kept}


def _after(entry: Entry) -> Any:
    return entry.get("change", {}).get("after")


def _essence(entry: Entry) -> tuple[Any, Any, Any]:
    change = entry.get("change", {})
    return (entry.get("type"), change.get("after"), change.get("after_unknown"))


def _with(entry: Entry, actions: list[str], before: Any, after: Any) -> Entry:
    return {**entry, "change": {**entry.get("change", {}), "actions": actions, "before": before, "after": after}}
