"""Puts together who reviews a plan that was made elsewhere."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from app.agents.security import Scan, Security
from app.analysis.company import read_company
from app.analysis.merging import merged
from app.analysis.security import analyse_all
from app.bootstrap.parts import Parts, new_run_id, now
from app.domain.finding import Finding
from app.domain.plan import StackResult
from app.domain.run import Outcome
from app.durable.inline import InlineSteps
from app.pipeline.policy import read_policy
from app.pipeline.review_plan import read_plans, review_plan
from app.pipeline.steps import Observer
from app.toolchains.checkov.scanner import Scanner
from app.toolchains.terraform.outcome import plan_of
from app.toolchains.terraform.planned import planned_before, planned_of


class PlanScan:
    """checkov on one plan document, wherever the review looks."""

    def __init__(self, scanner: Scanner, document: Mapping[str, Any], name: str) -> None:
        self._scanner = scanner
        self._document = document
        self._name = name

    def scan(self, root: Path, paths: Sequence[str] = ()) -> Scan:
        """Findings carry the document's name as their path."""
        del root, paths  # the plan is all there is
        return self._scanner.scan_plan(self._document, self._name)


def review_plans(parts: Parts, path: Path, folder: Path, observer: Observer) -> Outcome:
    """Review the plans in a file by the policy of ``folder``."""
    documents = read_plans(path)
    parts.warm_up()
    names = [path.name if len(documents) == 1 else f"{path.name}[{place}]" for place in range(len(documents))]
    named = list(zip(names, documents, strict=True))
    results = [
        StackResult(name, "passed", plan=plan_of(one), plan_json=one, planned=planned_of(name, one))
        for name, one in named
    ]
    before = [StackResult(name, "passed", planned=planned_before(name, one)) for name, one in named]
    scans = [PlanScan(parts.scanner, one, name) for name, one in named]
    team = parts.team
    agents = (Security(scans, analyse_all, _nowhere, merged), team.cost, team.compliance)
    root = folder.resolve()
    policy, company = read_policy(root), read_company(root)
    today = now().date()
    return review_plan(new_run_id(), root, results, before, agents, policy, company, today, InlineSteps(), observer)


def _nowhere(root: Path, stack: str, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """A plan names no line of code."""
    del root, stack
    return tuple(findings)
