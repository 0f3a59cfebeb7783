"""The catalogue of commands."""

from dataclasses import replace

import pytest

from app.knowledge.commands import COMMANDS, IN_COMMENTS, Command

BOTH = {name: command for name, command in IN_COMMENTS.items() if name in COMMANDS}


def test_names_summaries_and_examples() -> None:
    for name, command in COMMANDS.items():
        assert command.name == name
        assert command.summary.endswith(".")
        assert command.example.startswith(f"agents {name}")
        assert all(option.help.endswith(".") for option in command.options)


def test_choices_have_a_default_or_are_required() -> None:
    for command in COMMANDS.values():
        for option in command.options:
            if option.choices and not option.positional:
                assert option.default in option.choices


def test_what_works_where() -> None:
    def at(place: str) -> set[str]:
        return {name for name, one in IN_COMMENTS.items() if one.comment and place in one.comment.places}

    both = {"revise", "explain", "status", "cancel", "help"}
    assert at("issue") == both | {"run"}
    assert at("pull_request") == both | {"plan", "review", "fix", "test", "security", "compliance", "cost"}


@pytest.mark.parametrize("command", IN_COMMENTS.values(), ids=lambda command: str(command.name))
def test_a_command_in_comments_is_whole(command: Command) -> None:
    use = command.comment
    assert use is not None
    assert use.example.startswith(f"/agents {command.name}")
    assert (use.summary or command.summary).endswith(".")
    assert use.places
    assert len({option.name for option in use.options}) == len(use.options)
    positional = [option for option in use.options if option.positional]
    assert all(option.kind != "list" for option in positional[:-1])
    if use.rest:
        assert use.options == tuple(positional)
        assert len(positional) == 1
    if use.pushes:
        assert use.role == "write"
    assert (use.kind == "talk") == (command.name in {"help", "status", "cancel", "explain"})


@pytest.mark.parametrize("command", BOTH.values(), ids=lambda command: str(command.name))
def test_flags_are_the_same_at_both_doors(command: Command) -> None:
    use = command.comment
    assert use is not None
    flags = [option for option in use.options if not option.positional]
    there = {option.name: option for option in command.options}
    strange = [
        option
        for option in flags
        if (known := there.get(option.name)) is None
        or replace(option, choices=known.choices, help=known.help) != known
        or not set(option.choices) <= set(known.choices)
    ]
    assert strange == [], "a comment may have fewer choices than a terminal, and no others"


def test_talk_in_threads_is_no_command_of_the_terminal() -> None:
    assert {"status", "cancel", "help"} & set(COMMANDS) == set()
