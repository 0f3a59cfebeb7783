"""What the guides show works as they say."""

import re
from pathlib import Path
from typing import Any

import pytest

from app.analysis.company import CompanyChecks, read_company
from app.analysis.company.judging import SECONDS
from app.analysis.company.read import FILES, LIMIT
from app.analysis.company.yaml_rules import GROUPS, MOST_RULES, RULE_KEYS, TESTS
from app.analysis.tags import check_tags
from app.domain.finding import Severity
from app.domain.plan import Plan, StackResult
from app.domain.planned import Planned, PlannedResource
from app.knowledge.controls import frameworks
from app.pipeline.policy import parse_policy
from app.processes.sandbox import Sandbox
from app.toolchains.rego import Rego

DOCS = Path(__file__).parents[4] / "docs"
POLICIES = (DOCS / "guides" / "policies.md").read_text("utf-8")
COMPLIANCE = (DOCS / "guides" / "compliance.md").read_text("utf-8")
RULES = (DOCS / "reference" / "policy-rules.md").read_text("utf-8")


def _examples(text: str) -> list[tuple[str, str]]:
    """Name and content of each example that names its file in the first line."""
    blocks = re.findall(r"```(?:yaml|rego)\n# (\S+)\n(.*?)```", text, re.DOTALL)
    return [(name, content) for name, content in blocks]


def _resource(kind: str, name: str, **values: Any) -> PlannedResource:
    return PlannedResource(f"{kind}.{name}", kind, name, provider="aws", values=values)


PLANNED = Planned(
    "stacks/shop",
    (
        _resource("aws_db_instance", "short", backup_retention_period=7, tags={"Stage": "prod"}),
        _resource("aws_db_instance", "long", backup_retention_period=14, tags={"Stage": "prod"}),
        _resource("aws_db_instance", "test", backup_retention_period=0, tags={"Stage": "test"}),
        _resource("aws_instance", "old", instance_type="t2.micro"),
        _resource("aws_instance", "new", instance_type="t4g.micro"),
        _resource("aws_lambda_function", "dark", tracing_config=[]),
        _resource("aws_lambda_function", "traced", tracing_config=[{"mode": "Active"}]),
        _resource("aws_s3_bucket", "logs", bucket="logs"),
        _resource("aws_s3_bucket", "acme", bucket="acme-logs"),
    ),
)


def _change(resource: PlannedResource) -> dict[str, Any]:
    change = {"actions": ["create"], "before": None, "after": dict(resource.values)}
    return {"address": resource.address, "type": resource.type, "mode": "managed", "change": change}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    for name, content in _examples(POLICIES):
        if name.startswith("policies/"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def test_the_guides_policies_find_what_they_say(repository: Path) -> None:
    policies = read_company(repository)
    assert policies.problems == ()
    result = StackResult("stacks/shop", "passed", plan=Plan(9, 0, 0, tuple(map(_change, PLANNED))), planned=PLANNED)
    checked = CompanyChecks(Rego(Sandbox.detect())).check(result, policies)
    assert [(one.rule, one.severity, one.resource) for one in checked.findings] == [
        ("ACME_BACKUP", Severity.HIGH, "aws_db_instance.short"),
        ("ACME_OLD_MACHINES", Severity.MEDIUM, "aws_instance.old"),
        ("ACME_TRACED", Severity.MEDIUM, "aws_lambda_function.dark"),
        ("main.warn", Severity.LOW, "aws_s3_bucket.logs"),
    ]
    backup, old, traced, _ = checked.findings
    assert (backup.detail.endswith("or more."), backup.controls) == (True, {"soc2": ("A1.2",)})
    assert old.detail == "aws_instance.old is of an old generation."
    assert (traced.title, traced.controls) == ("aws_lambda_function.dark is not traced", {"soc2": ("CC7.2",)})


def test_the_policies_in_the_guides_can_be_read() -> None:
    read = [parse_policy(content) for name, content in _examples(POLICIES + COMPLIANCE) if name == ".agents.yml"]
    tags, regions, gate = read
    assert regions.regions == ("eu-*", "westeurope")
    assert gate.frameworks == ("soc2", "cis")
    queue = _resource("aws_sqs_queue", "a", tags={"Owner": "me", "Stage": "dev-7"})
    assert check_tags(Planned(".", (queue,)), tags.required_tags).findings == ()


def test_the_guide_names_every_framework() -> None:
    assert [key for key in frameworks() if f"`{key}`" not in COMPLIANCE] == []


@pytest.mark.parametrize(
    "said",
    [
        f"at most {MOST_RULES}",
        f"{FILES} files of {LIMIT // 1024} KiB",
        f"{SECONDS:g} seconds",
        *(f"`{test}: " for test in (*TESTS, *GROUPS)),
        *(f"| `{key}` |" for key in RULE_KEYS),
    ],
)
def test_keys_tests_and_limits_are_those_of_the_reference(said: str) -> None:
    assert said in RULES
