"""Required tags."""

from typing import Any

import pytest

from app.analysis.tags import check_tags
from app.analysis.tags.required import takes_tags
from app.domain.finding import Severity
from app.domain.planned import Planned, PlannedResource
from app.domain.policy import RequiredTag

OWNER = RequiredTag("owner")
STAGE = RequiredTag("stage", ("prod", "test-*"))


def _one(kind: str = "aws_s3_bucket", provider: str = "aws", **facts: Any) -> PlannedResource:
    return PlannedResource(f"{kind}.a", kind, "a", provider=provider, **facts)


@pytest.mark.parametrize(
    ("resource", "titles"),
    [
        (_one(values={"tags": {"owner": "me", "stage": "prod"}}), []),
        (_one(values={"tags": None}), ["Required tags missing: owner, stage"]),
        (_one(values={"tags": {"owner": "me"}}), ["Required tag missing: stage"]),
        (_one(values={"tags": {"Owner": "me", "stage": "test-1"}}), ["Required tag missing: owner"]),
        (
            _one(values={"tags": {"owner": "me", "stage": "dev"}}),
            ["Tag stage has a value that policy does not allow: dev"],
        ),
        (_one(values={"tags": {}, "tags_all": {"owner": "us", "stage": "prod"}}), []),
        (_one(values={"tags": {"owner": "me"}}, unknown={"tags": {"stage": True}}), []),
        (_one(unknown={"tags": True, "tags_all": True}), ["Tags are known only after apply"]),
        (_one("aws_iam_role_policy", values={}), []),
        (
            _one("aws_autoscaling_group", values={"tag": [{"key": "owner", "value": "me"}]}),
            ["Required tag missing: stage"],
        ),
        (_one(mode="data", values={"tags": None}), []),
        (_one("random_id", "random"), []),
        (_one("azurerm_storage_account", "azurerm", values={"tags": {"owner": "me", "stage": "prod"}}), []),
        (_one("azurerm_storage_account", "azurerm", values={"tags": None}), ["Required tags missing: owner, stage"]),
        (_one("azurerm_subnet", "azurerm", values={"name": "x"}), []),
        (
            _one(
                "google_compute_instance",
                "google",
                values={"tags": ["web"], "labels": {"owner": "me", "stage": "prod"}},
            ),
            [],
        ),
        (_one("google_compute_firewall", "google", values={"tags": ["web"]}), []),
    ],
)
def test_what_is_missing_or_wrong(resource: PlannedResource, titles: list[str]) -> None:
    checked = check_tags(Planned("stacks/web", (resource,)), (OWNER, STAGE))
    assert [one.title for one in checked.findings] == titles
    assert all(one.path == "stacks/web" and one.resource == resource.address for one in checked.findings)


def test_names_of_google_are_lower_case() -> None:
    bucket = _one("google_storage_bucket", "google", values={"effective_labels": {"owner": "me"}, "labels": {}})
    assert check_tags(Planned(".", (bucket,)), (RequiredTag("Owner"),)).findings == ()


def test_rules_pass_only_where_something_was_looked_at_and_known() -> None:
    tagged = _one(values={"tags": {"owner": "me", "stage": "prod"}})
    unknown = _one("aws_sqs_queue", unknown={"tags": True})
    assert check_tags(Planned(".", (tagged,)), (OWNER, STAGE)).passed == ("AGT_TAG_MISSING", "AGT_TAG_VALUE")
    assert check_tags(Planned(".", (tagged,)), (OWNER,)).passed == ("AGT_TAG_MISSING",)
    assert check_tags(Planned(".", (tagged, unknown)), (OWNER,)).passed == ()
    assert check_tags(Planned(".", ()), (OWNER,)).passed == ()
    assert check_tags(Planned(".", (_one(values={"tags": None}),)), ()).findings == ()


def test_a_finding_says_why_and_how_and_what_is_unknown_gates_nothing() -> None:
    wrong = _one(values={"tags": {"owner": "me", "stage": "x" * 100}})
    (found,) = check_tags(Planned(".", (wrong,)), (OWNER, STAGE)).findings
    assert found.severity is Severity.MEDIUM
    assert "Allowed: prod, test-*." in found.detail
    assert len(found.title) < 120
    (unknown,) = check_tags(Planned(".", (_one(unknown={"tags": True}),)), (OWNER,)).findings
    assert unknown.severity is Severity.INFO


@pytest.mark.parametrize(
    ("kind", "taken"),
    [("aws_vpc", True), ("aws_lambda_permission", False), ("aws_ec2_tag", False), ("aws_dynamodb_tag", False)],
)
def test_schemas_say_what_takes_tags(kind: str, taken: bool) -> None:
    assert takes_tags(_one(kind)) is taken
