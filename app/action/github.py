"""The door for GitHub Actions: reads the event, has it carried out, tells the runner."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from app.action import workflow
from app.action.checkout import commit_of, look_around
from app.action.event import carry_out
from app.action.github_events import THREADS, Started, asked, read_started
from app.action.inputs import Inputs, read_inputs
from app.action.progress import Progress, say
from app.action.reporting import Written, write
from app.action.result import Result, outputs
from app.action.summary import render_summary
from app.bootstrap import Parts
from app.bootstrap.action import github_host
from app.domain.errors import AgentsError, Failure, UsageFailure
from app.domain.event import Event
from app.forges.base import Forge, Host
from app.forges.quiet import Quiet, Telling
from app.reports.defuse import capital, prose, sentence
from app.reports.sarif import sarif_text
from app.settings import Settings, read_settings

QUIETLY = frozenset({"ignored", "refused", "superseded", "cancelled"})
"""Ends that are nobody's failure and worth a line."""
RIGHTS: Mapping[Telling, str] = {
    "comments": "`pull-requests: write` (in an issue `issues: write`)",
    "reactions": "`pull-requests: write` (in an issue `issues: write`)",
    "remarks": "`pull-requests: write`",
    "checks": "`checks: write`",
    "labels": "`pull-requests: write`",
    "code scanning": "`security-events: write`",
}
"""What a workflow's ``permissions`` must say for each."""
SECRET = ("INPUT_TOKEN", "INPUT_ANTHROPIC_API_KEY", "ANTHROPIC_API_KEY")
"""Variables that no log shows."""
BARE = "programs ran without isolation: no sandbox could be started on this machine"
ALL = "none"
"""As ``base``: look at everything."""


def door(environment: Mapping[str, str]) -> int:
    """Do what the workflow was started for and tell it; the exit code. Raises ``AgentsError``."""
    return Step(environment).carry_out()


def fail(environment: Mapping[str, str], error: AgentsError) -> None:
    """Say what went wrong."""
    Step(environment).fail(error)


