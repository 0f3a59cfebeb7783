"""A look at the database that changes nothing."""

import os
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.stores import examine as module
from app.stores.examine import examine_database
from app.stores.store import Store


def found(url: str) -> dict[str, tuple[str, str]]:
    return {check.name: (check.state, check.found) for check in examine_database(url)}


def sqlite(tmp_path: Path) -> str:
    """A store that was opened once."""
    url = f"sqlite:///{tmp_path / 'a b' / 'agents.db'}"
    Store.open(url).close()
    return url


def test_one_that_is_in_order(tmp_path: Path) -> None:
    state, text = found(sqlite(tmp_path))["database"]
    assert (state, "SQLite 3" in text) == ("ok", True)
    assert found(sqlite(tmp_path))["tables"] == ("ok", "version 3")


def test_one_that_is_to_be_made_is_not_made(tmp_path: Path) -> None:
    path = tmp_path / "data" / "agents.db"
    assert "made at the first start" in found(f"sqlite:///{path}")["database"][1]
    assert list(tmp_path.iterdir()) == []


def test_one_that_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    (check,) = examine_database(f"sqlite:///{tmp_path}/data/agents.db")
    assert (check.state, "AGENTS_DATA_DIR" in check.mend) == ("broken", True)


@pytest.mark.parametrize(
    ("version", "state", "words"), [(1, "ok", "brought to 3"), (99, "broken", "of a newer agents")]
)
def test_tables_of_another_version(tmp_path: Path, version: int, state: str, words: str) -> None:
    url = sqlite(tmp_path)
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text(f"UPDATE agents_schema SET version = {version}"))  # noqa: S608 - a number of ours
    engine.dispose()
    assert found(url)["tables"][0] == state
    assert words in found(url)["tables"][1]


def test_a_database_of_somebody_else(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE other (a int)"))
    engine.dispose()
    assert found(f"sqlite:///{path}")["tables"] == ("ok", "none yet, made at the first start")


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "agents.db"
    path.write_text("this is prose, and more of it than a header")
    state, text = found(f"sqlite:///{path}")["database"]
    assert (state, "not a database" in text) == ("broken", True)


def test_a_server_that_does_not_answer() -> None:
    (check,) = examine_database("postgresql://agents:hidden-word@127.0.0.1:9/agents")
    assert (check.state, "127.0.0.1:9/agents" in check.found) == ("broken", True)
    assert "hidden-word" not in f"{check.found} {check.mend}"


def test_a_server(postgres: str) -> None:
    assert found(postgres)["tables"] == ("ok", "none yet, made at the first start")
    Store.open(postgres).close()
    state, text = found(postgres)["database"]
    assert (state, "PostgreSQL" in text) == ("ok", True)
    assert found(postgres)["tables"] == ("ok", "version 3")


def test_an_old_server(postgres: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "OLDEST_POSTGRESQL", 99)
    assert found(postgres)["database"][0] == "limited"
