"""``make bench-claude`` with the real command and a scripted model."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.e2e import claude_scripts as scripts
from tests.e2e.agents import here
from tests.e2e.claude_desk import NO_TOOLS, environment
from tests.fakes.messages_api import Stub
from tools.bench_claude import main

REGO = """package check

default nine_days = false

nine_days {
    input.resource_changes[i].change.after.message_retention_seconds == 777600
}
"""


def run(words: Sequence[str], more: Mapping[str, str]) -> tuple[int, Any]:
    """The real command, in this process."""
    code, out, err = here(["--json", *words], more)
    assert out, err
    return code, json.loads(out)


def test_what_claude_adds_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text(json.dumps({"id": "nine", "prompt": scripts.ISSUE, "rego": REGO}) + "\n")
    with Stub(scripts.GOOD) as stub:
        given = environment(stub, AGENTS_DATA_DIR=str(tmp_path / "data"), AGENTS_TERRAFORM="embedded", **NO_TOOLS)
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        assert main([str(cases), "--usd", "0.50", "--out", str(tmp_path / "out")], run) == 0
    (row,) = json.loads((tmp_path / "out" / "figures.json").read_text())
    offline, claude = row["offline"], row["claude"]
    assert (offline["planned"], offline["open"], offline["checked"]) == (True, 1, False)
    assert (claude["planned"], claude["open"], claude["checked"], claude["used"]) == (True, 0, True, "claude")
    assert offline["usd"] == 0 < claude["usd"] < 0.5
    assert "checks won 1, lost 0" in (tmp_path / "out" / "table.txt").read_text()
