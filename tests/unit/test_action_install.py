"""How the action installs itself, and what its description promises."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from action import install
from app.action.result import Result, outputs

ROOT = Path(__file__).parents[2]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text())
GUIDE = (ROOT / "docs" / "guides" / "github-action.md").read_text()
STEPS = ACTION["runs"]["steps"]
EXAMPLES = sorted((ROOT / "examples" / "workflows").glob("*.yml"))


def checkout(folder: Path) -> Path:
    for name, text in (("requirements.runtime.lock", "uv==1\n"), ("app/a.py", "x"), ("action/b.sh", "y")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.mark.parametrize("name", ["requirements.runtime.lock", "app/a.py", "action/b.sh", "app/new.json"])
def test_another_content_is_another_folder(tmp_path: Path, name: str) -> None:
    one, two = checkout(tmp_path / "one"), checkout(tmp_path / "two")
    assert install.key_of(one) == install.key_of(two)
    (two / "app" / "__pycache__").mkdir()
    (two / "app" / "__pycache__" / "a.pyc").write_text("z")
    assert install.key_of(one) == install.key_of(two)
    (two / name).write_text("other")
    assert install.key_of(one) != install.key_of(two)


def test_the_folder_is_in_the_tool_cache_or_the_temporary_folder(tmp_path: Path) -> None:
    root = checkout(tmp_path / "root")
    kept = install.plan(root, {"RUNNER_TOOL_CACHE": str(tmp_path / "tools"), "RUNNER_TEMP": "/none"})
    assert kept["folder"] == str(tmp_path / "tools" / "iac-agents" / kept["key"])
    assert kept["ready"] == "false"
    folder = Path(kept["folder"])
    folder.mkdir(parents=True)
    (folder / ".ready").touch()
    assert install.plan(root, {"RUNNER_TOOL_CACHE": str(tmp_path / "tools")})["ready"] == "false", "half a cache"
    folder.with_name(f"{folder.name}.ready").touch()
    assert install.plan(root, {"RUNNER_TOOL_CACHE": str(tmp_path / "tools")})["ready"] == "true"
    assert install.plan(root, {"RUNNER_TEMP": "/temp"})["folder"].startswith("/temp/iac-agents/")


def test_what_is_ready_is_left_alone_and_what_broke_off_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []

    def fill(root: Path, folder: Path) -> None:
        folder.mkdir()
        made.append(folder)

    monkeypatch.setattr(install, "_install", fill)
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "half").touch()
    install.make(tmp_path, folder)
    install.make(tmp_path, folder)
    assert made == [folder]
    assert list(folder.iterdir()) == []
    folder.rmdir()
    install.make(tmp_path, folder)
    assert made == [folder, folder], "somebody made room"


@pytest.mark.parametrize(
    ("described", "version"),
    [
        ("v1.2.3", "1.2.3"),
        ("v1.2.3-0-gabcdef0", "1.2.3"),
        ("v1.2.3-4-gabcdef0", "1.2.3.post4+gabcdef0"),
        ("$Format:%(describe:tags=true)$", "0.0.0"),
        ("", "0.0.0"),
    ],
)
def test_the_version_of_an_archive(tmp_path: Path, described: str, version: str) -> None:
    (tmp_path / ".git_archival.txt").write_text(f"node: abc\ndescribe-name: {described}\n")
    assert install.version_of(tmp_path) == version


def test_a_checkout_has_no_version(tmp_path: Path) -> None:
    assert install.version_of(tmp_path) == "0.0.0"


def test_the_installer_itself_is_pinned_by_hash() -> None:
    found = install.UV.search((ROOT / install.LOCK).read_text())
    assert found
    assert re.match(r"uv==[\d.]+ \\\n    --hash=sha256:[0-9a-f]{64}", found[0])
    assert "via" not in found[0]


def test_a_machine_without_python_is_told_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "python3").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "python3").chmod(0o755)
    done = subprocess.run(
        ["/bin/bash", ROOT / "action" / "prepare.sh"],
        env={"PATH": str(tmp_path), "GITHUB_OUTPUT": str(tmp_path / "out"), "GITHUB_ACTION_PATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "actions/setup-python" in done.stdout


def test_a_machine_with_python_gets_its_folder(tmp_path: Path) -> None:
    (tmp_path / "python3").symlink_to(sys.executable)
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "GITHUB_OUTPUT": str(tmp_path / "out")}
    environment |= {"GITHUB_ACTION_PATH": str(ROOT), "RUNNER_TEMP": str(tmp_path)}
    subprocess.run(["/bin/bash", ROOT / "action" / "prepare.sh"], env=environment, check=True)
    told = dict(line.split("=", 1) for line in (tmp_path / "out").read_text().splitlines())
    assert set(told) == {"python", "key", "folder", "ready"}


def test_nothing_of_the_checkout_runs_beside_the_search_for_a_python(tmp_path: Path) -> None:
    """Where a job puts its checkout on Python's path, as many do, a pull request would come before us."""
    for name in ("sitecustomize", "usercustomize", "hashlib"):
        (tmp_path / f"{name}.py").write_text("from pathlib import Path\nPath('ran').touch()\n")
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(tmp_path),
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "RUNNER_TEMP": str(tmp_path / "temp"),
    }
    subprocess.run(["bash", ROOT / "action" / "prepare.sh"], check=True, env=environment, cwd=tmp_path)
    assert "key=iac-agents-" in (tmp_path / "output").read_text()
    assert not (tmp_path / "ran").exists()


