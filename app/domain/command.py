"""Commands as people write them in comments: values, and what was wrong with a line that is none."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

BARE = re.compile(r"[\w./*@~:][^\s\"']*")
"""A value that is read as one word without quotes around it."""


@dataclass(frozen=True, slots=True)
class Command:
    """``/agents <name> [args] [--flag value] [key=value] [-- passthrough]``, checked against the catalogue.

    ``flags`` hold a text, or True for one without a value; a flag that may be repeated holds a tuple of texts.
    ``line`` is the line of the comment, from 1.
    """

    name: str
    args: tuple[str, ...] = ()
    named: Mapping[str, str] = field(default_factory=dict)
    flags: Mapping[str, str | bool | tuple[str, ...]] = field(default_factory=dict)
    passthrough: tuple[str, ...] = ()
    line: int = 1

    @property
    def text(self) -> str:
        """The arguments as one text."""
        return " ".join(self.args)

    @property
    def written(self) -> str:
        """As it would be written in a comment, on one line; values get quotes where they need them."""
        words = ["/agents", self.name, *self.args]
        for name, value in self.flags.items():
            for one in value if isinstance(value, tuple) else (value,):
                words += [f"--{name}"] if one is True else [f"--{name}", _quoted(str(one))]
        words += [f"{key}={_quoted(value)}" for key, value in self.named.items()]
        return " ".join([*words, *(("--", *self.passthrough) if self.passthrough else ())])


@dataclass(frozen=True, slots=True)
class Mistake:
    """A line that addresses the bot and cannot be done: ``word`` is what was wrong, ``nearest`` what was meant."""

    line: int
    wrong: str
    word: str = ""
    nearest: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a comment says to the bot: commands in order, mistakes; neither means that it is not meant for the bot."""

    commands: tuple[Command, ...] = ()
    mistakes: tuple[Mistake, ...] = ()

    @property
    def ignored(self) -> bool:
        """Whether nothing in it addresses the bot."""
        return not self.commands and not self.mistakes


def _quoted(value: str) -> str:
    mark = "'" if '"' in value else '"'
    return value if BARE.fullmatch(value) else f"{mark}{value}{mark}"
