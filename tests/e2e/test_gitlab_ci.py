"""The component of GitLab CI against a fake GitLab with real repositories: its job's script, word by word."""

import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from tests.e2e.gitlab_runner import Ended, Runner
from tests.e2e.test_service_pull import DATABASE, MAIN
from tests.e2e.worlds import world

FIXTURES = Path(__file__).parents[1] / "fixtures" / "gitlab"
FILES = {"README.md": "# Here\n", "infra/main.tf": MAIN}
TOKEN = "glpat-fake-token-of-the-bot"
pytestmark = pytest.mark.checkov


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    folder = tmp_path_factory.mktemp("gitlab")
    (folder / "jobs").mkdir()
    with world("gitlab", folder, FILES) as there:
        yield Runner(there, folder / "jobs")


@pytest.fixture(scope="module")
def change(runner: Runner) -> tuple[int, str]:
    """A merge request that brings a database: its number and its commit."""
    head = runner.world.commit("database", {"infra/main.tf": MAIN + DATABASE})
    return runner.world.pull("database", "Add a database"), head


def outputs(ended: Ended) -> dict[str, str]:
    """Variables for later jobs."""
    lines = ended.artifact("outputs.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines)


def rules(ended: Ended) -> set[str]:
    """The rules of both compared reports, after a look at their form."""
    quality = json.loads(ended.artifact("gl-code-quality-report.json").read_text())
    for entry in quality:
        jsonschema.validate(entry, json.loads((FIXTURES / "codeclimate.json").read_text()))
    sast = json.loads(ended.artifact("gl-sast-report.json").read_text())
    jsonschema.validate(sast, json.loads((FIXTURES / "sast-15.0.7.json").read_text()))
    found = {entry["check_name"] for entry in quality}
    assert {one["identifiers"][0]["value"] for one in sast["vulnerabilities"]} <= found
    assert [entry for entry in quality if entry["location"]["path"].startswith("iac-agents-report")] == []
    return found


def written(ended: Ended) -> str:
    """All that the job leaves behind: log and artifacts."""
    files = sorted(path for path in ended.artifact("").rglob("*") if path.is_file())
    return ended.log + "".join(path.read_text() for path in files)


def test_a_merge_request_is_reviewed_and_answered(runner: Runner, change: tuple[int, str]) -> None:
    number, head = change
    ended = runner.run(head, runner.merge_request(number), token=TOKEN)
    assert ended.code == 1, ended.log
    seen = runner.world.seen(number, pull=True)
    (living,) = seen.ours("living")
    assert "CKV_AWS_16" in living
    assert f"https://gitlab.example/{runner.world.repository}/-/jobs/77" in living
    assert any("CKV_AWS_16" in remark for remark in seen.remarks)
    assert "eyes" in seen.reactions
    assert runner.world.checks(head) == {}  # the job is the check, and may be allowed to fail
    assert "failed: 1 high finding: CKV_AWS_16" in ended.log
    assert {"CKV_AWS_16", "CKV_AWS_27"} <= rules(
        ended
    )  # what was there stands in the reports, or it would count as mended
    assert json.loads(ended.artifact("terraform.json").read_text()) == {"create": 1, "update": 0, "delete": 0}
    assert "<testsuite" in ended.artifact("junit.xml").read_text()
    assert "CKV_AWS_16" in ended.artifact("report.md").read_text()
    said = outputs(ended)
    assert (said["IAC_AGENTS_VERDICT"], said["IAC_AGENTS_FINDINGS_HIGH"]) == ("failed", "1")
    assert float(said["IAC_AGENTS_COST_CHANGE"]) > 0
    assert TOKEN not in written(ended)


def test_without_a_token_the_job_and_its_artifacts_say_the_same(runner: Runner, change: tuple[int, str]) -> None:
    number, head = change
    before = runner.world.seen(number, pull=True)
    ended = runner.run(head, runner.merge_request(number), {"report-dir": "iac-agents-report", "reports": False})
    assert ended.code == 1, ended.log
    assert "failed: 1 high finding: CKV_AWS_16" in ended.log
    assert outputs(ended)["IAC_AGENTS_FINDINGS_HIGH"] == "1"
    assert "CKV_AWS_27" not in ended.artifact("run.json").read_text()
    assert not ended.artifact("gl-sast-report.json").exists()
    assert runner.world.seen(number, pull=True) == before


def test_merged_results_are_judged_by_what_the_author_wrote(runner: Runner, change: tuple[int, str]) -> None:
    """The checkout is a merge with what came to the target since; none of that is the author's doing."""
    number, head = change
    target = runner.world.commit("main", {"other/main.tf": MAIN + DATABASE.replace("orders", "others")})
    merged = runner.merged(head, target)
    variables = runner.merge_request(number) | {
        "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": head,
        "CI_MERGE_REQUEST_TARGET_BRANCH_SHA": target,
    }
    silent = runner.run(merged, variables, {"reports": False})
    assert "failed: 1 high finding: CKV_AWS_16" in silent.log, silent.log
    ended = runner.run(merged, variables, {"fail-on": "never", "reports": False}, token=TOKEN)
    assert ended.code == 0, ended.log
    assert len(runner.world.seen(number, pull=True).ours("living")) == 1  # the one that was there, brought up to date
    assert "failed: 1 high finding: CKV_AWS_16" in ended.log


def test_a_schedule_looks_at_everything(runner: Runner) -> None:
    head = runner.world.branches()["main"]
    ended = runner.run(head, {"CI_PIPELINE_SOURCE": "schedule"}, {"command": "security", "path": "infra"}, token=TOKEN)
    assert ended.code == 0, ended.log
    assert "looking at everything" in ended.log
    assert rules(ended) >= {"CKV_AWS_27"}
    assert outputs(ended)["IAC_AGENTS_VERDICT"] == "passed"


def test_an_issue_at_the_trigger_becomes_a_merge_request(runner: Runner) -> None:
    there = runner.world
    number = there.issue("A queue", "We need an SQS queue for orders, in eu-west-1.")
    head = there.branches()["main"]
    known = set(there.pulls())
    ended = runner.run(head, runner.trigger(there.opened(number)), token=TOKEN)
    assert ended.code == 0, ended.log
    (made,) = set(there.pulls()) - known
    assert f"Closes #{number}" in there.seen(made, pull=True).body
    assert outputs(ended)["IAC_AGENTS_PULL_REQUEST"] == str(made)
    assert f"merge_requests/{made}" in ended.log
    assert not ended.artifact("gl-sast-report.json").exists()
    branch = there.seen(made, pull=True).branch
    before = there.branches()[branch]
    asked = runner.trigger(there.say(made, "/agents revise add an SNS topic for alerts", pull=True))
    again = runner.run(head, asked, token=TOKEN)
    assert again.code == 0, again.log
    assert there.branches()[branch] != before  # what another job has made is known again


@pytest.mark.parametrize(("author", "said"), [("ada", "USD a month"), ("mallory", "refused")])
def test_comments_at_the_trigger_are_answered(runner: Runner, change: tuple[int, str], author: str, said: str) -> None:
    number, _ = change
    runner.world.permit("mallory", "read")
    comment = runner.world.say(number, "/agents cost", author, pull=True)
    ended = runner.run(runner.world.branches()["main"], runner.trigger(comment), token=TOKEN)
    assert ended.code == 0, ended.log
    assert said in ended.log


def test_a_fork_is_looked_at_and_nothing_is_pushed_for_it(runner: Runner) -> None:
    fake = runner.world.fake
    fake.project("eve/web", FILES, {"eve": 40})
    head = fake.commit("eve/web", "theirs", {"infra/main.tf": MAIN.replace('"jobs"', '"tasks"')}, "main")
    number = fake.merge_request(runner.world.repository, "theirs", author="eve", fork="eve/web")
    before = runner.world.branches()
    ended = runner.run(head, runner.merge_request(number), {"reports": False}, token=TOKEN)
    assert ended.code == 0, ended.log
    assert runner.world.seen(number, pull=True).ours("living")
    assert runner.world.branches() == before


def test_nothing_in_the_checkout_runs(runner: Runner, tmp_path: Path) -> None:
    """Packages of the repository's that are named as ours or Python's own, and settings of tools."""
    mark = tmp_path / "ran"
    code = f"open({str(mark)!r}, 'w')\n"
    names = ("app/__init__.py", "app/action/__init__.py", "venv.py", "typing.py", "sitecustomize.py", "platform.py")
    head = runner.world.commit(
        "hostile", {**dict.fromkeys(names, code), "uv.toml": "index-url = 'http://127.0.0.1:9'\n"}
    )
    ended = runner.run(head, {"CI_PIPELINE_SOURCE": "schedule"}, {"command": "cost"})
    assert ended.code == 0, ended.log
    assert "USD a month" in ended.log
    assert not mark.exists()
    assert not ended.artifact("gl-sast-report.json").exists()  # nobody asked for findings
