"""Scenes made by hand."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from app.cli.doctor.base import Door, Look, Scene
from app.domain.check import Check
from app.settings import read_settings


def scene(folder: Path, variables: Mapping[str, str] | None = None) -> Scene:
    """The folder, with data and cache in it unless told otherwise."""
    given = {"AGENTS_DATA_DIR": str(folder / "data"), "AGENTS_CACHE_DIR": str(folder / "cache")} | dict(variables or {})
    return Scene(folder, given, read_settings(given))


def unread(folder: Path, variables: Mapping[str, str], *wrong: str) -> Scene:
    """Settings of which something is wrong."""
    return replace(scene(folder), environment=variables, wrong=wrong or ("AGENTS_WORKERS: no",))


def taken(looks: Iterable[Look]) -> list[Check]:
    """What the looks find, in their order."""
    return [check for look in looks for check in look()]


def seen(door: Door | Callable[[Scene], Sequence[Look]], at: Scene) -> dict[str, Check]:
    """What a door finds in a scene, by name."""
    looks = door.looks if isinstance(door, Door) else door
    return {check.name: check for check in taken(looks(at))}
