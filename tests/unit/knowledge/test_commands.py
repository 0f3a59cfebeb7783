"""The catalogue of commands."""

from app.knowledge.commands import COMMANDS


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
