"""The GitHub Action's door."""

from pathlib import Path

import pytest

from app.action.github_events import LOOKS, THREADS
from app.cli.doctor.action import LOOKS_AT_CHECKOUT, NEEDS, door
from app.domain.check import Check
from tests.fakes.github import FakeGitHub
from tests.fakes.github.fake import TOKEN
from tests.unit.cli.doctor.scenes import scene, seen, taken
from tests.unit.cli.doctor.test_workflows import written

ROOT = Path(__file__).parents[4]
SHA = "0123456789abcdef0123456789abcdef01234567"
REVIEW = "{contents: read, pull-requests: write}"
ANSWER = "{contents: write, issues: write, pull-requests: write}"


def test_it_knows_the_events_that_the_action_serves() -> None:
    assert set(NEEDS) == THREADS | LOOKS
    assert LOOKS_AT_CHECKOUT == LOOKS


def judged(folder: Path, on: str, permissions: str = REVIEW, *, ref: str = SHA, more: str = "") -> list[Check]:
    """A workflow with one use of the action; ``more`` stands before it."""
    steps = f"[{more}{{uses: iac-agents/iac-agents@{ref}}}]"
    declared = f"permissions: {permissions}\n" if permissions else ""
    written(folder, f"on: {on}\n{declared}jobs: {{a: {{steps: {steps}}}}}\n")
    return taken(door().looks(scene(folder)))


CHECKOUT = f"{{uses: actions/checkout@{SHA}}}, "


@pytest.mark.parametrize(
    ("on", "permissions", "more"),
    [
        ("pull_request", REVIEW, ""),
        ("issues", ANSWER, ""),
        ("push", "{contents: read}", CHECKOUT),
        ("schedule", "{contents: read}", CHECKOUT),
        ("workflow_call", "{contents: read}", ""),
        ("[pull_request, issues]", ANSWER, ""),
    ],
)
def test_a_workflow_that_is_right(tmp_path: Path, on: str, permissions: str, more: str) -> None:
    (check,) = judged(tmp_path, on, permissions, more=more)
    assert (check.state, check.name) == ("ok", ".github/workflows/a.yml:3")


@pytest.mark.parametrize(
    ("on", "permissions", "more", "state", "words"),
    [
        ("pull_request_target", REVIEW, "", "broken", "pull_request_target"),
        ("workflow_run", REVIEW, "", "broken", "workflow_run"),
        ("[push, release]", "{contents: read}", CHECKOUT, "broken", "started by release"),
        ("pull_request", "", "", "limited", "no permissions"),
        ("pull_request", "write-all", "", "limited", "everything"),
        ("pull_request", "read-all", "", "limited", "lack pull-requests: write"),
        ("pull_request", "{}", "", "broken", "contents: read"),
        ("issues", "{contents: write, pull-requests: write}", "", "limited", "lack issues: write"),
        ("issues", "{contents: write, issues: write}", "", "broken", "lack pull-requests: write"),
        ("issue_comment", REVIEW, "", "limited", "lack contents: write, issues: write"),
        (
            "[pull_request, issues]",
            "{contents: read, issues: write, pull-requests: write}",
            "",
            "broken",
            "contents: write",
        ),
        ("push", "{contents: read}", "", "broken", "nothing is checked out"),
        ("issue_comment", ANSWER, "", "limited", "every comment"),
    ],
)
def test_a_workflow_that_is_wrong(tmp_path: Path, on: str, permissions: str, more: str, state: str, words: str) -> None:
    checks = judged(tmp_path, on, permissions, more=more)
    (check,) = [one for one in checks if words in one.found]
    assert (check.state, bool(check.mend), bool(check.why)) == (state, True, True)


@pytest.mark.parametrize(("ref", "words"), [("main", "follows a branch"), ("v1", "is a tag"), ("1.2.3", "is a tag")])
def test_a_version_that_can_change(tmp_path: Path, ref: str, words: str) -> None:
    (check,) = judged(tmp_path, "pull_request", ref=ref)
    assert (check.state, words in check.found) == ("limited", True)
    assert "git ls-remote https://github.com/iac-agents/iac-agents" in check.mend


def test_a_comment_that_is_filtered(tmp_path: Path) -> None:
    text = f"""on: issue_comment
permissions: {ANSWER}
jobs:
  a:
    if: contains(github.event.comment.body, '/agents')
    steps: [{{uses: iac-agents/iac-agents@{SHA}}}]
"""
    written(tmp_path, text)
    (check,) = taken(door().looks(scene(tmp_path)))
    assert check.state == "ok"


def test_a_thread_that_is_named_needs_no_checkout(tmp_path: Path) -> None:
    use = f"{{uses: iac-agents/iac-agents@{SHA}, with: {{number: '${{{{ inputs.number }}}}', command: review}}}}"
    written(tmp_path, f"on: workflow_dispatch\npermissions: {REVIEW}\njobs: {{a: {{steps: [{use}]}}}}\n")
    (check,) = taken(door().looks(scene(tmp_path)))
    assert check.state == "ok"


def test_a_workflow_that_cannot_be_read(tmp_path: Path) -> None:
    written(tmp_path, "a: [\nuses: iac-agents\n")
    (check,) = taken(door().looks(scene(tmp_path)))
    assert (check.state, check.name) == ("broken", ".github/workflows/a.yml")


@pytest.mark.parametrize("path", sorted((ROOT / "examples" / "workflows").glob("*.yml")), ids=lambda path: path.name)
def test_our_own_examples_lack_nothing_but_the_commit(tmp_path: Path, path: Path) -> None:
    written(tmp_path, path.read_text("utf-8"))
    (check,) = taken(door().looks(scene(tmp_path)))
    assert (check.state, "is a tag" in check.found) == ("limited", True), check


def test_who_wants_it(tmp_path: Path) -> None:
    assert not door().set_up(scene(tmp_path))
    assert door().set_up(scene(tmp_path, {"GITHUB_ACTIONS": "true"}))
    written(tmp_path, "on: push\njobs: {a: {steps: [{uses: a/iac-agents@v1}]}}")
    assert door().set_up(scene(tmp_path))


JOB = {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "pull_request", "GITHUB_REPOSITORY": "acme/web"}


def test_inside_a_job(tmp_path: Path) -> None:
    payload = tmp_path / "event.json"
    payload.write_text("{}")
    with FakeGitHub(tmp_path / "hub") as github:
        github.repository("acme/web")
        at = scene(
            tmp_path, JOB | {"GITHUB_EVENT_PATH": str(payload), "GITHUB_API_URL": github.api_url, "GITHUB_TOKEN": TOKEN}
        )
        found = seen(door(), at)
    assert [(name, check.state) for name, check in found.items()] == [("event", "ok"), ("token", "ok")]


@pytest.mark.parametrize(
    ("variables", "name", "state"),
    [
        ({"GITHUB_EVENT_NAME": "pull_request_target"}, "event", "broken"),
        ({"GITHUB_EVENT_NAME": "release"}, "event", "broken"),
        ({}, "event's payload", "broken"),
        ({}, "token", "limited"),
    ],
)
def test_a_job_that_lacks_something(tmp_path: Path, variables: dict[str, str], name: str, state: str) -> None:
    check = seen(door(), scene(tmp_path, JOB | variables))[name]
    assert (check.state, bool(check.mend)) == (state, True)
