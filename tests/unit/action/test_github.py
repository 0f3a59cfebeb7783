"""The door for GitHub Actions in this process, against the fake; whole workflows run in tests/e2e/test_action.py."""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.action import github
from app.domain.errors import AgentsError, Failure, UsageFailure
from tests.builders import git_repository
from tests.fakes.github import FakeGitHub
from tests.fakes.messages_api import KEY, Stub, say

REPOSITORY = "acme/web"
GIT = "GIT_CONFIG_VALUE_0"
"""Carries the token to the remote, for git alone."""
REQUEST = "An SQS queue `jobs` with a dead-letter queue."


@dataclass
class Runner:
    """What GitHub's runner gives a step, and what the step leaves there."""

    fake: FakeGitHub
    folder: Path

    def environment(self, kind: str, payload: Mapping[str, Any], token: str, **inputs: str) -> dict[str, str]:
        (self.folder / "event.json").write_text(json.dumps(payload))
        for name in ("output", "summary"):
            (self.folder / name).unlink(missing_ok=True)
        return {
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_NAME": kind,
            "GITHUB_EVENT_PATH": str(self.folder / "event.json"),
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_API_URL": self.fake.api_url,
            "GITHUB_SERVER_URL": "https://github.example",
            "GITHUB_RUN_ID": "77",
            "GITHUB_ACTOR": "ada",
            "GITHUB_WORKSPACE": str(self.folder / "checkout"),
            "GITHUB_OUTPUT": str(self.folder / "output"),
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary"),
            "RUNNER_TEMP": str(self.folder),
            "AGENTS_FORGE_WRITE_INTERVAL": "0",
            "AGENTS_DATA_DIR": str(self.folder / "data"),
            "AGENTS_CACHE_DIR": str(self.folder / "tools"),
            "AGENTS_TERRAFORM": "embedded",
            "INPUT_TOKEN": token,
        } | {f"INPUT_{name.upper()}": value for name, value in inputs.items()}

    def step(self, kind: str, payload: Mapping[str, Any], token: str, **inputs: str) -> int:
        return github.door(self.environment(kind, payload, token, **inputs))

    def delivered(self, kind: str, number: int, action: str, **more: Any) -> dict[str, Any]:
        payload: dict[str, Any] = json.loads(self.fake.delivery(kind, REPOSITORY, number, action, **more)[1])
        return payload

    @property
    def summary(self) -> str:
        return (self.folder / "summary").read_text()

    @property
    def outputs(self) -> dict[str, str]:
        """Of values on one line."""
        lines = (self.folder / "output").read_text().splitlines()
        return {line.split("<<")[0]: lines[n + 1] for n, line in enumerate(lines) if "<<end_" in line}

    def thread(self, number: int) -> dict[str, Any]:
        found: dict[str, Any] = self.fake.state()["repositories"][REPOSITORY]["threads"][str(number)]
        return found


@pytest.fixture
def runner(tmp_path: Path) -> Iterator[Runner]:
    with FakeGitHub(tmp_path / "git") as fake:
        fake.repository(REPOSITORY, {"README.md": "# Here\n"})
        fake.permit(REPOSITORY, "ada", "write")
        yield Runner(fake, tmp_path)


def change(runner: Runner, branch: str = "words") -> int:
    runner.fake.commit(REPOSITORY, branch, {"README.md": "# There\n"})
    return runner.fake.pull(REPOSITORY, branch)


def test_a_change_of_words_passes(runner: Runner) -> None:
    number = change(runner)
    token = runner.fake.workflow_token(REPOSITORY, contents="read", pull_requests="write")
    assert runner.step("pull_request", runner.delivered("pull_request", number, "opened"), token) == 0
    assert (runner.outputs["verdict"], runner.outputs["findings"]) == ("passed", "0")
    (comment,) = runner.thread(number)["comments"]
    assert comment["author"] == "github-actions[bot]"
    assert "https://github.example/acme/web/actions/runs/77" in comment["body"]
    assert "checks: the token lacks `checks: write`" in runner.summary


