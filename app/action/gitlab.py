"""The door for GitLab CI: the pipeline's variables in; notes, a job log and report files out."""

import json
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from app.action.checkout import commit_of, look_around
from app.action.event import carry_out
from app.action.gitlab_events import Look, started_by, target
from app.action.gitlab_log import section, tell
from app.action.gitlab_reports import cleared, see_all, write_compared, write_told
from app.action.inputs import REVIEW, Inputs, read_inputs
from app.action.progress import Progress, say
from app.action.reporting import write
from app.action.result import Result
from app.bootstrap import Parts, now
from app.bootstrap.action import gitlab_host
from app.domain.errors import AgentsError, UsageFailure
from app.domain.event import Event, Ignored
from app.domain.run import Outcome
from app.forges.base import Host
from app.forges.quiet import Quiet, Telling
from app.settings import Settings, read_settings

GUIDE = "docs/guides/gitlab-ci.md"
REPORT_DIR = "iac-agents-report"
VARIABLE = "AGENTS_GITLAB_TOKEN"
"""Holds the token, unless the job names another one."""
ELSEWHERE: frozenset[Telling] = frozenset({"checks", "code scanning"})
"""What a job does not tell: it is a check itself, and GitLab takes findings from report files."""
FINDING = frozenset({"review", "security"})
"""Commands that look for vulnerabilities."""


def door(environment: Mapping[str, str]) -> int:
    """Do what the pipeline was started for and tell it; the exit code. Raises ``AgentsError``."""
    return Job(environment).carry_out()


class Job:
    """One job of a pipeline. Without a token nothing is told in GitLab but by the job itself."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._variables = environment
        self._source = environment.get("CI_PIPELINE_SOURCE", "")
        self._root = Path(environment.get("CI_PROJECT_DIR") or ".")
        self._token_name = environment.get("INPUT_TOKEN_VARIABLE") or VARIABLE
        self._token = environment.get(self._token_name, "")

    def carry_out(self) -> int:
        """Do what the pipeline was started for and tell it; the exit code. Raises ``AgentsError``."""
        inputs = read_inputs(self._variables, GUIDE)
        folder = cleared(self._root, Path(inputs.report_dir or REPORT_DIR))
        settings = self._settings(inputs)
        with closing(gitlab_host(settings, self._token)) as host, closing(Parts(settings, discreet=True)) as parts:
            if self._token and (wrong := host.reachable()):
                raise UsageFailure(f"using the token in {self._token_name}", wrong, f"see {GUIDE}")
            begun = started_by(self._variables, self._payload(), host, may_tell=bool(self._token))
            if isinstance(begun, Ignored):
                say(f"nothing to do: {begun.why}")
                return 0
            parts.warm_up()
            return self._done(inputs, parts, host, begun, folder)

    def _settings(self, inputs: Inputs) -> Settings:
        url = self._variables.get("CI_SERVER_URL", "")
        return read_settings({**self._variables, **inputs.variables, **({"AGENTS_GITLAB_URL": url} if url else {})})

    def _payload(self) -> Mapping[str, object]:
        """The webhook's body that started the pipeline by its trigger: a variable of GitLab's that names a file."""
        name = self._variables.get("TRIGGER_PAYLOAD", "")
        if self._source != "trigger" or not name:
            return {}
        try:
            found = json.loads(Path(name).read_text("utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            raise UsageFailure("reading the webhook's payload", str(error), f"see {GUIDE}") from error
        return found if isinstance(found, dict) else {}

    # -- doing -----------------------------------------------------------------------------------------------------

    def _done(self, inputs: Inputs, parts: Parts, host: Host, begun: Event | Look, folder: Path) -> int:
        base = self._base(inputs, begun)
        with section("stages", "Stages"):
            result = self._told(inputs, parts, host, begun, base)
        whole = self._whole(inputs, parts, result, base) if self._is_compared(result) else None
        write(result, folder)  # last: nothing that is looked at is ours
        write_told(result, folder)
        if whole:
            write_compared(whole, folder, now())
        tell(result, folder.relative_to(self._root.resolve()) / "report.md")
        return result.exit_code(lenient=inputs.lenient)

    def _base(self, inputs: Inputs, begun: Event | Look) -> str | None:
        """The commit that the change starts from; None for a look at everything. A shallow checkout may lack it.

        Raises ``UsageFailure`` where a look at a change is impossible without.
        """
        named = inputs.base or (begun.base if isinstance(begun, Look) else target(self._variables))
        commit = commit_of(self._root, named) if named else None
        if commit or not named:
            return commit
        if inputs.base or (isinstance(begun, Look) and self._source != "push"):
            hint = "let the runner fetch it: set the job's variable GIT_DEPTH to 0"
            raise UsageFailure(f"comparing with {named}", "the checkout does not hold that commit", hint)
        say(f"note: the commit before, {named[:12]}, is neither in the checkout nor to be had")
        return None

    def _told(self, inputs: Inputs, parts: Parts, host: Host, begun: Event | Look, base: str | None) -> Result:
        if not isinstance(begun, Look):
            return self._answer(inputs, parts, host, begun)
        commands = inputs.looks()
        say(f"looking at {f'what changed since {base[:12]}' if base else 'everything'}")
        project = self._variables.get("CI_PROJECT_PATH", "")
        repository = f"gitlab/{project}" if project else ""
        said = inputs.override()
        return look_around(parts, self._root, commands, Progress(), base=base, override=said, repository=repository)

    def _answer(self, inputs: Inputs, parts: Parts, host: Host, event: Event) -> Result:
        """Carry the event out; what came of it is told in GitLab."""
        operator = replace(inputs.operator(event, self._variables.get("CI_JOB_URL", "")), drafts=True)
        forge = Quiet(host.open(event.thread.repository), inputs.silent | ELSEWHERE)
        say(f"carrying out what happened in {event.thread.name}")
        return carry_out(parts, forge, operator, event, Progress())

    def _is_compared(self, result: Result) -> bool:
        """Whether the reports are wanted that GitLab compares: not of a single comment, not of costs alone."""
        wanted = self._source != "trigger" and self._variables.get("INPUT_REPORTS") != "false"
        return wanted and result.judged and any(outcome.command in FINDING for outcome in result.outcomes)

    def _whole(self, inputs: Inputs, parts: Parts, result: Result, base: str | None) -> Outcome | None:
        """All that there is, for the reports that GitLab compares; None where it cannot be told by whose rules."""
        if result.event and base is None:
            return None
        (command,) = inputs.narrowed((REVIEW,))
        if base is None and command.written in result.commands:
            return result.outcomes[result.commands.index(command.written)]
        try:
            with section("compared", "All there is, for GitLab's own reports", folded=True):
                return see_all(parts, self._root, command, Progress(), base)
        except AgentsError as error:
            say(f"note: no reports on code quality and vulnerabilities: {error}")
            return None
