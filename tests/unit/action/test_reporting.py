import json
from dataclasses import replace
from pathlib import Path

from app.action.reporting import write
from app.action.result import Result
from app.domain.thought import Reasoned
from tests.unit.action.test_summary import FINDING, OUTCOME, TOLD

FILES = {"report.md", "PULL_REQUEST.md", "findings.sarif", "junit.xml", "run.json"}


def rules(path: Path | None) -> list[str]:
    assert path
    return [one["ruleId"] for one in json.loads(path.read_text())["runs"][0]["results"]]


def test_one_outcome_has_its_reports_in_the_folder(tmp_path: Path) -> None:
    written = write(TOLD, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == FILES
    assert rules(written.sarif) == ["X_1"]
    assert "X_1" in written.report.read_text()


def test_several_have_folders_and_one_of_all(tmp_path: Path) -> None:
    other = replace(OUTCOME, command="security", findings=(FINDING, replace(FINDING, rule="Y_2", fingerprint="2")))
    written = write(replace(TOLD, outcomes=(OUTCOME, other)), tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"1-review", "2-security", "report.md", "findings.sarif"}
    assert sorted(rules(written.sarif)) == ["X_1", "Y_2"], "each once"
    assert "Y_2" in written.report.read_text()


def test_without_an_outcome_there_is_only_why(tmp_path: Path) -> None:
    written = write(Result("r", "failed", "cloning: gone"), tmp_path)
    assert written.sarif is None
    assert [path.name for path in tmp_path.iterdir()] == ["report.md"]
    assert "Cloning: gone" in written.report.read_text()


def test_the_recording_goes_to_the_reports(tmp_path: Path) -> None:
    place = tmp_path / "data" / "reasoner.jsonl"
    place.parent.mkdir()
    place.write_text("{}\n")
    outcome = replace(OUTCOME, reasoned=Reasoned("claude", "claude", "claude-x", recording=str(place)))
    for _ in range(2):  # as it is, where it is there already
        write(replace(TOLD, outcomes=(outcome, outcome)), tmp_path / "reports")
    assert not place.exists()
    moved = tmp_path / "reports" / "reasoner.jsonl"
    assert moved.read_text() == "{}\n"
    record = json.loads((tmp_path / "reports" / "1-review" / "run.json").read_text())
    assert record["reports"]["reasoner"] == str(moved)
