"""What the looks of every door are given, and what a door is."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.check import Check
from app.settings import Settings

Look = Callable[[], Iterable[Check]]
"""One look; it may take a while, so that looks are taken side by side."""


@dataclass(frozen=True, slots=True)
class Scene:
    """``folder`` is the repository that is looked at, ``environment`` the process's. Where the settings cannot be read
    ``wrong`` says why, one text each, and ``settings`` holds only what concerns this machine."""

    folder: Path
    environment: Mapping[str, str]
    settings: Settings
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Door:
    """One way in: ``set_up`` tells whether anybody wants it, ``looks`` what it stands on, ``absent`` how to get it."""

    title: str
    set_up: Callable[[Scene], bool]
    looks: Callable[[Scene], Sequence[Look]]
    absent: Check
