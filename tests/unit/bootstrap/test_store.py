"""The store that the settings name."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.bootstrap.store import database_url, open_store, resume
from app.domain.errors import Failure
from app.domain.event import Event, Thread
from app.settings import Settings


def test_sqlite_in_the_data_folder_unless_another_is_set(tmp_path: Path) -> None:
    assert database_url(Settings(data_dir=tmp_path)) == f"sqlite:///{tmp_path}/agents.db"
    assert database_url(Settings(database_url="postgresql://h/d")) == "postgresql://h/d"


def test_it_is_made_where_missing_and_kept(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "new")
    event = Event(Thread("github", "acme/web", 1), "comment", "ann", "comment/1")
    with open_store(settings) as store:
        run = store.accept("github", "d-1", event, datetime.now(UTC)).run
    with open_store(settings) as store:
        assert store.run(run) is not None


def test_nothing_can_be_resumed_where_no_service_ever_ran(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="resuming"):
        resume(Settings(data_dir=tmp_path), "20260101-000000-0000")


def test_a_database_that_is_not_there_is_a_failure() -> None:
    with pytest.raises(Failure, match="database"), open_store(Settings(database_url="postgresql://a:b@127.0.0.1:1/x")):
        raise AssertionError
