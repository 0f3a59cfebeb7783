"""The repository in a folder: its policy, line by line, and what its stacks lack here."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from app.bootstrap import examine
from app.cli.doctor.base import Door, Look, Scene
from app.domain.check import Check
from app.domain.errors import AgentsError
from app.domain.policy import Policy
from app.pipeline.policy import NAME, read_policy


def door() -> Door:
    """Wanted in a git repository, and where there is a policy or Terraform: nobody wants a home folder searched."""
    absent = Check("absent", "repository", "neither a git repository nor Terraform is here", "agents doctor DIR")
    return Door("Repository", _wanted, _looks, absent)


def _wanted(scene: Scene) -> bool:
    folder = scene.folder.absolute()
    versioned = any((place / ".git").exists() for place in (folder, *folder.parents))
    return folder.is_dir() and (
        versioned or any(path.suffix == ".tf" or path.name == NAME for path in folder.iterdir())
    )


def _looks(scene: Scene) -> Sequence[Look]:
    return (partial(_policy, scene.folder), partial(_code, scene))


def _policy(folder: Path) -> Iterator[Check]:
    if not (folder / NAME).exists() and not (folder / NAME).is_symlink():
        yield Check("ok", "policy", f"no {NAME}, so the defaults count (docs/reference/policy.md)")
        return
    try:
        read_policy(folder)
        yield Check("ok", "policy", f"{NAME} can be read")
    except AgentsError as error:
        for wrong in re.split(r"; (?=line \d+: )", error.wrong):
            mend = "correct it; docs/reference/policy.md lists every key"
            yield Check("broken", "policy", f"{NAME}, {wrong}", mend, "no command that reads it starts")


def _code(scene: Scene) -> Iterator[Check]:
    try:
        policy = read_policy(scene.folder)
    except AgentsError:
        policy = Policy()
    yield from examine.examine_code(scene.folder.resolve(), policy, scene.settings)
