"""Web firewalls."""

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import accepted, all_of, body_of, composed, part


def test_managed_rules_a_limit_and_logs() -> None:
    built = composed(part("fw", "waf", rate_limit=500))
    rules = {one["name"]: one for one in body_of(built, "aws_wafv2_web_acl")["rule"]}
    assert rules["rate-limit"]["statement"]["rate_based_statement"]["limit"] == 500
    assert rules["bad-inputs"]["statement"]["managed_rule_group_statement"]["vendor_name"] == "AWS"
    assert [one["priority"] for one in rules.values()] == [1, 2, 3, 4, 5]
    logging = body_of(built, "aws_wafv2_web_acl_logging_configuration")
    assert logging["resource_arn"] == Ref("aws_wafv2_web_acl.fw", "arn")


def test_a_named_firewall_stands_before_what_it_is_said_to() -> None:
    built = composed(part("a", "alb"), part("b", "alb"), part("fw", "waf"), relations=("fw fronts a",))
    assert set(all_of(built, "aws_wafv2_web_acl_association")) == {"a"}
    other_side = composed(part("a", "alb"), part("fw", "waf"), relations=("a uses fw",))
    assert set(all_of(other_side, "aws_wafv2_web_acl_association")) == {"a"}


def test_said_of_nothing_it_stands_before_everything() -> None:
    built = composed(part("a", "alb"), part("api", "api_rest"), part("fw", "waf"))
    assert set(all_of(built, "aws_wafv2_web_acl_association")) == {"a", "api"}
    assert set(all_of(built, "aws_wafv2_web_acl")) == {"fw"}


def test_in_front_of_cloudfront_it_stands_in_us_east_1() -> None:
    built = composed(part("cdn", "cloudfront"), part("fw", "waf"))
    acl = all_of(built, "aws_wafv2_web_acl")["fw"]
    assert (acl.provider, acl.body["scope"]) == ("us_east_1", "CLOUDFRONT")
    assert body_of(built, "aws_cloudfront_distribution")["web_acl_id"] == Ref("aws_wafv2_web_acl.fw", "arn")
    logs = all_of(built, "aws_cloudwatch_log_group")["fw_waf"]
    assert (logs.provider, "kms_key_id" in logs.body) == ("us_east_1", False)
    assert accepted(built, "aws_cloudwatch_log_group.fw_waf") == {"CKV_AWS_158"}


def test_none_where_it_is_refused_or_the_environment_is_not_production() -> None:
    assert not all_of(composed(part("a", "alb"), refused=("waf",)), "aws_wafv2_web_acl")
    assert not all_of(composed(part("a", "alb"), environment="dev"), "aws_wafv2_web_acl")
    assert all_of(composed(part("a", "alb", waf=True), environment="dev"), "aws_wafv2_web_acl")
