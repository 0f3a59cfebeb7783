"""The parts of one command: the concrete tools, agents and clocks, made when first asked for."""

import os
import secrets
import shutil
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path

from app.agents.architect import Architect, Bench
from app.agents.base import Agent, Context
from app.agents.compliance import Compliance
from app.agents.cost import Cost
from app.agents.developer import Developer, Repairer
from app.agents.documentation import Documentation
from app.agents.orchestrator import Orchestrator
from app.agents.security import Security
from app.agents.tester import Planner, Tester
from app.analysis.company import CompanyChecks
from app.analysis.merging import merged
from app.analysis.security import analyse_all
from app.analysis.widening import widened
from app.bootstrap.costing import Costing
from app.domain.cost import Estimate
from app.domain.errors import AgentsError
from app.domain.finding import Finding, fingerprinted
from app.domain.plan import StackResult
from app.domain.planned import Planned
from app.domain.policy import Policy
from app.domain.redaction import redact
from app.domain.repo import Conventions
from app.domain.stack import Stack
from app.durable.inline import InlineSteps
from app.forges.local import LocalForge
from app.knowledge.catalogue.registry import SERVICES
from app.knowledge.schemas import provider_versions
from app.pipeline.checking import Checks
from app.pipeline.fix import Check, Fixed, fix
from app.pipeline.inspect import Subject, deleted
from app.pipeline.proving import Prover
from app.pipeline.review import Before
from app.pipeline.saving import save
from app.pipeline.team import Team
from app.processes.environments import environment_names, environment_python
from app.processes.sandbox import Sandbox
from app.reasoning.offline.reasoner import OfflineReasoner
from app.settings import Settings, read_settings
from app.toolchains.checkov.scanner import Scanner
from app.toolchains.rego.evaluator import Rego
from app.toolchains.terraform.binary import choose_terraform
from app.toolchains.terraform.conventions import read_conventions
from app.toolchains.terraform.deployment import Deployment
from app.toolchains.terraform.guard import guard
from app.toolchains.terraform.lint import lint
from app.toolchains.terraform.locating import located
from app.toolchains.terraform.repair import advice, repair
from app.toolchains.terraform.repair.savings import apply_savings
from app.toolchains.terraform.sensitive import Discreet
from app.toolchains.terraform.stacks import StackPolicy, changed_stacks, find_stacks
from app.toolchains.terraform.writer import write
from app.toolchains.zizmor.scanner import WorkflowScanner
from app.toolchains.zizmor.twins import without_twins
from app.workspace import identity

Act = Callable[[Path, Sequence[Stack]], tuple[StackResult, ...]]


