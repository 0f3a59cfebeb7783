"""Regions against policy and the GDPR."""

from typing import Any

from app.analysis.regions import check_regions
from app.domain.finding import Severity
from app.domain.planned import Planned, PlannedResource


def _one(kind: str, region: str, name: str = "a", **facts: Any) -> PlannedResource:
    return PlannedResource(f"{kind}.{name}", kind, name, provider="aws", region=region, **facts)


TABLE = _one("aws_dynamodb_table", "eu-central-1", values={"replica": [{"region_name": "us-east-1"}] * 2})
QUEUE = _one("aws_sqs_queue", "us-east-1")


def test_each_resource_outside_the_allowed_regions_is_told_once() -> None:
    checked = check_regions(Planned("s", (TABLE, QUEUE)), ("eu-*",))
    assert [(one.rule, one.resource, one.title, one.severity) for one in checked.findings] == [
        (
            "AGT_REGION_NOT_ALLOWED",
            "aws_dynamodb_table.a",
            "Data goes to us-east-1 through replica.region_name, which policy does not allow",
            Severity.HIGH,
        ),
        (
            "AGT_REGION_NOT_ALLOWED",
            "aws_sqs_queue.a",
            "Deployed in us-east-1, which policy does not allow",
            Severity.HIGH,
        ),
    ]
    assert checked.passed == ()


def test_nothing_is_asked_and_nothing_is_said() -> None:
    assert check_regions(Planned("s", (QUEUE,)), ()).findings == ()


def test_regions_as_azure_writes_them_are_the_same() -> None:
    account = _one("azurerm_storage_account", "westeurope", values={"tags": None})
    checked = check_regions(Planned("s", (account,)), ("West Europe",))
    assert (checked.findings, checked.passed) == ((), ("AGT_REGION_NOT_ALLOWED",))


def test_under_the_gdpr_each_region_outside_is_told_with_its_ground() -> None:
    london = _one("aws_sqs_queue", "eu-west-2", "b")
    checked = check_regions(Planned("s", (QUEUE, london, TABLE)), (), gdpr=True)
    assert [(one.title, one.severity) for one in checked.findings] == [
        ("Deployed in eu-west-2, outside the European Economic Area", Severity.LOW),
        ("Deployed in us-east-1, outside the European Economic Area", Severity.MEDIUM),
    ]
    assert "the United Kingdom" in checked.findings[0].detail
    assert "aws_sqs_queue.a, aws_dynamodb_table.a" in checked.findings[1].detail


def test_an_unknown_region_is_neither_allowed_nor_forbidden() -> None:
    checked = check_regions(Planned("s", (_one("aws_sqs_queue", ""), TABLE)), ("eu-*", "us-*"))
    assert [(one.rule, one.severity) for one in checked.findings] == [("AGT_REGION_UNKNOWN", Severity.INFO)]
    assert checked.passed == ()


def test_what_is_true_of_many_is_told_once() -> None:
    queues = tuple(_one("aws_sqs_queue", "", f"q{number}") for number in range(12))
    (found,) = check_regions(Planned("s", queues), ("eu-*",)).findings
    assert (found.title, found.resource) == ("The region is not known", "")
    assert "aws_sqs_queue.q0, " in found.detail
    assert found.detail.endswith("and 2 more.")


def test_what_is_everywhere_is_named_and_hides_nothing() -> None:
    checked = check_regions(Planned("s", (TABLE, _one("aws_cloudfront_distribution", ""))), ("*",))
    assert [one.rule for one in checked.findings] == ["AGT_REGION_WORLDWIDE"]
    assert checked.passed == ("AGT_REGION_NOT_ALLOWED",)
