"""What a run leaves behind on disk: reports and plans, a folder each, with no secret in them."""

import re
import shutil
from collections.abc import Collection
from pathlib import Path

from app.domain.errors import Failure

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}")


class Artifacts:
    """Files of runs below ``folder/runs/<run>/``."""

    def __init__(self, folder: Path) -> None:
        self._runs = folder / "runs"

    def folder(self, run: str) -> Path:
        """The run's folder, whether it is there or not."""
        return self._runs / _named(run)

    def purge(self, runs: Collection[str]) -> int:
        """Remove the folders of these runs; returns how many were there."""
        there = [folder for folder in map(self.folder, runs) if folder.is_dir()]
        for folder in there:
            shutil.rmtree(folder, ignore_errors=True)
        return len(there)


def _named(name: str) -> str:
    if not NAME.fullmatch(name):
        raise Failure(f"naming a file {name!r}", "only letters, digits, dots, hyphens and underscores are taken")
    return name
