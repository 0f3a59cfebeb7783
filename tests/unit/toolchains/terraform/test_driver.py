import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from app.toolchains.terraform.cores import Ran
from app.toolchains.terraform.driver import Driver
from app.toolchains.terraform.job import Job
from tests.unit.toolchains.terraform.trees import plant

DIAGNOSTIC = {
    "diagnostics": [
        {
            "severity": "error",
            "summary": "Unsupported argument",
            "detail": "No.",
            "range": {"filename": "main.tf", "start": {"line": 3}},
        }
    ]
}
STEPS = ("format", "validate", "plan", "apply", "replan", "destroy")


class Scripted:
    """A core that answers as told: command → (exit code, standard output)."""

    def __init__(self, answers: Mapping[str, tuple[int, str]]) -> None:
        self.answers = answers
        self.asked: list[list[str]] = []

    def run(self, argv: Sequence[str], timeout: float) -> Ran:
        self.asked.append(list(argv))
        command = "replan" if "-detailed-exitcode" in argv else argv[0]
        exit_code, out = self.answers.get(command, (0, "{}"))
        return Ran(exit_code, out, "it broke" if exit_code else "", 0.1)

    def close(self) -> None:
        """Nothing to end."""


def drive(root: Path, answers: Mapping[str, tuple[int, str]], **fields: Any) -> tuple[dict[str, Any], list[list[str]]]:
    said: list[Mapping[str, Any]] = []
    plant(root, {"copy/s/main.tf": ""})
    core = Scripted(answers)
    Driver(Job(str(root / "copy"), "s", STEPS, **fields), core, said.append).run()
    return {one["step"]: one for one in said}, core.asked


def test_all_steps(tmp_path: Path) -> None:
    said, asked = drive(tmp_path, {"show": (0, '{"resource_changes": []}')}, var_files=("environments/dev.tfvars",))
    assert tuple(said) == STEPS
    assert all(one["ok"] for one in said.values())
    assert said["plan"]["plan_json"] == {"resource_changes": []}
    assert [argv[0] for argv in asked] == [
        "fmt", "init", "validate", "plan", "show", "apply", "state", "plan", "destroy",
    ]  # fmt: skip
    with_values = [argv[0] for argv in asked if "-var-file=environments/dev.tfvars" in argv]
    assert with_values == ["plan", "plan", "destroy"]


def test_formatting_in_place_is_a_step_of_its_own(tmp_path: Path) -> None:
    plant(tmp_path, {"copy/main.tf": ""})
    core, said = Scripted({}), list[Mapping[str, Any]]()
    Driver(Job(str(tmp_path / "copy"), ".", ("rewrite",)), core, said.append).run()
    assert core.asked == [["fmt", "-recursive", "-list=false", "-no-color", "."]]
    assert [(one["step"], one["ok"]) for one in said] == [("rewrite", True)]


def test_what_was_deployed_is_told_from_the_file_or_from_memory(tmp_path: Path) -> None:
    said, _ = drive(tmp_path / "memory", {"state": (0, '{"version": 4}')})
    assert said["apply"]["state"] == {"version": 4}
    plant(tmp_path / "file", {"copy/s/terraform.tfstate": '{"version": 4, "serial": 2}'})
    said, asked = drive(tmp_path / "file", {})
    assert said["apply"]["state"] == {"version": 4, "serial": 2}
    assert ["state", "pull"] not in asked


@pytest.mark.parametrize(
    ("answers", "steps", "text"),
    [
        ({"init": (1, "")}, ["format", "validate"], "it broke"),
        ({"validate": (1, json.dumps(DIAGNOSTIC))}, ["format", "validate"], "it broke"),
        ({"plan": (1, "")}, ["format", "validate", "plan"], "it broke"),
        ({"apply": (1, "")}, ["format", "validate", "plan", "apply"], "it broke"),
        ({"replan": (2, "# x will be updated")}, ["format", "validate", "plan", "apply", "replan"], "it broke"),
        ({"destroy": (1, "")}, list(STEPS), "it broke"),
    ],
)
def test_the_first_failure_ends_it(
    tmp_path: Path, answers: Mapping[str, tuple[int, str]], steps: list[str], text: str
) -> None:
    said, _ = drive(tmp_path, answers)
    assert list(said) == steps
    assert not said[steps[-1]]["ok"]
    assert said[steps[-1]]["text"] == text


def test_a_wrong_format_does_not_end_it(tmp_path: Path) -> None:
    said, _ = drive(tmp_path, {"fmt": (3, "main.tf\n")})
    assert tuple(said) == STEPS
    assert (said["format"]["ok"], said["format"]["output"]) == (False, "main.tf\n")


def test_diagnostics_have_places(tmp_path: Path) -> None:
    said, _ = drive(tmp_path, {"validate": (1, json.dumps(DIAGNOSTIC))})
    assert said["validate"]["diagnostics"] == [
        {"severity": "error", "summary": "Unsupported argument", "detail": "No.", "file": "main.tf", "line": 3}
    ]


def test_files_are_written_when_their_time_comes(tmp_path: Path) -> None:
    plant(tmp_path, {"copy/s/a.tf": "old"})
    (tmp_path / "outside").write_text("untouched")
    (tmp_path / "copy" / "s" / "link.tf").symlink_to(tmp_path / "outside")
    drive(tmp_path, {"plan": (1, "")}, before_init={"s/link.tf": "x"}, before_plan={"s/a.tf": "new"})
    assert (tmp_path / "copy/s/a.tf").read_text() == "new"
    assert (tmp_path / "copy/s/link.tf").read_text() == "x"
    assert (tmp_path / "outside").read_text() == "untouched"


def test_modules_outside_the_stack_are_formatted_too(tmp_path: Path) -> None:
    _, asked = drive(tmp_path, {}, modules=("modules/m", "s/inner"))
    assert asked[0][-2:] == [".", "../modules/m"]
