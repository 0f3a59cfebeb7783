"""The shipped price list."""

import json
import sqlite3

import pytest

from app.analysis.pricing.registry import PRICERS
from app.knowledge.prices import DATABASE, HERE, connect, free_types


def test_it_is_small_and_cannot_be_written() -> None:
    assert DATABASE.stat().st_size < 2_500_000
    with pytest.raises(sqlite3.OperationalError):
        connect().execute("DELETE FROM component")


@pytest.mark.parametrize(
    "table",
    ["component", "multiplier", "instance", "instance_region", "node", "database_class", "azure_vm", "machine",
     "google_other", "usage"],
)  # fmt: skip
def test_every_row_has_a_source_with_a_date(table: str) -> None:
    query = f"SELECT count(*) FROM {table} LEFT JOIN source ON source.id = {table}.source"  # noqa: S608
    database = connect()
    assert database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] > 0  # noqa: S608
    assert database.execute(f"{query} WHERE source.date IS NULL OR source.date = ''").fetchone()[0] == 0


def test_what_is_priced_is_not_called_free() -> None:
    assert not set(PRICERS) & free_types()


def test_free_types_are_listed_once() -> None:
    areas = json.loads((HERE / "free.json").read_text("utf-8"))
    listed = [name for names in areas.values() for name in names]
    assert sorted(listed) == sorted(set(listed))