class Step:
    """One step of a workflow."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._temp = Path(environment.get("RUNNER_TEMP") or ".")

    def carry_out(self) -> int:
        """Do what the event asks for and tell it; the exit code. Raises ``AgentsError``."""
        for secret in SECRET:
            workflow.mask(self._environment.get(secret, "").strip())
        inputs = read_inputs(self._environment)
        started = read_started(self._environment)
        with workflow.no_commands():
            result = self._done(inputs, started)
            written = write(
                result, Path(inputs.report_dir) if inputs.report_dir else self._temp / "iac-agents" / result.run
            )
        self._tell(result, inputs, written)
        return result.exit_code(lenient=inputs.lenient)

    def fail(self, error: AgentsError) -> None:
        """Say what went wrong."""
        hint = f"; {error.hint}" if error.hint else ""
        workflow.speak("error", f"{error}{hint}", title="iac-agents")
        why, what = sentence(capital(prose(str(error), 2000))), sentence(capital(prose(error.hint, 2000)))
        self._put("GITHUB_STEP_SUMMARY", f"### ❌ iac-agents\n\n{why}\n\n{what if error.hint else ''}\n")
        workflow.put_outputs(self._file("GITHUB_OUTPUT"), {"verdict": "none", "status": "failed"})

    # -- doing -----------------------------------------------------------------------------------------------------

    def _done(self, inputs: Inputs, started: Started) -> Result:
        settings = self._settings(inputs)
        parts = Parts(settings, discreet=True)
        host = github_host(settings, inputs.token, inputs.login) if inputs.token else None
        try:
            if started.kind in THREADS or inputs.number:
                result = self._event(inputs, started, parts, host)
            else:
                result = self._look(inputs, started, parts, host)
            bare = result.outcomes and parts.sandbox.isolation == "none"
            return replace(result, notes=(*result.notes, BARE)) if bare else result
        finally:
            parts.close()
            if host:
                host.close()

    def _settings(self, inputs: Inputs) -> Settings:
        api = self._environment.get("GITHUB_API_URL", "")
        return read_settings(
            {**self._environment, **inputs.variables, **({"AGENTS_GITHUB_API_URL": api} if api else {})}
        )

    def _event(self, inputs: Inputs, started: Started, parts: Parts, host: Host | None) -> Result:
        if host is None:
            hint = "give `token`, or leave it out: the default is the workflow's own"
            raise UsageFailure("reading the inputs", "there is no token", hint)
        if wrong := host.reachable():
            raise Failure("asking GitHub who we are", wrong, "check the input `token`")
        forge = Quiet(host.open(started.repository), inputs.silent, RIGHTS)
        if started.kind in THREADS:
            event = host.parse({"X-GitHub-Event": started.kind}, started.payload)
        else:
            event = asked(forge, inputs, started)
        if not isinstance(event, Event):
            return Result("", "ignored", event.why)
        return carry_out(parts, forge, inputs.operator(event, self._page()), event, Progress())

    def _look(self, inputs: Inputs, started: Started, parts: Parts, host: Host | None) -> Result:
        root = Path(self._environment.get("GITHUB_WORKSPACE") or ".")
        commands = inputs.looks()
        forge = Quiet(host.open(started.repository), inputs.silent, RIGHTS) if host else None
        base, note = self._base(inputs, started, root, forge)
        result = look_around(
            parts,
            root,
            commands,
            Progress(),
            base=base,
            override=inputs.override(),
            repository=f"github/{started.repository}",
        )
        notes = (note, *self._scanned(result, forge)) if note else self._scanned(result, forge)
        return replace(result, notes=notes)

    def _base(self, inputs: Inputs, started: Started, root: Path, forge: Forge | None) -> tuple[str | None, str]:
        """What is compared with, and what there is to say about it."""
        wanted = inputs.base or started.before
        if not wanted or wanted == ALL:
            return None, ""
        commit = commit_of(root, wanted, forge)
        if commit is None and inputs.base:
            raise UsageFailure(
                f"comparing with {wanted}", "there is no such revision here or at the remote", "correct `base`"
            )
        return commit, "" if commit else f"everything was looked at: the commit before, {wanted[:12]}, is gone"

    def _scanned(self, result: Result, forge: Quiet | None) -> tuple[str, ...]:
        """Hand over to code scanning what was found in all there is: less would close the alerts of the rest."""
        head, reference = self._environment.get("GITHUB_SHA", ""), self._environment.get("GITHUB_REF", "")
        whole = [one for one in result.outcomes if one.command in {"review", "security"} and not (one.part or one.base)]
        if not (forge and whole and head and reference):
            return ()
        try:
            forge.upload_sarif(head, reference, sarif_text(whole[-1]))
        except AgentsError as error:
            return (str(error),)
        return forge.notes

    # -- telling ---------------------------------------------------------------------------------------------------

    def _tell(self, result: Result, inputs: Inputs, written: Written) -> None:
        more = workflow.annotate(result.findings) if inputs.annotations else 0
        if more:
            say(f"{more} more findings are not annotated; {written.report} has all")
        if result.status in QUIETLY:
            why = f": {result.why}" if result.why else ""
            workflow.speak("notice", f"{result.status}{why}", title="iac-agents")
        elif result.status == "failed":
            workflow.speak("error", f"{result.why}; {result.hint}" if result.hint else result.why, title="iac-agents")
        elif result.missing:
            workflow.speak("warning", f"not everything ran: {', '.join(result.missing)}", title="iac-agents")
        self._put("GITHUB_STEP_SUMMARY", render_summary(result))
        places = {"report": str(written.report), "report-dir": str(written.folder), "sarif": str(written.sarif or "")}
        workflow.put_outputs(self._file("GITHUB_OUTPUT"), {**outputs(result), **places})

    def _put(self, variable: str, text: str) -> None:
        workflow.put_summary(self._file(variable), text)

    def _file(self, variable: str) -> Path:
        return Path(self._environment.get(variable) or self._temp / variable.lower())

    def _page(self) -> str:
        names = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID")
        server, repository, run = (self._environment.get(name, "") for name in names)
        return f"{server}/{repository}/actions/runs/{run}" if server and repository and run else ""
