import os
from pathlib import Path

import pytest

from app.domain.errors import AgentsError, Failure, ToolMissing, UsageFailure
from app.toolchains.terraform import binary
from app.toolchains.terraform.binary import choose_terraform


def program(folder: Path, name: str, words: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{words}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_auto_prefers_tofu_then_terraform_then_embedded(path: Path) -> None:
    assert choose_terraform("auto").kind == "embedded"
    terraform = program(path, "terraform", "echo Terraform v1.11.4")
    assert choose_terraform("auto") == binary.Terraform("terraform", "1.11.4", terraform)
    tofu = program(path, "tofu", "echo OpenTofu v1.9.0")
    assert choose_terraform() == binary.Terraform("tofu", "1.9.0", tofu)
    assert choose_terraform("terraform").path == terraform
    assert choose_terraform("embedded").path is None


def test_auto_passes_over_a_broken_program(path: Path) -> None:
    program(path, "tofu", "exit 3")
    assert choose_terraform("auto").kind == "embedded"


def test_a_path(path: Path) -> None:
    chosen = choose_terraform(str(program(path, "my-tf", "echo OpenTofu v1.8.1")))
    assert (chosen.kind, chosen.version, chosen.name) == ("tofu", "1.8.1", "OpenTofu")


@pytest.mark.parametrize(
    ("setting", "error"),
    [("tofu", ToolMissing), ("terraform", ToolMissing), ("terrafrom", UsageFailure), ("/nowhere/tf", AgentsError)],
)
def test_what_is_not_there(path: Path, setting: str, error: type[AgentsError]) -> None:
    with pytest.raises(error):
        choose_terraform(setting)


def test_a_program_that_is_no_terraform(path: Path) -> None:
    with pytest.raises(Failure, match=r"asking .* for its version"):
        choose_terraform(str(program(path, "x", "echo hello")))


def test_nothing_of_the_environment_is_inherited(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TF_CLI_ARGS", "-chdir=/")
    chosen = choose_terraform(str(program(path, "x", 'echo "Terraform v1.0.${TF_CLI_ARGS:-0}"')))
    assert chosen.version == "1.0.0"
    assert "TF_CLI_ARGS" in os.environ


def test_no_embedded_core(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ToolMissing, match="none embedded"):
        choose_terraform("auto")
