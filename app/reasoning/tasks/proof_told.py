"""What a model is told of a proof: what is wrong first, then what it would build beside the draft. Deterministic."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.comparing import comparable
from app.domain.finding import Finding
from app.domain.plan import StackResult
from app.domain.planned import block_of
from app.domain.proof import Proof

MOST = 25
"""Lines of a kind."""
LONG = 1500
"""Characters of what Terraform says."""
NO_CHANGE = frozenset({"id", "tags", "tags_all"})
"""Arguments whose change alone makes no resource another one."""

Built = Mapping[str, tuple[str, ...]]
"""Address without instance keys → what its instances would be, as text."""


def built(proof: Proof) -> Built:
    """What the plans of a proof would leave standing, with what the simulated deployment settled of it."""
    found: dict[str, tuple[str, ...]] = {}
    for address, values, unknown in (one for result in proof.results for one in _standing(result)):
        inner = {key: value for key, value in values.items() if key not in NO_CHANGE}
        open_ = {key: value for key, value in unknown.items() if key not in NO_CHANGE}
        block = block_of(address)
        text = json.dumps([address, inner, open_], sort_keys=True, default=str)
        found[block] = (*found.get(block, ()), text)
    return found


def _standing(result: StackResult) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
    """Address, values and what is unknown of each managed resource: from the graph where there is one, since a plan
    alone does not know a policy that names what is not there yet."""
    if result.planned:
        values = comparable(result.planned)
        yield from (
            (one.address, values[one.address], one.unknown) for one in result.planned.resources if one.address in values
        )
        return
    for change in result.plan.resource_changes:
        detail = change.get("change") or {}
        yield str(change.get("address", "")), detail.get("after") or {}, detail.get("after_unknown") or {}


def told(proof: Proof, floor: Proof | None = None) -> str:
    """The proof in lines; beside a floor only what differs is listed."""
    return "\n".join([*_wrong(proof), *_found(proof, floor), *_difference(proof, floor), *_cost(proof, floor)])


def _wrong(proof: Proof) -> Iterator[str]:
    if proof.refused:
        yield "REFUSED by code, whatever the checks say; take it out:"
        yield from (f"- {reason}" for reason in proof.refused[:MOST])
    steps = [step for result in proof.results for step in result.steps]
    failed = [step for step in steps if step.status == "failed"]
    if proof.planned:
        yield "It plans, applies, plans empty again and destroys in simulation."
    elif proof.results:
        yield "It does NOT plan and apply in simulation."
    yield from (f"{step.step} failed: {step.detail[:LONG]}" for step in failed)
    idle = [result for result in proof.results if result.status == "not_run"]
    yield from (f"not run: {result.why[:LONG]}" for result in idle)
    if not proof.refused:
        yield "The gate passes." if proof.gate.passed else f"The gate FAILS: {'; '.join(proof.gate.reasons)}"


def _found(proof: Proof, floor: Proof | None) -> Iterator[str]:
    had = {_key(finding) for finding in floor.findings} if floor else set()
    new = sorted((one for one in proof.findings if _key(one) not in had), key=lambda one: (-one.severity, _key(one)))
    if not new:
        return
    yield "Findings that the draft does not have:" if floor else "Findings:"
    for one in new[:MOST]:
        place = f"{one.path}:{one.line}" if one.line else one.path
        yield f"- {one.severity} {one.rule} at {place} {one.resource}: {one.title}".replace("  ", " ")
    if len(new) > MOST:
        yield f"- and {len(new) - MOST} more"


def _key(finding: Finding) -> tuple[str, str, str, str]:
    return finding.rule, finding.resource, finding.path, finding.title


def _difference(proof: Proof, floor: Proof | None) -> Iterator[str]:
    now = built(proof)
    if floor is None or not now:
        return
    before = built(floor)
    for what, addresses in (
        ("New", now.keys() - before.keys()),
        ("Different", {address for address in now.keys() & before.keys() if now[address] != before[address]}),
        ("GONE, which is refused", before.keys() - now.keys()),
    ):
        if addresses:
            yield f"{what}: {', '.join(sorted(addresses)[:MOST])}"


def _cost(proof: Proof, floor: Proof | None) -> Iterator[str]:
    if proof.monthly is not None:
        before = f" (the draft {floor.monthly:.2f})" if floor and floor.monthly is not None else ""
        yield f"Cost: {proof.monthly:.2f} USD a month{before}."
