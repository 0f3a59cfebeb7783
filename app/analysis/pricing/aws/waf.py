"""Web application firewalls, of today and classic: the list, its rules and the requests that pass it."""

import json
from collections.abc import Mapping

from app.analysis.pricing.base import Bill, Block, Pricer, Unknown
from app.analysis.pricing.metered import MILLION, Use, alike, meter

_WITH_FEES: Mapping[str, str] = {
    "AWSManagedRulesBotControlRuleSet": "Bot Control",
    "AWSManagedRulesATPRuleSet": "account takeover prevention",
    "AWSManagedRulesACFPRuleSet": "account creation fraud prevention",
    "AWSManagedRulesAntiDDoSRuleSet": "DDoS prevention",
}
"""Managed rule groups for which AWS charges a fee of their own (AWS, WAF pricing)."""
_CLASSIC = "aws_waf_web_acl"
_REQUESTS = Use("Requests", "monthly_requests", MILLION)


def web_acl(bill: Bill) -> None:
    """A web ACL: every rule in it, a referenced group's own rules, and the requests."""
    bill.charge("Web ACL usage", 1, usage=False)
    rules = bill.blocks("rule")
    managed = [one for rule in rules for one in rule.blocks("statement.managed_rule_group_statement")]
    groups = [one for rule in rules for one in rule.blocks("statement.rule_group_reference_statement")]
    plain = len(rules) - len(managed) - len(groups) + _written(bill)
    if plain:
        bill.charge("Rules", plain, usage=False)
    _groups(bill, "Managed rule groups", len(managed), "managed_rule_group_rules", 0)
    _groups(bill, "Rule groups", len(groups), "rule_group_rules", _inner(bill) if groups else 0)
    _fees(bill, managed)
    meter(bill, _REQUESTS)


def _written(bill: Bill) -> int:
    """The rules that are given as one JSON text; a group among them costs what a rule does."""
    text = bill.get("rule_json")
    if not text:
        return 0
    try:
        rules = json.loads(str(text))
    except ValueError:
        raise Unknown("rule_json is no JSON") from None
    return len(rules) if isinstance(rules, list) else 1


def _groups(bill: Bill, name: str, count: int, key: str, inner: int, like: str = "") -> None:
    """Rule groups in the list, with the rules inside as the usage file states or the stack shows them."""
    stated = bill.stated(key)
    quantity = count + (inner if stated is None else stated)
    if quantity:
        bill.charge(name, quantity, usage=stated is not None, keys=(key,), like=like)


def _inner(bill: Bill) -> int:
    """The rules of the rule groups that the list refers to, as far as this stack has them."""
    names = {address for paths in bill.resource.references.values() for address in paths}
    return sum(len(one.blocks("rule")) for one in bill.planned.of_type("aws_wafv2_rule_group") if one.address in names)


def _fees(bill: Bill, managed: list[Block]) -> None:
    for group in managed:
        fee = _WITH_FEES.get(group.text("name"))
        if fee:
            bill.unpriced(f"no price for AWS's fee for {fee}")


def classic(bill: Bill) -> None:
    """A classic web ACL, global or of a region."""
    bill.charge("Web ACL usage", 1, like=_CLASSIC, usage=False)
    rules = bill.blocks("rules") or bill.blocks("rule")
    groups = [one for one in rules if one.text("type") == "GROUP"]
    if len(rules) > len(groups):
        bill.charge("Rules", len(rules) - len(groups), like=_CLASSIC, usage=False)
    _groups(bill, "Rule groups", len(groups), "rule_group_rules", 0, like=_CLASSIC)
    meter(bill, _REQUESTS, like=_CLASSIC)


def added_rule(bill: Bill) -> None:
    """A rule that is added to a list from outside of it."""
    bill.charge("Rules", 1, like="aws_wafv2_web_acl", usage=False)


def added_group(bill: Bill) -> None:
    """A rule group that is added to a list from outside of it."""
    name = "Managed rule groups" if bill.blocks("managed_rule_group") else "Rule groups"
    bill.charge(name, 1, like="aws_wafv2_web_acl", usage=False)


PRICERS: Mapping[str, Pricer] = alike(
    {
        "aws_wafv2_web_acl": web_acl,
        "aws_wafv2_web_acl_rule": added_rule,
        "aws_wafv2_web_acl_rule_group_association": added_group,
        "aws_waf_web_acl": classic,
        "aws_wafregional_web_acl": classic,
    }
)
