"""Reviewing a plan that was made elsewhere, from Terraform's own JSON of it."""

import json
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from app.agents.base import Agent, Context
from app.domain.company import CompanyPolicies
from app.domain.errors import UsageFailure
from app.domain.plan import StackResult
from app.domain.policy import Policy
from app.domain.run import Outcome
from app.pipeline.plan_shape import wrong_with
from app.pipeline.review import reviewed
from app.pipeline.runner import Runner
from app.pipeline.steps import Observer, StepRunner
from app.pipeline.waivers import waive
from app.pipeline.weighing import weigher

HINT = "make it with `terraform plan -out=plan.bin && terraform show -json plan.bin`"
SURROGATE = re.compile(rb"(?i)\\ud[89a-f]")


def read_plans(path: Path) -> list[Mapping[str, Any]]:
    """The documents in a file: one (``terraform show -json``) or a list of them (``agents plan --plan-json``)."""
    doing = f"reading the plan {path}"
    try:
        document = _parsed(path.read_bytes())  # JSON's own detection: PowerShell's ``>`` writes UTF-16
    except OSError as error:
        raise UsageFailure(doing, error.strerror or str(error), HINT) from error
    except (ValueError, RecursionError) as error:
        raise UsageFailure(doing, "it is not JSON", HINT) from error
    documents = document if isinstance(document, list) else [document]
    wrong = next(filter(None, map(wrong_with, documents)), "") if documents else "there is none in it"
    if wrong:
        raise UsageFailure(doing, wrong, HINT)
    return documents


def _parsed(content: bytes) -> Any:
    """The document; ``NaN`` and its like are no JSON, and half a surrogate pair is no character."""
    document = json.loads(content, parse_constant=_refused)
    if SURROGATE.search(content):
        document = json.loads(json.dumps(document, ensure_ascii=False).encode("utf-8", "replace"))
    return document


def _refused(name: str) -> None:
    raise ValueError(name)


def review_plan(
    run: str,
    root: Path,
    results: Sequence[StackResult],
    before: Sequence[StackResult],
    agents: Sequence[Agent],
    policy: Policy,
    company: CompanyPolicies,
    today: date,
    steps: StepRunner,
    observer: Observer,
) -> Outcome:
    """Give each agent its turn on plans. ``before`` is what stood before them, for what they add to the bill; ``root``
    the folder whose policy and usage file count.
    """
    started = time.monotonic()
    context = Context(
        run, "review", root, policy.fail_on, results=tuple(results), policy=policy, company=company, base=tuple(before)
    )
    runner = Runner(context, steps, observer)
    runner.excuse = lambda findings: waive(findings, policy, today, root)
    runner.weigh = weigher(agents)
    runner.walk(agents)
    outcome = reviewed(runner, policy)
    return replace(
        outcome,
        title=", ".join(dict.fromkeys(result.path for result in results)),
        seconds=round(time.monotonic() - started, 2),
        stacks=tuple(result.path for result in results),
    )
