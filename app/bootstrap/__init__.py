"""The composition root: the only place that knows every concrete part and puts them together."""

from app.bootstrap.parts import Parts, local_forge, log_bug, new_run_id, now, parts, scratch, serve
from app.durable.inline import InlineSteps
from app.processes.environments import ensure_environment, environment_names, environment_python
from app.processes.run import stop_all
from app.toolchains.terraform.conventions import read_conventions
from app.toolchains.terraform.repair import repair

__all__ = [
    "InlineSteps",
    "Parts",
    "ensure_environment",
    "environment_names",
    "environment_python",
    "local_forge",
    "log_bug",
    "new_run_id",
    "now",
    "parts",
    "read_conventions",
    "repair",
    "scratch",
    "serve",
    "stop_all",
]
