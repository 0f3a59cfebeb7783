"""Where balancers put their logs."""

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import body_of, composed, part, statements_of, text_of


def test_balancers_may_write_below_their_prefix_only() -> None:
    built = composed(part("web", "alb"))
    (statement,) = [one for one in statements_of(built, "logs_bucket") if one["sid"] == "LogsOfWeb"]
    assert statement["actions"] == ["s3:PutObject"]
    assert text_of(statement["resources"][0]).startswith("{aws_s3_bucket.logs.arn}/web/AWSLogs/")
    assert statement["condition"][0]["variable"] == "aws:SourceAccount"


def test_all_entries_share_one_log_bucket_and_wait_for_its_policy() -> None:
    built = composed(part("web", "alb"), part("tcp", "nlb"))
    for label in ("web", "tcp"):
        assert body_of(built, "aws_lb", label)["access_logs"]["bucket"] == Ref("aws_s3_bucket_policy.logs", "bucket")
