"""The component of GitLab CI is what GitLab takes, and what its guide says."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from app.action.gitlab_reports import PREFIX
from app.action.inputs import GATES, read_inputs
from app.action.result import Result, outputs
from tests.e2e.gitlab_runner import COMPONENT, render

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "tests" / "fixtures" / "gitlab" / "ci.json").read_text())
GUIDE = (ROOT / "docs" / "guides" / "gitlab-ci.md").read_text("utf-8")
HEADER, _ = yaml.safe_load_all(COMPONENT.read_text("utf-8"))
INPUTS = HEADER["spec"]["inputs"]


def job(**given: Any) -> dict[str, Any]:
    """The one job that there is."""
    (found,) = render({name.replace("_", "-"): value for name, value in given.items()}).values()
    return dict(found)


@pytest.mark.parametrize("given", [{}, {"stage": "review", "fail-on": "never", "comment": False, "cache": "pull"}])
def test_gitlab_s_schema_takes_it(given: dict[str, Any]) -> None:
    jsonschema.validate(HEADER, SCHEMA)
    rendered = render(given)
    jsonschema.validate(rendered, SCHEMA)
    assert "$[[" not in json.dumps(rendered)


def test_the_schema_would_object() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"job": {"script": "true", "artifacts": {"reports": {"sasts": "x"}}}}, SCHEMA)


@pytest.mark.parametrize(
    ("name", "value"),
    [("fail-on", "sometimes"), ("budget", "-1"), ("version", "1"), ("token-variable", "A B"), ("report-dir", "../x")],
)
def test_wrong_inputs_are_refused_before_the_pipeline_begins(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=name):
        render({name: value})


@pytest.mark.parametrize("shell", ["bash", "sh"])
def test_the_script_is_read_by_both_shells_of_runners(shell: str) -> None:
    done = subprocess.run([shell, "-n", "-c", "\n".join(job()["script"])], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_no_input_is_put_into_the_script() -> None:
    _, body = yaml.safe_load_all(COMPONENT.read_text("utf-8"))
    (raw,) = body.values()
    assert "$[[" not in "".join(raw["script"])


def test_every_input_arrives() -> None:
    given = {
        "command": "security infra",
        "path": "infra",
        "fail_on": "low",
        "budget": "12.50",
        "framework": "cis",
        "comment": False,
        "report_dir": "out",
        "label": "bot",
    }
    inputs = read_inputs(job(**given)["variables"])
    assert (inputs.path, str(inputs.fail_on), str(inputs.budget)) == ("infra", "low", "12.50")
    assert [command.written for command in inputs.commands] == ["/agents security infra"]
    assert (inputs.frameworks, inputs.comment, inputs.report_dir, inputs.label) == (("cis",), False, "out", "bot")


def test_the_gates_are_those_that_there_are() -> None:
    assert set(INPUTS["fail-on"]["options"]) == {"", *GATES}


def test_an_image_of_that_version_is_the_default() -> None:
    assert INPUTS["image"]["default"].endswith(f":{INPUTS['version']['default']}")


def test_only_merge_requests_make_way_for_newer_ones() -> None:
    """What an issue has started goes on when somebody pushes to the default branch."""
    made = job()
    assert "interruptible" not in made
    assert [rule["if"] for rule in made["rules"] if rule.get("interruptible")] == [
        '$CI_PIPELINE_SOURCE == "merge_request_event"'
    ]


def test_every_input_and_variable_is_explained() -> None:
    rows = {found[1]: found[2] for found in re.finditer(r"^\| `([\w-]+)` \| ([^|]*) \|", GUIDE, re.MULTILINE)}
    for name, known in INPUTS.items():
        default = known["default"]
        shown = str(default).lower() if isinstance(default, bool) else str(default)
        assert rows.get(name) == (f"`{shown}`" if shown else "—"), name
    named = [f"{PREFIX}{name.upper().replace('-', '_')}" for name in outputs(Result("", ""))]
    assert [name for name in named if f"`{name}`" not in GUIDE] == []


def test_every_report_is_explained() -> None:
    reports = job()["artifacts"]["reports"]
    paths = [path for value in reports.values() for path in (value if isinstance(value, list) else [value])]
    assert [path for path in paths if f"`{Path(path).name}`" not in GUIDE] == []


def test_what_the_guide_shows_is_yaml_that_gitlab_takes() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    assert len(blocks) >= 3
    for block in blocks:
        shown = yaml.safe_load(block)
        jsonschema.validate(shown, SCHEMA)
        for include in shown.get("include", []):
            render(include.get("inputs", {}))
