"""Where a plan puts things."""

from typing import Any

import pytest

from app.analysis.regions.places import places, worldwide
from app.domain.planned import Planned, PlannedResource

VAULT = "arn:aws:backup:eu-west-3:111122223333:backup-vault:far"


def _one(kind: str, region: str = "eu-central-1", name: str = "a", **facts: Any) -> PlannedResource:
    return PlannedResource(f"{kind}.{name}", kind, name, provider=kind.partition("_")[0], region=region, **facts)


@pytest.mark.parametrize(
    ("resource", "further"),
    [
        (_one("aws_dynamodb_table", values={"replica": [{"region_name": "us-east-1"}, {"region_name": "eu-west-1"}]}),
         ["us-east-1", "eu-west-1"]),
        (_one("aws_secretsmanager_secret", values={"replica": [{"region": "us-west-2"}]}), ["us-west-2"]),
        (_one("aws_backup_plan", values={"rule": [{"copy_action": [{"destination_vault_arn": VAULT}]}]}),
         ["eu-west-3"]),
        (_one("aws_keyspaces_keyspace", values={"replication_specification": [{"region_list": ["us-east-1"]}]}),
         ["us-east-1"]),
        (_one("azurerm_cosmosdb_account", values={"tags": None, "geo_location": [{"location": "eastus"}]}), ["eastus"]),
        (_one("aws_sqs_queue"), []),
    ],
)  # fmt: skip
def test_arguments_name_further_regions(resource: PlannedResource, further: list[str]) -> None:
    found, dark = places(Planned(".", (resource,)))
    assert [place.region for place in found] == ["eu-central-1", *further]
    assert [bool(place.how) for place in found] == [False] + [True] * len(further)
    assert dark == ()


def test_a_reference_leads_to_the_region_of_what_it_names() -> None:
    target = _one("aws_s3_bucket", "us-west-2", "far")
    rule = _one(
        "aws_s3_bucket_replication_configuration", references={"rule.destination.bucket": ("aws_s3_bucket.far",)}
    )
    found, dark = places(Planned(".", (target, rule)))
    assert [(place.region, place.resource.type, place.how) for place in found] == [
        ("us-west-2", "aws_s3_bucket", ""),
        ("us-west-2", "aws_s3_bucket_replication_configuration", "rule.destination.bucket"),
    ]
    assert dark == ()


def test_what_cannot_be_told_is_told() -> None:
    nowhere = _one("aws_sqs_queue", "")
    foreign = _one(
        "aws_s3_bucket_replication_configuration",
        values={"rule": [{"destination": [{"bucket": "arn:aws:s3:::elsewhere"}]}]},
    )
    later = _one("aws_dynamodb_table", unknown={"replica": True})
    _, dark = places(Planned(".", (nowhere, foreign, later)))
    assert dark == (
        ("aws_sqs_queue.a", "the region is not known"),
        ("aws_s3_bucket_replication_configuration.a", "the region of arn:aws:s3:::elsewhere is not known"),
        ("aws_dynamodb_table.a", "replica.region_name is known only after apply"),
    )


@pytest.mark.parametrize(
    "resource",
    [
        _one("aws_iam_role", "us-east-1"),  # belongs to no region
        _one("aws_cloudfront_distribution", ""),
        _one("aws_wafv2_web_acl", "us-east-1", values={"scope": "CLOUDFRONT"}),
        _one("aws_acm_certificate", "us-east-1"),
        _one("aws_vpc_security_group_ingress_rule", "us-east-1"),  # follows its group
        _one("aws_s3_bucket_policy", "us-east-1"),
        _one("aws_sqs_queue", "us-east-1", mode="data"),
        _one("random_id", ""),
        _one("google_compute_global_address", "", values={"labels": None, "location": "global"}),
    ],
)
def test_what_keeps_nothing_in_a_region_is_left_out(resource: PlannedResource) -> None:
    assert places(Planned(".", (resource,))) == ((), ())


def test_a_regional_filter_counts() -> None:
    found, _ = places(Planned(".", (_one("aws_wafv2_web_acl", "us-east-1", values={"scope": "REGIONAL"}),)))
    assert [place.region for place in found] == ["us-east-1"]


def test_services_that_are_everywhere_are_named() -> None:
    ((address, why),) = worldwide(Planned(".", (_one("aws_cloudfront_distribution", ""), _one("aws_sqs_queue"))))
    assert address == "aws_cloudfront_distribution.a"
    assert "all over the world" in why
