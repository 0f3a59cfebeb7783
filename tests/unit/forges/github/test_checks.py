from dataclasses import replace

import pytest

from app.domain.errors import Failure
from app.domain.publication import Annotation, Check
from app.forges.github.repository import GitHubForge
from tests.fakes.github import FakeGitHub
from tests.fakes.github.state import CheckRun
from tests.unit.forges.github.conftest import REPOSITORY


def note(line: int, message: str = "why") -> Annotation:
    return Annotation("main.tf", line, line, "warning", "CKV_1", f"{message} {line}")


@pytest.fixture
def head(github: FakeGitHub) -> str:
    return github.commit(REPOSITORY, "feature", {"main.tf": "b\n" * 200})


@pytest.fixture
def check(head: str) -> Check:
    return Check("agents", head, "run-1", "running", "Working", "Soon", url="https://bot.example/runs/run-1")


def checks(github: FakeGitHub) -> list[CheckRun]:
    return github.state_.repositories[REPOSITORY].checks


def test_a_check_is_made_once_and_brought_up_to_date(github: FakeGitHub, forge: GitHubForge, check: Check) -> None:
    for state in ("queued", "running", "success"):
        forge.ensure_check(replace(check, state=state, title=state))
        forge.ensure_check(replace(check, state=state, title=state))
    (kept,) = checks(github)
    assert (kept.sent["status"], kept.sent["conclusion"], kept.sent["external_id"]) == ("completed", "success", "run-1")
    assert kept.sent["output"]["title"] == "success"
    assert kept.sent["details_url"] == "https://bot.example/runs/run-1"
    writes = [path for method, path, _ in github.state_.calls if method != "GET" and "token" not in path]
    assert len(writes) == 3


@pytest.mark.parametrize(
    ("state", "conclusion"), [("failure", "failure"), ("neutral", "neutral"), ("cancelled", "cancelled")]
)
def test_conclusions(github: FakeGitHub, forge: GitHubForge, check: Check, state: str, conclusion: str) -> None:
    forge.ensure_check(replace(check, state=state))  # type: ignore[arg-type]  # a CheckState
    assert checks(github)[0].sent["conclusion"] == conclusion


def test_another_runs_check_on_the_same_commit_is_updated(github: FakeGitHub, forge: GitHubForge, check: Check) -> None:
    forge.ensure_check(check)
    forge.ensure_check(replace(check, run="run-2", state="success"))
    assert [one.sent["external_id"] for one in checks(github)] == ["run-2"]


def test_names_and_commits_are_apart(github: FakeGitHub, forge: GitHubForge, check: Check) -> None:
    other = github.commit(REPOSITORY, "feature", {"main.tf": "c\n"})
    forge.ensure_check(check)
    forge.ensure_check(replace(check, name="agents / security"))
    forge.ensure_check(replace(check, head=other))
    assert len(checks(github)) == 3


def test_annotations_go_in_batches_and_once(github: FakeGitHub, forge: GitHubForge, check: Check) -> None:
    many = replace(check, state="failure", annotations=tuple(note(line) for line in range(1, 121)))
    for _ in range(2):
        forge.ensure_check(many)
    assert [one["start_line"] for one in checks(github)[0].annotations] == list(range(1, 121))
    more = replace(many, run="run-2", annotations=(note(7), note(121)))
    forge.ensure_check(more)
    assert len(checks(github)[0].annotations) == 121


@pytest.mark.parametrize("kind", ["after", "before", "truncated", "hang-after", "secondary"])
@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_nothing_is_doubled_under_faults(
    github: FakeGitHub, forge: GitHubForge, check: Check, kind: str, method: str
) -> None:
    github.fault(method, "/check-runs", kind)
    forge.ensure_check(check)
    forge.ensure_check(replace(check, state="failure", annotations=tuple(note(line) for line in range(1, 71))))
    assert len(checks(github)) == 1
    assert len(checks(github)[0].annotations) == 70
    assert github.faults.fired


def test_a_page_of_annotations_that_fails(github: FakeGitHub, forge: GitHubForge, check: Check) -> None:
    annotated = replace(check, annotations=(note(1),))
    forge.ensure_check(annotated)
    github.fault("GET", "/annotations", "truncated", times=2)
    forge.ensure_check(replace(annotated, state="success"))
    assert len(checks(github)[0].annotations) == 1


def test_what_has_not_ended_is_cancelled(github: FakeGitHub, forge: GitHubForge, check: Check) -> None:
    forge.ensure_check(check)
    forge.ensure_check(replace(check, name="agents / security", state="success"))
    forge.ensure_check(replace(check, name="agents / test", run="run-2"))
    forge.conclude_checks(check.head, "run-1", "Superseded by a newer commit")
    ended = {one.sent["name"]: one.sent.get("conclusion") for one in checks(github)}
    assert ended == {"agents": "cancelled", "agents / security": "success", "agents / test": None}


def test_an_unknown_other_apps_check_is_left_alone(github: FakeGitHub, forge: GitHubForge, check: Check) -> None:
    assert forge._is_ours({"app": None})
    assert forge._is_ours({"app": {"slug": "iac-agents"}})
    assert not forge._is_ours({"app": {"slug": "other"}})


def test_a_check_that_stays_ended_is_made_anew(github: FakeGitHub, forge: GitHubForge, check: Check) -> None:
    forge.ensure_check(replace(check, state="success"))
    write = forge._client.write

    def stubborn(verb: str, path: str, doing: str, body: object = None) -> object:
        answer = write(verb, path, doing, body)
        return answer | {"status": "completed"}

    forge._client.write = stubborn  # type: ignore[method-assign]
    forge.ensure_check(replace(check, run="run-2"))
    assert [one.sent["external_id"] for one in checks(github)] == ["run-2", "run-2"]


def test_a_permission_that_is_missing_leads_to_statuses(github: FakeGitHub, forge: GitHubForge, check: Check) -> None:
    github.allow("checks", "")
    forge.ensure_check(check)
    forge.conclude_checks(check.head, "run-1", "Superseded")
    kept = github.state_.repositories[REPOSITORY]
    assert not kept.checks
    assert [(one["context"], one["state"]) for one in kept.statuses] == [("agents", "pending"), ("agents", "error")]


def test_what_cannot_be_cancelled_as_a_check_is_so_as_a_status(
    github: FakeGitHub, forge: GitHubForge, check: Check
) -> None:
    github.allow("checks", "")
    forge.conclude_checks(check.head, "run-1", "Superseded")
    assert forge._access.statuses
    assert not github.state_.repositories[REPOSITORY].statuses


@pytest.mark.parametrize("kind", ["missing", "before"])
def test_other_refusals_are_failures(github: FakeGitHub, forge: GitHubForge, check: Check, kind: str) -> None:
    github.fault("GET", "/check-runs", kind, times=20)
    with pytest.raises(Failure):
        forge.ensure_check(check)
    with pytest.raises(Failure):
        forge.conclude_checks(check.head, "run-1", "Superseded")
    assert not forge._access.statuses
