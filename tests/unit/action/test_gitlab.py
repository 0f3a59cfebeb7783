"""The door for GitLab CI: what ends it before anything is carried out. The rest is in tests/e2e/test_gitlab_ci.py."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from app.action.gitlab import door
from app.domain.errors import UsageFailure
from tests.builders import commit, git_repository
from tests.fakes.gitlab.server import FakeGitLab, running
from tests.fakes.gitlab.state import BOT_TOKEN

PROJECT = "acme/infra/web"


@pytest.fixture(scope="module")
def fake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeGitLab]:
    with running(tmp_path_factory.mktemp("git")) as there:
        there.person("ada")
        there.project(PROJECT, {"README.md": "# Here\n"}, {"ada": 30})
        there.person("reader")
        there.world.people["reader"].scopes = ("read_api",)
        yield there


@pytest.fixture
def variables(fake: FakeGitLab, tmp_path: Path) -> dict[str, str]:
    """A job on a checkout without a remote."""
    root = git_repository(tmp_path / "builds", {"README.md": "# Here\n"})
    return {
        "CI_SERVER_URL": fake.url,
        "CI_PROJECT_DIR": str(root),
        "CI_PROJECT_PATH": PROJECT,
        "CI_PIPELINE_SOURCE": "schedule",
        "AGENTS_FORGE_WRITE_INTERVAL": "0",
        "AGENTS_TERRAFORM": "embedded",
    }


def triggered(variables: Mapping[str, str], payload: str) -> dict[str, str]:
    """A pipeline that a webhook has started by its trigger."""
    place = Path(variables["CI_PROJECT_DIR"]).with_name("payload")
    place.write_text(payload)
    return {**variables, "CI_PIPELINE_SOURCE": "trigger", "TRIGGER_PAYLOAD": str(place)}


@pytest.mark.parametrize(
    ("token", "wrong"),
    [
        ("glpat-unknown", "401"),
        ("glpat-two\nlines", "a line break"),
        ("glpat-€", "a letter"),
        ("glpat-fake-reader", "lacks the scope `api`"),
    ],
)
def test_a_token_that_does_not_do_is_named_by_its_variable(variables: dict[str, str], token: str, wrong: str) -> None:
    with pytest.raises(UsageFailure, match="using the token in MY_TOKEN") as caught:
        door({**variables, "INPUT_TOKEN_VARIABLE": "MY_TOKEN", "MY_TOKEN": token})
    assert wrong in caught.value.wrong
    assert token not in str(caught.value)
    assert caught.value.exit_code == 2


def test_what_starts_nothing_is_said(variables: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    push = triggered(variables, json.dumps({"object_kind": "push"}))
    assert door({**push, "AGENTS_GITLAB_TOKEN": BOT_TOKEN}) == 0
    assert capsys.readouterr().out == "nothing to do: nothing is done for 'push'\n"


@pytest.mark.parametrize("payload", ["{", '{"a":' * 100_000])
def test_a_payload_that_cannot_be_read_is_no_event(variables: dict[str, str], payload: str) -> None:
    with pytest.raises(UsageFailure, match="reading the webhook's payload"):
        door(triggered(variables, payload))


def test_reports_that_a_change_brings_are_not_left_for_ours(variables: dict[str, str]) -> None:
    root = Path(variables["CI_PROJECT_DIR"])
    commit(root, {"iac-agents-report/outputs.env": "IAC_AGENTS_VERDICT=passed\n"}, "reports")
    with pytest.raises(UsageFailure, match="the repository itself holds files there"):
        door(variables)
    assert not (root / "iac-agents-report").exists()


def test_a_change_needs_the_commit_that_it_starts_from(variables: dict[str, str]) -> None:
    """Without it everything that is there would count as the author's doing."""
    merge = {"CI_PIPELINE_SOURCE": "merge_request_event", "CI_MERGE_REQUEST_IID": "1"}
    with pytest.raises(UsageFailure, match="does not hold that commit") as caught:
        door({**variables, **merge, "CI_MERGE_REQUEST_DIFF_BASE_SHA": "a" * 40})
    assert "GIT_DEPTH" in caught.value.hint


def test_a_push_whose_start_is_gone_is_looked_at_whole(
    variables: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    forced = {"CI_PIPELINE_SOURCE": "push", "CI_COMMIT_BEFORE_SHA": "a" * 40, "INPUT_COMMAND": "cost"}
    assert door({**variables, **forced, "INPUT_REPORTS": "false"}) == 0
    said = capsys.readouterr().out
    assert "the commit before, aaaaaaaaaaaa, is neither in the checkout nor to be had" in said
    assert "looking at everything" in said


def test_nobody_is_there_to_be_answered(variables: dict[str, str]) -> None:
    with pytest.raises(UsageFailure, match="command fix without an issue"):
        door({**variables, "INPUT_COMMAND": "fix"})


def test_wrong_inputs_are_named_with_the_page_that_explains_them(variables: dict[str, str]) -> None:
    with pytest.raises(UsageFailure, match=r"budget.*framework") as caught:
        door({**variables, "INPUT_BUDGET": "much", "INPUT_FRAMEWORK": "iso"})
    assert "docs/guides/gitlab-ci.md" in caught.value.hint
