"""The action in a consumer's workflow: act runs it in host mode, against a fake GitHub with real repositories."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.actions import Consumer, released
from tests.e2e.test_service_pull import DATABASE, MAIN
from tests.e2e.worlds import MARKED
from tests.fakes.git_http import run_git
from tests.fakes.github import FakeGitHub

pytestmark = pytest.mark.checkov
REPOSITORY = "acme/web"
QUEUE = MAIN.replace('"jobs"', '"more"')
READ_ONLY = {"contents": "read", "pull_requests": "read", "issues": "read"}
"""A fork's token, whatever the workflow asks for."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A consumer's repository on the fake, and the machine that its workflows run on."""

    fake: FakeGitHub
    consumer: Consumer

    def thread(self, number: int) -> dict[str, Any]:
        found: dict[str, Any] = self.fake.state()["repositories"][REPOSITORY]["threads"][str(number)]
        return found

    def ours(self, number: int, key: str = "living") -> list[str]:
        bodies = [comment["body"] for comment in self.thread(number)["comments"]]
        return [body for body in bodies if (found := MARKED.match(body)) and found[1] == key]

    def branches(self) -> dict[str, str]:
        found: dict[str, str] = self.fake.state()["repositories"][REPOSITORY]["branches"]
        return found

    def event(self, name: str, number: int, action: str, **more: Any) -> dict[str, Any]:
        payload: dict[str, Any] = json.loads(self.fake.delivery(name, REPOSITORY, number, action, **more)[1])
        return payload


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("action")
    with FakeGitHub(folder / "git") as fake:
        fake.repository(REPOSITORY, {"infra/main.tf": MAIN})
        fake.permit(REPOSITORY, "ada", "write")
        consumer = Consumer(folder, fake.api_url, released(folder / "released"))
        consumer.clone(folder / "git" / f"{REPOSITORY}.git")
        yield Scene(fake, consumer)


@pytest.fixture(scope="module")
def made(scene: Scene) -> tuple[int, int]:
    """An issue, and the pull request that a job made of it."""
    number = scene.fake.issue(REPOSITORY, "Jobs", "An SQS queue `jobs` with a dead-letter queue.", labels=["agents"])
    token = scene.fake.workflow_token(REPOSITORY, contents="write", pull_requests="write", issues="write")
    ran = scene.consumer.run("issues", scene.event("issues", number, "labeled", label="agents"), token)
    assert (ran.exit_code, ran.outputs["verdict"]) == (0, "passed"), ran.text()
    return number, int(ran.outputs["pull-request"])


def test_a_pull_request_is_reviewed_and_a_newer_push_is_told_in_the_same_comment(scene: Scene) -> None:
    scene.fake.commit(REPOSITORY, "database", {"infra/main.tf": MAIN + DATABASE})
    title = "A database\n::error::taken\n::set-output name=verdict::passed @team fixes #1"
    number = scene.fake.pull(REPOSITORY, "database", title)
    token = scene.fake.workflow_token(REPOSITORY, contents="read", pull_requests="write", checks="write")
    ran = scene.consumer.run("pull_request", scene.event("pull_request", number, "opened"), token, {"budget": "5"})
    assert (ran.exit_code, ran.result) == (1, "failure"), ran.text()
    told = ran.outputs
    assert (told["verdict"], told["status"], told["plan-summary"], told["findings-high"]) == ("failed",) * 2 + (
        "+1 ~0 -0",
        "1",
    )
    assert float(told["cost-change"]) > 5
    assert {path.name for path in Path(told["report-dir"]).iterdir()} >= {
        "report.md",
        "findings.sarif",
        "run.json",
        "junit.xml",
    }
    assert Path(told["report"]).is_file()
    assert json.loads(Path(told["sarif"]).read_text())["runs"][0]["results"]
    (high, where), *_ = ran.annotations("error")
    assert "Unencrypted" in high
    assert (where["file"], where["title"]) == ("infra/main.tf", "high: CKV_AWS_16")
    assert "over the allowed increase of 5.00 USD" in ran.annotations("error")[-1][0]
    assert not any("taken" in message for message, _ in ran.annotations("error"))
    assert 0 < len(ran.annotations("warning")) <= 10
    assert "CKV_AWS_16" in ran.summary
    assert "fixes #1" not in ran.summary
    (living,) = scene.ours(number)
    assert "Not ready" in living
    assert scene.ours(number, "welcome") == []
    assert scene.thread(number)["labels"] == ["agents: failed"]
    assert scene.thread(number)["reviews"][0]["comments"]
    checks = {one["name"]: one for one in scene.fake.state()["repositories"][REPOSITORY]["checks"]}
    assert checks["agents"]["conclusion"] == "failure"
    assert "/actions/runs/" in checks["agents"]["details_url"]
    said = [one for one in ran.log if one.get("command") != "add-mask"]
    assert token not in json.dumps(said), "the token is nowhere but where it is masked"
    assert sum(one.get("arg") == token for one in ran.log) == 1
    scene.fake.commit(REPOSITORY, "database", {"infra/main.tf": QUEUE})
    again = scene.consumer.run("pull_request", scene.event("pull_request", number, "synchronize"), token)
    assert (again.exit_code, again.outputs["verdict"]) == (0, "passed"), again.text()
    (living,) = scene.ours(number)
    assert f"head={scene.branches()['database']} seq=2" in living


def test_a_fork_is_reviewed_with_a_token_that_only_reads(scene: Scene) -> None:
    fork = scene.fake.push_fork(
        REPOSITORY, "eve", "mine", {"infra/main.tf": MAIN + DATABASE, ".agents.yml": "gate:\n  fail_on: critical\n"}
    )
    number = scene.fake.pull(REPOSITORY, "mine", "From outside", author="eve", source=fork)
    before = scene.branches()
    token = scene.fake.workflow_token(REPOSITORY, **READ_ONLY)
    ran = scene.consumer.run("pull_request", scene.event("pull_request", number, "opened"), token)
    assert (ran.exit_code, ran.outputs["verdict"]) == (1, "failed"), ran.text()
    assert "CKV_AWS_16" in ran.summary, "its own .agents.yml would let a high finding pass"
    assert "comments: the token lacks `pull-requests: write`" in ran.summary
    assert ran.annotations("error")
    thread = scene.thread(number)
    assert (thread["comments"], thread["labels"], thread["reviews"], thread["reactions"]) == ([], [], [], [])
    assert scene.branches() == before


def test_an_issue_becomes_a_pull_request(scene: Scene, made: tuple[int, int]) -> None:
    number, pull = made
    assert f"agents/{number}-jobs" in scene.branches()
    assert f"Closes #{number}" in scene.thread(pull)["body"]
    assert scene.ours(number)
    assert scene.ours(pull)
    assert scene.thread(number)["reactions"]


def test_what_was_generated_can_be_changed_by_a_later_job(scene: Scene, made: tuple[int, int]) -> None:
    number, pull = made
    token = scene.fake.workflow_token(REPOSITORY, contents="write", pull_requests="write", issues="write")
    comment = scene.fake.say(REPOSITORY, pull, "/agents revise in eu-west-1")
    ran = scene.consumer.run("issue_comment", scene.event("issue_comment", pull, "created", comment=comment), token)
    assert (ran.exit_code, ran.outputs["status"]) == (0, "done"), ran.text()
    bare = scene.consumer.folder / "git" / f"{REPOSITORY}.git"
    assert "in eu-west-1" in run_git(bare, "show", f"agents/{number}-jobs:stacks/jobs/docs/request.md")


def test_a_comment_is_answered(scene: Scene) -> None:
    scene.fake.commit(REPOSITORY, "comment", {"infra/main.tf": QUEUE})
    number = scene.fake.pull(REPOSITORY, "comment")
    comment = scene.fake.say(REPOSITORY, number, "/agents cost")
    token = scene.fake.workflow_token(REPOSITORY, contents="read", pull_requests="write")
    ran = scene.consumer.run("issue_comment", scene.event("issue_comment", number, "created", comment=comment), token)
    assert (ran.exit_code, ran.outputs["status"]) == (0, "done"), ran.text()
    assert ran.outputs["cost-change"]
    (living,) = scene.ours(number)
    assert "asked by `ada`" in living


def test_a_schedule_looks_at_everything(scene: Scene) -> None:
    token = scene.fake.workflow_token(REPOSITORY, contents="read", security_events="write")
    ran = scene.consumer.run("schedule", {}, token, {"fail-on": "low", "path": "infra"})
    assert ran.outputs["status"] in {"done", "failed"}, ran.text()
    assert ran.outputs["cost-monthly"]
    assert ran.outputs["cost-change"] == ""
    assert "| Plan |" in ran.summary
    assert ran.exit_code == (ran.outputs["verdict"] == "failed")


def test_a_push_is_held_against_the_commit_before(scene: Scene) -> None:
    before = scene.branches()["main"]
    scene.fake.commit(REPOSITORY, "pushed", {"infra/main.tf": MAIN + DATABASE})
    scene.consumer.clone(scene.consumer.folder / "git" / f"{REPOSITORY}.git", "pushed")
    token = scene.fake.workflow_token(REPOSITORY, contents="read")
    payload = {"ref": "refs/heads/pushed", "before": before, "after": scene.branches()["pushed"]}
    ran = scene.consumer.run("push", payload, token, {"fail-on": "never"})
    assert (ran.exit_code, ran.outputs["verdict"]) == (0, "failed"), ran.text()
    assert float(ran.outputs["cost-change"]) > 0
    assert ran.outputs["findings-high"] == "1"


def test_wrong_inputs_are_named_together(scene: Scene) -> None:
    token = scene.fake.workflow_token(REPOSITORY, contents="read")
    inputs = {"fail-on": "severe", "budget": "x", "comment": "maybe", "command": "revue"}
    ran = scene.consumer.run("schedule", {}, token, inputs)
    ((message, _),) = ran.annotations("error")
    assert ran.exit_code == 2
    assert all(f"{name}: " in message for name in inputs)
    assert message.split(";")[0] in ran.text()
    assert ran.outputs["verdict"] == "none"


def test_the_first_job_of_a_machine_restores_what_an_earlier_one_kept(tmp_path: Path) -> None:
    """From the cache the folder is copied to a machine that has nothing; the program then starts from there."""
    with FakeGitHub(tmp_path / "git") as fake:
        fake.repository(REPOSITORY, {"README.md": "# Empty\n"})
        lender = Consumer(tmp_path, fake.api_url, released(tmp_path / "released"))
        (ready,) = (tmp_path / "act" / "tool_cache" / "iac-agents").glob("*.ready")
        ready.unlink()
        kept = ready.with_suffix("")
        (tmp_path / "cache").mkdir()
        kept.rename(tmp_path / "cache" / kept.name)
        lender.clone(tmp_path / "git" / f"{REPOSITORY}.git")
        ran = lender.run("schedule", {}, fake.workflow_token(REPOSITORY, contents="read"), {"command": "plan"})
    assert ran.exit_code == 0, ran.text()
    assert "Install the programs" not in ran.text()
    assert ready.is_file()
