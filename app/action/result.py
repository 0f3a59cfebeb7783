"""What became of an event or a look, and what it means for whoever waits: verdict, outputs, exit code."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.domain.cost import ZERO, cents
from app.domain.event import Event
from app.domain.finding import Finding, Severity
from app.domain.job import RunStatus
from app.domain.publication import PullRequest
from app.domain.run import Outcome
from app.pipeline.service.ending import BUG
from app.reports.section import not_run, nothing_changed


@dataclass(frozen=True, slots=True)
class Result:
    """How it ended. ``status`` is a run's, or ``ignored`` for an event that starts nothing.

    ``commands`` are as they were written; ``judged`` says that every one was carried through; ``event`` is None for a
    look at a checkout; ``made`` the pull request that was opened; ``notes`` say what could not be told on the forge.
    """

    run: str
    status: RunStatus | str
    why: str = ""
    hint: str = ""
    commands: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    judged: bool = False
    event: Event | None = None
    made: PullRequest | None = None
    notes: tuple[str, ...] = ()

    @property
    def verdict(self) -> str:
        """``passed``, ``failed``, ``incomplete`` where nothing failed but ``missing`` did not run, or else ``none``."""
        if self.outcomes and all(outcome.gate.passed for outcome in self.outcomes):
            whole = "incomplete" if self.missing else "passed"
            return "none" if self.status == "failed" else whole
        return "failed" if self.outcomes else "none"

    @property
    def missing(self) -> tuple[str, ...]:
        """Stages that did not run although there was something to look at: they are never passed."""
        return tuple(not_run([outcome for outcome in self.outcomes if not nothing_changed(outcome)]))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Those that count, each once."""
        found = {one.fingerprint: one for outcome in self.outcomes for one in outcome.findings if one.counts}
        return tuple(found.values())

    def counted(self, severity: Severity) -> int:
        """Open findings of that severity."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def costs(self) -> tuple[Decimal | None, Decimal | None]:
        """What it costs a month, and what the change adds; None where it was not looked at."""
        estimates = [outcome.estimate for outcome in self.outcomes if outcome.estimate]
        if not estimates:
            return None, None
        last = estimates[-1]
        return last.monthly, None if last.before is None else last.monthly - last.before

    @property
    def plan(self) -> str:
        """``+3 ~1 -0`` over all stacks, or empty where nothing was planned."""
        planned = [outcome.results for outcome in self.outcomes if outcome.results]
        if not planned:
            return ""
        add, change, destroy = (
            sum(getattr(result.plan, name) for result in planned[-1]) for name in ("add", "change", "destroy")
        )
        return f"+{add} ~{change} -{destroy}"

    @property
    def reasoner(self) -> str:
        """Whose words stand: ``claude`` where anything of a model's was kept, else ``offline``; empty of no outcome."""
        used = {outcome.reasoned.used for outcome in self.outcomes}
        return next(iter(sorted(used - {"offline"})), "offline" if used else "")

    def exit_code(self, *, lenient: bool) -> int:
        """0 unless the gate or the run failed (1) or there is a bug (3); ``lenient`` does not heed the gate."""
        if self.status != "failed":
            return 0
        if self.why.startswith(BUG):
            return 3
        return 0 if lenient and self.judged else 1


def outputs(result: Result) -> Mapping[str, str]:
    """Numbers and words for the steps that follow; empty where something was not looked at."""
    monthly, change = result.costs
    return {
        "verdict": result.verdict,
        "status": result.status,
        "findings": str(len(result.findings)) if result.outcomes else "",
        "findings-critical": str(result.counted(Severity.CRITICAL)) if result.outcomes else "",
        "findings-high": str(result.counted(Severity.HIGH)) if result.outcomes else "",
        "cost-monthly": _amount(monthly),
        "cost-change": _amount(change),
        "plan-summary": result.plan,
        "pull-request": str(result.made.number) if result.made else "",
        "reasoner": result.reasoner,
        "run": result.run,
    }


def _amount(amount: Decimal | None) -> str:
    """To the cent, without signs of thousands: programs read it."""
    return "" if amount is None else str(cents(amount) + ZERO)
