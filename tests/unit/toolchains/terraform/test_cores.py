from pathlib import Path

import pytest

from app.toolchains.terraform.cores import EmbeddedCore, ProgramCore, plain

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "CHECKPOINT_DISABLE": "1", "TF_CLI_CONFIG_FILE": "/dev/null"}


def script(folder: Path, words: str) -> Path:
    path = folder / "terraform"
    path.write_text(f"#!/bin/sh\n{words}\n")
    path.chmod(0o755)
    return path


def test_a_program(tmp_path: Path) -> None:
    core = ProgramCore(script(tmp_path, 'echo "$@ $X"; echo oops >&2; exit 3'), tmp_path, {"X": "y"})
    ran = core.run(["plan", "-out=x"], 10)
    assert (ran.exit_code, ran.stdout.strip(), ran.text) == (3, "plan -out=x y", "oops")
    core.close()


def test_a_program_that_hangs(tmp_path: Path) -> None:
    ran = ProgramCore(script(tmp_path, "exec sleep 30"), tmp_path, {}).run(["plan"], 0.2)
    assert ran.exit_code == -1
    assert ran.text == "stopped after 0 s"


def test_the_embedded_core(tmp_path: Path) -> None:
    core = EmbeddedCore(tmp_path, ENVIRONMENT)
    try:
        assert core.run(["version"], 60).stdout.startswith("Terraform v1.")
        # Its code does not come from the directory it works in.
        assert core.run(["fmt", "-check"], 60).exit_code == 0
    finally:
        core.close()
    assert core.run(["version"], 60).text == "the embedded Terraform core has ended"


def test_a_step_that_takes_too_long_ends_the_worker(tmp_path: Path) -> None:
    core = EmbeddedCore(tmp_path, ENVIRONMENT)
    assert core.run(["version"], 0.0).text == "stopped after 0 s"
    assert core.run(["version"], 60).exit_code == -1


def test_code_in_the_working_directory_is_not_imported(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    for name in ("json.py", "ctypes.py", "time.py", "sitecustomize.py"):
        (tmp_path / name).write_text(f"open({str(canary)!r}, 'w')\nraise SystemExit(9)\n")
    core = EmbeddedCore(tmp_path, ENVIRONMENT)
    try:
        assert core.run(["version"], 60).exit_code == 0
    finally:
        core.close()
    assert not canary.exists()


def test_a_crash_is_told(tmp_path: Path) -> None:
    core = EmbeddedCore(tmp_path, ENVIRONMENT)
    try:
        # An argument list that is no list ends the worker the way a crash of the library does.
        ran = core.run([{"not": "text"}], 60)  # type: ignore[list-item]
        assert ran.text == "the embedded Terraform core crashed"
    finally:
        core.close()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\x1b[31m╷\x1b[0m\n\x1b[31m│\x1b[0m \x1b[1mError: x\x1b[0m\n│ \n│   on a.tf\n╵\n", "Error: x\n\n  on a.tf"),
        ("a\n\n\n\n\nb\0", "a\n\nb"),
        ("", ""),
    ],
)
def test_plain(text: str, expected: str) -> None:
    assert plain(text) == expected
