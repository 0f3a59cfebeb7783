"""Who may do what: a pure decision over what the forge and the policy said a moment ago."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from app.domain.command import Command
from app.domain.policy import Allowed, Policy
from app.domain.publication import Role
from app.knowledge.commands import IN_COMMENTS, Access, InComment, Place

RefusalCode = Literal["wrong_place", "passthrough", "permission", "not_allowed", "fork", "closed"]

NEEDED: Mapping[Access, Role] = {"everyone": Role.NONE, "triage": Role.TRIAGE, "write": Role.WRITE}
PLACES: Mapping[Place, str] = {"issue": "an issue", "pull_request": "a pull request"}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a command is not done, in English, and ``code`` with ``values`` for other languages.

    ``values``: ``command`` always; ``place`` and ``places`` (``issue``, ``pull_request``; several with a blank) with
    ``wrong_place``; ``actor``, ``needed`` and ``role`` with ``permission``; ``actor`` and ``allowed`` with
    ``not_allowed``; ``words`` with ``passthrough``.
    """

    code: RefusalCode
    why: str
    hint: str
    values: Mapping[str, str] = field(default_factory=dict)


def refusal(
    command: Command,
    place: Place,
    role: Role,
    *,
    user: str,
    fork: bool,
    open: bool,  # noqa: A002 - named as the pull request's own
    policy: Policy,
    member: Callable[[str], bool],
) -> Refusal | None:
    """Why ``user`` may not have this done here now, or None.

    ``fork`` and ``open`` are the pull request's; ``member`` says whether the user is in a team (asked only where the
    policy names one). What needs no permission is told first, so that nobody learns more than the reply says.
    """
    entry = IN_COMMENTS[command.name].comment
    if entry is None:
        raise AssertionError(command.name)
    return (
        _place(command, entry, place)
        or _passthrough(command)
        or _permission(command, entry, user, role)
        or _allowed(command, policy.allow.get(command.name), user, role, member)
        or _state(command, entry, place, fork=fork, is_open=open)
    )


def _place(command: Command, entry: InComment, place: Place) -> Refusal | None:
    if place in entry.places:
        return None
    there = " or ".join(PLACES[one] for one in entry.places)
    return Refusal(
        "wrong_place",
        f"`/agents {command.name}` works on {there}, this is {PLACES[place]}",
        f"write it on {there}; `/agents help` says what works here",
        {"command": command.name, "place": place, "places": " ".join(entry.places)},
    )


def _passthrough(command: Command) -> Refusal | None:
    if not command.passthrough:
        return None
    words = " ".join(command.passthrough)
    return Refusal(
        "passthrough",
        f"nothing is passed on to Terraform from a comment: `-- {words}`",
        f"write `/agents {command.name}` without it",
        {"command": command.name, "words": words},
    )


def _permission(command: Command, entry: InComment, user: str, role: Role) -> Refusal | None:
    if role >= NEEDED[entry.role]:
        return None
    return Refusal(
        "permission",
        f"`/agents {command.name}` needs {entry.role} permission on this repository, you have {role.name.lower()}",
        f"ask someone with {entry.role} permission to write it",
        {"command": command.name, "actor": user, "needed": entry.role, "role": role.name.lower()},
    )


def _allowed(
    command: Command, allowed: Allowed | None, user: str, role: Role, member: Callable[[str], bool]
) -> Refusal | None:
    if allowed is None or _is_listed(allowed, user, role) or any(member(team) for team in allowed.teams):
        return None
    return Refusal(
        "not_allowed",
        f"this repository's policy lets only these use `/agents {command.name}`: {allowed}",
        "ask one of them, or change `allow` in `.agents.yml` on the default branch",
        {"command": command.name, "actor": user, "allowed": str(allowed)},
    )


def _is_listed(allowed: Allowed, user: str, role: Role) -> bool:
    """User names count in any case, as on the forges."""
    named = user.lower() in {one.lower() for one in allowed.users}
    return named or (allowed.role is not None and role >= allowed.role)


def _state(command: Command, entry: InComment, place: Place, *, fork: bool, is_open: bool) -> Refusal | None:
    if place != "pull_request" or entry.kind == "talk":
        return None
    if not is_open:
        return Refusal(
            "closed",
            f"this pull request is closed, `/agents {command.name}` has nothing to work on",
            "reopen it and write the command again",
            {"command": command.name},
        )
    if fork and entry.pushes:
        return Refusal(
            "fork",
            f"`/agents {command.name}` would push to a fork's branch, and nothing is ever pushed there",
            "`/agents review` shows what would be changed; push the change yourself",
            {"command": command.name},
        )
    return None
