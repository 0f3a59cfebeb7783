"""Trails."""

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import all_of, body_of, composed, part, sids_of, statements_of


def test_a_trail_covers_all_regions_validated_and_encrypted() -> None:
    trail = body_of(composed(part("audit", "cloudtrail")), "aws_cloudtrail")
    assert trail["is_multi_region_trail"] is True
    assert trail["enable_log_file_validation"] is True
    assert trail["kms_key_id"] == Ref("aws_kms_key.main", "arn")
    assert trail["s3_bucket_name"] == Ref("aws_s3_bucket.logs")


def test_the_named_bucket_is_used_and_lets_only_this_trail_write() -> None:
    built = composed(part("records", "s3"), part("audit", "cloudtrail"), relations=["audit logs records"])
    assert sorted(all_of(built, "aws_s3_bucket")) == ["records"]
    assert sids_of(built, "records_bucket") == ["DenyInsecureTransport", "AuditAclCheck", "AuditWrite"]
    write = statements_of(built, "records_bucket")[2]
    assert {one["variable"] for one in write["condition"]} == {"aws:SourceAccount", "aws:SourceArn"}


def test_the_policy_is_there_before_the_trail() -> None:
    trail = all_of(composed(part("audit", "cloudtrail")), "aws_cloudtrail")["audit"]
    assert trail.depends_on == ("aws_s3_bucket_policy.logs",)


def test_data_events_and_insights_are_for_those_who_ask() -> None:
    plain = body_of(composed(part("audit", "cloudtrail")), "aws_cloudtrail")
    full = body_of(composed(part("audit", "cloudtrail", data_events=True, insights=True)), "aws_cloudtrail")
    assert not {"event_selector", "insight_selector"} & set(plain)
    assert {"event_selector", "insight_selector"} <= set(full)
