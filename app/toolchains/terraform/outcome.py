"""From what the driver said to what the report shows: steps with status and detail, counts, evidence."""

import json
import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app import __version__
from app.domain.evidence import Evidence
from app.domain.plan import Plan, Status, Step
from app.domain.planned import Planned
from app.toolchains.terraform.planned import planned_of

LONGEST_DETAIL = 4000
STYLE = frozenset({"format", "lint"})
_PLACE = re.compile(r"\bon (\S+) line (\d+)")
COMMANDS = {
    "format": "fmt -check -diff",
    "validate": "init, validate",
    "plan": "plan",
    "apply": "apply",
    "replan": "plan -detailed-exitcode",
    "destroy": "destroy",
}
UNAVAILABLE = re.compile(
    r"Unsupported Terraform Core version|Unsupported OpenTofu Core version|Failed to query available provider packages"
    r"|Failed to install provider|Could not (?:retrieve|resolve|load) provider|Failed to download module"
    r"|Could not download module|Error accessing remote module registry|Module installation is not permitted"
)
"""What init or validate say when something cannot be had here, as opposed to broken code."""


@dataclass(frozen=True, slots=True)
class Said:
    """All of a driver's lines. ``died`` is why the driver ended early, or empty."""

    steps: Mapping[str, Mapping[str, Any]]
    version: str = ""
    died: str = ""


@dataclass(slots=True)
class Outcome:
    """A stack's steps in order, whether it can be had here, its plan."""

    steps: list[Step] = field(default_factory=list)
    status: Status = "passed"
    why: str = ""
    plan: Plan = field(default_factory=Plan)
    plan_json: Mapping[str, Any] | None = None
    planned: Planned | None = None
    idempotent: bool | None = None


def parse_driver(stdout: str, died: str) -> Said:
    """The driver's JSON lines; a last line that was cut is ignored."""
    steps: dict[str, Mapping[str, Any]] = {}
    version = ""
    done = False
    for line in stdout.splitlines():
        try:
            message = json.loads(line)
        except ValueError:
            continue
        if "step" in message:
            steps[message["step"]] = message
        done = done or bool(message.get("done"))
        version = message.get("version", version)
    return Said(steps, version, "" if done else died)


def outcome_of(
    wanted: Sequence[str], said: Said, lint: Step | None, notes: Sequence[str], where: "Where", blocked: str = ""
) -> Outcome:
    """Steps in the wanted order, all of them. ``lint`` is our own step where it is wanted; ``notes`` are what was
    changed for the simulation and stand in the detail of ``plan``; ``blocked`` is why steps were not tried at all."""
    outcome = Outcome()
    stopped = ""
    for name in wanted:
        if name == "lint" and lint:
            outcome.steps.append(lint)
            continue
        message = said.steps.get(name)
        if message is None:
            step = _missing(name, stopped, said.died, blocked)
        else:
            step = _step(name, message, where)
            if name == "plan":
                step = _noted(step, notes)
        if step.status != "passed" and name not in STYLE and not stopped:
            stopped = name
        outcome.steps.append(step)
    _conclude(outcome, said, where.stack)
    return outcome


@dataclass(frozen=True, slots=True)
class Where:
    """How paths are told: the stack's path in the repository, and the private copy's path that must not be shown."""

    stack: str
    copy: str

    def cleaned(self, text: str) -> str:
        """The text with the private copy's path taken out."""
        for prefix in (f"/private{self.copy}", self.copy):
            text = text.replace(prefix + "/", "").replace(prefix, ".")
        text = _PLACE.sub(lambda found: f"on {self.path(found[1])} line {found[2]}", text)
        return text if len(text) <= LONGEST_DETAIL else text[:LONGEST_DETAIL] + " …"

    def path(self, name: str) -> str:
        """A file named relative to the stack, relative to the repository."""
        return posixpath.normpath(posixpath.join(self.stack, name))


def _step(name: str, message: Mapping[str, Any], where: Where) -> Step:
    seconds = float(message.get("seconds", 0.0))
    if name == "format":
        return _format_step(message, seconds, where)
    if message["ok"]:
        warnings = _spoken(message, where, "warning")
        return Step(name, "passed", seconds, warnings)
    errors = _spoken(message, where, "error")
    text = errors or where.cleaned(str(message.get("text", ""))) or f"exit code {message.get('exit_code')}"
    if name == "replan" and message.get("exit_code") == 2:
        text = "a second plan still has changes: " + where.cleaned(_changes(str(message.get("output", ""))))
    told = f"{message.get('text', '')}\n{errors}"
    status: Status = "not_run" if name == "validate" and UNAVAILABLE.search(told) else "failed"
    return Step(name, status, seconds, text)


