"""A clear error, the right exit code, the repository as it was."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.processes.git import require_git
from tests.builders import git_repository
from tests.e2e.agents import agents, answer


def snapshot(repo: Path) -> tuple[str, str, list[str]]:
    refs = require_git("x", "for-each-ref", cwd=repo)
    status = require_git("x", "status", "--porcelain", "--ignored", cwd=repo)
    return refs, status, sorted(path.name for path in repo.iterdir())


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (b"", "empty"),
        (b"x " * 600_000, "larger than"),
        (b"\x00\x01", "binary"),
        (b"caf\xe9", "not UTF-8"),
        (b"Hello, how are you today?", "nothing to build"),
        (b"---\nfoo: [\n---\n", "nothing to build"),
        (b"<!-- an SQS queue -->\n", "nothing to build"),
    ],
)
def test_text_that_nothing_can_be_made_of(tmp_path: Path, content: bytes, shown: str) -> None:
    issue, repo = tmp_path / "issue.md", git_repository(tmp_path / "repo", {"a": "1\n"})
    issue.write_bytes(content)
    before = snapshot(repo)
    done = agents("run", issue, "--repo", repo)
    assert done.returncode == 2, done.stderr
    assert shown in done.stderr
    assert "Traceback" not in done.stderr
    assert snapshot(repo) == before


def test_questions_are_asked_in_json_too(tmp_path: Path) -> None:
    record = answer("write", "Hello, how are you today?", "--out", tmp_path / "out", code=2)
    assert record["files"] == []
    assert record["questions"]
    assert not (tmp_path / "out").exists()


def test_a_repository_folder_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("mine")
    done = agents("run", "an SQS queue", "--repo", tmp_path)
    assert done.returncode == 2
    assert "git init" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["notes"]


def test_broken_code_beside_it_does_not_stop_a_run(tmp_path: Path) -> None:
    repo = git_repository(tmp_path / "repo", {"infra/old/main.tf": 'resource "aws_sqs_queue" {{{\n'})
    record = answer("run", "an SQS queue", "--repo", repo, "--report-dir", tmp_path / "report")
    assert record["gate"]["verdict"] == "passed"


def test_broken_code_fails_its_stack_with_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('resource "aws_sqs_queue" "a" {\n  name = \n}\n')
    record = answer("plan", tmp_path, code=1)
    stack = record["stacks"][0]
    assert (stack["status"], record["ok"]) == ("failed", False)
    assert "main.tf" in str(stack)
    assert [step["step"] for step in stack["steps"]] == ["format", "lint", "validate", "plan"]


def test_a_plan_of_an_empty_folder_is_no_failure(tmp_path: Path) -> None:
    assert answer("plan", tmp_path) == {"stacks": [], "ok": True}


def test_a_report_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = agents("run", "an SQS queue", "--repo", tmp_path / "repo", "--report-dir", tmp_path / "file" / "x")
    assert done.returncode == 1
    assert "writing the report" in done.stderr


def test_a_missing_scanner_is_not_run(tmp_path: Path) -> None:
    words = ("run", "an SQS queue", "--repo", tmp_path / "repo", "--report-dir", tmp_path / "report")
    record = answer(*words, environment={"AGENTS_CACHE_DIR": str(tmp_path / "cache")})
    security = next(stage for stage in record["stages"] if stage["stage"] == "security")
    assert security["status"] == "not_run"
    assert "agents tools install" in security["why"]


@pytest.mark.parametrize("stage", ["orchestrator", "architect", "developer", "tester", "security", "documentation"])
def test_an_interrupt_in_any_stage_leaves_the_repository_as_it_was(stage: str, tmp_path: Path) -> None:
    repo = git_repository(tmp_path / "repo", {"a": "1\n"})
    before = snapshot(repo)
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, stage, str(repo), str(tmp_path / "report")],
        env=os.environ | {"AGENTS_TERRAFORM": "embedded", "NO_COLOR": "1", "TMPDIR": str(tmp_path)},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert process.stderr
    seen = []
    for line in process.stderr:
        seen.append(line)
        if line.startswith("AT "):
            time.sleep(0.05)
            os.kill(process.pid, signal.SIGINT)
            break
    seen += process.stderr.readlines()
    process.stderr.close()
    assert process.wait(60) == 130, "".join(seen)
    assert "Traceback" not in "".join(seen)
    assert snapshot(repo) == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("agents-")] == []


INTERRUPTED = """
import sys
from app.cli import console, main
stage, repo, report = sys.argv[1:]
real = console.Console.started
def started(self, name):
    real(self, name)
    if name == stage:
        print("AT", name, file=sys.stderr, flush=True)
console.Console.started = started
sys.argv = ["agents", "run", "a Lambda function that reads an SQS queue", "--repo", repo, "--report-dir", report]
main()
"""
