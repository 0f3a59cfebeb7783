"""Small values for tests."""

from pathlib import Path

from app.domain.finding import Finding, Severity, fingerprinted
from app.domain.plan import Plan, StackResult, Status, Step
from app.processes.git import require_git
from app.workspace import identity

DATE = "1767225600 +0000"
"""2026-01-01T00:00:00Z."""


def finding(rule: str = "CKV_AWS_1", severity: Severity = Severity.HIGH, **fields: object) -> Finding:
    """A finding with a fingerprint."""
    values: dict[str, object] = {"title": f"{rule} title", "path": "main.tf", "source": "checkov", "line": 3}
    made = Finding(rule=rule, severity=severity, **(values | fields))  # type: ignore[arg-type]
    return fingerprinted([made])[0]


def stack_result(path: str = ".", status: Status = "passed", **fields: object) -> StackResult:
    """A stack that planned one resource."""
    change = {"address": "aws_sqs_queue.jobs", "type": "aws_sqs_queue", "change": {"actions": ["create"]}}
    values: dict[str, object] = {
        "provider_schemas": {"aws": "6.62.0"},
        "steps": (Step("plan", status, 0.3, "" if status == "passed" else "Error: no such argument"),),
        "plan": Plan(add=1, resource_changes=(change,)),
        "idempotent": True if status == "passed" else None,
    }
    return StackResult(path, status, **(values | fields))  # type: ignore[arg-type]


def git_repository(folder: Path, files: dict[str, str]) -> Path:
    """A repository with one commit on ``main``."""
    folder.mkdir(parents=True, exist_ok=True)
    require_git("init", "init", "--quiet", "-b", "main", cwd=folder)
    return commit(folder, files, "start")


def commit(folder: Path, files: dict[str, str], message: str) -> Path:
    """Write files and commit them; an empty text removes the file."""
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if text:
            target.write_text(text)
        else:
            target.unlink()
    require_git("add", "add", "--all", cwd=folder)
    require_git("commit", "commit", "--quiet", "--allow-empty", "-m", message, cwd=folder, environment=identity(DATE))
    return folder
