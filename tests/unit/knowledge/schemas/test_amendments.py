"""Corrections to the schemas."""

from typing import Any

import pytest

from app.knowledge.schemas import Attribute, Nested, provider_schema
from app.knowledge.schemas.amendments import FIREWALLS, amended

LEAF = "geo_match_statement.country_codes"


@pytest.mark.parametrize(
    "path",
    [
        LEAF,
        f"and_statement.statement.{LEAF}",
        f"or_statement.statement.not_statement.statement.{LEAF}",
        f"rate_based_statement.scope_down_statement.not_statement.statement.{LEAF}",
        f"managed_rule_group_statement.scope_down_statement.and_statement.statement.{LEAF}",
    ],
)
@pytest.mark.parametrize("kind", ["aws_wafv2_web_acl", "aws_wafv2_rule_group"])
def test_statements_are_nested(kind: str, path: str) -> None:
    block = provider_schema("aws").resource(kind)
    assert block is not None
    assert isinstance(block.at(f"rule.statement.{path}"), Attribute), path


def test_rule_on_its_own() -> None:
    block = provider_schema("aws").resource("aws_wafv2_web_acl_rule")
    assert block is not None
    assert isinstance(block.at("statement.not_statement.statement"), Nested)


def test_the_rest_is_shared() -> None:
    raw: dict[str, Any] = {"resources": {"aws_vpc": {"a": {}}}, "data": {}}
    assert amended("aws", raw)["resources"]["aws_vpc"] is raw["resources"]["aws_vpc"]
    assert amended("random", raw) is raw
    assert FIREWALLS
