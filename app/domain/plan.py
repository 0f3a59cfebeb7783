"""What Terraform says about a stack: steps, plan, outcome."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from app.domain.evidence import Evidence
from app.domain.planned import Planned

Status = Literal["passed", "failed", "not_run"]
"""*Not run* is never shown as *passed*."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step on one stack: ``format lint validate plan apply replan destroy``. ``detail`` is for people."""

    step: str
    status: Status
    seconds: float = 0.0
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Counts of managed resources and Terraform's own ``resource_changes`` entries (JSON form)."""

    add: int = 0
    change: int = 0
    destroy: int = 0
    resource_changes: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class StackResult:
    """What was found out about one stack.

    ``path`` is the stack's directory relative to the working directory (``.`` for the top one); ``plan_json`` is
    Terraform's own plan document; ``planned`` the graph of what it would leave standing, None where it did not plan;
    ``idempotent`` is None where the second plan did not run.
    """

    path: str
    status: Status
    why: str = ""
    provider_schemas: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    plan: Plan = field(default_factory=Plan)
    idempotent: bool | None = None
    changed: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    plan_json: Mapping[str, Any] | None = None
    planned: Planned | None = None