def _spoken(message: Mapping[str, Any], where: Where, severity: str) -> str:
    """The diagnostics, by place: Terraform finds them side by side and tells them in any order."""
    lines = []
    for one in message.get("diagnostics") or ():
        if one["severity"] != severity:
            continue
        place = f"{where.path(one['file'])}:{one['line']}: " if one["file"] else ""
        told = str(one["detail"]).split("To proceed, either")[0]
        words = " ".join(f"{one['summary']}. {told}".split())
        lines.append((one["file"] or "", one["line"] or 0, where.cleaned(f"{place}{words}")))
    return "\n".join(text for _, _, text in sorted(lines))[:LONGEST_DETAIL]


def _format_step(message: Mapping[str, Any], seconds: float, where: Where) -> Step:
    if message["ok"]:
        return Step("format", "passed", seconds)
    listed = [
        line
        for line in str(message.get("output", "")).splitlines()
        if re.fullmatch(r"\S.*\.(?:tf|tfvars|tofu|hcl)", line)
    ]
    files = sorted({where.path(name) for name in listed if not name.startswith(("---", "+++"))})
    if not files:
        return Step("format", "failed", seconds, where.cleaned(str(message.get("text", ""))))
    return Step("format", "failed", seconds, f"not formatted, run `terraform fmt`: {', '.join(files)}")


def _changes(text: str) -> str:
    return ", ".join(re.findall(r"^\s*# (\S+ (?:will|must) be .*)$", text, re.MULTILINE)) or "outputs"


def _missing(name: str, stopped: str, died: str, blocked: str) -> Step:
    if stopped and not blocked:
        return Step(name, "not_run", 0.0, f"{stopped} did not pass")
    return Step(name, "failed" if died else "not_run", 0.0, died or blocked or "not reached")


def _noted(step: Step, notes: Sequence[str]) -> Step:
    if not notes:
        return step
    return Step(step.step, step.status, step.seconds, "\n".join([*([step.detail] if step.detail else []), *notes]))


def _conclude(outcome: Outcome, said: Said, stack: str) -> None:
    """Style (format, lint) is told and is the tester's finding; only what does not work fails the stack."""
    style = [step for step in outcome.steps if step.status == "failed" and step.step in STYLE]
    failed = [step for step in outcome.steps if step.status == "failed" and step.step not in STYLE]
    if style:
        outcome.why = f"{style[0].step}: {(style[0].detail or 'failed').splitlines()[0]}"
    if failed:
        outcome.status = "failed"
        outcome.why = f"{failed[0].step}: {(failed[0].detail or 'failed').splitlines()[0]}"
    elif any(step.status == "not_run" for step in outcome.steps):
        first = next(step for step in outcome.steps if step.status == "not_run")
        outcome.status = "not_run"
        outcome.why = first.detail.strip().splitlines()[0] if first.detail else ""
    planned = said.steps.get("plan", {}).get("plan_json")
    if isinstance(planned, dict):
        outcome.plan_json = planned
        outcome.plan = plan_of(planned)
        outcome.planned = planned_of(stack, planned, said.steps.get("apply", {}).get("state"))
    replan = said.steps.get("replan")
    if replan:
        outcome.idempotent = {0: True, 2: False}.get(replan["exit_code"])


def plan_of(planned: Mapping[str, Any]) -> Plan:
    """Counts as Terraform prints them (a replacement adds one and destroys one) and the managed resources' changes."""
    changes = [one for one in planned.get("resource_changes") or () if one.get("mode") == "managed"]
    actions = [tuple(one.get("change", {}).get("actions", ())) for one in changes]
    return Plan(
        add=sum("create" in one for one in actions),
        change=sum("update" in one for one in actions),
        destroy=sum("delete" in one for one in actions),
        resource_changes=tuple(changes),
    )


def evidence_of(
    outcome: Outcome, said: Said, tool: str, version: str, digest: str, isolation: str
) -> tuple[Evidence, ...]:
    """One entry for each step that ran."""
    found = []
    for step in outcome.steps:
        if step.step == "lint" and step.status != "not_run":
            exit_code = int(step.status == "failed")
            found.append(Evidence("agents lint", __version__, "lint", exit_code, digest, step.seconds))
        message = said.steps.get(step.step)
        if message is None:
            continue
        command = COMMANDS[step.step] + ("" if step.step == "format" else " (simulated providers)")
        exit_code = int(message.get("exit_code", 1))
        found.append(Evidence(tool, said.version or version, command, exit_code, digest, step.seconds, isolation))
    return tuple(found)
