"""What the forge says of a person and a place, and what is refused because of it."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from app.domain.command import Command
from app.domain.errors import UsageFailure
from app.domain.finding import Severity
from app.domain.override import Override
from app.domain.policy import Policy
from app.domain.publication import Role
from app.pipeline.service.facts import gather, refusal_of
from app.pipeline.service.site import Operator
from tests.unit.pipeline.service.world import GOOD, World


def test_a_snapshot_of_an_issue(world: World) -> None:
    facts = gather(world.forge, world.said(world.issue(), "x", "tim"), Operator())
    assert (facts.role, facts.welcome, facts.default_branch, facts.pull) == (Role.TRIAGE, True, "main", None)
    assert (facts.open, facts.fork, facts.language, facts.rules()) == (True, False, "en", Policy())


def test_a_snapshot_of_a_closed_pull_request_of_a_fork(world: World) -> None:
    number = world.pull({"infra/main.tf": GOOD})
    world.forge.forks.add(number)
    world.edit(number, open=False)
    facts = gather(world.forge, world.pushed(number), Operator())
    assert facts.pull
    assert (facts.open, facts.fork, facts.pull.head) == (False, True, world.head(number))


def test_the_policy_is_the_default_branchs_not_the_pull_requests(world: World) -> None:
    world.policy("version: 1\nlanguage: es\n")
    number = world.pull({".agents.yml": "version: 1\nlanguage: en\nallow:\n  fix:\n    users: [eve]\n"})
    facts = gather(world.forge, world.pushed(number), Operator())
    assert (facts.language, facts.policy.allow) == ("es", {})


def test_a_policy_with_errors_is_told_with_its_lines_and_nothing_is_done_by_it(world: World) -> None:
    world.policy("version: 1\nlanguage: es\nnonsense: 1\n")
    facts = gather(world.forge, world.said(world.issue(), "x"), Operator())
    assert facts.policy == Policy()
    with pytest.raises(UsageFailure, match="line 3"):
        facts.rules()


@pytest.mark.parametrize(
    ("operator", "user", "welcome"),
    [
        ({}, "ann", True),
        ({"users": ("ann",)}, "ANN", True),
        ({"users": ("a*",)}, "tim", False),
        ({"teams": ("acme/ops",)}, "ann", True),
        ({"teams": ("acme/ops",)}, "tim", False),
        ({"users": ("tim",), "teams": ("acme/ops",)}, "tim", True),
    ],
)
def test_whose_commands_count_for_the_operator(
    make: Callable[..., World], operator: dict[str, Any], user: str, welcome: bool
) -> None:
    world = make(**operator)
    world.forge.teams.add(("acme/ops", "ann"))
    event = world.said(world.issue(), "x", user)
    facts = gather(world.forge, event, world.site.operator)
    assert facts.welcome is welcome
    no = refusal_of(Command("run"), event, facts)
    assert (no is None) is (welcome and user.lower() == "ann" and facts.role >= Role.WRITE)


@pytest.mark.parametrize(
    ("command", "user", "code"),
    [
        ("review", "tim", None),
        ("review", "rea", "permission"),
        ("fix", "tim", "permission"),
        ("fix", "ann", "not_allowed"),
        ("fix", "max", None),
        ("run", "ann", "wrong_place"),
        ("help", "eve", None),
    ],
)
def test_refusals_on_a_pull_request(world: World, command: str, user: str, code: str | None) -> None:
    world.policy("version: 1\nallow:\n  fix:\n    teams: [acme/ops]\n")
    world.forge.people["max"] = Role.WRITE
    world.forge.teams.add(("acme/ops", "max"))
    event = world.said(world.pull({"infra/main.tf": GOOD}), "x", user)
    no = refusal_of(Command(command), event, gather(world.forge, event, world.site.operator))
    assert (no.code if no else None) == code


def test_what_the_pipeline_says_stands_in_for_the_policy(world: World) -> None:
    world.policy("gate:\n  fail_on: low\nbudget:\n  increase: 5\n")
    number = world.pull({"infra/main.tf": GOOD})
    operator = Operator(override=Override(fail_on=Severity.CRITICAL, increase=Decimal(9)))
    facts = gather(world.forge, world.pushed(number), operator)
    assert (facts.policy.fail_on, facts.policy.budget.increase) == (Severity.CRITICAL, Decimal(9))
