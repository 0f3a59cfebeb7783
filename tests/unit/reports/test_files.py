"""The report folder."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain.errors import Failure, UsageFailure
from app.domain.thought import Reasoned
from app.reports.files import write_audit_report, write_json, write_reports, write_sarif
from tests.builders import finding, stack_result
from tests.unit.reports.test_record import OUTCOME

TOKEN = "ghp_" + "a1B2" * 9


def test_all_reports_with_their_paths(tmp_path: Path) -> None:
    outcome = write_reports(OUTCOME, tmp_path / "new" / "report")
    assert set(outcome.reports) == {"markdown", "pull_request", "sarif", "junit", "json"}
    assert all(Path(path).is_file() for path in outcome.reports.values())
    assert json.loads(Path(outcome.reports["json"]).read_text())["reports"] == outcome.reports


def test_the_recording_is_named_where_there_is_one(tmp_path: Path) -> None:
    path = tmp_path / "reasoner.jsonl"
    thought = replace(OUTCOME, reasoned=Reasoned("claude", "claude", "x-1", recording=str(path)))
    assert "reasoner" not in write_reports(thought, tmp_path).reports
    path.write_text("{}")
    assert write_reports(thought, tmp_path).reports["reasoner"] == str(path)


def test_secrets_are_redacted_everywhere(tmp_path: Path) -> None:
    leaky = stack_result(why=f"token {TOKEN}")
    outcome = replace(OUTCOME, results=(leaky,), findings=(finding(detail=f"\n{TOKEN}", title=f"found {TOKEN}"),))
    written = write_reports(outcome, tmp_path)
    assert all(TOKEN not in Path(path).read_text() for path in written.reports.values())
    assert json.loads(Path(written.reports["sarif"]).read_text())["version"] == "2.1.0"


def test_names_that_are_no_text_are_written_all_the_same(tmp_path: Path) -> None:
    odd = replace(OUTCOME, findings=(finding(path="st/\udcff.yaml", title="in \udcff"),))
    write_sarif(tmp_path / "out.sarif", odd)
    (result,) = json.loads((tmp_path / "out.sarif").read_text())["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "st/%FF.yaml"
    assert all(Path(path).is_file() for path in write_reports(odd, tmp_path).reports.values())


def test_sarif_alone_and_plain_json(tmp_path: Path) -> None:
    write_sarif(tmp_path / "out.sarif", OUTCOME)
    assert json.loads((tmp_path / "out.sarif").read_text())["runs"][0]["results"]
    write_json(tmp_path / "plan.json", [{"a": "ñ"}])
    assert (tmp_path / "plan.json").read_text().startswith('[\n  {\n    "a": "ñ"')


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Failure, match="writing the report"):
        write_reports(OUTCOME, tmp_path / "file")


@pytest.mark.parametrize(("name", "begin"), [("a.md", "# Audit"), ("a.HTML", "<!DOCTYPE"), ("b/a.htm", "<!DOCTYPE")])
def test_the_audit_report_in_the_form_its_name_asks_for(tmp_path: Path, name: str, begin: str) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    write_audit_report(tmp_path / name, OUTCOME, at, subject="acme/web", asked_by="anna")
    text = (tmp_path / name).read_text()
    assert text.startswith(begin)
    assert "acme/web" in text


def test_an_audit_report_of_no_known_form_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageFailure, match="no form") as caught:
        write_audit_report(tmp_path / "a.pdf", OUTCOME, datetime(2026, 1, 1, tzinfo=UTC))
    assert ".html" in caught.value.hint
