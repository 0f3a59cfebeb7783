"""What the files for containers say, read once."""

import re
import shlex
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml

from app.settings import FILE, Settings, variable

ROOT = Path(__file__).parents[3]
SETTINGS = {f"{variable(name)}{end}" for name in Settings.model_fields for end in ("", FILE)}


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction of a Dockerfile, its lines joined; ``stage`` is the stage's name or number."""

    stage: str
    name: str
    text: str


def instructions() -> list[Instruction]:
    """The Dockerfile's, in order."""
    lines = [line for line in (ROOT / "Dockerfile").read_text("utf-8").splitlines() if not line.startswith("#")]
    found: list[Instruction] = []
    stage, stages = "", 0
    for joined in re.sub(r"\\\n", " ", "\n".join(lines)).splitlines():
        name, _, text = joined.strip().partition(" ")
        if name == "FROM":
            words = text.split()
            stage = words[-1] if "AS" in words else str(stages)
            stages += 1
        if name:
            found.append(Instruction(stage, name, text.strip()))
    return found


LAST = instructions()[-1].stage
"""The stage that becomes the image."""


def arguments() -> dict[str, str]:
    """Every ARG that has a default."""
    given = (one.text.partition("=") for one in instructions() if one.name == "ARG")
    return {name: value.strip('"') for name, equals, value in given if equals}


def environment() -> dict[str, str]:
    """What the image sets."""
    words = [word for one in instructions() if (one.stage, one.name) == (LAST, "ENV") for word in shlex.split(one.text)]
    return dict(word.split("=", 1) for word in words)


def one(name: str) -> str:
    """The text of an instruction that the image has once."""
    (found,) = (each.text for each in instructions() if (each.stage, each.name) == (LAST, name))
    return found


def is_ignored(path: str) -> bool:
    """Whether ``.dockerignore`` keeps a path out of the build: the last line that fits it or a folder above decides."""
    lines = [line.strip() for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines()]
    ignored = False
    for line in lines:
        pattern = line.removeprefix("!").removeprefix("**/")
        anywhere = line.startswith("**/")
        parts = [path, *map(str, Path(path).parents)]
        names = [Path(part).name for part in parts] if anywhere else parts
        if line and not line.startswith("#") and any(fnmatchcase(name, pattern) for name in names if name != "."):
            ignored = not line.startswith("!")
    return ignored


def documents(name: str) -> list[dict[str, Any]]:
    """The documents of a YAML file of the repository."""
    return [one for one in yaml.safe_load_all((ROOT / name).read_text("utf-8")) if one]
