"""Artifacts: generated files."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Artifact:
    """A generated text file. ``path`` is relative to the repository, ``concern`` groups files into commits."""

    path: str
    content: str
    produced_by: str
    concern: str = "infrastructure"
