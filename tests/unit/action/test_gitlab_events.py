"""What a pipeline of GitLab CI was started by."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from app.action.gitlab_events import Look, merge_request, started_by
from app.domain.event import NO_COMMIT, Event, Ignored, Thread
from app.forges.gitlab.host import GitLabHost

HEAD, MERGED, BASE, TARGET = "a" * 40, "b" * 40, "c" * 40, "d" * 40
MERGE = {
    "CI_PIPELINE_SOURCE": "merge_request_event",
    "CI_COMMIT_SHA": HEAD,
    "CI_COMMIT_BEFORE_SHA": NO_COMMIT,
    "CI_JOB_ID": "77",
    "CI_PROJECT_PATH": "acme/infra/web",
    "CI_MERGE_REQUEST_IID": "7",
    "CI_MERGE_REQUEST_PROJECT_ID": "1",
    "CI_MERGE_REQUEST_PROJECT_PATH": "acme/infra/web",
    "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "1",
    "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": "",
    "CI_MERGE_REQUEST_DIFF_BASE_SHA": BASE,
    "CI_MERGE_REQUEST_TITLE": "A queue",
    "CI_MERGE_REQUEST_DRAFT": "false",
    "GITLAB_USER_LOGIN": "ada",
}
RESULTS = MERGE | {
    "CI_COMMIT_SHA": MERGED,
    "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": HEAD,
    "CI_MERGE_REQUEST_TARGET_BRANCH_SHA": TARGET,
}
TRIGGER = {"CI_PIPELINE_SOURCE": "trigger", "CI_PROJECT_PATH": "acme/infra/web", "CI_COMMIT_SHA": HEAD}
ISSUE: Mapping[str, object] = {
    "object_kind": "issue",
    "user": {"username": "ada"},
    "project": {"path_with_namespace": "acme/infra/web"},
    "object_attributes": {"iid": 4, "title": "A queue", "description": "please", "action": "open"},
    "labels": [{"title": "agents"}],
}


HOST = GitLabHost.make("https://gitlab.example", "", (), "agents", 0)


def started(variables: Mapping[str, str], payload: Mapping[str, object] | None = None, *, token: bool = True) -> object:
    """What the pipeline carries out."""
    return started_by(variables, payload or {}, HOST, may_tell=token)


@pytest.mark.parametrize("variables", [MERGE, RESULTS], ids=["detached", "merged results"])
def test_a_merge_request_is_about_its_author_s_commit(variables: Mapping[str, str]) -> None:
    event = started(variables)
    assert event == Event(
        Thread("gitlab", "acme/infra/web", 7, pull_request=True),
        "pull_request",
        "ada",
        f"pull/7/{HEAD}/synchronised/77",
        title="A queue",
        action="synchronised",
        head=HEAD,
    )


@pytest.mark.parametrize(
    ("changed", "draft", "fork"),
    [
        ({}, False, False),
        ({"CI_MERGE_REQUEST_DRAFT": "true"}, True, False),
        ({"CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "2"}, False, True),
    ],
)
def test_drafts_and_forks_are_told(changed: dict[str, str], draft: bool, fork: bool) -> None:
    event = merge_request(MERGE | changed)
    assert event == replace(merge_request(MERGE), draft=draft, fork=fork)


def test_a_fork_s_own_pipeline_speaks_of_the_project_that_it_is_merged_into() -> None:
    event = merge_request(MERGE | {"CI_PROJECT_PATH": "eve/web", "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "2"})
    assert (event.thread.repository, event.fork) == ("acme/infra/web", True)


@pytest.mark.parametrize(
    ("variables", "base"),
    [
        (MERGE, BASE),
        (RESULTS, TARGET),
        (MERGE | {"CI_MERGE_REQUEST_DIFF_BASE_SHA": ""}, ""),
    ],
    ids=["detached", "merged results", "unknown"],
)
def test_without_a_token_a_merge_request_is_looked_at(variables: Mapping[str, str], base: str) -> None:
    assert started(variables, token=False) == Look(base)


@pytest.mark.parametrize(
    ("source", "before", "base"),
    [
        ("push", BASE, BASE),
        ("push", NO_COMMIT, ""),
        ("schedule", BASE, ""),
        ("web", BASE, ""),
        ("api", BASE, ""),
        ("trigger", BASE, ""),
        ("", BASE, ""),
    ],
)
def test_everything_else_looks_at_the_checkout(source: str, before: str, base: str) -> None:
    variables = {"CI_PIPELINE_SOURCE": source, "CI_COMMIT_BEFORE_SHA": before, "CI_PROJECT_PATH": "acme/infra/web"}
    assert started(variables) == Look(base)


def test_a_webhook_at_the_trigger_is_read_as_the_service_reads_it() -> None:
    event = started(TRIGGER, ISSUE)
    assert event == HOST.parse({}, ISSUE)
    assert isinstance(event, Event)
    assert (event.kind, event.thread.number) == ("issue_labelled", 4)


@pytest.mark.parametrize(
    ("payload", "token", "why"),
    [
        ({**ISSUE, "project": {"path_with_namespace": "acme/other"}}, True, "another project"),
        ({**ISSUE, "labels": []}, True, "no label"),
        ({**ISSUE, "user": {}}, True, "odd shape"),
        ({"object_kind": "push"}, True, "nothing is done for 'push'"),
        (ISSUE, False, "without a token"),
    ],
)
def test_a_webhook_that_starts_nothing_says_why(payload: Mapping[str, object], token: bool, why: str) -> None:
    ignored = started(TRIGGER, payload, token=token)
    assert isinstance(ignored, Ignored)
    assert why in ignored.why


def test_a_trigger_without_a_webhook_is_a_look() -> None:
    assert started(TRIGGER, {"ref": "main", "variables": {}}) == Look()
