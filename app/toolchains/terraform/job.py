"""What the driver is asked to do, as it crosses into the sandbox."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Job:
    """What to do. ``root`` is the private copy, ``stack`` and ``modules`` relative to it; ``program`` is empty for the
    embedded core; ``var_files`` are relative to the stack; ``providers`` the simulated ones in use; ``words`` every
    name in the code and ``types`` the types it uses, so that no more is simulated than it needs; the two maps are
    files (relative to ``root`` → text) written before ``init`` and before ``plan``."""

    root: str
    stack: str
    steps: tuple[str, ...]
    program: str = ""
    modules: tuple[str, ...] = ()
    var_files: tuple[str, ...] = ()
    before_init: Mapping[str, str] = field(default_factory=dict)
    before_plan: Mapping[str, str] = field(default_factory=dict)
    providers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    types: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "Job":
        """The JSON form; lists become tuples."""
        raw: dict[str, Any] = json.loads(text)
        values: dict[str, Any] = {key: tuple(one) if isinstance(one, list) else one for key, one in raw.items()}
        return cls(**values)

    def written(self) -> str:
        """As JSON."""
        return json.dumps(asdict(self))

    @property
    def directory(self) -> Path:
        """The stack's directory."""
        return Path(self.root) / self.stack
