"""What the forge says right now about who asked, where, and by which policy."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from app.domain.command import Command
from app.domain.errors import UsageFailure
from app.domain.event import Event
from app.domain.policy import Policy
from app.domain.publication import PullRequest, Role
from app.forges.base import Forge
from app.pipeline.permissions import Refusal, refusal
from app.pipeline.policy import NAME, parse_policy
from app.pipeline.service.site import Operator


@dataclass(frozen=True, slots=True)
class Facts:
    """A snapshot, taken in one durable step.

    ``welcome`` is whether the operator's lists let the person's commands count; ``teams`` are those of the named teams
    that the person is in; ``policy_error`` is what is wrong with ``.agents.yml``, ``policy_digest`` the file's
    SHA-256, empty without one; ``pull`` is None for an issue.
    """

    role: Role
    welcome: bool
    teams: frozenset[str]
    default_branch: str
    policy: Policy
    policy_error: UsageFailure | None = None
    pull: PullRequest | None = None
    policy_digest: str = ""

    @property
    def fork(self) -> bool:
        """Whether the pull request's head lives in a stranger's repository."""
        return self.pull is not None and self.pull.fork

    @property
    def language(self) -> str:
        """In which the bot answers before it knows the request's."""
        return self.policy.language or "en"

    @property
    def open(self) -> bool:
        """Whether work may still be done here."""
        return self.pull is None or self.pull.open

    def rules(self) -> Policy:
        """The policy; raises ``UsageFailure`` where the file is wrong: nothing is done by rules no one can read."""
        if self.policy_error:
            raise self.policy_error
        return self.policy


def gather(forge: Forge, event: Event, operator: Operator) -> Facts:
    """Ask the forge. What is unclear about a person is answered with the least they could have."""
    branch = forge.default_branch()
    text = forge.file(NAME, branch) if branch else None
    policy, error = _policy(text)
    policy = operator.override.rules(policy)
    teams = _teams(forge, event.actor, {*operator.teams, *_named_teams(policy)})
    return Facts(
        role=forge.permission_of(event.actor),
        welcome=_is_welcome(event.actor, teams, operator),
        teams=teams,
        default_branch=branch,
        policy=policy,
        policy_error=error,
        pull=forge.pull_request(event.thread.number) if event.thread.pull_request else None,
        policy_digest=hashlib.sha256(text.encode()).hexdigest() if text else "",
    )


def refusal_of(command: Command, event: Event, facts: Facts) -> Refusal | None:
    """Why the command is not carried out here and for this person, or None."""
    return refusal(
        command,
        "pull_request" if event.thread.pull_request else "issue",
        facts.role if facts.welcome else Role.NONE,
        user=event.actor,
        fork=facts.fork,
        open=facts.open,
        policy=facts.policy,
        member=facts.teams.__contains__,
    )


def _policy(text: str | None) -> tuple[Policy, UsageFailure | None]:
    try:
        return parse_policy(text or ""), None
    except UsageFailure as error:
        return Policy(), error


def _named_teams(policy: Policy) -> Iterable[str]:
    return (team for allowed in policy.allow.values() for team in allowed.teams)


def _teams(forge: Forge, user: str, named: Iterable[str]) -> frozenset[str]:
    return frozenset(team for team in named if forge.member_of(team, user))


def _is_welcome(user: str, teams: frozenset[str], operator: Operator) -> bool:
    if not operator.users and not operator.teams:
        return True
    listed = any(fnmatchcase(user.lower(), glob.lower()) for glob in operator.users)
    return listed or bool(teams & set(operator.teams))
