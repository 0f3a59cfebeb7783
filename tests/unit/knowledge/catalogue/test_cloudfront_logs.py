"""Access logs of distributions."""

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import all_of, body_of, composed, part, statements_of


def test_logs_are_delivered_without_access_lists() -> None:
    built = composed(part("cdn", "cloudfront"))
    assert body_of(built, "aws_cloudwatch_log_delivery_source")["resource_arn"] == Ref(
        "aws_cloudfront_distribution.cdn", "arn"
    )
    providers = {
        one.provider for one in built.resources.resources if one.type.startswith("aws_cloudwatch_log_delivery")
    }
    assert providers == {"us_east_1"}
    (statement,) = [one for one in statements_of(built, "logs_bucket") if one["sid"] == "LogsOfCdn"]
    assert statement["principals"][0]["identifiers"] == ["delivery.logs.amazonaws.com"]
    assert len(all_of(built, "aws_cloudwatch_log_delivery")) == 1


def test_logs_are_kept_as_long_as_was_said() -> None:
    for component, days in ((part("cdn", "cloudfront"), 365), (part("cdn", "cloudfront", log_retention=90), 90)):
        rule = body_of(composed(component), "aws_s3_bucket_lifecycle_configuration", "logs")["rule"][0]
        assert rule["expiration"] == {"days": days}
