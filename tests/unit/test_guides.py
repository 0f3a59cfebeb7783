"""The code that the guides show works as it stands there."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.analysis.company.judging import judge_rules
from app.analysis.company.yaml_rules import read_rules
from tests.unit.analysis.graphs import graph, resource
from tools.shown_commands import shown_commands

ROOT = Path(__file__).parents[2]
GUIDES = ROOT / "docs" / "guides"
SHOWN = re.compile(r"^`((?:app|tests)/[\w/]+\.py)`:\n\n```python\n(.*?)^```", re.DOTALL | re.MULTILINE)
REGISTRY = ROOT / "tests" / "unit" / "knowledge" / "catalogue" / "test_registry.py"

PLUGIN = """
import app.agents
import app.knowledge.catalogue

app.agents.__path__.append({folder!r} + "/app/agents")
app.knowledge.catalogue.__path__.append({folder!r} + "/app/knowledge/catalogue")
"""
SERVICE = """
from app.knowledge.catalogue import codeartifact
from app.knowledge.catalogue.registry import SERVICES

SERVICES["codeartifact"] = codeartifact.SERVICE
"""


@pytest.mark.parametrize(
    ("guide", "registered", "beside"),
    [("adding-an-agent", "", ()), ("adding-a-service", SERVICE, (REGISTRY,))],
    ids=["agent", "service"],
)
def test_a_worked_example_passes_its_own_test(
    guide: str, registered: str, beside: tuple[Path, ...], tmp_path: Path
) -> None:
    """Its files stand beside the product's packages; its test runs, and what looks at every service."""
    shown = dict(SHOWN.findall((GUIDES / f"{guide}.md").read_text("utf-8")))
    assert len(shown) == 2
    for path, code in shown.items():
        assert not (ROOT / path).exists(), f"{path} is part of the product now: the guide needs another example"
        for check in ("check --ignore I001", "format --check"):  # ruff sorts a module that is not there elsewhere
            run("ruff", *check.split(), "--quiet", "--stdin-filename", path, "-", given=code)
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text(code, "utf-8")
    (tmp_path / "guide_plugin.py").write_text(PLUGIN.format(folder=str(tmp_path)) + registered, "utf-8")
    (test,) = (tmp_path / path for path in shown if path.startswith("tests/"))
    options = ("-q", "-p", "guide_plugin", "-p", "no:cacheprovider", "--import-mode=importlib")
    told = run("pytest", *options, "-k", f"codeartifact or {test.stem}", test, *beside, path=tmp_path)
    assert " passed" in told


def test_the_policy_that_checkovs_becomes_judges_alike() -> None:
    """Where checkov's ``is_true`` fails, the rule in its place does, and only there."""
    shown = re.findall(r"```yaml\n(.*?)```", (GUIDES / "moving-from-checkov.md").read_text("utf-8"), re.DOTALL)
    theirs = next(yaml.safe_load(text) for text in shown if "cond_type" in text)["definition"]
    (rule,), problems = read_rules("policies/databases.yml", next(text for text in shown if "require:" in text))
    assert problems == ()
    assert (list(rule.types), theirs["operator"]) == (theirs["resource_types"], "is_true")
    for value in (True, False, None):
        values: dict[str, Any] = {theirs["attribute"]: value}
        database = resource("aws_db_instance.orders", **values)
        findings, passed = judge_rules(graph(database), (rule,))
        assert (bool(findings), bool(passed)) == (value is not True, value is True)


@pytest.mark.parametrize("guide", ["first-issue", "existing-repository"])
def test_every_command_of_a_walk_is_run(guide: str) -> None:
    """``python -m tools.check_docs docs/guides/<guide>.md`` runs them and holds their output against the page."""
    blocks = shown_commands((GUIDES / f"{guide}.md").read_text("utf-8"), guide)
    assert [block.line for block in blocks if block.why_not] == []
    assert sum(bool(block.output) for block in blocks) >= 4


def run(module: str, *words: str | Path, given: str = "", path: Path = ROOT) -> str:
    """Run a module in the top folder to its end; what it wrote is the failure's message."""
    environment = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{path}"}
    command = [sys.executable, "-m", module, *map(str, words)]
    done = subprocess.run(command, cwd=ROOT, env=environment, input=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
