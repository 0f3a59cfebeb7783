"""What runs leave behind."""

from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import Failure
from app.stores.artifacts import BLANK, Artifacts, without_sensitive

RUN = "20260301-120000-abc"


def test_written_redacted_read_and_purged(tmp_path: Path) -> None:
    artifacts = Artifacts(tmp_path)
    path = artifacts.write(RUN, "report.md", "token ghp_" + "a1B2" * 9 + "\nlone \ud800")
    assert path == tmp_path / "runs" / RUN / "report.md"
    text = artifacts.read(RUN, "report.md")
    assert text is not None
    assert "ghp_" not in text
    assert "[redacted]" in text
    artifacts.write(RUN, "report.md", "new")
    assert artifacts.read(RUN, "report.md") == "new"
    assert artifacts.names(RUN) == ("report.md",)
    assert artifacts.purge([RUN, "never"]) == 1
    assert artifacts.read(RUN, "report.md") is None
    assert artifacts.names(RUN) == ()


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/b", "", ".hidden", "a\0", "x" * 200])
def test_no_name_leaves_the_folder(tmp_path: Path, name: str) -> None:
    artifacts = Artifacts(tmp_path)
    with pytest.raises(Failure, match="naming a file"):
        artifacts.write(RUN, name, "x")
    with pytest.raises(Failure, match="naming a file"):
        artifacts.write(name, "x", "x")
    with pytest.raises(Failure, match="naming a file"):
        artifacts.purge([name])


def test_a_full_disk_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("in the way")
    with pytest.raises(Failure, match=r"keeping report\.md"):
        Artifacts(tmp_path).write(RUN, "report.md", "x")


PLAN: dict[str, Any] = {
    "format_version": "1.2",
    "variables": {"db_password": {"value": "hunter2"}, "size": {"value": "big"}},
    "planned_values": {
        "outputs": {
            "dsn": {"sensitive": True, "value": "postgres://hunter2"},
            "name": {"sensitive": False, "value": "n"},
        },
        "root_module": {
            "resources": [
                {"address": "a", "values": {"password": "hunter2", "size": 1}, "sensitive_values": {"password": True}}
            ],
            "child_modules": [
                {"resources": [{"values": {"keys": ["open", "hunter2"]}, "sensitive_values": {"keys": [False, True]}}]}
            ],
        },
    },
    "resource_changes": [
        {
            "change": {
                "before": None,
                "after": {
                    "password": "hunter2",
                    "tags": {"a": "b", "s": "hunter2"},
                    "rules": [{"x": "hunter2", "y": 1}],
                },
                "before_sensitive": False,
                "after_sensitive": {"password": True, "tags": {"s": True}, "rules": [{"x": True}]},
            }
        }
    ],
    "output_changes": {"dsn": {"before": None, "after": "hunter2", "before_sensitive": True, "after_sensitive": True}},
    "prior_state": {"values": {"outputs": {"dsn": {"sensitive": True, "value": {"all": "hunter2"}}}}},
}


def test_nothing_sensitive_is_left_of_a_plan_and_all_else_is() -> None:
    kept = without_sensitive(PLAN)
    assert "hunter2" not in str(kept)
    assert "hunter2" in str(PLAN)
    after = kept["resource_changes"][0]["change"]["after"]
    assert after == {"password": BLANK, "tags": {"a": "b", "s": BLANK}, "rules": [{"x": BLANK, "y": 1}]}
    assert kept["planned_values"]["root_module"]["resources"][0]["values"] == {"password": BLANK, "size": 1}
    assert kept["planned_values"]["root_module"]["child_modules"][0]["resources"][0]["values"] == {
        "keys": ["open", BLANK]
    }
    assert kept["planned_values"]["outputs"]["name"]["value"] == "n"
    assert kept["output_changes"]["dsn"]["before"] is None
    assert kept["format_version"] == "1.2"
    assert without_sensitive(kept) == kept
