"""Reviewing what is there: the reviewing agents on a folder, on a change, or on a plan made elsewhere."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.agents.base import Agent, Context
from app.analysis.pricing.budget import over
from app.domain.errors import UsageFailure
from app.domain.finding import Finding
from app.domain.plan import StackResult
from app.domain.policy import Policy
from app.domain.run import Outcome, StageResult
from app.knowledge.commands import FRAMEWORKS
from app.pipeline.gate import judge, objections
from app.pipeline.inspect import Subject
from app.pipeline.remarking import commentators, remarked
from app.pipeline.runner import Beside, Runner
from app.pipeline.steps import Observer, StepRunner
from app.pipeline.thinking import Reasoning, reasoned
from app.pipeline.waivers import waive
from app.pipeline.weighing import weigher

SCANNING = ("security", "compliance")
"""Agents that have something to say of code outside of stacks."""


@dataclass(frozen=True, slots=True)
class Before:
    """What the base had already: its stacks as they were planned, and its findings."""

    results: tuple[StackResult, ...] = ()
    findings: tuple[Finding, ...] = ()


Look = Callable[[Subject, Sequence[Agent]], Before]
"""Looks at a subject's base with the agents, and by the rules, that its head is judged by."""


def review(
    run: str,
    command: str,
    subject: Subject,
    agents: Sequence[Agent],
    steps: StepRunner,
    observer: Observer,
    today: date,
    look: Look,
    frameworks: tuple[str, ...] = (),
    reasoning: Reasoning | None = None,
    repository: str = "",
) -> Outcome:
    """Give each agent its turn on the subject; with a base only what is new gates, the rest is counted.

    ``frameworks`` are assessed instead of the policy's, which alone gate. With ``reasoning`` a model may speak about
    what came of it; ``repository`` names whose accounts that goes on.
    """
    started = time.monotonic()
    policy = subject.policy
    context = Context(
        run,
        command,
        subject.root,
        policy.fail_on,
        stacks=subject.present,
        policy=replace(policy, frameworks=frameworks or policy.frameworks),
        company=subject.company,
    )
    runner = Runner(context, steps, observer)
    runner.excuse = lambda findings: waive(findings, policy, today, subject.root, subject.base_root)
    runner.weigh = weigher(agents)
    before = _walk(runner, agents, subject, steps, look)
    outcome = reviewed(runner, policy, before)
    if reasoning:
        begun = reasoning.begin(run, repository, policy, subject.root)
        known = replace(runner.context, findings=outcome.findings, thinker=begun.thinker)
        said = remarked(known, commentators(agents, command), steps, observer)
        outcome = replace(outcome, remarks=said.remarks, reasoned=reasoned(reasoning, begun, said.thoughts))
    return replace(
        outcome,
        title=subject.root.name,
        seconds=round(time.monotonic() - started, 2),
        base=subject.base,
        stacks=tuple(stack.path for stack in subject.stacks),
    )


def reviewed(runner: Runner, policy: Policy, before: Before | None = None) -> Outcome:
    """What the agents have found out, and the verdict on it."""
    context = runner.context
    findings, existing = _brought(context.findings, before)
    against = objections(policy, context.estimate, context.assessments, findings)
    return Outcome(
        run=context.run,
        command=context.command,
        title="",
        language=policy.language or "en",
        results=context.results,
        findings=findings,
        existing=existing,
        gate=judge(findings, runner.stages, policy.fail_on, against),
        stages=runner.stages,
        settled=context.settled,
        evidence=context.evidence,
        estimate=context.estimate,
        assessments=context.assessments,
        exposed=context.exposed,
        budget=policy.budget,
        over_budget=over(policy.budget, context.estimate) if context.estimate else (),
    )


def frameworks_of(command: str, asked: str | None, policy: Policy) -> tuple[str, ...]:
    """Which frameworks a command assesses: those asked for (``hipaa,soc2``), else the policy's; where compliance is all
    that is asked for, every one. Raises ``UsageFailure`` for one that is not known.
    """
    names = tuple(dict.fromkeys(name.strip().lower() for name in (asked or "").split(",") if name.strip()))
    unknown = [name for name in names if name not in FRAMEWORKS]
    if unknown:
        wrong = f"{', '.join(unknown)} is not known"
        raise UsageFailure("choosing frameworks", wrong, f"known are {', '.join(FRAMEWORKS)}")
    return names or policy.frameworks or (FRAMEWORKS if command == "compliance" else ())


def _walk(runner: Runner, agents: Sequence[Agent], subject: Subject, steps: StepRunner, look: Look) -> Before | None:
    """Give the agents their turns; the base is looked at beside the first of them."""
    if subject.base is None or subject.base_root is None:
        runner.walk(agents)
        return None
    if subject.present:
        found: list[Before] = []

        def take(context: Context, before: Before) -> Context:
            found.append(before)
            return replace(context, base=before.results)

        runner.walk(agents, beside=Beside("base", lambda: look(subject, agents), take))
        return found[0]
    concerned = [agent for agent in agents if _concerned(agent, subject)]
    before = steps.step("base", lambda: look(subject, agents)) if concerned else Before()
    runner.context = replace(runner.context, base=before.results)
    why = "stacks were only deleted" if subject.stacks else "no stack changed"
    for agent in agents:
        if agent in concerned:
            runner.walk((agent,))
        else:
            runner.record(StageResult(agent.name, "passed", why))
    return before


def _concerned(agent: Agent, subject: Subject) -> bool:
    """Whether a change that touches no stack, or only deletes some, is for this agent: what goes is money saved, and
    what lies outside of stacks is scanned and judged.
    """
    return (agent.name == "cost" and bool(subject.gone)) or (agent.name in SCANNING and subject.elsewhere)


def _brought(findings: tuple[Finding, ...], before: Before | None) -> tuple[tuple[Finding, ...], dict[str, int]]:
    """Leave out what the base has already, and count it by severity."""
    if before is None:
        return findings, {}
    old = {finding.fingerprint for finding in before.findings}
    new = tuple(replace(finding, new=True) for finding in findings if finding.fingerprint not in old)
    counted = Counter(str(finding.severity) for finding in findings if finding.fingerprint in old)
    return new, dict(sorted(counted.items()))
