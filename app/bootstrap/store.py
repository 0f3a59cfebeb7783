"""Opens the store that the settings name."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError

from app.domain.audit import AuditEntry
from app.domain.change_record import CHANGE, change_record
from app.domain.errors import Failure
from app.domain.policy import Waiver
from app.domain.run import Outcome
from app.settings import Settings
from app.stores.store import Store


def database_url(settings: Settings) -> str:
    """The database: the one that is set, else SQLite in the data folder."""
    return settings.database_url or f"sqlite:///{settings.data_dir / 'agents.db'}"


@contextmanager
def open_store(settings: Settings) -> Iterator[Store]:
    """The store for a moment, beside a service that may be using it; raises ``Failure`` where there can be none."""
    try:
        store = Store.open(database_url(settings))
    except (OSError, SQLAlchemyError) as error:
        wrong = str(getattr(error, "orig", None) or error)
        raise Failure("opening the store", wrong, "correct AGENTS_DATA_DIR or AGENTS_DATABASE_URL") from error
    try:
        yield store
    finally:
        store.close()


def record_change(settings: Settings, outcome: Outcome, who: str, waivers: Sequence[Waiver]) -> AuditEntry:
    """Tell the audit log of a command that was given in a terminal."""
    with open_store(settings) as store:
        return store.audit.append(
            CHANGE,
            change_record((outcome,), requested_by=who, status="done", waivers=waivers),
            who=who,
            thread="terminal",
            run=outcome.run,
            commit=outcome.head or "",
            key=f"{CHANGE}/{outcome.run}",
        )


def resume(settings: Settings, run: str) -> None:
    """Have a run gone on with where it failed, by the service that runs or at its next start.

    Raises ``Failure`` where there is nothing to go on with.
    """
    from app.durable.history import resume_run  # noqa: PLC0415 - DBOS takes a second, `agents runs` needs none of it

    try:
        with open_store(settings) as store:
            resume_run(store, run)
    except SQLAlchemyError as error:
        hint = "start the service once, or ask for it again with a comment"
        raise Failure(f"resuming the run {run}", "nothing of its steps is kept here", hint) from error
