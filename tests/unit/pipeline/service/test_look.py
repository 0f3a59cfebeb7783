"""Which stacks a command looks at."""

from pathlib import Path

import pytest

from app.domain.command import Command
from app.domain.errors import UsageFailure
from app.domain.policy import Policy
from app.domain.stack import Stack
from app.pipeline.inspect import Subject
from app.pipeline.service.look import narrowed, touched

SUBJECT = Subject(Path(), (Stack("web"), Stack("web/api"), Stack("website"), Stack(".")), Policy())


@pytest.mark.parametrize(
    ("command", "paths"),
    [
        (Command("review"), ["web", "web/api", "website", "."]),
        (Command("review", (".",)), ["web", "web/api", "website", "."]),
        (Command("review", ("./web/",)), ["web", "web/api"]),
        (Command("plan", flags={"stack": "web"}), ["web"]),
        (Command("plan", ("web",), flags={"stack": "web/api/"}), ["web/api"]),
        (Command("plan", ("website",), flags={"stack": "web"}), []),
        (Command("review", ("elsewhere",)), []),
    ],
)
def test_stacks_at_or_below(command: Command, paths: list[str]) -> None:
    assert [stack.path for stack in touched(SUBJECT, command)] == paths


def test_none_of_them_is_a_mistake_that_names_what_there_is() -> None:
    with pytest.raises(UsageFailure, match="elsewhere") as raised:
        narrowed(SUBJECT, Command("review", ("elsewhere",)))
    assert "web/api" in raised.value.hint


def test_where_there_is_no_stack_nothing_can_be_named_wrongly() -> None:
    empty = Subject(Path(), (), Policy())
    assert narrowed(empty, Command("review", ("elsewhere",))) == empty
