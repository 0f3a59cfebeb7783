"""What the documents show works, and what they count is so."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import pytest

from app.analysis.pricing.registry import PRICERS
from app.analysis.pricing.usage import MEASURED
from app.analysis.pricing.usage_file import parse_usage
from app.domain.compliance import Assessment
from app.domain.cost import Component, CostChange, Estimate, ResourceCost, Saving, Unpriced
from app.domain.exposure import EntryPoint
from app.domain.finding import Finding, Repair
from app.pipeline.policy_file import ALLOW_KEYS, AUTO_KEYS, BUDGET_KEYS, GATE_KEYS, KEYS, read_text
from app.pipeline.waivers import find_ignores
from app.reports.record import assessment_record, estimate_record
from app.toolchains.terraform.repair.rules import RULES

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
YAML = re.compile(r"^( *)```yaml\n(.*?)^ *```", re.DOTALL | re.MULTILINE)


def blocks(marks: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """YAML that the documents show, with one of these words in it."""
    for path in (ROOT / "README.md", *sorted(DOCS.rglob("*.md"))):
        for place, found in enumerate(YAML.finditer(path.read_text("utf-8"))):
            text = re.sub(rf"^{found[1]}", "", found[2], flags=re.MULTILINE)
            if any(mark in text for mark in marks):
                yield f"{path.relative_to(ROOT)}-{place}", text


POLICIES = dict(blocks(("# .agents.yml", "waivers:\n", "gate:\n")))
USAGES = dict(blocks(("resource_usage:",)))


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_that_is_shown_can_be_read(name: str) -> None:
    assert read_text(POLICIES[name])[1] == ()


@pytest.mark.parametrize("name", USAGES)
def test_a_usage_file_that_is_shown_can_be_read(name: str) -> None:
    usage, problems = parse_usage(USAGES[name])
    assert problems == ()
    assert usage.resources


def test_there_are_examples_of_each() -> None:
    assert len(POLICIES) >= 5
    assert len(USAGES) >= 2


def test_every_key_of_the_policy_is_documented() -> None:
    page = (DOCS / "reference" / "policy.md").read_text("utf-8")
    keys = [key for key in KEYS if key not in {"gate", "budget", "allow", "auto"}]
    keys += [f"gate.{key}" for key in GATE_KEYS] + [f"budget.{key}" for key in BUDGET_KEYS]
    keys += [f"auto.{key}" for key in AUTO_KEYS] + [f"allow.<command>.{key}" for key in ALLOW_KEYS]
    assert [key for key in keys if f"| `{key}` |" not in page] == []


def test_every_name_of_the_json_is_documented() -> None:
    page = (DOCS / "reference" / "json.md").read_text("utf-8")
    records = (
        estimate_record(Estimate(before=Decimal(1))),
        assessment_record(Assessment("hipaa", "HIPAA", ())),
    )
    kinds = (Finding, Repair, EntryPoint, Unpriced, Component, ResourceCost, Saving, CostChange)
    names = {name for record in records for name in record} | {one.name for kind in kinds for one in fields(kind)}
    assert sorted(name for name in names if f'"{name}"' not in page) == []


def test_the_readme_counts_right() -> None:
    readme = " ".join((ROOT / "README.md").read_text("utf-8").split())
    types = Counter(name.partition("_")[0] for name in PRICERS)
    assert f"[{types['aws']} AWS, {types['azurerm']} Azure and {types['google']} Google types]" in readme
    assert f"mends {len(RULES)} rules of checkov" in readme


def test_the_guide_counts_the_checks_that_are_bridged_right() -> None:
    guide = (DOCS / "guides" / "compliance.md").read_text("utf-8")
    controls = json.loads((ROOT / "app" / "knowledge" / "controls" / "controls.json").read_text("utf-8"))
    assert f"Two kinds: {len(controls['rules'])} checks" in guide


def test_every_measurement_is_explained() -> None:
    guide = (DOCS / "guides" / "savings.md").read_text("utf-8")
    table = "".join(line for line in guide.splitlines() if line.startswith("| `"))
    assert sorted(key for key in MEASURED if f"`{key}`" not in table) == []


def test_the_comments_that_waive_in_the_guide_are_understood() -> None:
    guide = (DOCS / "guides" / "findings-and-waivers.md").read_text("utf-8")
    (code,) = re.findall(r"```hcl\n(.*?)```", guide, re.DOTALL)
    first, second = find_ignores(code)
    assert (set(first.rules), first.wrong) == ({"CKV_AWS_18"}, "")
    assert (set(second.rules), str(second.until), second.wrong) == ({"CKV_AWS_21", "CKV_AWS_145"}, "2027-01-31", "")