def test_silence(runner: Runner) -> None:
    number = change(runner)
    token = runner.fake.workflow_token(REPOSITORY, contents="read", pull_requests="write")
    payload = runner.delivered("pull_request", number, "opened")
    assert runner.step("pull_request", payload, token, comment="false", sarif="false") == 0
    thread = runner.thread(number)
    assert (thread["comments"], thread["reactions"], thread["reviews"]) == ([], [], [])
    assert "comments:" not in runner.summary
    assert "No stack" in runner.summary or "nothing" in runner.summary.lower()


@pytest.mark.parametrize(
    ("text", "author", "status"),
    [("Looks good", "ada", "ignored"), ("/agents fix", "tim", "refused"), ("/agents review", "mallory", "refused")],
)
def test_what_is_not_done(runner: Runner, text: str, author: str, status: str) -> None:
    runner.fake.permit(REPOSITORY, "tim", "triage")
    number = change(runner)
    comment = runner.fake.say(REPOSITORY, number, text, author)
    token = runner.fake.workflow_token(REPOSITORY, contents="write", pull_requests="write")
    payload = runner.delivered("issue_comment", number, "created", comment=comment)
    assert runner.step("issue_comment", payload, token) == 0
    assert (runner.outputs["status"], runner.outputs["verdict"]) == (status, "none")
    answers = [one for one in runner.thread(number)["comments"] if one["author"] != author]
    assert len(answers) == (author == "tim"), "strangers are not answered, who lacks a role is"


def test_help_is_answered(runner: Runner) -> None:
    number = runner.fake.issue(REPOSITORY, "Jobs", REQUEST)
    comment = runner.fake.say(REPOSITORY, number, "/agents help")
    token = runner.fake.workflow_token(REPOSITORY, contents="read", issues="write")
    payload = runner.delivered("issue_comment", number, "created", comment=comment)
    assert runner.step("issue_comment", payload, token) == 0
    assert "/agents run" in runner.thread(number)["comments"][-1]["body"]


def test_where_workflows_may_not_propose_the_setting_is_named(runner: Runner) -> None:
    runner.fake.state_.workflows_propose = False
    number = runner.fake.issue(REPOSITORY, "Jobs", REQUEST, labels=["agents"])
    token = runner.fake.workflow_token(REPOSITORY, contents="write", pull_requests="write", issues="write")
    payload = runner.delivered("issues", number, "opened")
    assert runner.step("issues", payload, token) == 1
    assert "Allow GitHub Actions to create and approve" in runner.summary
    assert f"agents/{number}-jobs" in runner.fake.state()["repositories"][REPOSITORY]["branches"]
    runner.fake.state_.workflows_propose = True
    comment = runner.fake.say(REPOSITORY, number, "/agents run")
    payload = runner.delivered("issue_comment", number, "created", comment=comment)
    assert runner.step("issue_comment", payload, token) == 0
    assert runner.thread(int(runner.outputs["pull-request"]))["branch"].startswith(f"agents/{number}-jobs")


def test_a_token_that_may_not_push_fails_soon(runner: Runner) -> None:
    number = runner.fake.issue(REPOSITORY, "Jobs", REQUEST, labels=["agents"])
    token = runner.fake.workflow_token(REPOSITORY, contents="read", issues="write")
    assert runner.step("issues", runner.delivered("issues", number, "opened"), token) == 1
    assert runner.outputs["status"] == "failed"
    assert "pushing" in runner.summary.lower()


def test_a_dispatch_with_a_number_is_that_persons_comment(runner: Runner) -> None:
    number = change(runner)
    token = runner.fake.workflow_token(REPOSITORY, contents="read", pull_requests="write")
    assert runner.step("workflow_dispatch", {}, token, number=str(number), command="review") == 0
    assert "`ada`" in runner.thread(number)["comments"][0]["body"]
    runner.fake.permit(REPOSITORY, "ada", "read")
    assert runner.step("workflow_dispatch", {}, token, number=str(number), command="review") == 0
    assert runner.outputs["status"] == "refused"


