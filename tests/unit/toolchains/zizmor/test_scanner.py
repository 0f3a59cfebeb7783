"""The workflow scanner: with stand-ins for the program, and with the real one in the real sandbox."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from app.processes.environments import environment_python
from app.processes.run import Completed
from app.processes.sandbox import Sandbox
from app.settings import Settings
from app.toolchains.zizmor.records import UNREADABLE
from app.toolchains.zizmor.scanner import WorkflowScanner

WORKFLOW = """\
name: ci
on: pull_request_target
permissions: write-all
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          persist-credentials: false
      - uses: someone/something@v1 # zizmor: ignore[unpinned-uses]
      - run: echo "${{ github.event.pull_request.title }}"
"""


class Stand:
    """A sandbox that answers what it is told to."""

    isolation = "none"

    def __init__(self, code: int, out: str = "[]", err: str = "") -> None:
        self._done = Completed(code, out, err, 0.1)
        self.seen: list[str] = []

    def run(
        self,
        argv: Sequence[str | Path],
        *,
        workdir: Path,
        read_only: Sequence[Path] = (),
        environment: Mapping[str, str] | None = None,
        timeout: float = 300.0,
    ) -> Completed:
        self.seen = sorted(path.relative_to(workdir).as_posix() for path in workdir.rglob("*") if path.is_file())
        return self._done


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def test_without_its_environment_nothing_is_claimed(tmp_path: Path) -> None:
    result = WorkflowScanner(Stand(0), None).scan(write(tmp_path, {".github/workflows/ci.yml": WORKFLOW}))
    assert (result.status, result.findings) == ("not_run", ())
    assert "agents tools install" in result.why


def test_where_there_is_no_workflow_there_is_nothing_to_install(tmp_path: Path) -> None:
    result = WorkflowScanner(Stand(0), None).scan(write(tmp_path, {"main.tf": "", "workflows/ci.yml": WORKFLOW}))
    assert (result.status, result.why, result.evidence) == ("passed", "", ())


def test_only_workflow_files_are_shown_to_the_program(tmp_path: Path) -> None:
    wanted = [".github/dependabot.yml", ".github/workflows/ci.yml", "action/action.yaml", "sub/.github/workflows/a.yml"]
    others = [".github/zizmor.yml", "zizmor.yml", ".github/workflows/notes.md", "main.tf", "my-action.yml"]
    sandbox = Stand(0)
    write(tmp_path, dict.fromkeys([*wanted, *others], "a: 1\n"))
    (tmp_path / ".github/workflows/link.yml").symlink_to(tmp_path / "main.tf")
    scanner = WorkflowScanner(sandbox, tmp_path / "bin" / "python")
    scanner.scan(tmp_path)
    assert sandbox.seen == wanted
    scanner.scan(tmp_path, ["sub"])
    assert sandbox.seen == ["sub/.github/workflows/a.yml"]


@pytest.mark.parametrize(
    ("code", "out"), [(1, "[]"), (-9, ""), (0, ""), (0, "not json"), (0, '{"a": 1}'), (0, f"[{' ' * 20_000_001}]")]
)
def test_a_program_that_breaks_is_a_failed_scan(tmp_path: Path, code: int, out: str) -> None:
    write(tmp_path, {".github/workflows/ci.yml": WORKFLOW})
    result = WorkflowScanner(Stand(code, out, "boom\n"), tmp_path / "bin" / "python").scan(tmp_path)
    assert (result.status, result.findings) == ("failed", ())
    assert "boom" in result.why


def test_a_file_that_the_program_does_not_name_is_not_clean(tmp_path: Path) -> None:
    write(tmp_path, {".github/workflows/ci.yml": WORKFLOW, ".github/workflows/bad.yml": "["})
    sandbox = Stand(0, "[]", " INFO audit: zizmor: completed ./.github/workflows/ci.yml\n")
    result = WorkflowScanner(sandbox, tmp_path / "bin" / "python").scan(tmp_path)
    assert [(found.rule, found.path) for found in result.findings] == [(UNREADABLE, ".github/workflows/bad.yml")]


@pytest.fixture(scope="module")
def scanner() -> WorkflowScanner:
    python = environment_python("zizmor", Settings().cache_dir)
    if python is None:
        pytest.skip("zizmor's tool environment is not made: run `agents tools install`")
    return WorkflowScanner(Sandbox.detect(), python)


@pytest.mark.checkov
def test_the_real_program(scanner: WorkflowScanner, tmp_path: Path) -> None:
    config = json.dumps({"rules": {"dangerous-triggers": {"disable": True}}})
    files = {
        ".github/workflows/ci.yml": WORKFLOW,
        ".github/workflows/bad.yml": "jobs: [\n",
        ".github/zizmor.yml": config,
        "zizmor.yml": config,
    }
    result = scanner.scan(write(tmp_path, files))
    assert result.status == "passed"
    assert [(found.rule, found.line, found.counts) for found in result.findings] == [
        (UNREADABLE, None, True),
        ("zizmor/dangerous-triggers", 2, True),
        ("zizmor/excessive-permissions", 3, True),
        ("zizmor/unpinned-uses", 11, False),
        ("zizmor/template-injection", 12, True),
    ]
    assert len({found.fingerprint for found in result.findings}) == 5
    (evidence,) = result.evidence
    assert (evidence.tool, evidence.version, evidence.exit_code, len(evidence.digest)) == ("zizmor", "1.32.0", 0, 64)


@pytest.mark.checkov
def test_pinned_and_quiet_workflows_have_no_findings(scanner: WorkflowScanner, tmp_path: Path) -> None:
    quiet = WORKFLOW.replace("pull_request_target", "push").replace("write-all", "{}")
    quiet = quiet.replace("something@v1 # zizmor: ignore[unpinned-uses]", f"something@{'0a' * 20} # v1")
    quiet = quiet.replace("github.event.pull_request.title", "github.sha")
    result = scanner.scan(write(tmp_path, {".github/workflows/ci.yml": quiet}))
    assert result.findings == ()
    assert "zizmor/template-injection" in result.passed
