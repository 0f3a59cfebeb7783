"""Who may do what."""

import pytest

from app.domain.command import Command
from app.domain.policy import Allowed, Policy
from app.domain.publication import Role
from app.knowledge.commands import IN_COMMENTS, Place
from app.pipeline.permissions import Refusal, refusal


def ask(
    name: str,
    place: Place = "pull_request",
    role: Role = Role.ADMIN,
    *,
    fork: bool = False,
    is_open: bool = True,
    allowed: Allowed | None = None,
    teams: tuple[str, ...] = (),
    passthrough: tuple[str, ...] = (),
) -> Refusal | None:
    return refusal(
        Command(name, passthrough=passthrough),
        place,
        role,
        user="Dana",
        fork=fork,
        open=is_open,
        policy=Policy(allow={name: allowed} if allowed else {}),
        member=teams.__contains__,
    )


def code(answer: Refusal | None) -> str:
    return answer.code if answer else ""


EVERYONE = ("help", "status")
TRIAGE = ("plan", "review", "test", "security", "compliance", "cost", "explain")
WRITE = ("run", "revise", "fix", "cancel")


def test_every_command_has_its_permission_here() -> None:
    assert sorted(IN_COMMENTS) == sorted((*EVERYONE, *TRIAGE, *WRITE))


@pytest.mark.parametrize(
    ("names", "least"),
    [(EVERYONE, Role.NONE), (TRIAGE, Role.TRIAGE), (WRITE, Role.WRITE)],
    ids=["all", "triage", "write"],
)
def test_the_least_permission(names: tuple[str, ...], least: Role) -> None:
    for name in names:
        place: Place = "issue" if name == "run" else "pull_request"
        for role in Role:
            assert code(ask(name, place, role)) == ("" if role >= least else "permission"), (name, role)


@pytest.mark.parametrize(
    ("place", "names"),
    [
        ("issue", "run revise explain status cancel help"),
        ("pull_request", "plan review fix revise test security compliance cost explain status cancel help"),
    ],
)
def test_places(place: Place, names: str) -> None:
    for name in IN_COMMENTS:
        assert code(ask(name, place)) == ("" if name in names.split() else "wrong_place"), name


def test_forks_are_never_pushed_to() -> None:
    refused = {name for name in IN_COMMENTS if code(ask(name, fork=True)) == "fork"}
    assert refused == {"fix", "revise"}


def test_closed_pull_requests_are_only_talked_about() -> None:
    refused = {name for name in IN_COMMENTS if code(ask(name, is_open=False)) == "closed"}
    assert refused == {"plan", "review", "fix", "revise", "test", "security", "compliance", "cost"}
    assert ask("run", "issue", is_open=False) is None


@pytest.mark.parametrize(
    ("allowed", "role", "teams", "expected"),
    [
        (Allowed(users=("dana",)), Role.WRITE, (), ""),
        (Allowed(users=("eve",)), Role.ADMIN, (), "not_allowed"),
        (Allowed(teams=("acme/ops",)), Role.WRITE, ("acme/ops",), ""),
        (Allowed(teams=("acme/ops",)), Role.ADMIN, ("acme/dev",), "not_allowed"),
        (Allowed(role=Role.MAINTAIN), Role.WRITE, (), "not_allowed"),
        (Allowed(role=Role.MAINTAIN), Role.ADMIN, (), ""),
        (Allowed(), Role.ADMIN, (), "not_allowed"),
        (Allowed(users=("dana",)), Role.TRIAGE, (), "permission"),
        (Allowed(role=Role.READ), Role.READ, (), "permission"),
    ],
)
def test_policy_narrows_and_never_widens(allowed: Allowed, role: Role, teams: tuple[str, ...], expected: str) -> None:
    assert code(ask("fix", role=role, allowed=allowed, teams=teams)) == expected


def test_nothing_is_passed_on_to_terraform() -> None:
    answer = ask("plan", passthrough=("-lock=false",))
    assert code(answer) == "passthrough"
    assert answer is not None
    assert "-lock=false" in answer.why


def test_the_texts_name_what_is_needed() -> None:
    permission = ask("fix", role=Role.READ)
    assert permission is not None
    assert "write permission" in permission.why
    assert permission.values == {"command": "fix", "actor": "Dana", "needed": "write", "role": "read"}
    place = ask("plan", "issue")
    assert place is not None
    assert place.values == {"command": "plan", "place": "issue", "places": "pull_request"}
    assert "on a pull request" in place.why
    listed = ask("fix", role=Role.WRITE, allowed=Allowed(("eve",), ("acme/ops",), Role.ADMIN))
    assert listed is not None
    assert listed.values["allowed"] == "eve, acme/ops, admin or above"
    nobody = ask("fix", allowed=Allowed())
    assert nobody is not None
    assert "nobody" in nobody.why