# -- action.yml ----------------------------------------------------------------------------------------------------


def test_every_input_reaches_the_program_and_none_a_shell() -> None:
    passed = json.dumps([step.get("env", {}) for step in STEPS] + [step.get("if", "") for step in STEPS])
    assert [name for name in ACTION["inputs"] if f"inputs.{name}" not in passed] == []
    assert [step["name"] for step in STEPS if "${{" in step.get("run", "")] == []


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_a_cancelled_job_reaches_the_program(tmp_path: Path, kind: signal.Signals) -> None:
    """The runner signals the process that it has started, and none of its children."""
    python = tmp_path / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/usr/bin/env bash\ntrap "echo told; exit 9" INT TERM\necho up\nread -r\n')
    python.chmod(0o755)
    script = tmp_path / "step.sh"
    script.write_text(next(step["run"] for step in STEPS if step.get("id") == "run"))
    environment = {
        **os.environ,
        "GITHUB_ACTION_PATH": str(ROOT),
        "AGENTS_FOLDER": str(tmp_path),
        "RUNNER_TEMP": str(tmp_path),
    }
    words = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdin=pipe, stdout=pipe, text=True, env=environment) as step:
        assert step.stdout
        assert step.stdin
        assert step.stdout.readline() == "up\n"
        step.send_signal(kind)
        step.stdin.close()
        assert step.stdout.read() == "told\n"
    assert step.returncode == 9


def test_every_output_is_one_that_the_program_gives() -> None:
    given = {*outputs(Result("r", "done")), "report", "report-dir", "sarif"}
    assert set(ACTION["outputs"]) == given
    assert all(one["value"] == f"${{{{ steps.run.outputs.{name} }}}}" for name, one in ACTION["outputs"].items())


def test_the_guide_lists_what_there_is() -> None:
    sections = dict(re.findall(r"\n## (.*?)\n(.*?)(?=\n## |\Z)", GUIDE, re.DOTALL))
    for title, kind in (("Inputs", "inputs"), ("Outputs", "outputs")):
        rows = [row.split("|")[1] for row in sections[title].splitlines() if row.startswith("| `")]
        assert {name for row in rows for name in re.findall(r"`([\w-]+)`", row)} == set(ACTION[kind])


def test_examples_ask_for_no_more_than_they_need() -> None:
    needed = {
        "review-pull-requests": {"contents": "read", "pull-requests": "write", "security-events": "write"},
        "issue-to-pull-request": dict.fromkeys(("contents", "issues", "pull-requests", "checks"), "write"),
        "nightly-review": {"contents": "read", "security-events": "write"},
    }
    assert {path.stem for path in EXAMPLES} == set(needed)
    for path in EXAMPLES:
        workflow = yaml.safe_load(path.read_text())
        assert workflow["permissions"] == {}
        assert workflow["concurrency"]["group"]
        ((_, job),) = workflow["jobs"].items()
        assert job["permissions"] == needed[path.stem]
        pull_request = workflow[True].get("pull_request")  # `on` is a truth value in YAML 1.1
        assert not pull_request or "ready_for_review" in pull_request["types"], "drafts wait, but not for ever"
        with_inputs = [step.get("with", {}) for step in job["steps"] if "iac-agents" in step["uses"]]
        assert {name for given in with_inputs for name in given} <= set(ACTION["inputs"])
