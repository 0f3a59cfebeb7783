"""Proofs for tests: a resource each for what stands in the files."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from app.domain.artifact import Artifact
from app.domain.finding import Finding
from app.domain.plan import Plan, StackResult, Step
from app.domain.proof import Proof
from app.domain.run import Gate

STACK = "stacks/jobs"


def change(address: str, **values: Any) -> Mapping[str, Any]:
    """An entry of a plan."""
    return {"address": address, "change": {"actions": ["create"], "after": values, "after_unknown": {"id": True}}}


def result(*changes: Mapping[str, Any], wrong: str = "") -> StackResult:
    """A stack that plans these, or does not validate."""
    if wrong:
        return StackResult(STACK, "failed", f"validate: {wrong}", steps=(Step("validate", "failed", 0.1, wrong),))
    return StackResult(STACK, "passed", steps=(Step("plan", "passed", 0.1),), plan=Plan(resource_changes=changes))


def proof(*changes: Mapping[str, Any], findings: tuple[Finding, ...] = (), **more: Any) -> Proof:
    """A proof that planned these and passed."""
    made = Proof((), planned=True, gate=Gate(), findings=findings, results=(result(*changes),), monthly=Decimal(5))
    return replace(made, **more)


def broken(wrong: str = "no such argument") -> Proof:
    """One that did not."""
    return Proof((), planned=False, gate=Gate("failed", ("stage tester failed",)), results=(result(wrong=wrong),))


def artifact(name: str, text: str = "") -> Artifact:
    """A file of the stack."""
    return Artifact(f"{STACK}/{name}", text, "developer")
