"""What a run leaves behind on disk: reports and plans, a folder each, with no secret in them."""

import re
import shutil
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from app.domain.errors import Failure
from app.domain.redaction import redact

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}")
BLANK = "(sensitive)"
MARKED_BY = {"before": "before_sensitive", "after": "after_sensitive", "values": "sensitive_values"}
"""Where Terraform's plan JSON says which parts of a value are sensitive: a tree of the same shape."""


class Artifacts:
    """Files of runs below ``folder/runs/<run>/``."""

    def __init__(self, folder: Path) -> None:
        self._runs = folder / "runs"

    def folder(self, run: str) -> Path:
        """The run's folder, whether it is there or not."""
        return self._runs / _named(run)

    def write(self, run: str, name: str, text: str) -> Path:
        """Keep a text, redacted; a reader sees the old one or the new one, never half."""
        folder = self.folder(run)
        target = folder / _named(name)
        new = folder / f".{target.name}.new"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            new.write_text(redact(text), encoding="utf-8", errors="replace")
            new.replace(target)
        except OSError as error:
            raise Failure(
                f"keeping {name} of run {run}", error.strerror or str(error), "free some disk space"
            ) from error
        return target

    def read(self, run: str, name: str) -> str | None:
        """A kept text, or None."""
        path = self.folder(run) / _named(name)
        return path.read_text("utf-8") if path.is_file() else None

    def names(self, run: str) -> tuple[str, ...]:
        """What is kept of the run."""
        folder = self.folder(run)
        if not folder.is_dir():
            return ()
        return tuple(sorted(path.name for path in folder.iterdir() if path.is_file() and path.name[0] != "."))

    def purge(self, runs: Collection[str]) -> int:
        """Remove the folders of these runs; returns how many were there."""
        there = [folder for folder in map(self.folder, runs) if folder.is_dir()]
        for folder in there:
            shutil.rmtree(folder, ignore_errors=True)
        return len(there)


def without_sensitive(plan: Mapping[str, Any]) -> dict[str, Any]:
    """Terraform's plan JSON with every value blanked that Terraform marks as sensitive.

    Resource values by ``before_sensitive``, ``after_sensitive`` and ``sensitive_values``; outputs that are declared
    sensitive, in the plan and in the prior state; variables as a whole, since their JSON does not say which are.
    """
    result = _walked(plan)
    if isinstance(result.get("variables"), Mapping):
        result["variables"] = {name: {"value": BLANK} for name in result["variables"]}
    return result


def _walked(node: Mapping[str, Any]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in node.items():
        marks = node.get(MARKED_BY.get(key, ""))
        if key == "value" and node.get("sensitive") is True:
            result[key] = BLANK
        elif marks:
            result[key] = _blanked(value, marks)
        else:
            result[key] = _step(value)
    return result


def _step(value: Any) -> Any:
    if isinstance(value, Mapping):
        return _walked(value)
    if isinstance(value, list):
        return [_step(item) for item in value]
    return value


def _blanked(value: Any, marks: Any) -> Any:
    """``value`` without what ``marks``, a tree of the same shape with ``true`` at sensitive places, names."""
    if marks is True:
        return None if value is None else BLANK
    if isinstance(value, Mapping) and isinstance(marks, Mapping):
        return {key: _blanked(item, marks.get(key)) for key, item in value.items()}
    if isinstance(value, list) and isinstance(marks, Sequence) and not isinstance(marks, str):
        return [_blanked(item, marks[place] if place < len(marks) else None) for place, item in enumerate(value)]
    return value


def _named(name: str) -> str:
    if not NAME.fullmatch(name):
        raise Failure(f"naming a file {name!r}", "only letters, digits, dots, hyphens and underscores are taken")
    return name