class Parts:
    """Every part, made when first asked for and shared.

    ``usage`` is a usage file instead of the repository's; ``discreet`` parts bring no sensitive value out of a plan.
    """

    def __init__(self, settings: Settings, usage: Path | None = None, *, discreet: bool = False) -> None:
        self.settings = settings
        self.costing = Costing(usage)
        self._discreet = discreet

    @cached_property
    def sandbox(self) -> Sandbox:
        """Bubblewrap where it starts."""
        return Sandbox.detect()

    @cached_property
    def deployment(self) -> Deployment:
        """Terraform against simulated providers."""
        return Deployment(self.sandbox, choose_terraform(self.settings.terraform), provider_versions(), lint)

    @cached_property
    def _tested(self) -> Deployment | Discreet:
        """What the agents use: without sensitive values where results are kept."""
        return Discreet(self.deployment) if self._discreet else self.deployment

    @property
    def terraform(self) -> str:
        """The core that plans, in words."""
        core = choose_terraform(self.settings.terraform)
        return f"{core.name} {core.version}" + (f" ({core.path})" if core.path else "")

    @cached_property
    def scanner(self) -> Scanner:
        """checkov in its tool environment."""
        python = environment_python("checkov", self.settings.cache_dir)
        helm = environment_python("helm", self.settings.cache_dir)
        return Scanner(self.sandbox, python, advice=advice, helm=helm)

    @cached_property
    def workflows(self) -> WorkflowScanner:
        """zizmor in its tool environment."""
        return WorkflowScanner(self.sandbox, environment_python("zizmor", self.settings.cache_dir))

    @property
    def missing_tools(self) -> tuple[str, ...]:
        """The tool environments that were not made yet."""
        return tuple(name for name in environment_names() if environment_python(name, self.settings.cache_dir) is None)

    @cached_property
    def team(self) -> Team:
        """The agents."""
        reasoner = OfflineReasoner(SERVICES)
        writer = Developer(write, repair)
        tester = Tester(self._tested, lint)
        security = Security((self.scanner, self.workflows), analyse_all, located, _told_once)
        cost = Cost(self.costing)
        compliance = Compliance(CompanyChecks(Rego(self.sandbox)), located)
        prove = Prover(Checks(writer, tester, security, cost, compliance), InlineSteps(), guard, widened)
        return Team(
            orchestrator=Orchestrator(reasoner),
            architect=Architect(reasoner, Bench(SERVICES, lambda one: writer.run(one).artifacts, prove, _summary)),
            developer=Developer(write, repair, prove, self.deployment.formatted),
            tester=tester,
            planner=Planner(self._tested.resolve),
            security=security,
            cost=cost,
            compliance=compliance,
            documentation=Documentation(),
        )

    def warm_up(self) -> None:
        """Start in the background what is slow to start, for a command that scans later."""
        self.scanner.start()

    def close(self) -> None:
        """End what runs in the background."""
        if "scanner" in self.__dict__:
            self.scanner.close()

    # -- seams that the pipeline is given ------------------------------------------------------------------------

    def find(self, root: Path, policy: Policy) -> tuple[Stack, ...]:
        """The stacks below ``root``."""
        return _not_ignored(find_stacks(root, StackPolicy(policy.stacks)), policy)

    def changed(self, root: Path, base: Path, paths: Sequence[str], policy: Policy) -> tuple[Stack, ...]:
        """The stacks that a change touches."""
        return _not_ignored(changed_stacks(root, base, paths, StackPolicy(policy.stacks)), policy)

    def deploy(self, subject: Subject, act: Act) -> tuple[StackResult, ...]:
        """Run ``act`` on the subject's stacks; a deleted one is looked at where it still exists, in the base."""
        results = act(subject.root, subject.present) if subject.present else ()
        if subject.gone and subject.base_root:
            results += tuple(deleted(result) for result in act(subject.base_root, subject.gone))
        return results

    def plan(self, root: Path, stacks: Sequence[Stack]) -> tuple[StackResult, ...]:
        """Format, lint, validate, plan."""
        return self._tested.plan(root, stacks)

    def conventions(self, root: Path) -> Conventions:
        """What the repository's own code does."""
        return read_conventions(root)

    @property
    def mend(self) -> Repairer:
        """Mechanical repairs."""
        return repair

    def check(self, root: Path, stacks: Sequence[Stack]) -> tuple[Finding, ...]:
        """The static checks: scan and lint, with the fingerprints of a report."""
        context = Context("check", "check", root, stacks=tuple(stacks))
        scanned = self.team.security.run(context).findings or ()
        linted = {finding.fingerprint: finding for stack in stacks for finding in lint(root, stack)}
        return fingerprinted([*linted.values(), *scanned])

    def fix(self, root: Path, stacks: Sequence[Stack], rules: Sequence[str], check: Check, scratch: Path) -> Fixed:
        """Repair findings of rules in place, those that ``check`` finds."""
        return fix(root, stacks, rules, repair, check, self._tested.plan, scratch)

    def save(self, root: Path, stacks: Sequence[Stack], scratch: Path) -> Fixed:
        """Apply the safe savings in place."""

        def price(planned: Sequence[Planned], folder: Path) -> Estimate:
            return self.costing.estimate(planned, folder, None)

        return save(root, stacks, apply_savings, self._tested.plan, price, scratch)

    def look(self, subject: Subject, agents: Sequence[Agent]) -> Before:
        """What a subject's base has already, as the same agents see it by the same rules."""
        root, stacks = subject.base_root or subject.root, (*subject.before, *subject.gone)
        context = Context("base", "base", root, stacks=stacks, policy=subject.policy, company=subject.company)
        context = replace(context, results=self._tested.resolve(root, stacks) if stacks else ())
        linted = {finding.fingerprint: finding for stack in stacks for finding in lint(root, stack)}
        context = replace(context, findings=fingerprinted(linted.values()))
        done_above = (self.team.tester, self.team.planner, self.team.cost)  # a base is planned, not deployed
        for agent in (agent for agent in agents if agent not in done_above):
            seen = agent.run(context)
            found = fingerprinted([*context.findings, *(seen.findings or ())])
            context = replace(context, findings=found, passed=(*context.passed, *seen.passed))
        return Before(context.results, context.findings)


def _summary(root: Path, keep_back: Sequence[str]) -> str:
    """What a model is told of a repository at first."""
    from app.reasoning.model.tools import repository_summary  # noqa: PLC0415 - only where a model is asked

    return repository_summary(root, keep_back)


def _told_once(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """What several tools say of the same place, as one finding."""
    return merged(without_twins(findings))


def _not_ignored(stacks: Sequence[Stack], policy: Policy) -> tuple[Stack, ...]:
    return tuple(stack for stack in stacks if not any(fnmatch(stack.path, glob) for glob in policy.ignore))


@contextmanager
def parts(usage: Path | None = None) -> Iterator[Parts]:
    """Parts for one command, closed at its end."""
    made = Parts(read_settings(os.environ), usage)
    try:
        yield made
    finally:
        made.close()


@contextmanager
def scratch() -> Iterator[Path]:
    """A private folder for one run, removed at its end."""
    folder = Path(tempfile.mkdtemp(prefix="agents-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def now() -> datetime:
    """The clock, UTC."""
    return datetime.now(UTC)


def new_run_id() -> str:
    """Sortable by time, unique."""
    return f"{now():%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"


def run_folder(made: Parts, run: str) -> Path:
    """Where the files of a run go that is given in a terminal."""
    return made.settings.data_dir / "runs" / run


def kept_bug(doing: str) -> AgentsError:
    """The exception that is being handled, as what can be shown; its details are kept where the user can find them."""
    run = new_run_id()
    where = "the details could not be written"
    try:
        folder = read_settings(os.environ).data_dir / "logs"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{run}.log"
        path.write_text(redact(traceback.format_exc()), encoding="utf-8")
        where = f"the details are in {path}"
    except (OSError, AgentsError):
        pass  # the bug is told all the same
    return AgentsError(doing, f"a bug in agents (run {run})", f"{where}; please report it")


def serve(reattach_file: Path) -> None:
    """Serve the simulated providers until interrupted."""
    from app.toolchains.simulator.serve import serve as serve_until_interrupted  # noqa: PLC0415 - gRPC takes 0.3 s

    serve_until_interrupted(reattach_file)


def local_forge(directory: Path) -> LocalForge:
    """A plain repository on this machine."""
    return LocalForge(directory, identity(f"{os.environ.get('SOURCE_DATE_EPOCH') or int(now().timestamp())} +0000"))
