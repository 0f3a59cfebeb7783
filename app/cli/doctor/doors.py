"""Takes the looks of every door that is set up, side by side, and one line for each that is not."""

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Literal

from app.cli.doctor import action, container, machine, pipelines, repository, service
from app.cli.doctor.base import Door, Look, Scene
from app.domain.check import Check
from app.domain.errors import AgentsError
from app.domain.redaction import MARK
from app.reports.defuse import line
from app.settings import read_settings

Verdict = Literal["ready", "broken", "not set up"]
SIDE_BY_SIDE = 12
OF_THE_MACHINE = ("AGENTS_DATA_DIR", "AGENTS_CACHE_DIR", "AGENTS_TERRAFORM")
"""Settings that are looked at even where another one is wrong."""

DOORS: Mapping[str, Door] = {
    "terminal": Door("Terminal", lambda _: True, machine.looks, Check("absent", "terminal", "")),
    "service": service.door(),
    "github": service.forge_door("github"),
    "gitlab": service.forge_door("gitlab"),
    "action": action.door(),
    "gitlab-ci": pipelines.door(),
    "container": container.door(),
    "repository": repository.door(),
}
"""In the order in which they are shown; the names are those of ``--door``."""
TOGETHER: Mapping[str, tuple[str, ...]] = {
    "service": ("service", "github", "gitlab"),
    "github": ("service", "github"),
    "gitlab": ("service", "gitlab"),
}
"""What is looked at, too, where one is asked for."""


def examine(folder: Path, door: str | None = None, environment: Mapping[str, str] = os.environ) -> list[Check]:
    """All checks, door by door, or those of one. Network is used only for what is configured. Raises nothing."""
    scene = _scene(folder, environment)
    names = TOGETHER.get(door, (door,)) if door else tuple(DOORS)
    secrets = scene.settings.secrets
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        begun = [(name, pool.submit(_taken, look)) for name in names for look in _looks(DOORS[name], scene)]
        return [_shown(replace(check, door=name), secrets) for name, taken in begun for check in taken.result()]


def verdicts(checks: Sequence[Check]) -> dict[str, Verdict]:
    """Each door that was looked at, and how it stands."""
    found: dict[str, Verdict] = {}
    for name in dict.fromkeys(check.door for check in checks):
        states = {check.state for check in checks if check.door == name}
        found[name] = "broken" if "broken" in states else "not set up" if states == {"absent"} else "ready"
    return found


def _scene(folder: Path, environment: Mapping[str, str]) -> Scene:
    try:
        return Scene(folder, environment, read_settings(environment))
    except AgentsError as error:
        wrong = tuple(error.wrong.split("; "))
    bad = {one.partition(":")[0] for one in wrong}
    machine = {name: environment.get(name, "") for name in OF_THE_MACHINE if name not in bad}
    return Scene(folder, environment, read_settings(machine), wrong)


def _looks(door: Door, scene: Scene) -> Iterator[Look]:
    try:
        wanted = door.set_up(scene)
    except OSError as error:  # a file of the repository that cannot be read
        failed = Check("limited", "look", f"it broke off ({error})")
        yield lambda: [failed]
        return
    if wanted:
        yield from door.looks(scene)
    else:
        yield lambda: [door.absent]


def _taken(look: Look) -> list[Check]:
    """What a look finds; one that breaks off is a line of its own, with what it had found before."""
    found: list[Check] = []
    try:
        found.extend(look())
    except AgentsError as error:
        found.append(Check("broken", error.doing, error.wrong, error.hint))
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one thing, the others are looked at
        found.append(Check("limited", "look", f"it broke off ({type(error).__name__}: {error})"))
    return found


def _shown(check: Check, secrets: Sequence[str]) -> Check:
    """On one line each, and nothing secret, whoever said it."""

    def clean(text: str) -> str:
        for secret in secrets:
            text = text.replace(secret, MARK)
        return line(text)

    return replace(check, found=clean(check.found), mend=clean(check.mend), why=clean(check.why))
