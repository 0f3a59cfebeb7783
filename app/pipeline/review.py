"""Reviewing what is there: the reviewing agents on a folder, a change, or a plan made elsewhere."""

import json
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from app.agents.base import Agent, Context
from app.agents.security import Scan
from app.domain.errors import UsageFailure
from app.domain.finding import Finding, fingerprinted
from app.domain.policy import Policy
from app.domain.run import Outcome, StageResult
from app.domain.stack import Stack
from app.pipeline.gate import judge
from app.pipeline.inspect import Subject
from app.pipeline.policy import apply_waivers
from app.pipeline.runner import Runner
from app.pipeline.steps import Observer, StepRunner


class PlanScanner(Protocol):
    """A scanner that reads plan documents."""

    def scan_plan(self, plan: Mapping[str, Any], name: str) -> Scan:
        """Findings carry ``name`` as their path."""
        ...


Check = Callable[[Path, Sequence[Stack]], tuple[Finding, ...]]


def review(
    run: str,
    command: str,
    subject: Subject,
    agents: Sequence[Agent],
    steps: StepRunner,
    observer: Observer,
    today: date,
    check_base: Check,
) -> Outcome:
    """Give each agent its turn on the subject; with a base only what is new gates, the rest is counted.

    ``check_base`` runs the static checks on the base's tree.
    """
    started = time.monotonic()
    policy = subject.policy
    present = subject.present
    context = Context(run, command, subject.root, policy.fail_on, stacks=present)
    runner = Runner(context, steps, observer)
    if subject.base is not None and not present:
        why = "stacks were only deleted" if subject.stacks else "no stack changed"
        for agent in agents:
            runner.record(StageResult(agent.name, "passed", why))
    else:
        runner.walk(agents)
    findings = apply_waivers(runner.context.findings, policy, today)
    findings, existing = _against_base(findings, subject, steps, check_base)
    return Outcome(
        run=run,
        command=command,
        title=subject.root.name,
        seconds=round(time.monotonic() - started, 2),
        language=policy.language or "en",
        base=subject.base,
        stacks=tuple(stack.path for stack in subject.stacks),
        results=runner.context.results,
        findings=findings,
        existing=existing,
        gate=judge(findings, runner.stages, policy.fail_on),
        stages=runner.stages,
        evidence=runner.context.evidence,
    )


def review_plan(run: str, path: Path, scanner: PlanScanner, today: date) -> Outcome:
    """Review a plan made elsewhere: Terraform's own JSON (``terraform show -json``), or a list of such documents."""
    started = time.monotonic()
    scans = [scanner.scan_plan(document, path.name) for document in _plans(path)]
    found = fingerprinted(finding for scan in scans for finding in scan.findings)
    findings = apply_waivers(found, Policy(), today)
    worst = next((scan for scan in scans if scan.status != "passed"), scans[0])
    seconds = round(time.monotonic() - started, 2)
    stages = (StageResult("security", worst.status, worst.why, seconds),)
    return Outcome(
        run=run,
        command="review",
        title=path.name,
        seconds=seconds,
        findings=findings,
        gate=judge(findings, stages, Policy().fail_on),
        stages=stages,
        evidence=tuple(evidence for scan in scans for evidence in scan.evidence),
    )


def _plans(path: Path) -> list[Mapping[str, Any]]:
    doing = f"reading the plan {path}"
    hint = "make it with `terraform plan -out=plan.bin && terraform show -json plan.bin`"
    try:
        document = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UsageFailure(doing, error.strerror or str(error), hint) from error
    except ValueError as error:
        raise UsageFailure(doing, "it is not JSON", hint) from error
    documents = document if isinstance(document, list) else [document]
    if not documents or not all(isinstance(one, dict) and "resource_changes" in one for one in documents):
        raise UsageFailure(doing, "it is not Terraform's plan JSON: it has no resource_changes", hint)
    return documents


def _against_base(
    findings: tuple[Finding, ...], subject: Subject, steps: StepRunner, check_base: Check
) -> tuple[tuple[Finding, ...], dict[str, int]]:
    """Leave out what the base has already, and count it by severity."""
    if subject.base is None or subject.base_root is None:
        return findings, {}
    base_root = subject.base_root
    found = steps.step("base", lambda: check_base(base_root, subject.before))
    old = {finding.fingerprint for finding in found}
    new = tuple(replace(finding, new=True) for finding in findings if finding.fingerprint not in old)
    counted = Counter(str(finding.severity) for finding in findings if finding.fingerprint in old)
    return new, dict(sorted(counted.items()))
