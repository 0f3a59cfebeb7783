"""Builds the commands from the catalogue and runs one of them."""

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from inspect import Parameter, Signature
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from app import __version__
from app.cli.console import Console
from app.knowledge.commands import COMMANDS, Command, Option

GLOBAL_FLAGS = {"--json": "json", "--quiet": "quiet", "--no-color": "no_color"}
DEFAULTS: Mapping[str, Any] = {"flag": False, "list": []}
PYTHON_TYPES: Mapping[str, Any] = {"text": str, "choice": str, "path": Path, "flag": bool, "list": list[str]}


def main() -> None:
    """The console script."""
    flags, words = split_global_flags(sys.argv[1:])
    build(Console.make(**flags))(args=words, prog_name="agents")


def split_global_flags(words: Sequence[str]) -> tuple[dict[str, bool], list[str]]:
    """Global flags may stand anywhere before ``--``."""
    cut = list(words).index("--") if "--" in words else len(words)
    given = {GLOBAL_FLAGS[word] for word in words[:cut] if word in GLOBAL_FLAGS}
    rest = [word for word in words[:cut] if word not in GLOBAL_FLAGS] + list(words[cut:])
    return {name: name in given for name in GLOBAL_FLAGS.values()}, rest


def build(console: Console) -> typer.Typer:
    """The whole command line for one way of showing things."""
    door = typer.Typer(
        no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False
    )
    door.callback()(_root)
    for command in COMMANDS.values():
        door.command(command.name, help=_help(command))(_entry(command, console))
    return door


def _version(value: bool) -> None:
    if value:
        sys.stdout.write(f"agents {__version__}\n")
        raise typer.Exit


def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Infrastructure from a request: designed, written, deployed in simulation, scanned, documented.

    Everywhere: --json (one JSON document on standard output), --quiet, --no-color.
    """


def _help(command: Command) -> str:
    return f"{command.summary}\n\nExample: {command.example}" if command.example else command.summary


def _entry(command: Command, console: Console) -> Callable[..., None]:
    """A function whose signature typer reads: made from the catalogue, so that there is one truth."""

    def entry(**given: Any) -> None:
        from app.cli.commands import HANDLERS  # noqa: PLC0415 - help and version wait for no part of the program
        from app.cli.guard import guarded  # noqa: PLC0415 - as above

        sys.exit(guarded(console, partial(HANDLERS[command.name], console, **given)))

    parameters = [_parameter(option) for option in command.options]
    entry.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    entry.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    entry.__name__ = command.name
    return entry


def _parameter(option: Option) -> Parameter:
    kind = Literal[option.choices] if option.choices else PYTHON_TYPES[option.kind]
    default: Any = DEFAULTS.get(option.kind, option.default)
    if default is None and not option.required:
        kind = kind | None
    elif option.kind == "path" and default is not None:
        default = Path(default)
    words: dict[str, Any] = {"help": option.help, "metavar": option.metavar or None}
    shape = typer.Argument(**words) if option.positional else typer.Option(f"--{option.name}", **words)
    return Parameter(
        option.name.replace("-", "_"),
        Parameter.KEYWORD_ONLY,
        default=Parameter.empty if option.required else default,
        annotation=Annotated[kind, shape],
    )
