"""A plan made elsewhere, reviewed by everybody whom a plan is enough for."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.bootstrap.parts import Parts
from app.bootstrap.plans import review_plans
from app.domain.run import Outcome
from app.settings import read_settings
from tests.unit.pipeline.test_runner import Watcher

ADMIN = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})


def entry(address: str, **values: Any) -> dict[str, Any]:
    type_, _, name = address.partition(".")
    provider = "registry.terraform.io/hashicorp/aws"
    return {
        "address": address,
        "mode": "managed",
        "type": type_,
        "name": name,
        "provider_name": provider,
        "values": values,
    }


def plan(size: int) -> dict[str, Any]:
    """A volume that grows from 100 GB, and a policy that allows everything."""
    volume = {"type": "gp3", "availability_zone": "us-east-1a"}
    return {
        "resource_changes": [],
        "planned_values": {
            "root_module": {
                "resources": [
                    entry("aws_ebs_volume.data", size=size, **volume),
                    entry("aws_iam_policy.all", name="all", policy=ADMIN),
                ]
            }
        },
        "prior_state": {"values": {"root_module": {"resources": [entry("aws_ebs_volume.data", size=100, **volume)]}}},
    }


def review(folder: Path, *documents: dict[str, Any]) -> Outcome:
    path = folder / "plan.json"
    path.write_text(json.dumps(documents[0] if len(documents) == 1 else documents))
    parts = Parts(read_settings({"AGENTS_CACHE_DIR": str(folder / "cache"), "AGENTS_DATA_DIR": str(folder)}))
    try:
        return review_plans(parts, path, folder, Watcher())
    finally:
        parts.close()


def test_security_and_cost_of_a_plan_against_what_stood_before(tmp_path: Path) -> None:
    outcome = review(tmp_path, plan(300))
    assert outcome.estimate is not None
    assert (outcome.estimate.before, outcome.estimate.monthly) == (Decimal(8), Decimal(24))
    assert any(one.resource == "aws_iam_policy.all" and one.path == "plan.json" for one in outcome.findings)
    assert not outcome.gate.passed
    stages = {stage.stage: stage.status for stage in outcome.stages}
    assert stages == {"security": "not_run", "cost": "passed", "compliance": "passed"}  # checkov is not installed there


def test_the_policy_of_the_folder_counts(tmp_path: Path) -> None:
    (tmp_path / ".agents.yml").write_text("version: 1\nbudget: {increase: 15}\nregions: [eu-*]\n")
    outcome = review(tmp_path, plan(300))
    assert any("over the allowed increase" in reason for reason in outcome.gate.reasons)
    assert any(one.rule == "AGT_REGION_NOT_ALLOWED" for one in outcome.findings)


def test_several_plans_are_told_apart(tmp_path: Path) -> None:
    outcome = review(tmp_path, plan(100), plan(200))
    assert outcome.stacks == ("plan.json[0]", "plan.json[1]")
    assert outcome.estimate is not None
    assert [change.stack for change in outcome.estimate.changes] == ["plan.json[1]"]
