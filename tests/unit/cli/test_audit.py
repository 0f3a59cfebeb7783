"""``agents audit verify`` on a real log."""

import json
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.bootstrap.store import open_store
from app.cli.audit import audit
from app.cli.console import Console
from app.settings import Settings, read_settings


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("AGENTS_DATA_DIR", str(tmp_path))
    found = read_settings({"AGENTS_DATA_DIR": str(tmp_path)})
    with open_store(found) as store:
        for number in range(3):
            store.audit.append("change", {"number": number}, who="ann")
    return found


def verify(capsys: pytest.CaptureFixture[str], head: str | None = None) -> tuple[int, dict[str, object]]:
    code = audit(Console.make(json=True), action="verify", head=head)
    return code, json.loads(capsys.readouterr().out)


def test_a_log_as_it_was_written(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    code, record = verify(capsys)
    assert (code, record["entries"], record["ok"]) == (0, 3, True)
    assert verify(capsys, str(record["head"]))[0] == 0
    assert audit(Console.make(), action="verify", head=None) == 0
    assert "as it was written" in capsys.readouterr().out


def test_one_changed_byte_is_found(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    with open_store(settings) as store, store.engine.begin() as connection:
        connection.execute(sa.text("DROP TRIGGER agents_audit_no_update"))
        connection.execute(sa.text("UPDATE agents_audit SET who = 'eve' WHERE sequence = 2"))
    code, record = verify(capsys)
    assert (code, record["ok"], record["first_bad"]) == (1, False, 2)
    assert audit(Console.make(), action="verify", head=None) == 1
    assert "first that is not" in capsys.readouterr().out


def test_a_hash_that_was_kept_elsewhere_must_be_met(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    code, record = verify(capsys, "f" * 64)
    assert code == 1
    assert "cut off" in str(record["why"])
