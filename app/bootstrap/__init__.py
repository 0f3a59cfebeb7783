"""The composition root: the only place that knows every concrete part and puts them together."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from app.bootstrap.parts import Parts, kept_bug, local_forge, new_run_id, now, parts, run_folder, scratch, serve
from app.bootstrap.plans import review_plans
from app.bootstrap.thinking import reasoning, repository_name
from app.domain.audit import AuditEntry
from app.domain.policy import Waiver
from app.domain.run import Outcome
from app.durable.inline import InlineSteps
from app.pipeline.meter import Meter
from app.processes.environments import (
    ensure_environment,
    environment_names,
    environment_python,
    examine_environment,
    optional_environment_names,
)
from app.processes.run import stop_all
from app.settings import Settings
from app.toolchains.terraform.conventions import read_conventions
from app.toolchains.terraform.repair import repair

if TYPE_CHECKING:
    from app.bootstrap.service import BotService
    from app.stores.store import Store


def make_service(settings: Settings, meter: Meter) -> "BotService":
    """The webhook service; the database, the forges' libraries and the engine are loaded for it alone."""
    from app.bootstrap.service import BotService  # noqa: PLC0415 - see above

    return BotService(settings, meter)


def open_store(settings: Settings) -> AbstractContextManager["Store"]:
    """The service's store for a moment; only who looks into it loads the database's library."""
    from app.bootstrap import store  # noqa: PLC0415 - see above

    return store.open_store(settings)


def record_change(settings: Settings, outcome: Outcome, who: str, waivers: Sequence[Waiver]) -> AuditEntry:
    """Tell the audit log of a command that was given in a terminal."""
    from app.bootstrap import store  # noqa: PLC0415 - see above

    return store.record_change(settings, outcome, who, waivers)


def resume(settings: Settings, run: str) -> None:
    """Have a run gone on with where it failed; only this loads the engine."""
    from app.bootstrap import store  # noqa: PLC0415 - see above

    store.resume(settings, run)


__all__ = [
    "InlineSteps",
    "Parts",
    "ensure_environment",
    "environment_names",
    "environment_python",
    "examine_environment",
    "kept_bug",
    "local_forge",
    "make_service",
    "new_run_id",
    "now",
    "open_store",
    "optional_environment_names",
    "parts",
    "read_conventions",
    "reasoning",
    "record_change",
    "repair",
    "repository_name",
    "resume",
    "review_plans",
    "run_folder",
    "scratch",
    "serve",
    "stop_all",
]
