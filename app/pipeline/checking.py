"""What generated files are held against, the same for a proof as for what is pushed."""

from dataclasses import dataclass

from app.agents.compliance import Compliance
from app.agents.cost import Cost
from app.agents.developer import Developer
from app.agents.security import Security
from app.agents.tester import Tester
from app.domain.finding import Finding, Repair
from app.domain.run import Gate
from app.pipeline.gate import judge, objections
from app.pipeline.repairing import repair
from app.pipeline.runner import Runner
from app.pipeline.weighing import weigher


@dataclass(frozen=True, slots=True)
class Checks:
    """Who tests, scans, prices and assesses, and who mends what they find."""

    developer: Developer
    tester: Tester
    security: Security
    cost: Cost
    compliance: Compliance


def run_checks(runner: Runner, checks: Checks) -> tuple[tuple[Repair, ...], tuple[tuple[Finding, str], ...]]:
    """Test, scan, mend, price and assess what lies in the runner's folder; returns what was mended and what was not."""
    runner.walk((checks.tester, checks.security))
    repairs, left = repair(runner, checks.developer, (checks.tester, checks.security))
    runner.weigh = weigher((checks.cost,))
    runner.walk((checks.cost, checks.compliance))
    return repairs, left


def verdict(runner: Runner) -> Gate:
    """The gate over everything that is known so far."""
    known = runner.context
    against = objections(known.policy, known.estimate, known.assessments, known.findings)
    return judge(known.findings, runner.stages, known.fail_on, against)
