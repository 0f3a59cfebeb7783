"""A pipeline of GitLab CI as the event that started it, or as a look at the checkout. Pure: only variables are read."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.event import NO_COMMIT, Event, Ignored, Thread
from app.forges.base import Host

Variables = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Look:
    """A look at what is checked out; ``base`` is the revision that it is compared with, or empty for all of it."""

    base: str = ""


def started_by(
    variables: Variables, payload: Mapping[str, object], host: Host, *, may_tell: bool
) -> Event | Ignored | Look:
    """What the pipeline is to carry out.

    ``payload`` is the webhook's that started a pipeline by its trigger, or empty; ``may_tell`` whether there is a
    token to answer with: without one a merge request is only looked at.
    """
    source = variables.get("CI_PIPELINE_SOURCE", "")
    if source == "trigger" and "object_kind" in payload:
        return _delivered(variables, payload, host, may_tell)
    if not variables.get("CI_MERGE_REQUEST_IID"):
        return Look(_before(variables) if source == "push" else "")
    return merge_request(variables) if may_tell else Look(target(variables))


def merge_request(variables: Variables) -> Event:
    """The merge request's commit as if GitLab had told of its arrival.

    In a pipeline of merged results ``CI_COMMIT_SHA`` is a merge that nobody has pushed; the author's commit then has a
    variable of its own, which is empty in every other pipeline.
    """
    number = int(variables["CI_MERGE_REQUEST_IID"])
    head = variables.get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA") or variables["CI_COMMIT_SHA"]
    home = variables["CI_MERGE_REQUEST_PROJECT_ID"]
    return Event(
        Thread("gitlab", variables["CI_MERGE_REQUEST_PROJECT_PATH"], number, pull_request=True),
        "pull_request",
        variables.get("GITLAB_USER_LOGIN", ""),
        f"pull/{number}/{head}/synchronised/{variables.get('CI_JOB_ID', '')}",
        title=variables.get("CI_MERGE_REQUEST_TITLE", ""),
        action="synchronised",
        head=head,
        draft=variables.get("CI_MERGE_REQUEST_DRAFT") == "true",
        fork=variables.get("CI_MERGE_REQUEST_SOURCE_PROJECT_ID") != home,
    )


def _delivered(variables: Variables, payload: Mapping[str, object], host: Host, may_tell: bool) -> Event | Ignored:
    """What a webhook has told the pipeline's trigger, of this very project: the trigger's token is its only proof."""
    event = host.parse({}, payload)
    if isinstance(event, Ignored):
        return event
    if event.thread.repository != variables.get("CI_PROJECT_PATH"):
        return Ignored("the webhook belongs to another project")
    return event if may_tell else Ignored("without a token nobody can be answered")


def _before(variables: Variables) -> str:
    before = variables.get("CI_COMMIT_BEFORE_SHA", NO_COMMIT)
    return "" if before == NO_COMMIT else before


def target(variables: Variables) -> str:
    """What the merge request starts from: of merged results the target branch's head, which is in the merge."""
    return variables.get("CI_MERGE_REQUEST_TARGET_BRANCH_SHA") or variables.get("CI_MERGE_REQUEST_DIFF_BASE_SHA", "")
