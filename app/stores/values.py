"""Values as the database keeps them: JSON and back, nothing lost, no character that a database refuses."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any

from app.domain.command import Command
from app.domain.event import Event, Thread
from app.domain.job import RunRow, ThreadMemory


def stamp(at: datetime) -> str:
    """A time as a text that sorts."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def seconds_between(earlier: str, later: datetime) -> float:
    """Seconds from a kept time to another."""
    return (later - datetime.fromisoformat(earlier)).total_seconds()


def plain(text: str) -> str:
    """The text without what PostgreSQL and UTF-8 cannot hold: NUL and lone surrogates."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def event_text(event: Event) -> str:
    """An event as JSON."""
    return json.dumps(asdict(event))


def read_event(text: str) -> Event:
    """An event from its JSON; fields that a later version added or dropped do not matter."""
    values = json.loads(text)
    thread = Thread(**_known(Thread, values.pop("thread")))
    return Event(thread=thread, **_known(Event, values))


def commands_text(commands: Sequence[Command]) -> str:
    """Commands as JSON."""
    return json.dumps([_command(command) for command in commands])


def read_commands(text: str) -> tuple[Command, ...]:
    """Commands from their JSON: lists become the tuples they were."""
    return tuple(
        Command(
            name=value["name"],
            args=tuple(value["args"]),
            named=value["named"],
            flags={key: tuple(flag) if isinstance(flag, list) else flag for key, flag in value["flags"].items()},
            passthrough=tuple(value["passthrough"]),
            line=value["line"],
        )
        for value in json.loads(text)
    )


def memory_text(memory: ThreadMemory) -> str:
    """What is remembered of a thread, as JSON."""
    values = {field.name: getattr(memory, field.name) for field in fields(memory)}
    return json.dumps({**values, "comments": dict(memory.comments)})


def read_memory(text: str) -> ThreadMemory:
    """What is remembered of a thread, from its JSON."""
    values = _known(ThreadMemory, json.loads(text))
    lists = {key: tuple(value) for key, value in values.items() if isinstance(value, list)}
    return ThreadMemory(**{**values, **lists})


def read_run(row: Mapping[str, Any]) -> RunRow:
    """A run from its row."""
    return RunRow(
        id=row["id"],
        event=read_event(row["event"]),
        commands=read_commands(row["commands"]),
        status=row["status"],
        why=row["why"],
        sequence=row["sequence"],
        stop=row["stop"],
        stages=tuple(json.loads(row["stages"])),
        branch=row["branch"],
        head=row["head"],
        created=row["created"],
        started=row["started"],
        finished=row["finished"],
    )


def _command(command: Command) -> dict[str, Any]:
    return {
        "name": command.name,
        "args": list(command.args),
        "named": dict(command.named),
        "flags": {key: list(flag) if isinstance(flag, tuple) else flag for key, flag in command.flags.items()},
        "passthrough": list(command.passthrough),
        "line": command.line,
    }


def _known(kind: type, values: Mapping[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(kind)}
    return {key: value for key, value in values.items() if key in names}
