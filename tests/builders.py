"""Small values for tests."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.agents.architect import Architect
from app.agents.base import PriceOf, ProductionOf
from app.agents.compliance import Compliance
from app.agents.cost import Cost
from app.agents.developer import Developer
from app.agents.documentation import Documentation
from app.agents.orchestrator import Orchestrator
from app.agents.security import Security
from app.agents.tester import Planner, Tester
from app.analysis.base import Analysis
from app.analysis.checked import Checked
from app.domain.company import CompanyPolicies
from app.domain.cost import Estimate
from app.domain.finding import Finding, Severity, fingerprinted
from app.domain.plan import Plan, StackResult, Status, Step
from app.domain.planned import Planned
from app.pipeline.team import Team
from app.processes.git import require_git
from app.workspace import identity

DATE = "1767225600 +0000"
"""2026-01-01T00:00:00Z."""


def finding(rule: str = "CKV_AWS_1", severity: Severity = Severity.HIGH, **fields: object) -> Finding:
    """A finding with a fingerprint."""
    values: dict[str, object] = {"title": f"{rule} title", "path": "main.tf", "source": "checkov", "line": 3}
    made = Finding(rule=rule, severity=severity, **(values | fields))  # type: ignore[arg-type]
    return fingerprinted([made])[0]


def stack_result(path: str = ".", status: Status = "passed", **fields: object) -> StackResult:
    """A stack that planned one resource."""
    change = {"address": "aws_sqs_queue.jobs", "type": "aws_sqs_queue", "change": {"actions": ["create"]}}
    values: dict[str, object] = {
        "provider_schemas": {"aws": "6.62.0"},
        "steps": (Step("plan", status, 0.3, "" if status == "passed" else "Error: no such argument"),),
        "plan": Plan(add=1, resource_changes=(change,)),
        "idempotent": True if status == "passed" else None,
        "planned": Planned(path) if status == "passed" else None,
    }
    return StackResult(path, status, **(values | fields))  # type: ignore[arg-type]


class NoPrices:
    """Prices nothing."""

    def estimate(self, planned: Sequence[Planned], root: Path, base: Sequence[Planned] | None) -> Estimate:
        """An empty bill."""
        return Estimate()

    def what_if(self, planned: Sequence[Planned], root: Path) -> tuple[PriceOf, ProductionOf]:
        """Nothing is known."""
        return (lambda address, values: None), (lambda address: None)


class NoCompany:
    """A company without policies."""

    def check(self, result: StackResult, policies: CompanyPolicies) -> Checked:
        """Nothing to check."""
        return Checked()


def team(reasoner: Any, write: Any, mend: Any, deployment: Any, scanners: Sequence[Any] = ()) -> Team:
    """All agents, of which those are real that are about what is tested; plans are deployments."""
    return Team(
        Orchestrator(reasoner),
        Architect(reasoner),
        Developer(write, mend),
        Tester(deployment, lambda root, stack: ()),
        Planner(deployment.test),
        Security(scanners, lambda planned: Analysis(), lambda root, stack, found: tuple(found), tuple),
        Cost(NoPrices()),
        Compliance(NoCompany(), lambda root, stack, found: tuple(found)),
        Documentation(),
    )


def git_repository(folder: Path, files: dict[str, str]) -> Path:
    """A repository with one commit on ``main``."""
    folder.mkdir(parents=True, exist_ok=True)
    require_git("init", "init", "--quiet", "-b", "main", cwd=folder)
    return commit(folder, files, "start")


def commit(folder: Path, files: dict[str, str], message: str) -> Path:
    """Write files and commit them; an empty text removes the file."""
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if text:
            target.write_text(text)
        else:
            target.unlink()
    require_git("add", "add", "--all", cwd=folder)
    require_git("commit", "commit", "--quiet", "--allow-empty", "-m", message, cwd=folder, environment=identity(DATE))
    return folder
