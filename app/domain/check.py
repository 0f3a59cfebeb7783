"""One thing that was looked at, to tell why something does not work and how to mend it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

State = Literal["ok", "limited", "broken", "absent"]
"""``limited``: it works without, only worse. ``absent``: it was not set up, which is no fault."""


@dataclass(frozen=True, slots=True)
class Check:
    """``found`` is what was found, ``why`` what follows from it where that is not plain, ``mend`` the command or the
    step that mends it, and ``door`` the door that it belongs to (given by who asked for the look)."""

    state: State
    name: str
    found: str
    mend: str = ""
    why: str = ""
    door: str = ""

    def record(self) -> Mapping[str, Any]:
        """As JSON; ``optional`` is true where it keeps nothing from working."""
        return {
            "door": self.door,
            "name": self.name,
            "state": self.state,
            "ok": self.state == "ok",
            "optional": self.state in {"limited", "absent"},
            "found": self.found,
            "why": self.why,
            "mend": self.mend,
        }
