"""From lines that speak to the bot to commands, checked against the catalogue."""

import re
from collections.abc import Hashable, Mapping

from app.domain.command import Command, Mistake, Parsed
from app.knowledge.commands import COMMANDS, IN_COMMENTS
from app.knowledge.commands import Command as Entry
from app.pipeline.grammar.arguments import read_arguments
from app.pipeline.grammar.lines import BLANK, Addressed, addressed
from app.pipeline.grammar.words import Wrong, nearest, require_visible, rest_of, shown, words

MOST = 10
"""Commands in one comment, and mistakes that one comment is told of."""
MOST_LINES = 50
"""Different lines that are looked at: enough for any person, few enough for any flood."""
HELP = "help"

_NAME = re.compile(rf"[{BLANK}]*([^{BLANK}]*)")


def parse(text: str, catalogue: Mapping[str, Entry] = IN_COMMENTS) -> Parsed:
    """What a comment asks for. Never raises; time is linear in the text. ``catalogue`` are the commands that there are.

    Commands come in order, each once. A line with a mistake is no command; its first mistake is told.
    """
    commands: dict[Hashable, Command] = {}
    mistakes: list[Mistake] = []
    seen: set[str] = set()
    for line in addressed(text):
        if line.rest in seen:
            continue
        seen.add(line.rest)
        try:
            _require_room(len(commands), len(mistakes), len(seen))
            command = _command(line, catalogue)
        except Wrong as wrong:
            mistakes.append(Mistake(line.number, wrong.wrong, shown(wrong.word), shown(wrong.nearest)))
            if wrong.last:
                break
        else:
            commands.setdefault(_key(command), command)
    return Parsed(tuple(commands.values()), tuple(mistakes))


def _require_room(commands: int, mistakes: int, lines: int) -> None:
    if commands == MOST:
        raise Wrong(f"more than {MOST} commands in one comment; reading stopped here", last=True)
    if mistakes == MOST or lines > MOST_LINES:
        raise Wrong("too much here that cannot be done; reading stopped here", last=True)


def _command(line: Addressed, catalogue: Mapping[str, Entry]) -> Command:
    found = _NAME.match(line.rest)
    said = found[1] if found else ""
    if not said:
        return Command(HELP, line=line.number)
    entry = _entry(said, catalogue)
    arguments = line.rest[found.end() :] if found else ""
    if entry.comment and entry.comment.rest:
        return Command(entry.name, _rest(entry, arguments), line=line.number)
    require_visible(arguments)
    return read_arguments(entry, words(arguments), line.number)


def _entry(said: str, catalogue: Mapping[str, Entry]) -> Entry:
    """The command of that name, in any case."""
    require_visible(said)
    word = next(words(said))
    name = word.written.lower() if word.written.isascii() else word.written
    if name in catalogue:
        return catalogue[name]
    if name in COMMANDS:
        raise Wrong("a command of the terminal only", said)
    raise Wrong("unknown command", said, nearest(name, catalogue))


def _rest(entry: Entry, text: str) -> tuple[str, ...]:
    """The rest of the line as the one argument."""
    rest = rest_of(text)
    missing = [option for option in entry.options if option.positional and option.required]
    if missing and not rest:
        raise Wrong(f"{entry.name} needs words behind it", entry.name)
    return (rest,) if rest else ()


def _key(command: Command) -> Hashable:
    """The same for the same command written twice."""
    named, flags = sorted(command.named.items()), sorted((name, str(value)) for name, value in command.flags.items())
    return command.name, command.args, tuple(named), tuple(flags), command.passthrough
