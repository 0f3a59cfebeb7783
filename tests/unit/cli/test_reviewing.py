"""The doors of the reviewing commands; what is behind them is tested end to end."""

import json
from pathlib import Path

import pytest

from app.cli import reviewing
from app.cli.console import Console
from app.domain.errors import UsageFailure
from tests.unit.bootstrap.test_plans import plan


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATA", "CACHE"):
        monkeypatch.setenv(f"AGENTS_{name}_DIR", str(tmp_path / name))


def test_a_plan_is_reviewed_as_json_with_sarif(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, sarif = tmp_path / "plan.json", tmp_path / "out.sarif"
    path.write_text(json.dumps(plan(300)))
    code = reviewing.review(
        Console.make(json=True), dir=tmp_path, base=None, sarif=sarif, plan_json=path, reasoner="offline"
    )
    record = json.loads(capsys.readouterr().out)
    assert (code, record["gate"]["verdict"]) == (1, "failed")
    assert record["cost"]["total_monthly"] == 24
    assert json.loads(sarif.read_text())["runs"][0]["results"]


def test_a_folder_without_stacks_costs_nothing_that_is_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    assert reviewing.cost(Console.make(json=True), dir=folder, base=None, usage=None, reasoner="offline") == 0
    assert json.loads(capsys.readouterr().out)["total_monthly"] is None


def test_what_did_not_run_is_no_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    assert reviewing.cost(Console.make(), dir=folder, base=None, usage=None, reasoner="offline") == 0
    shown = capsys.readouterr().out
    assert "not run: cost (there is no stack here)" in shown
    assert "passed" not in shown


def test_a_usage_file_that_cannot_be_read_stops_before_anything_is_done(tmp_path: Path) -> None:
    (tmp_path / "agents-usage.yml").write_text("assume: lots\n")
    with pytest.raises(UsageFailure, match="line 1"):
        reviewing.cost(Console.make(quiet=True), dir=tmp_path, base=None, usage=None, reasoner="offline")


@pytest.mark.parametrize(
    ("framework", "report", "word"),
    [("hippa", None, "hippa is not known"), (None, "audit.docx", "audit.docx")],
)
def test_what_cannot_be_done_is_said_before_anything_is_done(
    tmp_path: Path, framework: str | None, report: str | None, word: str
) -> None:
    path = tmp_path / report if report else None
    with pytest.raises(UsageFailure, match=word):
        reviewing.compliance(
            Console.make(quiet=True), dir=tmp_path, base=None, framework=framework, report=path, reasoner="offline"
        )


def test_the_audit_report_bears_the_hash_of_its_entry(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    path = tmp_path / "audit.md"
    code = reviewing.compliance(
        Console.make(quiet=True), dir=folder, base=None, framework="hipaa", report=path, reasoner="offline"
    )
    text = path.read_text()
    assert code == 0
    assert "HIPAA" in text
    assert "audit verify" in text