@pytest.mark.parametrize(
    ("kind", "inputs", "said"),
    [
        ("schedule", {"number": "1", "command": "review"}, "workflow_dispatch alone"),
        ("workflow_dispatch", {"number": "1"}, "without a command"),
        ("workflow_dispatch", {"command": "fix"}, "fix"),
        ("schedule", {}, "no repository"),
        ("push", {"base": "nonsense"}, "no such revision"),
    ],
)
def test_mistakes(runner: Runner, kind: str, inputs: dict[str, str], said: str) -> None:
    if "base" in inputs:
        git_repository(runner.folder / "checkout", {"README.md": "# Here\n"})
    token = runner.fake.workflow_token(REPOSITORY, contents="read")
    with pytest.raises(UsageFailure) as raised:
        runner.step(kind, {}, token, **inputs)
    assert said in f"{raised.value} {raised.value.hint}"


def test_a_pull_request_does_not_start_what_pushes(runner: Runner) -> None:
    number = change(runner)
    token = runner.fake.workflow_token(REPOSITORY, contents="write", pull_requests="write")
    payload = runner.delivered("pull_request", number, "opened")
    with pytest.raises(UsageFailure, match="fix"):
        runner.step("pull_request", payload, token, command="fix")


def test_a_token_that_is_none(runner: Runner) -> None:
    payload = runner.delivered("pull_request", change(runner), "opened")
    with pytest.raises(Failure) as raised:
        runner.step("pull_request", payload, "ghs_wrong")
    assert "token" in raised.value.hint
    with pytest.raises(UsageFailure, match="no token"):
        runner.step("pull_request", payload, "")


def test_a_push_whose_commit_before_is_gone_looks_at_everything(runner: Runner) -> None:
    git_repository(runner.folder / "checkout", {"README.md": "# Here\n"})
    assert runner.step("push", {"before": "a" * 40}, "") == 0
    assert "everything was looked at" in runner.summary


def test_a_failure_is_told_to_the_runner(runner: Runner, capsys: pytest.CaptureFixture[str]) -> None:
    environment = runner.environment("push", {}, "")
    github.fail(environment, AgentsError("cloning", "gone\n::error::x @team", "try again"))
    assert capsys.readouterr().out == "::error title=iac-agents::cloning: gone%0A::error::x @team; try again\n"
    assert runner.outputs == {"verdict": "none", "status": "failed"}
    assert "Cloning: gone" in runner.summary
    assert "@team" not in runner.summary


def test_a_model_is_asked_with_the_steps_own_key_which_nobody_else_sees(
    runner: Runner, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    children: list[Mapping[str, str]] = []

    class Popen(subprocess.Popen[bytes]):
        def __init__(self, *given: Any, **more: Any) -> None:
            children.append(os.environ if more.get("env") is None else more["env"])
            super().__init__(*given, **more)

    monkeypatch.setattr(subprocess, "Popen", Popen)
    number = runner.fake.issue(REPOSITORY, "Jobs", REQUEST, labels=["agents"])
    token = runner.fake.workflow_token(REPOSITORY, contents="write", pull_requests="write", issues="write")
    payload = runner.delivered("issues", number, "opened")
    with Stub(lambda _: say("no")) as stub:
        told = runner.environment("issues", payload, token, anthropic_api_key=KEY, reasoner="claude")
        told["ANTHROPIC_BASE_URL"] = stub.url
        for name, value in told.items():
            monkeypatch.setenv(name, value)
        github.door(told)
    assert {one.status for one in stub.seen} == {200}, "another key would be refused"
    assert runner.outputs["reasoner"] == "offline", "plain words are no answer"
    folder = Path(runner.outputs["report-dir"])
    assert (folder / "reasoner.jsonl").is_file()
    record = json.loads((folder / "run.json").read_text())
    assert record["reasoner"]["recording"] == record["reports"]["reasoner"] == str(folder / "reasoner.jsonl")
    assert f"::add-mask::{KEY}" in capsys.readouterr().out
    assert children
    for secret in (KEY, token):
        assert not [name for child in children for name, value in child.items() if secret in value and name != GIT]
    assert not any(KEY in path.read_text("utf-8", "replace") for path in folder.rglob("*") if path.is_file())
