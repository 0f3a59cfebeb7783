"""The files that GitLab CI makes something of."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.action.gitlab_reports import cleared, dotenv, see_all, write_compared, write_told
from app.action.inputs import REVIEW
from app.action.progress import Progress
from app.action.result import Result
from app.domain.errors import UsageFailure
from app.domain.run import Outcome
from tests.builders import commit, finding, git_repository, stack_result
from tests.unit.pipeline.service.world import BAD, GOOD, Bench


def test_variables_are_words_without_anything_to_expand() -> None:
    values = {"verdict": "passed", "plan-summary": "+1 ~0 -0", "cost-change": "", "run": "$CI_JOB_TOKEN ${X}\nY=1"}
    assert dotenv(values) == (
        "IAC_AGENTS_VERDICT=passed\nIAC_AGENTS_PLAN_SUMMARY=+1,~0,-0\nIAC_AGENTS_RUN=CI_JOB_TOKEN,{X},Y=1\n"
    )


def test_there_are_no_more_variables_than_gitlab_takes(tmp_path: Path) -> None:
    """Twenty of a file, on its free tier: https://docs.gitlab.com/ci/yaml/artifacts_reports/#artifactsreportsdotenv."""
    write_told(Result("r", "done"), tmp_path)
    assert len((tmp_path / "outputs.env").read_text().splitlines()) <= 20


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        (".", "not below"),
        ("../elsewhere", "not below"),
        ("/tmp/elsewhere", "not below"),  # noqa: S108 - it is refused
        ("way/out", "not below"),
        ("a/../.git/hooks", "not below"),
        ("infra", "the repository itself"),
        ("link", "the repository itself"),
    ],
)
def test_reports_go_to_a_folder_of_their_own(tmp_path: Path, place: str, wrong: str) -> None:
    other = tmp_path / "other"
    (other / "out").mkdir(parents=True)
    (other / "out" / "kept").touch()
    root = git_repository(tmp_path / "root", {"infra/main.tf": GOOD})
    (root / "way").symlink_to(other)
    (root / "link").symlink_to(other / "out")
    commit(root, {}, "links")
    with pytest.raises(UsageFailure, match=wrong):
        cleared(root, Path(place))
    assert (other / "out" / "kept").exists()


def test_old_reports_go(tmp_path: Path) -> None:
    root = git_repository(tmp_path, {"main.tf": GOOD})
    (root / "reports" / "old").mkdir(parents=True)
    assert not cleared(root, Path("./reports/old")).exists()
    assert (root / "reports").is_dir()


def test_the_plan_of_the_last_look_is_told(tmp_path: Path) -> None:
    looks = [Outcome("r", "review", "t", results=(stack_result(),)), Outcome("r", "security", "t")]
    write_told(Result("r", "done", outcomes=tuple(looks)), tmp_path)
    assert json.loads((tmp_path / "terraform.json").read_text()) == {"create": 1, "update": 0, "delete": 0}


@pytest.mark.parametrize("results", [(), (stack_result("a", "not_run"),)])
def test_without_a_plan_there_is_no_report_that_says_nothing_changes(
    tmp_path: Path, results: tuple[object, ...]
) -> None:
    write_told(Result("r", "done", outcomes=(Outcome("r", "review", "t", results=results),)), tmp_path)  # type: ignore[arg-type]
    assert [path.name for path in tmp_path.iterdir()] == ["outputs.env"]


def test_the_compared_reports_hold_no_secret(tmp_path: Path) -> None:
    secret = "glpat-" + "x" * 20
    found = replace(finding(title="kept"), detail=f"token {secret}")
    write_compared(Outcome("r", "review", "t", findings=(found,)), tmp_path, datetime(2026, 1, 1, tzinfo=UTC))
    names = ["gl-code-quality-report.json", "gl-sast-report.json"]
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    for name in names:
        text = (tmp_path / name).read_text()
        assert "kept" in text
        assert secret not in text


def test_all_is_seen_by_the_rules_of_the_base(tmp_path: Path) -> None:
    """What a change waives by a policy of its own still stands in reports that approvals may hang on."""
    repository = git_repository(tmp_path / "r", {"a/main.tf": BAD, "b/main.tf": GOOD})
    policy = "waivers:\n  - rule: AGT_BAD\n    owner: eve\n    reason: hush\n    expires: 2999-01-01\n"
    commit(repository, {"b/main.tf": BAD, ".agents.yml": f"version: 1\n{policy}"}, "change")
    parts: Any = Bench()
    seen = see_all(parts, repository, REVIEW, Progress(), "HEAD~1")
    alone = see_all(parts, repository, REVIEW, Progress(), None)
    assert seen.stacks == ("a", "b")
    assert [(one.path, one.waived) for one in seen.findings] == [("a/main.tf", None), ("b/main.tf", None)]
    assert {one.waived for one in alone.findings} == {"hush (eve, until 2999-01-01)"}
