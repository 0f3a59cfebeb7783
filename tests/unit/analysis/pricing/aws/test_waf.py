from decimal import Decimal
from typing import Any

import pytest

from app.domain.planned import PlannedResource
from tests.unit.analysis.pricing.bills import baseline, bill_of, estimated, lines


def managed(name: str) -> dict[str, Any]:
    return {"statement": [{"managed_rule_group_statement": [{"name": name, "vendor_name": "AWS"}]}]}


RATE = {"statement": [{"rate_based_statement": [{"limit": 2000}]}]}
GROUP = {"statement": [{"rule_group_reference_statement": [{"arn": "arn:aws:wafv2:g"}]}]}


@pytest.mark.parametrize(
    ("rules", "use", "month"),
    [
        ([], {}, "5.00"),
        ([RATE], {}, "6.00"),
        ([RATE, managed("AWSManagedRulesCommonRuleSet")], {}, "7.00"),
        ([GROUP], {}, "6.00"),
    ],
)
def test_a_list_and_its_rules(rules: list[dict[str, Any]], use: dict[str, Any], month: str) -> None:
    bill = bill_of("aws_wafv2_web_acl", {"rule": rules}, use, region="eu-south-2")
    assert baseline(bill) == Decimal(month)
    assert not estimated(bill)


def test_the_rules_inside_a_group_are_counted() -> None:
    group = PlannedResource(
        "aws_wafv2_rule_group.g", "aws_wafv2_rule_group", "g", values={"rule": [{"name": "a"}, {"name": "b"}]}
    )
    bill = bill_of(
        "aws_wafv2_web_acl",
        {"rule": [GROUP]},
        others=[group],
        references={"rule.statement": ("aws_wafv2_rule_group.g",)},
    )
    assert lines(bill)["Rule groups"][0] == 3
    told = bill_of("aws_wafv2_web_acl", {"rule": [GROUP]}, {"rule_group_rules": 5})
    assert lines(told)["Rule groups"][0] == 6


def test_managed_groups_with_a_fee_are_said() -> None:
    bill = bill_of("aws_wafv2_web_acl", {"rule": [managed("AWSManagedRulesBotControlRuleSet")]})
    assert bill.missing == ["no price for AWS's fee for Bot Control"]
    assert baseline(bill) == Decimal("6.00")


def test_rules_that_are_added_from_outside() -> None:
    assert baseline(bill_of("aws_wafv2_web_acl_rule", {})) == 1
    group = bill_of("aws_wafv2_web_acl_rule_group_association", {"managed_rule_group": [{"name": "x"}]})
    assert list(lines(group)) == ["Managed rule groups"]


@pytest.mark.parametrize(("type_", "attribute"), [("aws_waf_web_acl", "rules"), ("aws_wafregional_web_acl", "rule")])
def test_a_classic_list(type_: str, attribute: str) -> None:
    rules = [{"type": "REGULAR"}, {"type": "RATE_BASED"}, {"type": "GROUP"}]
    bill = bill_of(type_, {attribute: rules}, {"monthly_requests": 1_000_000})
    assert {name: quantity for name, (quantity, _) in lines(bill).items()} == {
        "Web ACL usage": 1,
        "Rules": 2,
        "Rule groups": 1,
        "Requests": 1,
    }


def test_rules_that_are_written_as_json() -> None:
    bill = bill_of("aws_wafv2_web_acl", {"rule_json": '[{"Name": "a"}, {"Name": "b"}]'})
    assert lines(bill)["Rules"][0] == 2
    assert bill_of("aws_wafv2_web_acl", {"rule_json": "{"}).missing == ["rule_json is no JSON"]
